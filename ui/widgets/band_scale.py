"""A small scale that shows where a value lies against the band it should be in."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.itemmodels.measure_bands import Band


class BandScale(QWidget):
    """A track with the band on it and a pointer at the value.

    Parameters
    ----------
    value, band
        In one unit.
    most
        Where the scale ends; it begins at 0. A value beyond stands at the end.
    """

    def __init__(
        self, value: float, band: Band, most: float, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._value = value
        self._band = band
        self._most = most
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.watcher().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 16, self._height_px())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 8, self._height_px())

    def paintEvent(self, event: QPaintEvent) -> None:
        of = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() * 0.62
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(of.band))
        painter.drawRoundedRect(QRectF(0, middle - 3, self.width(), 6), 3, 3)
        low, high = self._x(self._band.low, 0.0), self._x(self._band.high, self._most)
        painter.setBrush(QColor(of.praise))
        painter.drawRoundedRect(QRectF(low, middle - 3, max(3.0, high - low), 6), 2, 2)
        painter.setPen(QPen(QColor(of.ink), 1.4))
        for end, x in ((self._band.low, low), (self._band.high, high)):
            if end is not None:
                painter.drawLine(QPointF(x, middle - 5), QPointF(x, middle + 5))
        self._paint_pointer(painter, middle)

    def _paint_pointer(self, painter: QPainter, middle: float) -> None:
        of = theme.colours()
        at = self._x(self._value, 0.0)
        is_within = self._band.standing(self._value) == "within"
        painter.setPen(QPen(QColor(of.sheet), 1.0))
        painter.setBrush(QColor(of.ink if is_within else of.coach))
        top = middle - 10
        painter.drawPolygon(
            QPolygonF(
                [QPointF(at - 5, top), QPointF(at + 5, top), QPointF(at, middle - 2)],
            )
        )

    def _x(self, value: float | None, otherwise: float) -> float:
        shown = otherwise if value is None else value
        share = min(1.0, max(0.0, shown / self._most)) if self._most > 0 else 0.0
        return 5 + share * (self.width() - 10)

    def _height_px(self) -> int:
        return max(18, self.fontMetrics().height())
