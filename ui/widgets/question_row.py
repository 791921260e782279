"""One question of the scorecard: how far it is met, why, where to hear it, and who says so."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from callqa.domain.edits import OverridePoints
from callqa.domain.speech import Speaker
from ui import theme
from ui.i18n import sentence, text
from ui.icons import icon
from ui.itemmodels.card_facts import CardLine
from ui.itemmodels.score_card import (
    ShownLine,
    answer_words,
    counted_words,
    plain,
    points_now,
    points_words,
    spoken,
    state_of,
)
from ui.widgets.answer_mark import AnswerMark
from ui.widgets.evidence_chip import EvidenceChips
from ui.widgets.own_keys import keeps_key
from ui.widgets.prose import Prose
from ui.widgets.question_row_editor import PointsEditor

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FOLDING = (Qt.Key.Key_Left, Qt.Key.Key_Right)
"""With Control, since alone they move the playhead."""


class QuestionRow(QFrame):
    """A question; what was lost, given by a person or is open shows its reasons at once."""

    play_wanted = Signal(float, float)
    change_wanted = Signal(object)
    moved = Signal(int)
    """Go this many rows down."""

    grown = Signal()
    """The editor was opened, which takes more room."""

    def __init__(
        self, shown: ShownLine, speakers: Sequence[Speaker], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._speakers = speakers
        self._shown = shown
        self._is_editable = True
        self._is_unfolded: bool | None = None
        self._chips: EvidenceChips | None = None
        self._body: QWidget | None = None
        self.editor: PointsEditor | None = None
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(10, 7, 8, 7)
        self._lines.setSpacing(0)

    def show_line(self, shown: ShownLine) -> None:
        """Show a question; an editor that is open stays so, with what was typed."""
        if shown != self._shown or self._body is None:
            self._shown = shown
            self._rebuild()

    @property
    def line(self) -> CardLine:
        """The question."""
        return self._shown.line

    def set_editable(self, is_editable: bool) -> None:
        """Let points be given, or only be looked at."""
        if is_editable != self._is_editable:
            self._is_editable = is_editable
            self._rebuild()

    @property
    def is_unfolded(self) -> bool:
        """Whether the reasons are shown."""
        if self._is_unfolded is not None:
            return self._is_unfolded
        state = state_of(self.line, is_blind=self._shown.is_blind)
        return state in ("open", "part", "none") or bool(self.line.person or self._shown.dispute)

    def unfold(self, is_unfolded: bool) -> None:
        """Show or hide the reasons."""
        if is_unfolded != self.is_unfolded:
            self._is_unfolded = is_unfolded
            self._rebuild()

    def edit(self, points: float | None = None) -> None:
        """Open the editor; with `points`, these are given already and the reason is next."""
        if not self._is_editable or self._shown.is_blind:
            return
        if self.editor is None:
            self._open_editor()
        if self.editor is not None:
            self.editor.begin(points)

    def play(self) -> None:
        """Play the first evidence."""
        if self.line.evidence:
            self.unfold(True)
            if self._chips is not None:
                self._chips.play_first()

    def _open_editor(self) -> None:
        self.editor = PointsEditor(self.line.most, points_now(self.line))
        self.editor.saved.connect(self._save)
        self.editor.closed.connect(self._close_editor)
        self._lines.addWidget(self.editor)
        self.grown.emit()

    def _close_editor(self) -> None:
        if self.editor is not None:
            self._lines.removeWidget(self.editor)
            self.editor.deleteLater()
            self.editor = None
        self.setFocus()

    def _save(self, points: object, reason: str) -> None:
        given = points if isinstance(points, float) else None
        change = OverridePoints(self.line.id, given, reason)
        self._close_editor()
        self.change_wanted.emit(change)

    def _rebuild(self) -> None:
        if self._body is not None:
            self._lines.removeWidget(self._body)
            self._body.deleteLater()
        self._chips = None
        self._body = QWidget()
        lines = QVBoxLayout(self._body)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        lines.addLayout(self._head())
        if self.is_unfolded and not self._shown.is_blind:
            indent = QHBoxLayout()
            indent.setContentsMargins(self.fontMetrics().height() + 8, 0, 0, 2)
            indent.addLayout(self._reasons(), 1)
            lines.addLayout(indent)
        self._lines.insertWidget(0, self._body)
        self.setAccessibleName(spoken(self._shown))

    def _head(self) -> QHBoxLayout:
        state = state_of(self.line, is_blind=self._shown.is_blind)
        question = Prose(self.line.text)
        points = QLabel(points_words(self.line, is_blind=self._shown.is_blind))
        weight = QFont(points.font())
        weight.setWeight(QFont.Weight.DemiBold)
        points.setFont(weight)
        points.setToolTip(counted_words(self.line, is_apart=self._shown.is_apart))
        if state in ("not_applicable", "blind"):
            question.setProperty("role", "soft")
            points.setProperty("role", "soft")
        head = QHBoxLayout()
        head.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        head.addWidget(AnswerMark(state), 0, top)
        head.addWidget(question, 1, top)
        if self.line.provisional:
            head.addWidget(_provisional_mark(), 0, top)
        head.addWidget(points, 0, top | Qt.AlignmentFlag.AlignRight)
        if self._is_editable and not self._shown.is_blind:
            head.addWidget(self._edit_button(), 0, top)
        return head

    def _edit_button(self) -> QWidget:
        button: QPushButton | QToolButton
        if self.line.open:
            button = QPushButton(text("scorecard.answer_it"))
            button.setProperty("primary", True)
        else:
            button = QToolButton()
            button.setIcon(icon("edit"))
            button.setFixedHeight(self.fontMetrics().height() + 4)
            button.setStyleSheet("padding: 0 3px;")
        button.setToolTip(text("scorecard.edit_tip"))
        button.setAccessibleName(text("scorecard.edit_of", question=self.line.text))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.edit())
        return button

    def _reasons(self) -> QVBoxLayout:
        line = self.line
        reasons = QVBoxLayout()
        reasons.setContentsMargins(0, 0, 0, 0)
        reasons.setSpacing(4)
        if self._shown.dispute:
            dispute = Prose(text("scorecard.disputed", reason=self._shown.dispute))
            dispute.setProperty("tone", "coach")
            reasons.addWidget(dispute)
        if line.person is not None:
            who = text("scorecard.by_person", who=line.person.who, reason=line.person.reason)
            reasons.addWidget(Prose(who))
        reasons.addWidget(Prose(self._explained(), "soft"))
        if line.max_points > 0 and line.max_points != line.most:
            reasons.addWidget(Prose(counted_words(line, is_apart=self._shown.is_apart), "small"))
        if line.evidence:
            self._chips = EvidenceChips(line.evidence, self._speakers)
            self._chips.play_wanted.connect(self.play_wanted)
            reasons.addWidget(self._chips)
        return reasons

    def _explained(self) -> str:
        line = self.line
        why = sentence(line.explanation)
        if line.person is None:
            return why
        if line.machine is None:
            return text("scorecard.machine_said", answer=answer_words(line), why=why)
        return text(
            "scorecard.machine_gave",
            answer=answer_words(line),
            points=plain(line.machine),
            most=plain(line.most),
            why=why,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        of = theme.colours()
        painter = QPainter(self)
        if self.line.open and not self._shown.is_blind:
            painter.fillRect(self.rect(), QColor(of.sunk))
        if self.hasFocus():
            painter.fillRect(self.rect(), QColor(of.selection))
            painter.fillRect(QRect(0, 0, 3, self.height()), QColor(of.accent))
        painter.setPen(QColor(of.rule))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self.editor is None:
            self.unfold(not self.is_unfolded)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.edit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, lambda key: self.hasFocus() and self._takes(key)) or super().event(
            event
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._takes(event):
            super().keyPressEvent(event)
        elif event.key() in _ENTER:
            self.edit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in _FOLDING:
            self.unfold(event.key() == Qt.Key.Key_Right)
        elif event.key() == Qt.Key.Key_P:
            self.play()
        else:
            self._edit_by_digit(event.text())

    def _takes(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        if modifiers == Qt.KeyboardModifier.ControlModifier:
            return key in _FOLDING
        if modifiers not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            return False
        if key in (*_ENTER, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_P):
            return True
        return self._is_editable and not self._shown.is_blind and event.text().isdigit()

    def _edit_by_digit(self, digit: str) -> None:
        self.edit(min(float(digit), self.line.most))


def _provisional_mark() -> QLabel:
    mark = QLabel("~")
    mark.setProperty("role", "soft")
    mark.setToolTip(text("scorecard.provisional_why"))
    return mark
