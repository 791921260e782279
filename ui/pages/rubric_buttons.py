"""Buttons that follow an action."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QToolButton


def tool_button(of: QAction) -> QToolButton:
    """Return a flat button of an action."""
    button = QToolButton()
    button.setDefaultAction(of)
    return button


def primary_button(of: QAction) -> QPushButton:
    """Return the button of the act that stands out."""
    button = QPushButton(of.text())
    button.setProperty("primary", True)
    button.setToolTip(of.toolTip())
    button.clicked.connect(lambda _checked=False: of.trigger())
    of.changed.connect(lambda: button.setEnabled(of.isEnabled()))
    return button
