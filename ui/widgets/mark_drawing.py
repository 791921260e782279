"""Drawing the moments of a call: bands behind the sound, stretches and signs upon it."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPixmap

from ui import theme
from ui.itemmodels.moment import Moment
from ui.widgets.event_glyph import draw_glyph
from ui.widgets.timeline_marks import Mark
from ui.widgets.timeline_rows import Rows

_LABEL_PADDING_PX = 6.0
_BAR_PX = 4.0
_PATTERN_PX = 5.0
_STRETCH_ALPHA = 70


def draw_bands(painter: QPainter, marks: Sequence[Mark]) -> None:
    """Draw silences and holds across the lanes: plain, dotted and hatched."""
    of = theme.colours()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(of.sunk))
    pauses = [_column(mark, mark.at) for mark in marks if mark.moment.class_ == "pause"]
    painter.drawRects(pauses)
    for mark in marks:
        if mark.is_band and mark.moment.class_ != "pause":
            _draw_band(painter, mark)


def draw_band_names(painter: QPainter, marks: Iterable[Mark]) -> None:
    """Write on dead air and holds what they are, where there is room."""
    for mark in marks:
        if mark.is_band and mark.moment.class_ != "pause":
            _draw_band_name(painter, mark)


def draw_stretches(painter: QPainter, marks: Sequence[Mark], rows: Rows) -> None:
    """Draw what lasts: overlaps, raised voices, stretches of tension, and the stems of flags."""
    of = theme.colours()
    cuts = [
        _column(mark, _lane_at(mark, rows))
        for mark in marks
        if mark.moment.kind == mark.moment.class_ == "interruption"
    ]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_clear(of.cut, _STRETCH_ALPHA))
    painter.drawRects(cuts)
    for class_, colour in (("raised", of.volume_tint), ("loud", of.volume)):
        painter.setPen(QPen(QColor(of.volume), 1))
        painter.setBrush(QColor(colour))
        painter.drawRects([_bar(mark) for mark in marks if mark.moment.class_ == class_])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for mark in marks:
        right, middle = mark.span[1], mark.at.center()
        if mark.moment.kind == "deescalation" and right > mark.at.right():
            colour = of.urgent if mark.moment.class_ == "rose" else of.empathy
            painter.setPen(QPen(QColor(colour), 2))
            painter.drawLine(QLineF(mark.at.right() + 1, middle.y(), right, middle.y()))
    _draw_stems(painter, [mark for mark in marks if mark.row == "flags"], rows)


def draw_signs(painter: QPainter, marks: Iterable[Mark]) -> None:
    """Draw the sign of each moment that has one."""
    of = theme.colours()
    ratio = painter.device().devicePixelRatioF()
    ticks: list[QRectF] = []
    for mark in marks:
        if mark.moment.kind == "phrase":
            ticks.append(QRectF(mark.at.left(), mark.at.top(), 2.0, mark.at.height()))
        elif not mark.is_band:
            key = (mark.moment.kind, mark.moment.class_, mark.at.width(), ratio, theme.is_dark())
            painter.drawPixmap(mark.at.topLeft(), sign_picture(*key))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(of.soft))
    painter.drawRects(ticks)


def draw_chosen(painter: QPainter, mark: Mark, rows: Rows) -> None:
    """Draw which moment is chosen: its time across all lanes, and a frame around its sign."""
    of = theme.colours()
    left, right = mark.span
    lanes = rows.all_lanes
    box = QRectF(left - 1, lanes.top(), max(3.0, right - left + 2), lanes.height())
    painter.fillRect(box, _clear(of.accent, 36))
    painter.setPen(QPen(QColor(of.accent), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawLines(
        [QLineF(box.topLeft(), box.bottomLeft()), QLineF(box.topRight(), box.bottomRight())]
    )
    if not mark.is_band:
        painter.drawRoundedRect(mark.at.adjusted(-2.5, -2.5, 2.5, 2.5), 4, 4)


def _draw_stems(painter: QPainter, marks: Sequence[Mark], rows: Rows) -> None:
    painter.setPen(QPen(QColor(theme.colours().rule_strong), 1))
    lanes = rows.all_lanes
    for mark in marks:
        left = mark.span[0]
        painter.drawLine(QLineF(mark.at.center().x(), mark.at.bottom(), left, lanes.top()))
        painter.drawLine(QLineF(left, lanes.top(), left, lanes.bottom()))


def _column(mark: Mark, lane: QRectF) -> QRectF:
    """Return the time of a mark in its lane on whole pixels, which are filled quickest."""
    left, right = round(mark.span[0]), round(mark.span[1])
    return QRectF(left, round(lane.top()), max(2, right - left), round(lane.height()))


def _bar(mark: Mark) -> QRectF:
    left, right = round(mark.span[0]), round(mark.span[1])
    return QRectF(left, round(mark.at.bottom() - _BAR_PX), max(2, right - left), _BAR_PX)


def _draw_band(painter: QPainter, mark: Mark) -> None:
    of = theme.colours()
    painter.fillRect(_column(mark, mark.at), QColor(of.band))
    if mark.at.width() < _PATTERN_PX:
        return
    is_hold = mark.moment.class_ == "hold"
    pattern = Qt.BrushStyle.BDiagPattern if is_hold else Qt.BrushStyle.Dense6Pattern
    painter.fillRect(mark.at, QBrush(_clear(of.band_line, 150), pattern))
    line = Qt.PenStyle.DashLine if is_hold else Qt.PenStyle.SolidLine
    painter.setPen(QPen(QColor(of.band_line), 1, line))
    painter.drawLine(QLineF(mark.at.topLeft(), mark.at.bottomLeft()))
    painter.drawLine(QLineF(mark.at.topRight(), mark.at.bottomRight()))


def _draw_band_name(painter: QPainter, mark: Mark) -> None:
    of = theme.colours()
    visible = mark.at.intersected(painter.clipBoundingRect())
    metrics = QFontMetricsF(painter.font())
    width = metrics.horizontalAdvance(mark.moment.title) + 2 * _LABEL_PADDING_PX
    if visible.width() < width + 4:
        return
    label = QRectF(0, 0, width, metrics.height() + 2)
    label.moveCenter(QPointF(visible.center().x(), mark.at.center().y()))
    painter.setPen(QPen(QColor(of.band_line), 1))
    painter.setBrush(QColor(of.sheet))
    painter.drawRoundedRect(label, 4, 4)
    painter.setPen(QColor(of.ink))
    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, mark.moment.title)


def _lane_at(mark: Mark, rows: Rows) -> QRectF:
    y = mark.at.center().y()
    return next((lane for lane in rows.lanes if lane.top() <= y <= lane.bottom()), rows.all_lanes)


def _clear(colour: str, alpha: int) -> QColor:
    made = QColor(colour)
    made.setAlpha(alpha)
    return made


@lru_cache(maxsize=256)
def sign_picture(kind: str, class_: str, size: float, ratio: float, dark: bool) -> QPixmap:
    """Return a sign of `size` pixels as a picture: drawing some hundred anew took 12 ms.

    `dark` tells the pictures of the two schemes apart; the one in force is drawn.
    """
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    moment = Moment(kind, 0.0, 0.0, class_, None, None, "", "")  # type: ignore[arg-type]
    draw_glyph(painter, QRectF(0, 0, size, size), moment)
    painter.end()
    return picture
