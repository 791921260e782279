"""A line that asks for a reason, where a question in a box would stand in the way."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.i18n import text


class ReasonLine(QWidget):
    """A text that is needed; Enter gives it, Escape leaves it be."""

    given = Signal(str)
    closed = Signal()

    def __init__(self, asked: str, act: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setPlaceholderText(asked)
        self.field.setAccessibleName(asked)
        self.field.textChanged.connect(self._check)
        self._give = QPushButton(act)
        self._give.setProperty("primary", True)
        self._give.clicked.connect(self._send)
        cancel = QPushButton(text("flags.cancel"))
        cancel.clicked.connect(self.closed)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self._give)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 2, 0, 0)
        lines.setSpacing(8)
        lines.addWidget(self.field)
        lines.addLayout(buttons)
        self._check()

    def begin(self) -> None:
        """Take the focus with an empty line."""
        self.field.clear()
        self.field.setFocus()

    def _check(self) -> None:
        self._give.setEnabled(bool(self.field.text().strip()))

    def _send(self) -> None:
        if reason := self.field.text().strip():
            self.given.emit(reason)

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._send()
        else:
            super().keyPressEvent(event)
