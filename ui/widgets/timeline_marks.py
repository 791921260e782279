"""Where the moments of a call are on the time line, and which of them is at a point."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from callqa.domain.span import clock
from ui.i18n import counted
from ui.itemmodels.moment import Moment
from ui.widgets.time_window import Scale
from ui.widgets.timeline_facts import LaneFacts
from ui.widgets.timeline_rows import GLYPH_PX, Rows

Row = Literal["flags", "answers", "lane", "all_lanes"]

_ROW_OF: dict[str, Row] = {
    "flag": "flags",
    "note": "flags",
    "empathy": "answers",
    "deescalation": "answers",
    "situation": "answers",
    "silence": "all_lanes",
    "hold": "all_lanes",
}
"""Kinds without an entry belong to a voice."""

_SAME_PLACE = 0.8
"""Signs of one class nearer than this share of their width are one, which stands for several."""

_MINOR = {"backchannel": 2.5, "terminal_overlap": 2.5, "supportive": 2.5, "phrase": 2.0}
"""The same for what is many and says little: it must not hide the sound of a long call."""

_MOST_SHIFT_PX = 64.0
"""A sign gives way to the one before it so far; further off it would point at nothing."""

_SMALL_PX = 11.0
_TICK_PX, _TICK_REACH_PX = 3.0, 6.0
_NEAR_PX = 4.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment as it is drawn.

    at : where its sign is, or the band itself for what has none
    span : its time as left and right edge in pixels
    others : how many of its class are at the same place and not drawn
    """

    moment: Moment
    row: Row
    at: QRectF
    span: tuple[float, float]
    others: int = 0

    @property
    def is_band(self) -> bool:
        """Whether it fills its lane, so that others lie on it."""
        return self.row == "all_lanes"


class MarkLayout:
    """Puts moments in their rows.

    Parameters
    ----------
    moments
        Those to be drawn, sorted by time.
    lanes
        The voices, in the order of the rows.
    """

    def __init__(self, moments: Sequence[Moment], lanes: Sequence[LaneFacts]) -> None:
        self._moments = moments
        self._starts_s = np.array([each.start_s for each in moments])
        self._ends_s = np.array([each.end_s for each in moments])
        lane_of: dict[str | None, int] = {}
        for index, lane in enumerate(lanes):
            lane_of.setdefault(lane.speaker, index)
            lane_of.setdefault(lane.role, index)
        self._lanes = [lane_of.get(each.speaker, lane_of.get(each.role, 0)) for each in moments]

    def marks(self, scale: Scale, rows: Rows, chosen: Moment | None = None) -> tuple[Mark, ...]:
        """Return what is to be drawn in a window, in order of time; `chosen` is never left out."""
        window, margin_s = scale.window, GLYPH_PX / scale.px_per_s
        inside = np.flatnonzero(
            (self._ends_s >= window.start_s - margin_s)
            & (self._starts_s <= window.end_s + margin_s)
        )
        lefts = (scale.left_px + (self._starts_s - window.start_s) * scale.px_per_s)[inside]
        rights = (scale.left_px + (self._ends_s - window.start_s) * scale.px_per_s)[inside]
        kept = self._moments.index(chosen) if chosen in self._moments else -1
        placed: list[Mark] = []
        others: list[int] = []
        last: dict[tuple[str, str, int], int] = {}
        free = {"flags": 0.0, "answers": 0.0}
        for index, left, right in zip(
            inside.tolist(), lefts.tolist(), rights.tolist(), strict=True
        ):
            moment, lane = self._moments[index], self._lanes[index]
            key = (moment.kind, moment.class_, lane)
            before = last.get(key)
            if before is not None and index != kept and _covers(placed[before], left, right, free):
                others[before] += 1
                continue
            last[key] = len(placed)
            row = _ROW_OF.get(moment.kind, "lane")
            at = _moved(row, _place(moment, row, left, right, rows, lane), free)
            placed.append(Mark(moment, row, at, (left, right)))
            others.append(0)
        return tuple(
            Mark(each.moment, each.row, each.at, each.span, count) if count else each
            for each, count in zip(placed, others, strict=True)
        )


def mark_at(marks: Iterable[Mark], point: QPointF) -> Mark | None:
    """Return the mark at a point: the nearest sign, or else the shortest stretch there."""
    signs: list[tuple[float, int, Mark]] = []
    stretches: list[tuple[float, int, Mark]] = []
    for order, mark in enumerate(marks):
        near = mark.at.adjusted(-_NEAR_PX, -_NEAR_PX, _NEAR_PX, _NEAR_PX)
        if not mark.is_band and near.contains(point):
            signs.append((abs(mark.at.center().x() - point.x()), -order, mark))
        elif _stretch(mark).contains(point):
            stretches.append((mark.span[1] - mark.span[0], -order, mark))
    found = min(signs, default=None) or min(stretches, default=None)
    return found[2] if found else None


def mark_words(mark: Mark) -> str:
    """Return what a mark is, when and why, as rich text for a tooltip."""
    moment = mark.moment
    times = clock(moment.start_s)
    if moment.end_s - moment.start_s >= 1:
        times += f"–{clock(moment.end_s)}"
    lines = [f"<b>{escape(moment.title)}</b> &nbsp;{times}", escape(moment.detail)]
    if mark.others:
        lines.append(f"<i>{escape(counted('timeline.others', mark.others))}</i>")
    return f"<qt>{'<br>'.join(each for each in lines if each)}</qt>"


def _stretch(mark: Mark) -> QRectF:
    left, right = mark.span
    return QRectF(left, mark.at.top(), right - left, mark.at.height())


def _square(left: float, middle: float, size: float) -> QRectF:
    return QRectF(left - size / 2, middle - size / 2, size, size)


def _place(moment: Moment, row: Row, left: float, right: float, rows: Rows, lane: int) -> QRectF:
    """Return where the sign of a moment is, if no other is in its way."""
    if row == "all_lanes":
        band = rows.all_lanes
        return QRectF(left, band.top(), max(2.0, right - left), band.height())
    if row != "lane":
        middle = (rows.flags if row == "flags" else rows.answers).center().y()
        return _square(left, middle, GLYPH_PX)
    box = rows.lanes[lane] if rows.lanes else rows.all_lanes
    if moment.kind == "phrase":
        return QRectF(left, box.top(), _TICK_PX, min(_TICK_REACH_PX, box.height()))
    size = min(_SMALL_PX, box.height())
    if moment.kind == "raised":
        return _square(left, box.bottom() - size / 2, size)
    return _square(left, box.top() + size / 2, size)


def _covers(drawn: Mark, left: float, right: float, free: dict[str, float]) -> bool:
    """Tell whether a mark of the same class stands for what is at `left` to `right` as well."""
    if drawn.is_band:
        return right <= drawn.at.right() + 1
    if drawn.row == "flags":
        # Each flag is worth a look: they stand beside each other as long as there is room.
        return free["flags"] - left + GLYPH_PX / 2 > _MOST_SHIFT_PX
    share = _MINOR.get(drawn.moment.class_) or _MINOR.get(drawn.moment.kind) or _SAME_PLACE
    return left - drawn.span[0] < share * drawn.at.width()


def _moved(row: Row, at: QRectF, free: dict[str, float]) -> QRectF:
    """Return the place of a sign beside the one before it in its row."""
    if row not in free:
        return at
    shift = free[row] - at.left()
    if 0 < shift <= _MOST_SHIFT_PX:
        at = at.translated(shift, 0)
    free[row] = at.right() + 1
    return at
