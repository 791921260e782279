"""A few lines of plain text that say when they were changed."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

_LINES = 2
_PAUSE_MS = 500


class ProseEdit(QPlainTextEdit):
    """Text of two lines; Tab leads to the next field."""

    changed = Signal(str)
    """The text, a moment after the last key or when the field is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 22)
        self.textChanged.connect(self._pause.start)

    def show_prose(self, words: str) -> None:
        """Show a text; what is being written here stays as it is."""
        if words != self._shown or (words != self.toPlainText() and not self.hasFocus()):
            self._shown = words
            if self.toPlainText() != words:
                self.setPlainText(words)
        self._pause.stop()

    def _tell(self) -> None:
        words = " ".join(self.toPlainText().split())
        if words != self._shown:
            self._shown = words
            self.changed.emit(words)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._pause.stop()
        self._tell()
