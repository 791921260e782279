"""What a page shows while there is nothing on it: what it is for, and how to begin."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class EmptyState(QWidget):
    """A title, a sentence and the actions that lead on; the first of them stands out."""

    def __init__(
        self,
        title: str,
        text: str,
        actions: Sequence[QAction] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title = QLabel(title)
        self._title.setProperty("role", "title")
        self._text = QLabel(text)
        self._text.setProperty("role", "soft")
        for label in (self._title, self._text):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._text.setMaximumWidth(self.fontMetrics().averageCharWidth() * 72)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for number, each in enumerate(actions):
            buttons.addWidget(_button(each, primary=number == 0))
        buttons.addStretch(1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(32, 32, 32, 32)
        lines.setSpacing(12)
        lines.addStretch(2)
        lines.addWidget(self._title)
        # A label that wraps is as wide as its line lets it be, up to a width that reads well.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._text, 1000)
        middle.addStretch(1)
        lines.addLayout(middle)
        lines.addSpacing(4)
        lines.addLayout(buttons)
        lines.addStretch(3)

    def say(self, title: str, text: str) -> None:
        """Show another title and sentence."""
        self._title.setText(title)
        self._text.setText(text)


def _button(action: QAction, *, primary: bool) -> QPushButton:
    made = QPushButton(action.text())
    if primary:
        made.setProperty("primary", True)
    else:
        made.setIcon(action.icon())
    made.setToolTip(action.toolTip())
    made.clicked.connect(lambda _checked=False: action.trigger())
    action.changed.connect(lambda: made.setEnabled(action.isEnabled()))
    made.setEnabled(action.isEnabled())
    return made
