"""The axis of time: round steps, written as m:ss or h:mm:ss."""

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from callqa.domain.span import clock
from ui import theme
from ui.widgets.time_window import Scale, TimeWindow

_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
_PARTS = {1: 5, 2: 2, 5: 5, 10: 5, 15: 3, 30: 3, 60: 6, 120: 4, 300: 5, 600: 5, 900: 3, 1800: 6}
"""Minor steps in a major one."""

_GAP = 1.8
"""Width of a label with its gap, in labels."""


@dataclass(frozen=True, slots=True)
class Ticks:
    """Times with a label, and times without one between them."""

    major_s: tuple[float, ...]
    minor_s: tuple[float, ...]


def ticks(window: TimeWindow, most: int) -> Ticks:
    """Return the ticks of a window with at most `most` labels, at least one step an hour."""
    step_s = next(
        (each for each in _STEPS_S if window.length_s / each <= max(1, most)), _STEPS_S[-1]
    )
    part_s = step_s / _PARTS.get(step_s, 4)
    first, last = ceil(window.start_s / part_s), int(window.end_s / part_s + 1e-9)
    per_step = round(step_s / part_s)
    places = range(first, last + 1)
    return Ticks(
        tuple(each * part_s for each in places if each % per_step == 0),
        tuple(each * part_s for each in places if each % per_step),
    )


def axis_height_px(metrics: QFontMetricsF) -> int:
    """Return the height that an axis needs."""
    return ceil(metrics.height() + 8)


def axis_ticks(scale: Scale, metrics: QFontMetricsF) -> Ticks:
    """Return the ticks whose labels have room."""
    label_px = metrics.horizontalAdvance(clock(scale.window.end_s)) * _GAP
    return ticks(scale.window, int(scale.width_px / label_px))


def draw_axis(painter: QPainter, scale: Scale, rect: QRectF, shown: Ticks) -> None:
    """Draw the axis into `rect`, whose upper edge is its line."""
    of = theme.colours()
    painter.setPen(QColor(of.rule_strong))
    top = rect.top()
    lines = [QLineF(rect.left(), top, rect.right(), top)]
    lines += [QLineF(scale.x(each), top, scale.x(each), top + 5) for each in shown.major_s]
    lines += [QLineF(scale.x(each), top, scale.x(each), top + 3) for each in shown.minor_s]
    painter.drawLines(lines)
    painter.setPen(QColor(of.soft))
    metrics = QFontMetricsF(painter.font())
    for each in shown.major_s:
        label = clock(each)
        half = metrics.horizontalAdvance(label) / 2 + 1
        # The first and the last label stay inside instead of being cut in half.
        middle = min(max(scale.x(each), rect.left() + half), rect.right() - half)
        box = QRectF(middle - half, top + 5, 2 * half, rect.height() - 5)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, label)
