"""Notes on a call: to read, to hear where they were made, and to add."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from callqa.domain.edits import AddNote
from callqa.domain.span import Evidence
from ui import formats
from ui.i18n import text
from ui.widgets.column import Column
from ui.widgets.evidence_chip import EvidenceChip
from ui.widgets.prose import Prose

_HEARD_S = 5.0
"""What is played from the time of a note."""

_FIELD_LINES = 3


class NoteList(QWidget):
    """Notes in order of time, those about the whole call first, and a field for another."""

    play_wanted = Signal(float, float)
    change_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at_s = 0.0
        self._column = Column(spacing_px=8)
        self._empty = Prose(text("notes.empty_text"), "soft")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.field = _NoteField()
        self.field.given.connect(self._add)
        self.field.textChanged.connect(self._check)
        self._with_time = QCheckBox()
        self._with_time.setChecked(True)
        self._button = QPushButton(text("notes.add"))
        self._button.setToolTip(text("notes.add_tip"))
        self._button.clicked.connect(self._add)
        self._form = QWidget()
        self._lay_out()
        self.set_position(0.0)
        self.show_notes(())
        self._check()

    def show_notes(self, notes: Sequence[AddNote]) -> None:
        """Show these notes."""
        self._column.clear()
        for note in sorted(notes, key=_by_time):
            self._column.lines.addWidget(self._note(note))
        self._column.lines.addStretch(1)
        self._column.setVisible(bool(notes))
        self._empty.setVisible(not notes)

    def set_position(self, at_s: float) -> None:
        """Say where the playhead is; a note can be made at it."""
        self._at_s = at_s
        self._with_time.setText(text("notes.at", time=formats.clock_time(at_s)))

    def set_editable(self, is_editable: bool) -> None:
        """Let notes be added, or only be read."""
        self._form.setVisible(is_editable)

    def begin(self) -> None:
        """Take the focus to write a note."""
        self.field.setFocus()

    def put_back(self, words: str) -> None:
        """Show words again that were not taken, unless another note is being written."""
        if not self.field.toPlainText().strip():
            self.field.setPlainText(words)

    def clear(self) -> None:
        """Forget a note that was not given: it is about the call before."""
        self.field.clear()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._with_time, 1)
        foot.addWidget(self._button)
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(6)
        form.addWidget(self.field)
        form.addLayout(foot)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        lines.addWidget(self._form)
        lines.addWidget(self._column, 1)
        lines.addWidget(self._empty, 1)

    def _note(self, note: AddNote) -> QFrame:
        card = QFrame()
        card.setProperty("card", True)
        line = QHBoxLayout(card)
        line.setContentsMargins(10, 8, 10, 8)
        line.setSpacing(10)
        if note.at_s is None:
            line.addWidget(Prose(text("notes.whole_call"), "small"), 0, Qt.AlignmentFlag.AlignTop)
        else:
            chip = EvidenceChip(Evidence(note.at_s, note.at_s + _HEARD_S))
            chip.play_wanted.connect(self.play_wanted)
            line.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        words = Prose(note.text)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line.addWidget(words, 1)
        return card

    def _check(self) -> None:
        self._button.setEnabled(bool(self.field.toPlainText().strip()))

    def _add(self) -> None:
        words = self.field.toPlainText().strip()
        if not words:
            return
        at_s = round(self._at_s, 3) if self._with_time.isChecked() else None
        self.field.clear()
        self.change_wanted.emit(AddNote(words, at_s))


class _NoteField(QPlainTextEdit):
    """Enter gives the note, Shift and Enter begins a new line; Tab leaves the field."""

    given = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(text("notes.placeholder"))
        self.setAccessibleName(text("notes.placeholder"))
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _FIELD_LINES + 20)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.setFixedHeight(self.fontMetrics().lineSpacing() * _FIELD_LINES + 20)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.given.emit()
        else:
            super().keyPressEvent(event)


def _by_time(note: AddNote) -> float:
    return -1.0 if note.at_s is None else note.at_s
