"""Actions: what a person can do, by menu, button and key, each made in one way."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ui.i18n import text
from ui.icons import icon as icon_named


def action(
    owner: QWidget,
    key: str,
    slot: Callable[[], object],
    shortcut: str = "",
    icon: str = "",
) -> QAction:
    """Return an action of `owner`, which works while the focus is in it.

    Parameters
    ----------
    owner
        The widget in which its shortcut counts.
    key
        ``area.name`` of its text; ``area.name_tip`` is its tooltip.
    slot
        What it does.
    shortcut
        As `QKeySequence` reads it, several with "; " between them.
    icon
        Name of an icon in ``ui/resources``.
    """
    made = QAction(text(key), owner)
    made.setObjectName(key)
    keys = [QKeySequence(each) for each in shortcut.split("; ") if each]
    made.setShortcuts(keys)
    made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    tip = text(f"{key}_tip")
    shown = keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
    made.setToolTip(f"{tip} ({shown})" if shown else tip)
    made.setStatusTip(tip)
    if icon:
        made.setIcon(icon_named(icon))
    made.triggered.connect(lambda _checked=False: slot())
    owner.addAction(made)
    return made
