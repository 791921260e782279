"""One flag: its severity, title, reason, tip and evidence, and what to do with it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from callqa.domain.edits import DismissFlag
from callqa.domain.judgement import Flag
from callqa.domain.speech import Speaker
from ui import theme
from ui.i18n import sentence, text
from ui.itemmodels.moments import flag_moment
from ui.widgets.badge import SeverityBadge
from ui.widgets.evidence_chip import EvidenceChips
from ui.widgets.own_keys import keeps_key
from ui.widgets.prose import Prose
from ui.widgets.reason_line import ReasonLine


class FlagCard(QFrame):
    """A card with the severity as a bar at its left, beside the word and the shape."""

    play_wanted = Signal(float, float)
    change_wanted = Signal(object)
    coaching_wanted = Signal(object)

    def __init__(
        self, flag: Flag, speakers: Sequence[Speaker] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.flag = flag
        self._speakers = tuple(speakers)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        title, reason = sentence(flag.title), sentence(flag.reason)
        self.setAccessibleName(f"{text(f'window.severity_{flag.severity}')}: {title}. {reason}")
        self._chips = EvidenceChips(flag.evidence, speakers)
        self._chips.play_wanted.connect(self.play_wanted)
        self._dismiss = QPushButton(text("flags.dismiss"))
        self._dismiss.setToolTip(text("flags.dismiss_tip"))
        self._dismiss.clicked.connect(self.ask_reason)
        coach = QPushButton(text("flags.coach"))
        coach.setToolTip(text("flags.coach_tip"))
        coach.clicked.connect(self._want_coaching)
        self.reason = ReasonLine(text("flags.dismiss_reason"), text("flags.dismiss"))
        self.reason.given.connect(self._send_dismissal)
        self.reason.closed.connect(self._close_reason)
        self.reason.hide()
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(8)
        row.addWidget(coach)
        row.addWidget(self._dismiss)
        row.addStretch(1)
        self._lay_out(title, reason, sentence(flag.tip))
        theme.watcher().changed.connect(self.update)

    def set_editable(self, is_editable: bool) -> None:
        """Let the flag be dismissed, or only be looked at."""
        self._dismiss.setVisible(is_editable)
        if not is_editable:
            self._close_reason()

    def ask_reason(self) -> None:
        """Ask why the flag is none."""
        self._buttons.hide()
        self.reason.show()
        self.reason.begin()

    def _lay_out(self, title: str, reason: str, tip: str) -> None:
        name = Prose(title)
        bold = QFont(name.font())
        bold.setWeight(QFont.Weight.DemiBold)
        name.setFont(bold)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(16, 10, 12, 10)
        lines.setSpacing(6)
        lines.addWidget(SeverityBadge(self.flag.severity), 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(name)
        lines.addWidget(Prose(reason))
        lines.addWidget(self._chips)
        self._chips.setVisible(bool(self.flag.evidence))
        lines.addWidget(Prose(text("flags.tip", tip=tip), "soft"))
        lines.addWidget(self._buttons)
        lines.addWidget(self.reason)

    def _want_coaching(self) -> None:
        self.coaching_wanted.emit(flag_moment(self.flag, self._speakers))

    def _send_dismissal(self, reason: str) -> None:
        self._close_reason()
        self.change_wanted.emit(DismissFlag(self.flag.code, reason))

    def _close_reason(self) -> None:
        self.reason.hide()
        self._buttons.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        of = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QPen(QColor(of.focus if self.hasFocus() else of.rule))
        edge.setWidthF(2.0 if self.hasFocus() else 1.0)
        inset = edge.widthF() / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        shape = QPainterPath()
        shape.addRoundedRect(box, 8, 8)
        painter.fillPath(shape, QColor(of.sheet))
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(QRectF(0, 0, 5, self.height()), QColor(getattr(of, self.flag.severity)))
        painter.restore()
        painter.strokePath(shape, edge)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, self._takes) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match self._act_of(event):
            case "play":
                self._chips.play_first()
            case "dismiss":
                self.ask_reason()
            case "coach":
                self._want_coaching()
            case _:
                super().keyPressEvent(event)

    def _takes(self, event: QKeyEvent) -> bool:
        return self.hasFocus() and self._act_of(event) is not None

    def _act_of(self, event: QKeyEvent) -> str | None:
        if event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return None
        is_open = not self._dismiss.isHidden()
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_P:
                return "play"
            case Qt.Key.Key_X | Qt.Key.Key_Delete if is_open:
                return "dismiss"
            case Qt.Key.Key_C:
                return "coach"
        return None
