"""The rows of the list of moments, and the letters that mean something in it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from ui.i18n import text
from ui.itemmodels.event_classes import DISMISS_KEY, keys
from ui.widgets.event_list_row import EventRow
from ui.widgets.own_keys import keeps_key

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MomentView(QListView):
    """The rows; letters that mean something here do not reach the page."""

    key_pressed = Signal(str)
    """A letter of a choice, empty for the key that plays."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._letters = keys()
        self.setItemDelegate(EventRow(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(text("events.list"))

    def take_letters(self, are_taken: bool) -> None:
        """Keep the letters of all kinds from the page, or leave all of them to it.

        A letter that means nothing for the chosen moment does nothing: on the page the same key may
        swap the parties or sign the review.
        """
        self._letters = keys() if are_taken else frozenset()

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, lambda key: self._meant(key) is not None) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        meant = self._meant(event)
        if meant is None:
            super().keyPressEvent(event)
        else:
            self.key_pressed.emit(meant)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _meant(self, event: QKeyEvent) -> str | None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if not plain:
            return None
        if event.key() in _ENTER:
            return ""
        if event.key() == Qt.Key.Key_Delete and self._letters:
            return DISMISS_KEY
        key = event.text().upper()
        return key if key in self._letters else None
