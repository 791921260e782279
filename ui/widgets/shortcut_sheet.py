"""All keys of a page at a glance, made from its actions."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.i18n import text

_EDGE_PX = 24
_COLUMNS = 3


class ShortcutSheet(QWidget):
    """Covers its page until a key or a click; every action with a key is named."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(text("call.keys_title"))
        self._card = QFrame()
        self._card.setProperty("card", True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(_EDGE_PX * 2, _EDGE_PX, _EDGE_PX * 2, _EDGE_PX)
        outer.addStretch(1)
        outer.addWidget(self._card)
        outer.addStretch(2)
        self._column = QVBoxLayout(self._card)
        self._column.setContentsMargins(_EDGE_PX, 16, _EDGE_PX, 16)
        title = QLabel(text("call.keys_title"))
        title.setProperty("role", "title")
        self._column.addWidget(title)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column.addWidget(self._area)
        self.hide()

    def show_keys(self, actions: Sequence[QAction]) -> None:
        """Cover the page with the keys of these actions."""
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        keyed = [each for each in actions if each.shortcuts()]
        rows = -(-len(keyed) // _COLUMNS)
        for number, each in enumerate(keyed):
            row, column = number % rows, number // rows
            keys = QLabel("   ".join(_named(key) for key in each.shortcuts()))
            keys.setProperty("key", True)
            grid.addWidget(keys, row, column * 3, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(QLabel(each.text()), row, column * 3 + 1)
            grid.setColumnStretch(column * 3 + 2, 1)
        grid.setRowStretch(rows, 1)
        self._area.setWidget(holder)
        holder.setAutoFillBackground(False)
        self._area.setMinimumHeight(holder.sizeHint().height())
        page = self.parentWidget()
        if page is not None:
            self.setGeometry(page.rect())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def names(self) -> tuple[str, ...]:
        """Return what is named beside the keys."""
        labels = self._area.findChildren(QLabel)
        return tuple(each.text() for each in labels if not each.property("key"))

    def paintEvent(self, event: QPaintEvent) -> None:
        veil = QColor(theme.colours().page)
        veil.setAlphaF(0.86)
        QPainter(self).fillRect(self.rect(), veil)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.hide()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hide()


def _named(key: QKeySequence) -> str:
    return key.toString(QKeySequence.SequenceFormat.NativeText)
