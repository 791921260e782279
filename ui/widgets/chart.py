"""What all charts share: marks that the pointer and the arrow keys reach, with exact values."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from ui import theme

_PAD_PX = 8.0
_RING_PX = 7.0
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
}
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Chart(QWidget):
    """A drawing of marks in a row.

    A subclass gives the marks' areas and sentences and paints itself; hovering, the arrow keys and
    the box with the exact values are here.
    """

    mark_chosen = Signal(int)
    """The person asked for what is behind a mark, by click or Enter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._at: int | None = None
        theme.watcher().changed.connect(self.update)

    @property
    def current(self) -> int | None:
        """Index of the mark in hand, ``None`` without one."""
        return self._at if self._at is not None and self._at < self.mark_count() else None

    def mark_count(self) -> int:
        """Return how many marks there are."""
        return 0

    def mark_area(self, index: int) -> QRectF:
        """Return where the pointer is on a mark, in px."""
        raise NotImplementedError

    def mark_point(self, index: int) -> QPointF:
        """Return where a mark shows its value, in px."""
        raise NotImplementedError

    def mark_lines(self, index: int) -> Sequence[str]:
        """Return what is said of a mark, the most important first."""
        raise NotImplementedError

    def paint_chart(self, painter: QPainter) -> None:
        """Draw everything but the mark in hand."""
        raise NotImplementedError

    def set_content(self, name: str) -> None:
        """Take up new content under this accessible name; the numbers are its description."""
        self._at = None
        self.setAccessibleName(name)
        self.setAccessibleDescription(
            "; ".join(", ".join(self.mark_lines(index)) for index in range(self.mark_count()))
        )
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.update()

    def small_font(self) -> QFont:
        """Return the font of labels on axes."""
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.9)
        return font

    def value_font(self) -> QFont:
        """Return the font of values at marks."""
        font = self.small_font()
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _take(self, index: int | None) -> None:
        if index != self._at:
            self._at = index
            self.setCursor(
                Qt.CursorShape.ArrowCursor if index is None else Qt.CursorShape.PointingHandCursor
            )
            self.update()

    def _under(self, place: QPointF) -> int | None:
        for index in range(self.mark_count()):
            if self.mark_area(index).contains(place):
                return index
        return None

    def _paint_values(self, painter: QPainter, index: int) -> None:
        of = theme.colours()
        lines = list(self.mark_lines(index))
        painter.setFont(self.small_font())
        metrics = painter.fontMetrics()
        width = max(metrics.horizontalAdvance(each) for each in lines) + 2 * _PAD_PX
        height = len(lines) * metrics.height() + 2 * _PAD_PX
        point = self.mark_point(index)
        painter.setPen(QPen(QColor(of.focus), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(point, _RING_PX, _RING_PX)
        x = min(max(2.0, point.x() - width / 2), max(2.0, self.width() - width - 2.0))
        y = point.y() + 14.0
        if y + height > self.height() - 2.0:
            y = max(2.0, point.y() - 14.0 - height)
        box = QRectF(x, y, width, height)
        painter.setPen(QPen(QColor(of.rule_strong), 1.0))
        painter.setBrush(QColor(of.sheet))
        painter.drawRoundedRect(box, 6.0, 6.0)
        painter.setPen(QColor(of.ink))
        for number, line in enumerate(lines):
            painter.drawText(
                QPointF(x + _PAD_PX, y + _PAD_PX + number * metrics.height() + metrics.ascent()),
                line,
            )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_chart(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.colours().focus), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6.0, 6.0)
        if self.current is not None:
            self._paint_values(painter, self.current)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, last = Qt.Key(event.key()), self.mark_count() - 1
        if last < 0:
            super().keyPressEvent(event)
        elif key in _STEPS:
            start = self.current
            moved = (last if _STEPS[key] < 0 else 0) if start is None else start + _STEPS[key]
            self._take(min(max(moved, 0), last))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._take(0 if key == Qt.Key.Key_Home else last)
        elif key in _OPEN and self.current is not None:
            self.mark_chosen.emit(self.current)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._take(self._under(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self._under(event.position())
        if event.button() == Qt.MouseButton.LeftButton and index is not None:
            self.mark_chosen.emit(index)

    def leaveEvent(self, event: QEvent) -> None:
        self._take(None)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._take(None)
        super().focusOutEvent(event)


def draw_readable(painter: QPainter, x: float, baseline_y: float, words: str, ink: str) -> None:
    """Write `words` centred on `x`, set off from the lines behind them."""
    width = painter.fontMetrics().horizontalAdvance(words)
    path = QPainterPath()
    path.addText(QPointF(x - width / 2, baseline_y), painter.font(), words)
    painter.strokePath(path, QPen(QColor(theme.colours().sheet), 3.5))
    painter.fillPath(path, QColor(ink))
