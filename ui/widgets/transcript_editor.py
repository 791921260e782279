"""A line to write in, over the words that it is about."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_FEWEST_CHARACTERS = 10


class LineOver(QLineEdit):
    """Enter saves, Escape does not, Tab saves and goes on.

    A click elsewhere saves what was written: an edit can be undone, lost words cannot.
    """

    saved = Signal(str)
    saved_to_next = Signal(str)
    left = Signal()
    """It is closed, whether it was saved or not."""

    def __init__(self, words: str, where: Callable[[], QRect], parent: QWidget) -> None:
        """Begin with `words`, at the rectangle of `parent` that `where` tells."""
        super().__init__(words, parent)
        self._room = parent
        self._where = where
        self._begun_with = words
        self._is_left = False
        self.selectAll()
        self.place()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> None:
        """Go where the words are now, or to the edge where they are out of view."""
        over = self._where()
        fewest_px = self.fontMetrics().averageCharWidth() * _FEWEST_CHARACTERS + 24
        width = max(over.width() + 24, fewest_px)
        height = self.sizeHint().height()
        left = min(over.left() - 9, self._room.width() - width - 4)
        top = over.center().y() - height // 2
        lowest = self._room.height() - height - 2
        self.setGeometry(max(left, 0), max(min(top, lowest), 0), width, height)

    def leave(self) -> None:
        """Close without saving."""
        if not self._is_left:
            self._is_left = True
            self.hide()
            self.left.emit()
            self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._save(self.saved)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002
        if next:
            self._save(self.saved_to_next)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason):
            if self.text() == self._begun_with:
                self.leave()
            else:
                self._save(self.saved)

    def _save(self, told: SignalInstance) -> None:
        if not self._is_left:
            words = self.text().strip()
            self.leave()
            told.emit(words)
