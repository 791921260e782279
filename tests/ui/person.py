"""A person at the window: sees what is on the screen, and acts by mouse and keys alone."""

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QMainWindow,
    QWidget,
)

Wanted = TypeVar("Wanted", bound=QWidget)
Condition = Callable[[], object]
Script = Iterator[tuple[str, Condition]]

_LOOK_MS = 40


class NotSeenError(AssertionError):
    """What the person waited for did not come, or cannot be reached with the mouse."""


class Person:
    """Acts out a script: each step waits for what it yields, as ``(what, condition)``.

    A step is taken between two events of the application, so a dialog that waits in a loop of its
    own is no obstacle.
    """

    def __init__(self, patience_s: float) -> None:
        self._patience_s = patience_s
        self._script: Script | None = None
        self._awaited: tuple[str, Condition] = ("the start", lambda: True)
        self._since = time.monotonic()
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self.failure = ""

    def follow(self, script: Script) -> None:
        """Begin to act."""
        self._script = script
        self._timer.start(_LOOK_MS)

    def sees(self, kind: type[Wanted], words: str = "") -> Wanted | None:
        """Return a widget of this kind on the screen whose text or spoken name holds `words`."""
        for top in QApplication.topLevelWidgets():
            if not top.isVisible():
                continue
            for each in (*([top] if isinstance(top, kind) else []), *top.findChildren(kind)):
                if each.isVisible() and words in _said_by(each) and _is_in_sight(each):
                    return each
        return None

    def reads(self, words: str) -> bool:
        """Tell whether `words` stand anywhere on the screen."""
        return self.sees(QWidget, words) is not None or any(
            words in row for view in _views() for row in rows_of(view)
        )

    def click(self, kind: type[Wanted], words: str = "") -> None:
        """Click on a widget; it must be in sight, with nothing in front of it."""
        found = self.sees(kind, words)
        if found is None:
            raise NotSeenError(f"there is no {kind.__name__} with '{words}' to click on")
        self._click_at(found, found.rect().center())

    def click_row(self, view: QAbstractItemView, words: str) -> None:
        """Click on the row of a list or table that holds `words`."""
        index = _row_with(view, words)
        if index is None:
            raise NotSeenError(f"there is no row with '{words}'")
        view.scrollTo(index)
        rect: QRect = view.visualRect(index)
        self._click_at(view.viewport(), rect.center())

    def press(self, keys: str) -> None:
        """Press keys in the window that has the focus, such as ``Ctrl+O``."""
        _soon(lambda: QTest.keySequence(_window_in_front(), QKeySequence(keys)))

    def type(self, words: str) -> None:
        """Type into what has the focus."""
        for letter in words:
            _soon(partial(_type_letter, letter))

    def _click_at(self, widget: QWidget, at: QPoint) -> None:
        window = widget.window()
        place = widget.mapTo(window, at)
        front = window.childAt(place)
        if front is not widget and not (front is not None and widget.isAncestorOf(front)):
            raise NotSeenError(f"{type(front).__name__} is in front of {type(widget).__name__}")
        handle = window.windowHandle()
        left, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        _soon(lambda: QTest.mouseMove(handle, place))
        _soon(lambda: QTest.mouseClick(handle, left, plain, place))

    def _look(self) -> None:
        what, condition = self._awaited
        if self._script is None:
            return
        if QGuiApplication.focusWindow() is None:
            _give_focus()
        if QGuiApplication.focusWindow() is None or not condition():
            if time.monotonic() - self._since > self._patience_s:
                self._end(f"waited {self._patience_s:g} s for {what}")
            return
        sys.stdout.write(f"{time.monotonic() - self._since:6.1f} s  {what}\n")
        sys.stdout.flush()
        try:
            self._awaited = next(self._script)
        except StopIteration:
            self._end("")
        except NotSeenError as error:
            self._end(f"after {what}: {error}")
        self._since = time.monotonic()

    def _end(self, failure: str) -> None:
        self._timer.stop()
        self._script = None
        self.failure = failure
        if failure:
            QApplication.exit(1)


def rows_of(view: QAbstractItemView) -> list[str]:
    """Return what each row of a list or table says, as a screen reader speaks it."""
    model = view.model()
    rows = min(model.rowCount(), 500)
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    return [
        " · ".join(
            str(said)
            for column in range(columns)
            for role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)
            if (said := model.data(model.index(row, column), role))
        )
        for row in range(rows)
    ]


def chosen_row(view: QAbstractItemView) -> str:
    """Return what the current row says, empty without one."""
    index = view.selectionModel().currentIndex()
    return rows_of(view)[index.row()] if index.isValid() else ""


def _views() -> list[QAbstractItemView]:
    return [
        view
        for top in QApplication.topLevelWidgets()
        if top.isVisible()
        for view in top.findChildren(QAbstractItemView)
        if view.isVisible()
    ]


def _row_with(view: QAbstractItemView, words: str) -> QModelIndex | None:
    for number, row in enumerate(rows_of(view)):
        if words in row:
            return view.model().index(number, 0)
    return None


def _said_by(widget: QWidget) -> str:
    shown = ""
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        shown = widget.text()
    return f"{shown}\n{widget.accessibleName()}"


def _is_in_sight(widget: QWidget) -> bool:
    return not widget.visibleRegion().isEmpty()


def _type_letter(letter: str) -> None:
    QTest.keyClick(_window_in_front(), letter)


def _soon(act: Callable[[], object]) -> None:
    """Act when the script has come to its next wait: what follows may open a dialog that waits."""
    QTimer.singleShot(0, act)


def _give_focus() -> None:
    """Do what a window manager would: a bare virtual screen has none."""
    front = QApplication.activeModalWidget() or next(
        (each for each in QApplication.topLevelWidgets() if isinstance(each, QMainWindow)), None
    )
    if front is not None and front.isVisible():
        front.activateWindow()


def _window_in_front() -> QWindow:
    found = QGuiApplication.focusWindow()
    if found is None:
        raise NotSeenError("no window has the focus")
    return found
