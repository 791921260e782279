"""The rows of the time line: flags, a lane a voice, what came of it, and the axis."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from ui.widgets.time_axis import axis_height_px

GLYPH_PX = 14.0
_ROW_PX = 20.0
_LANE_PX = 56.0
_LOWEST_LANE_PX = 18.0
_FEWEST_LANE_ROOM_PX = 96.0
_GAP_PX = 4.0
_EDGE_PX = 8.0
_NARROWEST_NAMES, _WIDEST_NAMES = 9, 17
"""Width of the names at the left, in average letters."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Where everything is, in pixels; all rows begin at the left edge of the plot.

    names : the column of the names, as high as the lanes
    plot : the part that scrolls, from the flags to the axis
    """

    names: QRectF
    plot: QRectF
    flags: QRectF
    lanes: tuple[QRectF, ...]
    answers: QRectF
    axis: QRectF

    @property
    def all_lanes(self) -> QRectF:
        """The lanes together."""
        return self.lanes[0].united(self.lanes[-1]) if self.lanes else self.names


def plot_left_px(metrics: QFontMetricsF, width_px: float) -> float:
    """Return where time begins in a time line of `width_px`, right of the names."""
    letter_px = metrics.averageCharWidth()
    names_px = min(_WIDEST_NAMES * letter_px, max(_NARROWEST_NAMES * letter_px, width_px * 0.12))
    return 2 * _EDGE_PX + names_px


def rows_of(width_px: float, height_px: float, lanes: int, metrics: QFontMetricsF) -> Rows:
    """Return the rows of a time line of this size."""
    left = plot_left_px(metrics, width_px)
    plot_px = max(1.0, width_px - left - _EDGE_PX)
    axis_px = axis_height_px(metrics)
    top = _ROW_PX + _GAP_PX
    room_px = height_px - top - _ROW_PX - axis_px - 2 * _GAP_PX - 2
    lane_px = max(1.0, room_px / max(1, lanes))
    boxes = tuple(
        QRectF(left, top + index * lane_px + 1, plot_px, max(1.0, lane_px - 2))
        for index in range(lanes)
    )
    bottom = top + max(1, lanes) * lane_px
    return Rows(
        names=QRectF(_EDGE_PX, top, left - 2 * _EDGE_PX, bottom - top),
        plot=QRectF(left, 0, plot_px, height_px),
        flags=QRectF(left, 2, plot_px, _ROW_PX),
        lanes=boxes,
        answers=QRectF(left, bottom + _GAP_PX, plot_px, _ROW_PX),
        axis=QRectF(left, height_px - axis_px - 2, plot_px, axis_px),
    )


def height_wanted_px(lanes: int, metrics: QFontMetricsF, *, least: bool = False) -> int:
    """Return the height that rows look best in, or the least that they can do with."""
    if least:
        lane_room_px = max(_FEWEST_LANE_ROOM_PX / 2, lanes * _LOWEST_LANE_PX)
    else:
        lane_room_px = max(_FEWEST_LANE_ROOM_PX, min(lanes * _LANE_PX, 3 * _LANE_PX))
        lane_room_px = max(lane_room_px, lanes * _LOWEST_LANE_PX)
    return round(2 * _ROW_PX + 3 * _GAP_PX + lane_room_px + axis_height_px(metrics))
