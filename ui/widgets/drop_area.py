"""Recordings and folders are dropped here."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QWidget

from ui import theme

_RADIUS_PX = 8.0


class DropArea(QFrame):
    """A frame with a dashed edge that takes files, whatever is in it."""

    dropped = Signal(object)
    """A tuple of paths."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_over = False
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_in(event.mimeData()):
            self._set_over(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._set_over(False)
        paths = paths_in(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def paintEvent(self, event: QPaintEvent) -> None:
        of = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(of.accent if self._is_over else of.rule_strong))
        pen.setWidthF(2.0 if self._is_over else 1.0)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(of.selection if self._is_over else of.sheet))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS_PX, _RADIUS_PX)

    def _set_over(self, is_over: bool) -> None:
        self._is_over = is_over
        self.update()


def paths_in(data: QMimeData) -> tuple[Path, ...]:
    """Return the files and folders of this machine that are being dragged."""
    local = (url.toLocalFile() for url in data.urls() if url.isLocalFile())
    return tuple(Path(each) for each in local if each)
