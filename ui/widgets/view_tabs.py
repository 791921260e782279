"""Saved views of the list, one tab each."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QTabBar, QWidget

from ui.i18n import text

_KEYS = 9


class ViewTabs(QTabBar):
    """Tabs of views; those that the program brings come first."""

    picked = Signal(int)
    """A view was chosen, also the one that is in front already."""

    menu_wanted = Signal(int, QPoint)
    """A menu for a view is wanted at a place of the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName(text("library.views"))
        self.tabBarClicked.connect(self._pick)

    def show_views(self, names: Sequence[str], current: int) -> None:
        """Show these views, one of them in front, or none (-1)."""
        self.blockSignals(True)
        while self.count():
            self.removeTab(0)
        for number, name in enumerate(names):
            self.addTab(name)
            key = f" (Alt+{number + 1})" if number < _KEYS else ""
            self.setTabToolTip(number, f"{name}{key}")
        self.setCurrentIndex(current)
        self.blockSignals(False)

    def choose(self, number: int) -> None:
        """Bring a view to the front as a click does."""
        if 0 <= number < self.count():
            self.setCurrentIndex(number)
            self.picked.emit(number)

    def _pick(self, number: int) -> None:
        if number >= 0:
            self.picked.emit(number)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        number = self.currentIndex() if by_key else self.tabAt(event.pos())
        if number >= 0:
            self.menu_wanted.emit(number, event.globalPos())
