"""The field to search with: words that were said, or filters."""

from typing import get_args

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from callqa.domain.speech import Role
from ui.i18n import text
from ui.icons import icon

_PAUSE_MS = 220


class SearchField(QWidget):
    """A line to type in, who is to have said it, and what was wrong with it."""

    typed = Signal(str)
    """The line after a short pause."""

    entered = Signal(str)
    """The line, by Enter."""

    role_chosen = Signal()

    left_downwards = Signal()
    """The person went down: to what was found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = QLineEdit()
        self._line.setPlaceholderText(text("library.search_hint"))
        self._line.setToolTip(text("library.search_tip"))
        self._line.setAccessibleName(text("library.search"))
        self._line.setClearButtonEnabled(True)
        glass = QAction(icon("search"), "", self._line)
        self._line.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        self._line.installEventFilter(self)
        self._role = QComboBox()
        self._role.setAccessibleName(text("library.said_by"))
        self._role.setToolTip(text("library.said_by"))
        self._role.addItem(text("library.by_anybody"), None)
        for role in ("agent", "customer"):
            self._role.addItem(text(f"library.by_{role}"), role)
        self._role.setEnabled(False)
        self._wrong = QLabel()
        self._wrong.setProperty("tone", "urgent")
        self._wrong.setTextFormat(Qt.TextFormat.PlainText)
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._connect()
        self._lay_out()

    @property
    def line(self) -> str:
        """What stands in the field."""
        return self._line.text()

    @property
    def wrong(self) -> str:
        """What is said to be wrong with it, empty where nothing is."""
        return self._wrong.text()

    @property
    def role(self) -> Role | None:
        """Who is to have said the words, ``None`` for anybody."""
        return next((each for each in get_args(Role) if each == self._role.currentData()), None)

    def show_line(self, line: str) -> None:
        """Put other words into the field, without searching for them."""
        self._line.blockSignals(True)
        self._line.setText(line)
        self._line.blockSignals(False)
        self._pause.stop()
        self._role.setEnabled(bool(line.strip()))
        self.show_wrong("")

    def show_wrong(self, words: str) -> None:
        """Say what is wrong with the line, or that nothing is."""
        self._wrong.setText(f"! {words}" if words else "")
        self._wrong.setVisible(bool(words))

    def begin(self) -> None:
        """Take the keys, and select what stands there."""
        self._line.setFocus()
        self._line.selectAll()

    def _connect(self) -> None:
        self._line.textChanged.connect(self._wait)
        self._line.returnPressed.connect(self._enter)
        self._pause.timeout.connect(lambda: self.typed.emit(self._line.text()))
        self._role.currentIndexChanged.connect(lambda _n: self.role_chosen.emit())

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._line, 1)
        line.addWidget(self._role)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self._wrong)

    def _wait(self, line: str) -> None:
        self._role.setEnabled(bool(line.strip()))
        self.show_wrong("")
        if line.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self.typed.emit("")

    def _enter(self) -> None:
        self._pause.stop()
        self.entered.emit(self._line.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.left_downwards.emit()
                return True
            if event.key() == Qt.Key.Key_Escape and self._line.text():
                self._line.clear()
                return True
        return super().eventFilter(watched, event)
