"""How scores are spread, before and after a change of the rubric."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.formats import number
from ui.i18n import text

_HEIGHT_LINES = 6.5
_GAP_PX = 4.0


@dataclass(frozen=True, slots=True)
class SpreadFacts:
    """Calls by score in bars of ten points, before and after, and the mark from which they pass."""

    before: Sequence[int]
    after: Sequence[int]
    pass_before: float
    pass_after: float


class FlipSpread(QWidget):
    """Two bars for every ten points: hollow before, filled after."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: SpreadFacts | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.watcher().changed.connect(self.update)

    def show_spread(self, facts: SpreadFacts | None) -> None:
        """Show a spread, or an empty chart."""
        self._facts = facts
        if facts is not None:
            words = ", ".join(
                f"{10 * at}: {old} → {new}"
                for at, (old, new) in enumerate(zip(facts.before, facts.after, strict=True))
                if old or new
            )
            self.setAccessibleName(text("rubric.spread_is", spread=words))
            self.setToolTip(text("rubric.spread_is", spread=words))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, round(self.fontMetrics().height() * _HEIGHT_LINES))

    def paintEvent(self, event: QPaintEvent) -> None:
        of = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().height()
        floor = self.height() - line - 3.0
        painter.setPen(QPen(QColor(of.rule_strong)))
        painter.drawLine(0, round(floor), self.width(), round(floor))
        painter.setPen(QColor(of.soft))
        width = self.width() / 10
        for at in range(0, 11, 2):
            flag = Qt.AlignmentFlag.AlignHCenter
            left = at * width - width
            if at in (0, 10):
                flag = Qt.AlignmentFlag.AlignLeft if at == 0 else Qt.AlignmentFlag.AlignRight
                left = 0.0 if at == 0 else self.width() - 2 * width
            painter.drawText(QRectF(left, floor + 2, 2 * width, line), flag, str(at * 10))
        if self._facts is not None:
            self._paint_mark(painter, width, floor)
            self._paint_bars(painter, width, floor, line)

    def _paint_bars(self, painter: QPainter, width: float, floor: float, line: int) -> None:
        assert self._facts is not None
        of = theme.colours()
        most = max((*self._facts.before, *self._facts.after, 1))
        room = floor - line - 4
        bar = (width - 2 * _GAP_PX) / 2
        for at, (old, new) in enumerate(zip(self._facts.before, self._facts.after, strict=True)):
            for count, offset, filled in ((old, 0.0, False), (new, bar, True)):
                if not count:
                    continue
                height = max(room * count / most, 2.0)
                rect = QRectF(at * width + _GAP_PX + offset, floor - height, bar - 1, height)
                painter.setPen(QPen(QColor(of.accent if filled else of.band_line)))
                painter.setBrush(QColor(of.accent if filled else of.band))
                painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, 0))
        self._paint_counts(painter, width, floor, line)

    def _paint_counts(self, painter: QPainter, width: float, floor: float, line: int) -> None:
        """Write the counts above the bars where all of them have room; the tooltip has them too."""
        assert self._facts is not None
        of = theme.colours()
        pairs = list(zip(self._facts.before, self._facts.after, strict=True))
        shown = [
            ""
            if not (old or new)
            else number(new)
            if old == new
            else f"{number(old)}→{number(new)}"
            for old, new in pairs
        ]
        lengths = [self.fontMetrics().horizontalAdvance(each) for each in shown]
        if max(lengths) > 1.4 * width:
            return
        most = max((*self._facts.before, *self._facts.after, 1))
        for at, ((old, new), words) in enumerate(zip(pairs, shown, strict=True)):
            if not words:
                continue
            tall = max((floor - line - 4) * max(old, new) / most, 2.0)
            left = min(at * width - width / 2, self.width() - 2 * width)
            place = QRectF(left, floor - tall - line, 2 * width, line)
            inner = (place.width() - lengths[at] - 4.0) / 2
            painter.fillRect(place.adjusted(inner, 0, -inner, 0), QColor(of.sheet))
            painter.setPen(QColor(of.ink))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_mark(self, painter: QPainter, width: float, floor: float) -> None:
        assert self._facts is not None
        pen = QPen(QColor(theme.colours().ink))
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        x = round(self._facts.pass_after / 10 * width)
        painter.drawLine(x, 0, x, round(floor))
