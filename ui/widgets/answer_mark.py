"""The sign of how far a question is met."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.itemmodels.score_card import AnswerState

_Points = list[tuple[float, float]]


class AnswerMark(QWidget):
    """A tick, half a disc, a cross, a dash, or a question mark where a person is to answer."""

    def __init__(self, state: AnswerState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.watcher().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        side = self.fontMetrics().height()
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        of = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(self.width() / 2, self.height() / 2)
        painter.scale(self.width() / 18, self.height() / 18)
        match self._state:
            case "full":
                self._disc(painter, of.praise, of.praise)
                self._line(painter, [(-3.3, 0.3), (-0.9, 2.7), (3.4, -2.3)], of.sheet)
            case "part":
                self._disc(painter, of.coach, of.sheet)
                half = QPainterPath(QPointF(0, -7))
                half.arcTo(QRectF(-7, -7, 14, 14), 90, 180)
                painter.fillPath(half, QColor(of.coach))
            case "none":
                self._disc(painter, of.urgent, of.sheet)
                self._line(painter, [(-2.8, -2.8), (2.8, 2.8)], of.urgent)
                self._line(painter, [(2.8, -2.8), (-2.8, 2.8)], of.urgent)
            case "open":
                self._disc(painter, of.accent, of.accent)
                self._letter(painter, "?", of.on_accent)
            case _:
                self._line(painter, [(-4, 0), (4, 0)], of.soft)

    def _disc(self, painter: QPainter, ink: str, ground: str) -> None:
        painter.setPen(QPen(QColor(ink), 1.5))
        painter.setBrush(QColor(ground))
        painter.drawEllipse(QPointF(0, 0), 7, 7)

    def _line(self, painter: QPainter, points: _Points, ink: str) -> None:
        pen = QPen(QColor(ink), 1.8)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))

    def _letter(self, painter: QPainter, letter: str, ink: str) -> None:
        font = self.font()
        font.setPixelSize(11)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(QRectF(-8, -8, 16, 16), Qt.AlignmentFlag.AlignCenter, letter)
