"""The sign of a kind of event: each has its own shape, so that colour is never the only sign."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from ui import theme
from ui.itemmodels.moment import Moment
from ui.theme import Colours

_STROKE_PX = 1.4


def draw_glyph(painter: QPainter, box: QRectF, moment: Moment) -> None:
    """Draw the sign of a moment to fill a square `box`."""
    of = theme.colours()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center())
    painter.scale(box.width() / 16, box.height() / 16)
    draw = _BY_CLASS.get((moment.kind, moment.class_)) or _BY_KIND[moment.kind]
    draw(painter, of)
    painter.restore()


def _polygon(painter: QPainter, points: list[tuple[float, float]], ink: str, ground: str) -> None:
    painter.setPen(QPen(QColor(ink), _STROKE_PX))
    painter.setBrush(QColor(ground))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))


def _lines(painter: QPainter, points: list[tuple[float, float]], ink: str, width: float) -> None:
    pen = QPen(QColor(ink), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))


def _disc(painter: QPainter, radius: float, ink: str, ground: str) -> None:
    painter.setPen(QPen(QColor(ink), _STROKE_PX))
    painter.setBrush(QColor(ground))
    painter.drawEllipse(QPointF(0, 0), radius, radius)


_DOWN = [(-6.0, -5.0), (6.0, -5.0), (0.0, 5.5)]
_UP = [(-6.0, 5.0), (6.0, 5.0), (0.0, -5.5)]
_DIAMOND = [(0.0, -6.0), (6.0, 0.0), (0.0, 6.0), (-6.0, 0.0)]
_SQUARE = [(-5.5, -5.5), (5.5, -5.5), (5.5, 5.5), (-5.5, 5.5)]


def _interruption(painter: QPainter, of: Colours) -> None:
    _polygon(painter, _DOWN, of.cut, of.cut)


def _backchannel(painter: QPainter, of: Colours) -> None:
    _disc(painter, 3.6, of.soft, of.sheet)


def _terminal_overlap(painter: QPainter, of: Colours) -> None:
    _polygon(painter, _DOWN, of.soft, of.sheet)


def _supportive(painter: QPainter, of: Colours) -> None:
    _polygon(painter, _DIAMOND, of.soft, of.sheet)


def _raised(painter: QPainter, of: Colours) -> None:
    _polygon(painter, _UP, of.volume, of.volume_tint)


def _loud(painter: QPainter, of: Colours) -> None:
    _polygon(painter, _UP, of.volume, of.volume)


def _silence(painter: QPainter, of: Colours) -> None:
    for x in (-4.5, 0.0, 4.5):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(of.silence))
        painter.drawEllipse(QPointF(x, 0), 1.5, 1.5)


def _dead_air(painter: QPainter, of: Colours) -> None:
    _polygon(painter, _SQUARE, of.silence, of.sheet)
    _silence(painter, of)


def _hold(painter: QPainter, of: Colours) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(of.hold))
    for x in (-4.5, 1.5):
        painter.drawRoundedRect(QRectF(x, -5.5, 3.2, 11), 1, 1)


def _given(painter: QPainter, of: Colours) -> None:
    _disc(painter, 7, of.praise, of.praise)
    _lines(painter, [(-3.3, 0.3), (-0.9, 2.7), (3.4, -2.3)], of.sheet, 1.8)


def _late(painter: QPainter, of: Colours) -> None:
    _disc(painter, 7, of.coach, of.sheet)
    half = QPainterPath(QPointF(0, -7))
    half.arcTo(QRectF(-7, -7, 14, 14), 90, -180)
    half.closeSubpath()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillPath(half, QColor(of.coach))


def _missed(painter: QPainter, of: Colours) -> None:
    _disc(painter, 7, of.urgent, of.sheet)
    _lines(painter, [(-2.8, -2.8), (2.8, 2.8)], of.urgent, 1.8)
    _lines(painter, [(2.8, -2.8), (-2.8, 2.8)], of.urgent, 1.8)


def _eased(painter: QPainter, of: Colours) -> None:
    _lines(painter, [(-6, -4), (-1, -4), (4.5, 4)], of.empathy, 1.8)
    _lines(painter, [(4.9, 0.2), (4.5, 4), (0.8, 3.4)], of.empathy, 1.8)


def _unchanged(painter: QPainter, of: Colours) -> None:
    _lines(painter, [(-6, 0), (6, 0)], of.empathy, 1.8)
    _lines(painter, [(3, -3), (6, 0), (3, 3)], of.empathy, 1.8)


def _rose(painter: QPainter, of: Colours) -> None:
    _lines(painter, [(-6, 4), (-1, 4), (4.5, -4)], of.urgent, 1.8)
    _lines(painter, [(4.9, -0.2), (4.5, -4), (0.8, -3.4)], of.urgent, 1.8)


def _phrase(painter: QPainter, of: Colours) -> None:
    for x in (-4.0, 1.8):
        _lines(painter, [(x + 2, -4), (x, -1), (x, 1.5), (x + 2, 1.5), (x + 2, -1)], of.soft, 1.4)


def _situation(painter: QPainter, of: Colours) -> None:
    _polygon(painter, _UP, of.coach, of.sheet)
    _lines(painter, [(0, -1.2), (0, 1.6)], of.coach, 1.6)
    _lines(painter, [(0, 3.6), (0, 3.7)], of.coach, 1.6)


def _urgent(painter: QPainter, of: Colours) -> None:
    _polygon(painter, _UP, of.urgent, of.urgent)


def _coach(painter: QPainter, of: Colours) -> None:
    _polygon(painter, _DIAMOND, of.coach, of.coach)


def _praise(painter: QPainter, of: Colours) -> None:
    star = [(0, -6.5), (1.7, -2.2), (6.3, -1.9), (2.8, 1.0), (3.9, 5.6)]
    left = [(-x, y) for x, y in reversed(star)][:-1]
    _polygon(painter, [*star, (0.0, 3.1), *left], of.praise, of.praise)


def _note(painter: QPainter, of: Colours) -> None:
    _polygon(painter, [(-5.5, -6), (5.5, -6), (5.5, 2.5), (2, 6), (-5.5, 6)], of.soft, of.sheet)
    _lines(painter, [(-2.8, -2), (2.8, -2)], of.soft, 1.2)
    _lines(painter, [(-2.8, 1.4), (1, 1.4)], of.soft, 1.2)


_Draw = Callable[[QPainter, Colours], None]

_BY_KIND: dict[str, _Draw] = {
    "interruption": _interruption,
    "raised": _raised,
    "silence": _silence,
    "hold": _hold,
    "empathy": _missed,
    "deescalation": _unchanged,
    "phrase": _phrase,
    "situation": _situation,
    "flag": _coach,
    "note": _note,
}
_BY_CLASS: dict[tuple[str, str], _Draw] = {
    ("interruption", "backchannel"): _backchannel,
    ("interruption", "terminal_overlap"): _terminal_overlap,
    ("interruption", "supportive"): _supportive,
    ("raised", "loud"): _loud,
    ("silence", "dead_air"): _dead_air,
    ("empathy", "given"): _given,
    ("empathy", "late"): _late,
    ("deescalation", "eased"): _eased,
    ("deescalation", "rose"): _rose,
    ("flag", "urgent"): _urgent,
    ("flag", "praise"): _praise,
}
