"""A sheet with a heading."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget


class Card(QFrame):
    """A framed sheet: a heading, what stands at its right, and the content below."""

    def __init__(self, heading: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.heading = QLabel(heading)
        self.heading.setProperty("role", "heading")
        if not heading:
            self.heading.hide()
        self.top = QHBoxLayout()
        self.top.setSpacing(8)
        self.top.addWidget(self.heading)
        self.top.addStretch(1)
        self.content = QVBoxLayout(self)
        self.content.setContentsMargins(12, 10, 12, 10)
        self.content.setSpacing(6)
        self.content.addLayout(self.top)
