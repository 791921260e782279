"""A small form over the page: it belongs to the button below which it opens, and moves nothing."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.i18n import text

_GAP_PX = 4
_EDGE_PX = 8


class Popover(QFrame):
    """A card over its page; Escape closes it and gives the focus back."""

    closed = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setProperty("card", True)
        self.setProperty("popover", True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._anchor: QWidget | None = None
        self._before: QWidget | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 14, 16, 16)
        self.column.setSpacing(10)
        page.installEventFilter(self)
        self.hide()

    def open_at(self, anchor: QWidget, first: QWidget) -> None:
        """Show it below `anchor`, with the focus in `first`."""
        self._anchor = anchor
        self._before = QApplication.focusWidget()
        self.show()
        self.raise_()
        self.refit()
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def foot(self, act: QPushButton) -> QHBoxLayout:
        """Return the row with `act`, which does what the form is for, and a way out beside it."""
        act.setProperty("primary", True)
        cancel = QPushButton(text("review.cancel"))
        cancel.clicked.connect(self.hide)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(act)
        return row

    def refit(self) -> None:
        """Take the size that the content needs now."""
        self.column.activate()
        if self.column.hasHeightForWidth():
            self.resize(self.width(), self.column.totalHeightForWidth(self.width()))
        else:
            self.adjustSize()
        self._place()

    def _place(self) -> None:
        page = self.parentWidget()
        if page is None or self._anchor is None or not self._anchor.isVisible():
            return
        below = self._anchor.mapTo(page, QPoint(0, self._anchor.height() + _GAP_PX))
        x = min(below.x(), page.width() - self.width() - _EDGE_PX)
        y = below.y()
        if y + self.height() > page.height() - _EDGE_PX:
            y = page.height() - self.height() - _EDGE_PX
        self.move(max(_EDGE_PX, x), max(_EDGE_PX, y))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None
        self.closed.emit()
