"""Where everything stands on the library page."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

_EDGE_PX = 16


@dataclass(frozen=True, slots=True)
class Parts:
    """The widgets of the page, from the top down; `buttons` act on what is selected."""

    search: QWidget
    tabs: QWidget
    save_view: QWidget
    filters: QWidget
    chips: QWidget
    strip: QWidget
    front: QWidget
    count: QLabel
    buttons: QWidget


def lay_out(page: QWidget, parts: Parts, tools: Sequence[QAction], add: QAction | None) -> None:
    """Put the parts of the page in their places."""
    column = QVBoxLayout(page)
    column.setContentsMargins(_EDGE_PX, 12, _EDGE_PX, 8)
    column.setSpacing(8)
    head = QHBoxLayout()
    head.setSpacing(8)
    head.addWidget(parts.search, 1)
    for each in tools:
        head.addWidget(tool_button(each), 0, Qt.AlignmentFlag.AlignTop)
    if add is not None:
        head.addWidget(_main_button(add), 0, Qt.AlignmentFlag.AlignTop)
    column.addLayout(head)
    views = QHBoxLayout()
    views.setSpacing(4)
    views.addWidget(parts.tabs, 1)
    views.addWidget(parts.save_view)
    column.addLayout(views)
    column.addWidget(parts.filters)
    column.addWidget(parts.chips)
    column.addWidget(parts.strip)
    column.addWidget(_card(parts.front), 1)
    foot = QHBoxLayout()
    foot.setSpacing(12)
    foot.addWidget(parts.count)
    foot.addStretch(1)
    foot.addWidget(parts.buttons)
    column.addLayout(foot)


def tool_button(act: QAction) -> QToolButton:
    """Return a button that shows an action's icon."""
    button = QToolButton()
    button.setDefaultAction(act)
    button.setAccessibleName(act.text())
    return button


def _card(widget: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("card", True)
    column = QVBoxLayout(card)
    column.setContentsMargins(1, 1, 1, 1)
    column.addWidget(widget)
    return card


def _main_button(act: QAction) -> QPushButton:
    button = QPushButton(act.icon(), act.text())
    button.setToolTip(act.toolTip())
    button.clicked.connect(lambda _checked=False: act.trigger())
    return button
