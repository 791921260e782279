"""A column of widgets that scrolls when there are more than fit."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.widgets.emptying import empty_layout

_SCROLL_BAR_GAP_PX = 4


class Column(QScrollArea):
    """Widgets one under the other on the ground of what lies behind."""

    def __init__(self, spacing_px: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        content = QWidget()
        self.lines = QVBoxLayout(content)
        self.lines.setContentsMargins(0, 0, _SCROLL_BAR_GAP_PX, 0)
        self.lines.setSpacing(spacing_px)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def clear(self) -> None:
        """Take everything out."""
        empty_layout(self.lines)
