"""The Tab key goes through a window as one reads it, also where widgets came later."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLayout,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QWidget,
)

_WHOLE = (QAbstractItemView, QAbstractSpinBox, QComboBox)
"""Controls that see to the focus within themselves."""


def move_focus(root: QWidget, *, forward: bool) -> bool:
    """Give the focus to the control that is read after, or before, the one that has it.

    Qt goes by when widgets were made; what a page shows later would all come last.
    """
    stops = [each for each in _read(root) if _is_stop(each)]
    now: QWidget | None = root.window().focusWidget()
    while now is not None and now not in stops:
        now = now.parentWidget()
    if now is None or len(stops) < 2:
        return False
    found = stops[(stops.index(now) + (1 if forward else -1)) % len(stops)]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    found.setFocus(reason)
    around = found.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(found)
        around = around.parentWidget()
    return True


def _is_stop(widget: QWidget) -> bool:
    has_tab = Qt.FocusPolicy.TabFocus.value & widget.focusPolicy().value
    return bool(has_tab) and widget.isEnabled() and widget.focusProxy() is None


def _read(widget: QWidget) -> Iterator[QWidget]:
    """Yield a widget and all in it that is in sight, in the order of its layouts."""
    yield widget
    if isinstance(widget, _WHOLE):
        return
    for child in _children(widget):
        if child.isVisible() and not child.isWindow():
            yield from _read(child)


def _children(widget: QWidget) -> list[QWidget]:
    if isinstance(widget, QSplitter):
        places = (widget.widget(place) for place in range(widget.count()))
        first = [each for each in places if each is not None]
    elif isinstance(widget, QTabWidget):
        first = [widget.tabBar()]
    else:
        layout = widget.layout()
        first = list(_laid_out(layout)) if layout is not None else []
    others = [each for each in widget.children() if isinstance(each, QWidget) and each not in first]
    return [*first, *sorted(others, key=lambda each: (each.y(), each.x()))]


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield widget
        elif (inner := item.layout()) is not None:
            yield from _laid_out(inner)
