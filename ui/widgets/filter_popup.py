"""A small panel that opens under a button and closes by Escape or a click beside it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

_GAP_PX = 4


class Popup(QFrame):
    """A panel to fill; `column` takes what stands in it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("card", True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 12, 12, 12)
        self.column.setSpacing(8)

    def open_under(self, button: QWidget, *, at_right: bool = False) -> None:
        """Show the panel under a button, in line with its left or right edge.

        It stays inside the screen: over the button where there is no room below.
        """
        self.adjustSize()
        x = button.width() - self.width() if at_right else 0
        at = button.mapToGlobal(QPoint(x, button.height() + _GAP_PX))
        room = button.screen().availableGeometry()
        if at.y() + self.height() > room.bottom():
            at.setY(button.mapToGlobal(QPoint(0, -_GAP_PX)).y() - self.height())
        at.setX(max(min(at.x(), room.right() - self.width()), room.left()))
        self.move(at.x(), max(at.y(), room.top()))
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
