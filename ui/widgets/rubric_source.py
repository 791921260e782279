"""A part of a rubric as its file writes it, checked while it is typed."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from ui.i18n import text

_PAUSE_MS = 300


class RubricSource(QWidget):
    """TOML in a fixed-width font, and below it what is wrong with it."""

    typed = Signal(str)
    """The text, a moment after the last key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self.editor = QPlainTextEdit()
        self.editor.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.editor.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.editor.setAccessibleName(text("rubric.source"))
        self.editor.setTabChangesFocus(True)
        self._verdict = QLabel()
        self._verdict.setWordWrap(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.editor.textChanged.connect(self._pause.start)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        lines.addWidget(self.editor, 1)
        lines.addWidget(self._verdict)

    @property
    def verdict(self) -> str:
        """What is said about the text."""
        return self._verdict.text()

    def show_source(self, body: str) -> None:
        """Show a part; what was typed and gave just this stays as it is."""
        if body == self._shown:
            return
        self._shown = body
        if self.editor.toPlainText().rstrip() != body.rstrip():
            self.editor.setPlainText(body.rstrip("\n"))
            self._pause.stop()

    def show_mistake(self, words: str) -> None:
        """Tell what is wrong; with empty words, that nothing is."""
        self._verdict.setProperty("tone", "urgent" if words else "praise")
        self._verdict.setText(words or text("rubric.source_right"))
        self._verdict.style().unpolish(self._verdict)
        self._verdict.style().polish(self._verdict)
        self.editor.setAccessibleDescription(self._verdict.text())

    def _tell(self) -> None:
        body = self.editor.toPlainText().rstrip("\n") + "\n"
        if body.rstrip() != self._shown.rstrip():
            self._shown = body
            self.typed.emit(body)
