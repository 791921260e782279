"""A time of the recording to hear: the small button that every number and verdict carries."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QToolButton, QWidget

from callqa.domain.span import Evidence
from callqa.domain.speech import Role, Speaker
from ui import formats, theme
from ui.i18n import counted, named, text
from ui.itemmodels.moments import role_of
from ui.widgets.flow import FlowLayout

_MOST_AT_FIRST = 6
_LEAST_S = 1.0
"""A shorter stretch is heard for this long: less is a click."""

_PAD_PX = 6
_GAP_PX = 4


class EvidenceChip(QAbstractButton):
    """A time with the letter of who speaks; clicking plays it.

    The agent's letter stands in a square and the customer's in a disc, so that colour is not the
    only sign.
    """

    play_wanted = Signal(float, float)

    def __init__(
        self, evidence: Evidence, role: Role | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.evidence = evidence
        self._role = role
        self.setText(formats.clock_time(evidence.start_s))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        said = _said(evidence, role)
        self.setToolTip(said)
        self.setAccessibleName(text("scorecard.play", what=said))
        self.clicked.connect(self._play)
        theme.watcher().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = 2 * _PAD_PX + self._mark_px() + _GAP_PX + metrics.horizontalAdvance(self.text())
        return QSize(width + 2, metrics.height() + _PAD_PX)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        of = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QPen(QColor(of.focus if self.hasFocus() else of.rule_strong))
        edge.setWidthF(2.0 if self.hasFocus() else 1.0)
        painter.setPen(edge)
        is_lit = self.underMouse() and self.isEnabled()
        painter.setBrush(QColor(of.selection if is_lit or self.isDown() else of.sheet))
        inset = edge.widthF() / 2
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, 5, 5)
        size = self._mark_px()
        mark = QRectF(_PAD_PX, (self.height() - size) / 2, size, size)
        self._paint_mark(painter, mark)
        painter.setPen(QColor(of.link))
        painter.setFont(self.font())
        left = mark.right() + _GAP_PX
        rest = QRectF(left, 0, self.width() - left, self.height())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, self.text())

    def enterEvent(self, event: QEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _play(self) -> None:
        start_s = self.evidence.start_s
        self.play_wanted.emit(start_s, max(self.evidence.end_s, start_s + _LEAST_S))

    def _mark_px(self) -> int:
        return self.fontMetrics().ascent() + 1

    def _paint_mark(self, painter: QPainter, mark: QRectF) -> None:
        of = theme.colours()
        painter.setPen(Qt.PenStyle.NoPen)
        if self._role not in ("agent", "customer"):
            painter.setBrush(QColor(of.other))
            painter.drawPolygon(
                [mark.topLeft(), mark.bottomLeft(), QPointF(mark.right(), mark.center().y())]
            )
            return
        is_agent = self._role == "agent"
        painter.setBrush(QColor(of.agent_ink if is_agent else of.customer_ink))
        if is_agent:
            painter.drawRoundedRect(mark, 2, 2)
        else:
            painter.drawEllipse(mark)
        letter = QFont(self.font())
        letter.setBold(True)
        letter.setPixelSize(max(7, int(mark.height() * 0.72)))
        painter.setFont(letter)
        painter.setPen(QColor(of.sheet))
        painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, named("role", self._role)[:1])


class EvidenceChips(QWidget):
    """The times of a piece of evidence, the first few until the rest is asked for."""

    play_wanted = Signal(float, float)

    def __init__(
        self,
        evidence: Sequence[Evidence],
        speakers: Sequence[Speaker] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, spacing_px=_GAP_PX)
        self._speakers = tuple(speakers)
        self._rest = tuple(evidence[_MOST_AT_FIRST:])
        self.chips: tuple[EvidenceChip, ...] = ()
        self._add(evidence[:_MOST_AT_FIRST])
        if self._rest:
            self._flow.addWidget(self._rest_button(len(self._rest)))

    def play_first(self) -> None:
        """Play the first piece of evidence, if there is one."""
        if self.chips:
            self.chips[0].click()

    def _rest_button(self, left: int) -> QToolButton:
        button = QToolButton(self)
        button.setText(counted("scorecard.more_times", left))
        button.clicked.connect(lambda: self._show_all(button))
        return button

    def _show_all(self, button: QToolButton) -> None:
        button.hide()
        self._add(self._rest)
        self.updateGeometry()

    def _add(self, evidence: Sequence[Evidence]) -> None:
        """Add chips: a long call has hundreds of places, which few people ask for."""
        for each in evidence:
            chip = EvidenceChip(each, role_of(each.speaker, self._speakers), self)
            chip.play_wanted.connect(self.play_wanted)
            self._flow.addWidget(chip)
            self.chips = (*self.chips, chip)
            chip.show()


def _said(evidence: Evidence, role: Role | None) -> str:
    start, end = (formats.clock_time(each) for each in (evidence.start_s, evidence.end_s))
    parts = [f"{start}–{end}"]
    if role is not None:
        parts.append(named("role", role))
    if evidence.text:
        parts.append(text("events.quoted", words=evidence.text))
    return ", ".join(parts)
