"""The log of a call: what people did to it, and a way to take each edit back."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from callqa.domain.edits import Edit
from callqa.domain.review import ReviewStep
from ui import formats, theme
from ui.i18n import text
from ui.icons import icon
from ui.itemmodels.history import LogEntry, entries_of
from ui.widgets.column import Column
from ui.widgets.prose import Prose

_ARROW = " → "


class HistoryList(QWidget):
    """Entries, newest first; what was taken back stays, struck out."""

    undo_wanted = Signal(str)
    """The id of an edit; where it is an undo, to bring back what it took."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[LogEntry, ...] = ()
        self._buttons: list[QToolButton] = []
        self._is_editable = True
        self._column = Column()
        self._empty = Prose(text("notes.history_empty_text"), "soft")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self._column, 1)
        lines.addWidget(self._empty, 1)
        self.show_log((), ())

    def show_log(
        self,
        edits: Sequence[Edit],
        steps: Sequence[ReviewStep],
        questions: Mapping[str, str] | None = None,
    ) -> None:
        """Show what was done to a call.

        Parameters
        ----------
        edits, steps
            The whole log.
        questions
            The text of each question by its id; without it the ids are shown.
        """
        self._column.clear()
        self._buttons = []
        self.entries = entries_of(edits, steps, questions or {})
        for entry in self.entries:
            self._column.lines.addWidget(self._row(entry))
        self._column.lines.addStretch(1)
        self._column.setVisible(bool(self.entries))
        self._empty.setVisible(not self.entries)

    def set_editable(self, is_editable: bool) -> None:
        """Let edits be taken back, or only be read."""
        self._is_editable = is_editable
        for button in self._buttons:
            button.setVisible(is_editable)

    def _row(self, entry: LogEntry) -> QFrame:
        row = _Ruled()
        lines = QVBoxLayout(row)
        lines.setContentsMargins(4, 8, 4, 8)
        lines.setSpacing(3)
        head = QHBoxLayout()
        head.setSpacing(8)
        who = QLabel(entry.who)
        who.setTextFormat(Qt.TextFormat.PlainText)
        bold = QFont(who.font())
        bold.setWeight(QFont.Weight.DemiBold)
        who.setFont(bold)
        when = QLabel(formats.moment(entry.at))
        when.setProperty("role", "small")
        head.addWidget(who, 1)
        head.addWidget(when)
        lines.addLayout(head)
        what = Prose(entry.what)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(what, 1)
        lines.addLayout(line)
        if change := _change_words(entry):
            lines.addWidget(Prose(change, "soft"))
        if entry.why:
            lines.addWidget(Prose(entry.why, "soft"))
        if entry.is_undone:
            font = what.font()
            font.setStrikeOut(True)
            what.setFont(font)
            lines.addWidget(Prose(text("notes.history_undone"), "small"))
        elif entry.edit is not None:
            line.addWidget(self._undo_button(entry), 0, Qt.AlignmentFlag.AlignTop)
        row.setAccessibleName(_spoken(entry))
        return row

    def _undo_button(self, entry: LogEntry) -> QToolButton:
        button = QToolButton()
        button.setText(text("notes.history_take_back"))
        button.setIcon(icon("undo"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setStyleSheet("padding: 0 4px;")
        button.setAccessibleName(text("notes.history_take_back_of", what=entry.what))
        button.clicked.connect(lambda: self.undo_wanted.emit(entry.edit))
        if not self._is_editable:
            button.hide()
        self._buttons.append(button)
        return button


class _Ruled(QFrame):
    """A row with a rule under it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(theme.colours().rule))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())


def _change_words(entry: LogEntry) -> str:
    if not entry.before:
        return entry.after
    return f"{entry.before}{_ARROW}{entry.after}"


def _spoken(entry: LogEntry) -> str:
    parts = (formats.moment(entry.at), entry.who, entry.what, _change_words(entry), entry.why)
    return ", ".join(each for each in parts if each)
