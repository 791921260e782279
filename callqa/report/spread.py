"""How scores are spread, and intervals beside each other, as geometry for SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

from callqa.domain.scale import Scale
from callqa.figures.intervals import MIN_CALLS, Estimate

WIDTH, HEIGHT = 500.0, 220.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 8.0, 492.0, 30.0, 188.0
_BIN = 5
_GAP = 2.0

ROW_WIDTH, ROW_HEIGHT = 260.0, 26.0


@dataclass(frozen=True, slots=True)
class Bar:
    """The calls with a score from `low` up to, and without, `high`; the last holds 100 as well."""

    x: float
    y: float
    width: float
    height: float
    low: int
    high: int
    count: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars of equal width over 0 to 100, and where the pass mark is."""

    width: float
    height: float
    bottom: float
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, int], ...]
    pass_x: float | None


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """A mean with its interval on a line from 0 to 100; `few` marks under 10 calls."""

    width: float
    height: float
    middle: float
    low: float | None
    high: float | None
    mean: float
    few: bool


def draw_histogram(scores: Sequence[float], pass_mark: float | None) -> Histogram:
    """Return how `scores`, 0 to 100, are spread over bars of 5 points."""
    counts = [0] * (100 // _BIN)
    for score in scores:
        counts[min(int(score // _BIN), len(counts) - 1)] += 1
    along = Scale(0.0, 100.0, 25.0, _LEFT, _RIGHT)
    upward = Scale(0.0, max(1.0, *counts), 1.0, _BOTTOM, _TOP)
    bars = tuple(
        Bar(
            x=round(along.at(index * _BIN) + _GAP / 2, 1),
            y=upward.at(count),
            width=round((_RIGHT - _LEFT) / len(counts) - _GAP, 1),
            height=round(_BOTTOM - upward.at(count), 1),
            low=index * _BIN,
            high=(index + 1) * _BIN,
            count=count,
        )
        for index, count in enumerate(counts)
        if count
    )
    return Histogram(
        width=WIDTH,
        height=HEIGHT,
        bottom=_BOTTOM,
        bars=bars,
        ticks=tuple((along.at(value), int(value)) for value in along.ticks()),
        pass_x=None if pass_mark is None else along.at(pass_mark),
    )


def row_scale() -> Scale:
    """Return the scale that all rows of intervals share."""
    return Scale(0.0, 100.0, 25.0, 6.0, ROW_WIDTH - 6.0)


def draw_interval(estimate: Estimate) -> IntervalRow | None:
    """Return a mean score with its interval as one row; ``None`` without a mean."""
    if estimate.mean is None:
        return None
    scale = row_scale()
    return IntervalRow(
        width=ROW_WIDTH,
        height=ROW_HEIGHT,
        middle=ROW_HEIGHT / 2,
        low=None if estimate.low is None else scale.at(estimate.low),
        high=None if estimate.high is None else scale.at(estimate.high),
        mean=scale.at(estimate.mean),
        few=estimate.n < MIN_CALLS,
    )
