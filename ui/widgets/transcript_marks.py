"""Paints what is marked in a turn: grounds behind words, lines under them, signs in the margin.

No mark is told by colour alone: helpful phrases have a plain line, harmful ones a wave, others
dots, suggested ones dashes; raised volume has a line above, interruptions a triangle.
"""

from math import pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from ui.itemmodels.moment import Moment
from ui.itemmodels.turns import Mark, TurnRow
from ui.theme import Colours
from ui.widgets.event_glyph import draw_glyph
from ui.widgets.transcript_layout import MOST_SIGNS, SIGN_GAP_PX, Columns, TurnLayout

_WAVE_PX = 6.0
_WAVE_HEIGHT_PX = 1.4


def paint_grounds(painter: QPainter, row: TurnRow, layout: TurnLayout, of: Colours) -> None:
    """Paint what lies behind the words."""
    for mark in row.marks:
        for number, rect in enumerate(layout.rects(mark.first, mark.end)):
            if mark.kind in ("raised", "loud"):
                painter.fillRect(rect.adjusted(0, 3, 0, -3), QColor(of.volume_tint))
                thick = 2.5 if mark.kind == "loud" else 1.5
                top = QRectF(rect.left(), rect.top() + 3, rect.width(), thick)
                painter.fillRect(top, QColor(of.volume))
            elif mark.kind == "interruption":
                painter.fillRect(rect.adjusted(0, 3, 0, -3), QColor(of.cut_tint))
                if number == 0:
                    _paint_triangle(painter, rect.left(), rect.top() + 4, of.cut)
            elif mark.kind == "redacted":
                painter.setPen(QPen(QColor(of.rule_strong), 1, Qt.PenStyle.DashLine))
                painter.setBrush(QColor(of.sunk))
                painter.drawRoundedRect(rect.adjusted(-2, 3, 2, -3), 3, 3)


def paint_underlines(
    painter: QPainter, row: TurnRow, layout: TurnLayout, ascent_px: float, of: Colours
) -> None:
    """Paint the lines under phrases: the whole ones below those suggested by meaning."""
    for mark in row.marks:
        if mark.kind == "phrase":
            offset_px = 6.5 if mark.is_suggested else 3.5
            for rect in layout.rects(mark.first, mark.end):
                _underline(painter, mark, rect, rect.top() + ascent_px + offset_px, of)


def paint_margin(painter: QPainter, row: TurnRow, columns: Columns) -> None:
    """Paint a sign for each kind of moment of the turn."""
    for moment, box in margin_signs(row, columns):
        draw_glyph(painter, box, moment)


def margin_signs(row: TurnRow, columns: Columns) -> list[tuple[Moment, QRectF]]:
    """Return the signs of a row's margin and where they are, side by side from the left."""
    kinds = {(each.kind, each.class_): each for each in reversed(row.moments)}
    shown = list(reversed(kinds.values()))[:MOST_SIGNS]
    size = columns.glyph_px
    top = columns.text_y + (columns.line_px - size) / 2
    return [
        (moment, QRectF(columns.margin_x + place * (size + SIGN_GAP_PX), top, size, size))
        for place, moment in enumerate(shown)
    ]


def _underline(painter: QPainter, mark: Mark, rect: QRectF, y: float, of: Colours) -> None:
    colours = {"positive": of.praise, "negative": of.urgent, "neutral": of.soft}
    pen = QPen(QColor(colours[mark.polarity]), 2.0)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if mark.is_suggested:
        pen.setWidthF(1.2)
        pen.setDashPattern([4.0, 4.0])
    elif mark.polarity == "neutral":
        pen.setDashPattern([1.0, 1.5])
    elif mark.polarity == "negative":
        pen.setWidthF(1.5)
        painter.setPen(pen)
        painter.drawPath(_wave(rect.left(), rect.right(), y))
        return
    painter.setPen(pen)
    painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))


def _wave(left: float, right: float, y: float) -> QPainterPath:
    path = QPainterPath(QPointF(left, y))
    x = left
    while x < right:
        x = min(x + 1.0, right)
        path.lineTo(x, y + _WAVE_HEIGHT_PX * sin((x - left) * 2 * pi / _WAVE_PX))
    return path


def _paint_triangle(painter: QPainter, left: float, top: float, colour: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    corners = [QPointF(left - 7, top), QPointF(left + 1, top), QPointF(left - 3, top + 6)]
    painter.drawPolygon(QPolygonF(corners))
