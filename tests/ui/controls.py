"""What a person can act on in a window, what it is called, and what the Tab key reaches."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

KINDS = (
    QAbstractButton,
    QLineEdit,
    QComboBox,
    QAbstractSpinBox,
    QAbstractSlider,
    QAbstractItemView,
    QTabBar,
    QPlainTextEdit,
    QTextEdit,
)
_OWNERS = (QAbstractSpinBox, QComboBox, QTabBar, QLineEdit)
_MOST_STOPS = 600
_DATE_PARTS = 3


def controls_of(page: QWidget) -> list[QWidget]:
    """Return the controls that are in sight and can be used, without the parts of one."""
    return [
        each
        for each in page.findChildren(QWidget)
        if isinstance(each, KINDS)
        and each.isVisible()
        and each.isEnabled()
        and not isinstance(each, QScrollBar | QHeaderView)
        and not isinstance(each.parentWidget(), (*_OWNERS, QAbstractItemView))
    ]


def name_of(control: QWidget) -> str:
    """Return what a screen reader calls a control; empty without a name."""
    interface = QAccessible.queryAccessibleInterface(control)
    said = interface.text(QAccessible.Text.Name).strip() if interface else ""
    if isinstance(control, QComboBox) and said == control.currentText():
        # Without a name of its own, Qt calls a choice by what is chosen.
        return control.accessibleName()
    return "" if said == type(control).__name__ else said


def where(control: QWidget) -> str:
    """Return a control and its place, to be read in a failure."""
    names, each = [], control
    while each is not None and len(names) < 5:
        names.append(type(each).__name__)
        each = each.parentWidget()
    return f"{name_of(control)!r} ({' in '.join(names)})"


def walked_with_tab(page: QWidget) -> tuple[list[QWidget], bool]:
    """Press Tab until it comes back to where it began; return the stops and whether it did.

    A field of a date keeps the focus for each of its parts.
    """
    _press_tab(page)
    first = QApplication.focusWidget()
    stops: list[QWidget] = []
    stays = 0
    while len(stops) < _MOST_STOPS:
        front = QApplication.focusWidget()
        if front is None:
            return stops, False
        if stops and front is stops[-1]:
            stays += 1
            if stays > _DATE_PARTS:
                return stops, False
        elif stops and front is first:
            return stops, True
        else:
            stays = 0
            stops.append(front)
        _press_tab(front)
    return stops, False


def is_reached(control: QWidget, stops: list[QWidget]) -> bool:
    """Tell whether Tab stops at a control, in it, or at another of its exclusive group."""
    if any(stop in (control, control.focusProxy()) or control.isAncestorOf(stop) for stop in stops):
        return True
    if isinstance(control, QAbstractButton) and (group := control.group()) is not None:
        return group.exclusive() and any(each in stops for each in group.buttons())
    if control.focusPolicy() == Qt.FocusPolicy.NoFocus:
        # A button in a row that takes the focus itself: the row has a key for it.
        row = control.parentWidget()
        while row is not None and row.focusPolicy() == Qt.FocusPolicy.NoFocus:
            row = row.parentWidget()
        return row in stops
    return False


def _press_tab(widget: QWidget) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = QKeyEvent(kind, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(widget, key)
