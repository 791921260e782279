"""A number field that steps by keys and wheel, without buttons."""

from PySide6.QtWidgets import QDoubleSpinBox, QWidget

_NO_BUTTONS = (
    "::up-button, ::down-button { width: 0; border: none; }"
    "::up-arrow, ::down-arrow { image: none; width: 0; height: 0; }"
)
_MARGIN_PX = 6


class BareSpinBox(QDoubleSpinBox):
    """A spin box that looks like a line of text.

    Qt leaves the text out where a style sheet meets `NoButtons`, so the buttons are made flat.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setStyleSheet(_NO_BUTTONS)
        self.lineEdit().setTextMargins(_MARGIN_PX, 0, 0, 0)
