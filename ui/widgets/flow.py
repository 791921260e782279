"""A layout that fills lines from left to right and begins a new one where the width ends."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Lays out chips and small buttons like words."""

    def __init__(self, parent: QWidget | None = None, spacing_px: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap_px = spacing_px
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._laid_out(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._laid_out(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for each in self._items:
            size = size.expandedTo(each.minimumSize())
        edges = self.contentsMargins()
        return size + QSize(edges.left() + edges.right(), edges.top() + edges.bottom())

    def _laid_out(self, rect: QRect, *, move: bool) -> int:
        """Return the height that the items take in `rect`, and put them there."""
        edges = self.contentsMargins()
        inner = rect.adjusted(edges.left(), edges.top(), -edges.right(), -edges.bottom())
        x, y, line_px = inner.x(), inner.y(), 0
        for each in self._items:
            if each.isEmpty():
                continue
            size = each.sizeHint()
            if x > inner.x() and x + size.width() > inner.right() + 1:
                x, y, line_px = inner.x(), y + line_px + self._gap_px, 0
            if move:
                each.setGeometry(QRect(QPoint(x, y), size.boundedTo(QSize(inner.width(), 10_000))))
            x += size.width() + self._gap_px
            line_px = max(line_px, size.height())
        return y + line_px - rect.y() + edges.bottom()
