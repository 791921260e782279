"""A field of a form: its label, its control, and the mistake in it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget


class Field(QWidget):
    """A control under its label; a mistake is told right below it."""

    def __init__(
        self, label: str, control: QWidget, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.control = control
        self._label = QLabel(label)
        self._label.setProperty("role", "soft")
        self._label.setBuddy(control)
        self._mistake = QLabel()
        self._mistake.setProperty("tone", "urgent")
        for each in (self._label, self._mistake):
            each.setWordWrap(True)
            each.setTextFormat(Qt.TextFormat.PlainText)
        if not control.accessibleName():
            control.setAccessibleName(label)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(3)
        lines.addWidget(self._label)
        lines.addWidget(control)
        if hint:
            below = QLabel(hint)
            below.setProperty("role", "small")
            below.setWordWrap(True)
            lines.addWidget(below)
        lines.addWidget(self._mistake)
        self._mistake.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def set_label(self, words: str) -> None:
        """Show another label."""
        self._label.setText(words)

    @property
    def mistake(self) -> str:
        """What is wrong with the value, empty where nothing is."""
        return "" if self._mistake.isHidden() else self._mistake.text()

    def set_mistake(self, words: str) -> None:
        """Tell what is wrong with the value; nothing with empty words."""
        self._mistake.setText(words)
        self._mistake.setVisible(bool(words))
        self.control.setAccessibleDescription(words)
