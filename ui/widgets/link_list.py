"""A few names that lead on, each with why it is here."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QToolButton, QWidget

from ui import theme
from ui.theme import Colours
from ui.widgets.elided_label import ElidedLabel

_MOST_CHARS = 22


@dataclass(frozen=True, slots=True)
class Link:
    """A name, what it stands for, and why it is here."""

    key: str
    name: str
    why: str


class LinkList(QWidget):
    """Names as links, the reason beside each; a sentence where there is none."""

    chosen = Signal(str)
    """Key of the link that was pressed."""

    def __init__(self, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = empty
        self._parts: list[QWidget] = []
        self._lines = QGridLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setHorizontalSpacing(12)
        self._lines.setVerticalSpacing(0)
        self._lines.setColumnStretch(1, 1)
        theme.watcher().changed.connect(self._colour)

    def show_links(self, links: Sequence[Link]) -> None:
        """Show these instead of those before."""
        for part in self._parts:
            self._lines.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        for row, each in enumerate(links):
            for column, part in enumerate((self._button(each), _reason(each.why))):
                self._lines.addWidget(part, row, column)
                self._parts.append(part)
        if not links:
            told = QLabel(self._empty)
            told.setProperty("role", "soft")
            told.setWordWrap(True)
            self._lines.addWidget(told, 0, 0, 1, 2, Qt.AlignmentFlag.AlignTop)
            self._parts.append(told)
        self._lines.setRowStretch(max(1, len(links)), 1)
        self._colour()

    def _button(self, link: Link) -> QToolButton:
        button = QToolButton()
        metrics = self.fontMetrics()
        most_px = metrics.averageCharWidth() * _MOST_CHARS
        shown = metrics.elidedText(link.name, Qt.TextElideMode.ElideRight, most_px)
        button.setText(shown.replace("&", "&&"))
        button.setToolTip(f"{link.name}\n{link.why}")
        button.setAccessibleName(f"{link.name}: {link.why}")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda _checked=False: self.chosen.emit(link.key))
        return button

    def _colour(self) -> None:
        sheet = _link_sheet(theme.colours())
        for part in self._parts:
            if isinstance(part, QToolButton):
                part.setStyleSheet(sheet)


def _reason(why: str) -> QLabel:
    label = ElidedLabel(why)
    label.setProperty("role", "soft")
    label.setToolTip(why)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def _link_sheet(of: Colours) -> str:
    return (
        f"QToolButton {{ color: {of.link}; font-weight: 600; padding: 2px 3px; margin: 0 -3px; }}"
    )
