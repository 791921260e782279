"""The actions of the call page: every key, menu line and button of it, each made once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

from ui.actions import action
from ui.i18n import text
from ui.icons import icon
from ui.itemmodels.moment import KINDS
from ui.pages.call_parts import CallParts
from ui.player import Player
from ui.widgets.player_bar import STEP_S

_FINE_STEP_S = 1.0
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_PRESSES = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MODIFIED = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class Doing(Protocol):
    """What the page does for its keys."""

    def go_back(self) -> None: ...
    def step_moment(self, by: int) -> None: ...
    def step_call(self, by: int) -> None: ...
    def swap_roles(self) -> None: ...
    def find_words(self) -> None: ...
    def edit_word(self) -> None: ...
    def write_note(self) -> None: ...
    def coach_here(self) -> None: ...
    def next_step(self) -> None: ...
    def edit_details(self) -> None: ...
    def write_report(self) -> None: ...
    def show_keys(self) -> None: ...


@dataclass(frozen=True, slots=True)
class CallActions:
    """Those that change with the call."""

    undo: QAction
    redo: QAction
    editing: tuple[QAction, ...]
    coach: QAction
    step: QAction
    report: QAction
    previous_call: QAction
    next_call: QAction


def make_actions(
    page: QWidget, parts: CallParts, player: Player, doing: Doing, undoing: tuple[QAction, QAction]
) -> CallActions:
    """Make the actions of `page`; `undoing` are those for undo and redo, which come first."""
    _player_actions(page, parts, player, doing)
    _view_actions(page, parts)
    find = action(page, "call.find_words", doing.find_words, "Ctrl+F", "search")
    find.setData("view")
    previous = action(page, "call.previous", lambda: doing.step_call(-1), "Ctrl+PgUp", "previous")
    following = action(page, "call.next", lambda: doing.step_call(1), "Ctrl+PgDown", "next")
    word = action(page, "call.edit_word", doing.edit_word, "F2", "edit")
    note = action(page, "call.write_note", doing.write_note, "N")
    coach = action(page, "call.coaching_item", doing.coach_here, "C", "coach")
    step = action(page, "call.step", doing.next_step, "S")
    swap = action(page, "call.swap", doing.swap_roles, "X", "swap")
    details = action(page, "call.details", doing.edit_details, "Ctrl+D", "details")
    report = action(page, "call.report", doing.write_report, "Ctrl+P", "report")
    action(page, "call.keys", doing.show_keys, "F1; ?", "keyboard")
    undo, redo = undoing
    return CallActions(
        undo, redo, (word, note, swap, details), coach, step, report, previous, following
    )


def fill_menu(parts: CallParts, acts: CallActions, page: QWidget) -> None:
    """Put the actions into the buttons beside the review bar."""
    menu = QMenu(parts.more)
    for each in (acts.coach, acts.editing[3], acts.editing[2], acts.report):
        menu.addAction(each)
    menu.addSeparator()
    menu.addActions([each for each in page.actions() if each.objectName() == "call.keys"])
    for button, act in ((parts.undo, acts.undo), (parts.redo, acts.redo)):
        button.setDefaultAction(act)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setAccessibleName(act.text())
    parts.more.setIcon(icon("more"))
    parts.more.setAccessibleName(text("call.more"))
    parts.more.setToolTip(text("call.more_tip"))
    parts.more.setMenu(menu)
    parts.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)


def name_undo(act: QAction, words: str, *, can: bool) -> None:
    """Let an action for undo or redo say what it would do."""
    act.setEnabled(can)
    key = act.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    act.setToolTip(f"{words} ({key})")
    act.setStatusTip(words)


def _player_actions(page: QWidget, parts: CallParts, player: Player, doing: Doing) -> None:
    bar = parts.player_bar
    keys: tuple[tuple[str, Callable[[], object], str], ...] = (
        ("play_pause", player.toggle, "Space; K"),
        ("slower", player.slower, "["),
        ("faster", player.faster, "]"),
        ("rewind", lambda: player.step(-STEP_S), "J; Left"),
        ("forward", player.forward, "L"),
        ("forward_5", lambda: player.step(STEP_S), "Right"),
        ("back_1", lambda: player.step(-_FINE_STEP_S), "Shift+Left"),
        ("forward_1", lambda: player.step(_FINE_STEP_S), "Shift+Right"),
        ("previous_moment", lambda: doing.step_moment(-1), ","),
        ("next_moment", lambda: doing.step_moment(1), "."),
        ("loop", bar.toggle_loop, "R"),
        ("skip_silence", bar.toggle_skip, "Shift+S"),
        ("mute", bar.toggle_mute, "M"),
    )
    for name, slot, key in keys:
        action(page, f"call.{name}", slot, key)


def _view_actions(page: QWidget, parts: CallParts) -> None:
    legend = parts.timeline.legend
    for number, kind in enumerate(KINDS, start=1):
        made = action(page, f"call.kind_{kind}", partial(legend.toggle, kind), str(number))
        made.setData("kind")
    # The zoom of the time line works all over the page.
    page.addActions(parts.timeline.actions())
    tabs = parts.tabs
    for number in range(tabs.count()):
        name = f"call.to_tab_{number + 1}"
        action(page, name, partial(tabs.setCurrentIndex, number), f"Alt+{number + 1}")


def is_wanted_by_focus(focus: QWidget | None, event: QEvent) -> bool:
    """Tell whether a key belongs to the widget that has the focus, not to the page.

    Letters belong to a field in which one types, arrows to sliders, tabs and choices, the space bar
    to a button.
    """
    if not isinstance(event, QKeyEvent) or focus is None or event.modifiers() & _MODIFIED:
        return False
    if isinstance(focus, QLineEdit | QPlainTextEdit | QTextEdit | QAbstractSpinBox):
        is_function = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F12
        return not is_function and event.key() != Qt.Key.Key_Escape
    if isinstance(focus, QTabBar | QAbstractSlider | QComboBox) and event.key() in _ARROWS:
        return True
    return isinstance(focus, QAbstractButton | QComboBox) and event.key() in _PRESSES
