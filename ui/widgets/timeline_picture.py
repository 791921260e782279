"""The whole picture of the time line but for the playhead, which moves over it."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from ui import theme
from ui.widgets.mark_drawing import (
    draw_band_names,
    draw_bands,
    draw_chosen,
    draw_signs,
    draw_stretches,
)
from ui.widgets.time_axis import axis_ticks, draw_axis
from ui.widgets.time_window import Scale
from ui.widgets.timeline_facts import Outline, TimelineFacts
from ui.widgets.timeline_lane import draw_lane, draw_lane_name
from ui.widgets.timeline_marks import Mark
from ui.widgets.timeline_rows import GLYPH_PX, Rows


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that is drawn; `outline` is ``None`` until the sound was read."""

    facts: TimelineFacts
    outline: Outline | None
    marks: tuple[Mark, ...]
    chosen: Mark | None
    scale: Scale
    rows: Rows


def draw_picture(painter: QPainter, of: Picture) -> None:
    """Draw the picture onto a ground of the sheet's colour."""
    rows, scale = of.rows, of.scale
    ticks = axis_ticks(scale, QFontMetricsF(painter.font()))
    painter.save()
    # Signs stand half over the edge at the very start and end of a call.
    edge, window = GLYPH_PX / 2, scale.window
    before = edge if window.start_s <= 0 else 0.0
    after = edge if window.end_s >= window.duration_s else 0.0
    painter.setClipRect(rows.plot.adjusted(-before, 0, after, 0))
    _draw_grid(painter, of, ticks.major_s)
    draw_bands(painter, of.marks)
    for lane, box in zip(of.facts.lanes, rows.lanes, strict=True):
        draw_lane(painter, lane, scale, box, of.outline)
    draw_stretches(painter, of.marks, rows)
    draw_band_names(painter, of.marks)
    if of.chosen is not None:
        draw_chosen(painter, of.chosen, rows)
    draw_signs(painter, of.marks)
    painter.restore()
    for lane, box in zip(of.facts.lanes, rows.lanes, strict=True):
        names = QRectF(rows.names.left(), box.top(), rows.names.width(), box.height())
        draw_lane_name(painter, lane, names)
    draw_axis(painter, scale, rows.axis, ticks)


def _draw_grid(painter: QPainter, of: Picture, times_s: tuple[float, ...]) -> None:
    colours, lanes = theme.colours(), of.rows.all_lanes
    painter.setPen(QColor(colours.rule))
    lines = [
        QLineF(of.scale.x(each), lanes.top(), of.scale.x(each), of.rows.axis.top())
        for each in times_s
    ]
    lines += [QLineF(box.topLeft(), box.topRight()) for box in of.rows.lanes[1:]]
    painter.drawLines(lines)
