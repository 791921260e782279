"""The total of a call as a ring, with a mark where the machine alone would have put it."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import formats, theme
from ui.i18n import text

Verdict = Literal["passed", "not_passed", "auto_fail", "not_scored"]

_STEPS_PER_DEGREE = 16
"""The unit in which Qt counts angles."""


class ScoreRing(QWidget):
    """A number from 0 to 100 in a ring; the ring's colour repeats the verdict beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._total: float | None = None
        self._machine: float | None = None
        self._verdict: Verdict = "not_scored"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.watcher().changed.connect(self.update)

    def show_score(
        self, total: float | None, verdict: Verdict, machine: float | None = None
    ) -> None:
        """Show a total, ``None`` where there is none, and the machine's own where it differs."""
        self._total, self._verdict, self._machine = total, verdict, machine
        self.setAccessibleName(
            text("scorecard.no_score")
            if total is None
            else text("scorecard.score_of_100", total=formats.number(total))
        )
        self.update()

    def sizeHint(self) -> QSize:
        side = max(84, round(self.fontMetrics().height() * 5.4))
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        of = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() * 0.085
        ring = QRectF(self.rect()).adjusted(width, width, -width, -width)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(of.band), width))
        painter.drawEllipse(ring)
        if self._total is not None and self._total > 0:
            arc = QPen(QColor(_colour(self._verdict)), width)
            arc.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(arc)
            turn = -round(360 * _STEPS_PER_DEGREE * self._total / 100)
            painter.drawArc(ring, 90 * _STEPS_PER_DEGREE, turn)
        if self._machine is not None and self._machine != self._total:
            self._paint_machine_mark(painter, ring, width)
        self._paint_number(painter)

    def _paint_machine_mark(self, painter: QPainter, ring: QRectF, width: float) -> None:
        painter.save()
        painter.translate(ring.center())
        painter.rotate(360 * (self._machine or 0.0) / 100)
        radius = ring.width() / 2
        painter.setPen(QPen(QColor(theme.colours().ink), 2))
        painter.drawLine(QPointF(0, -radius - width * 0.75), QPointF(0, -radius + width * 0.75))
        painter.restore()

    def _paint_number(self, painter: QPainter) -> None:
        of = theme.colours()
        number = QFont(self.font())
        number.setPixelSize(round(self.height() * 0.3))
        number.setWeight(QFont.Weight.DemiBold)
        painter.setFont(number)
        painter.setPen(QColor(of.ink))
        box = QRectF(self.rect())
        painter.drawText(
            box.translated(0, -box.height() * 0.055),
            Qt.AlignmentFlag.AlignCenter,
            formats.number(self._total),
        )
        unit = QFont(self.font())
        unit.setPixelSize(round(self.height() * 0.115))
        painter.setFont(unit)
        painter.setPen(QColor(of.soft))
        painter.drawText(
            box.translated(0, box.height() * 0.17),
            Qt.AlignmentFlag.AlignCenter,
            text("scorecard.of_100"),
        )


def _colour(verdict: Verdict) -> str:
    of = theme.colours()
    return {
        "passed": of.praise,
        "not_passed": of.coach,
        "auto_fail": of.urgent,
        "not_scored": of.rule_strong,
    }[verdict]
