"""A line that asks for a reason."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.i18n import text
from ui.widgets.own_keys import InlineForm


class ReasonLine(InlineForm):
    """A text that is needed."""

    given = Signal(str)

    def __init__(self, asked: str, act: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setPlaceholderText(asked)
        self.field.setAccessibleName(asked)
        self.field.textChanged.connect(self._check)
        self._give = QPushButton(act)
        self._give.setProperty("primary", True)
        self._give.clicked.connect(self.give)
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

    def give(self) -> None:
        """Send the reason, if there is one."""
        if reason := self.field.text().strip():
            self.given.emit(reason)

    def _check(self) -> None:
        self._give.setEnabled(bool(self.field.text().strip()))
