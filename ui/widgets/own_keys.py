"""Keys that a widget takes itself, though they are shortcuts of the page around it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def keeps_key(event: QEvent, takes: Callable[[QKeyEvent], bool]) -> bool:
    """Tell whether an event asks for a key that the widget `takes`; it is then not the page's."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return False
    if not takes(event):
        return False
    event.accept()
    return True


class InlineForm(QFrame):
    """A form amid what it is about, where a question in a box would stand in the way.

    Enter gives what is in it, Escape leaves it be.
    """

    closed = Signal()

    def give(self) -> None:
        """Send what is in it, if that is enough."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, lambda key: key.key() == Qt.Key.Key_Escape) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in ENTER:
            self.give()
        else:
            super().keyPressEvent(event)
