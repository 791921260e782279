"""One choice of a few, side by side."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget


class Segments(QWidget):
    """Chips of which exactly one is on; the arrow keys move along them."""

    chosen = Signal(str)
    """Key of the choice, when a person made it."""

    def __init__(
        self, name: str, choices: Sequence[tuple[str, str, str]], parent: QWidget | None = None
    ) -> None:
        """Make it of `choices`, each a key, a text and a tooltip; the first is on."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        for key, words, tip in choices:
            button = QToolButton()
            button.setText(words)
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setProperty("chip", True)
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            self._buttons[key] = button
            line.addWidget(button)
        if choices:
            self._buttons[choices[0][0]].setChecked(True)

    @property
    def key(self) -> str:
        """The choice that is on."""
        return next((key for key, each in self._buttons.items() if each.isChecked()), "")

    def choose(self, key: str) -> None:
        """Turn a choice on without saying so."""
        self._buttons[key].setChecked(True)

    def button(self, key: str) -> QToolButton:
        """Return the chip of a choice."""
        return self._buttons[key]
