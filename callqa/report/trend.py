"""A measure week by week as geometry that a template turns into SVG.

Weeks stand where the calendar has them, so a week without calls is a gap and not a step. The line
joins neighbouring weeks only. Lengths are px of the drawing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from callqa.domain.scale import Scale, Unit, scale_for
from callqa.figures.group_figures import CallFigures
from callqa.figures.intervals import MIN_CALLS, Estimate
from callqa.figures.team_figures import GroupFigures

_LEAST_LABEL_GAP = 46.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a drawing, and the edges of the plot in it."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float


LARGE = Frame(width=1080, height=264, left=40, right=1062, top=26, bottom=218)
"""Above the plot there is room for the figure of a week that reaches its top."""

SMALL = Frame(width=150, height=36, left=4, right=146, top=4, bottom=32)


@dataclass(frozen=True, slots=True)
class WeekPoint:
    """One week. `few` marks a mean of under 10 calls; `label` is empty where there is no room."""

    x: float
    y: float
    low_y: float | None
    high_y: float | None
    n: int
    few: bool
    week: date
    label: str
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Trend:
    """The drawing: `bands` and `lines` are SVG point lists; `steps` are y and value.

    whiskers : x, low and high of weeks that stand alone, which have no band
    rubrics, models : x of the first week under another version
    """

    frame: Frame
    scale: Scale
    steps: tuple[tuple[float, float], ...]
    points: tuple[WeekPoint, ...]
    bands: tuple[str, ...]
    lines: tuple[str, ...]
    whiskers: tuple[tuple[float, float, float], ...]
    rubrics: tuple[float, ...]
    models: tuple[float, ...]


def draw_trend(
    weeks: Sequence[GroupFigures],
    estimate_of: Callable[[CallFigures], Estimate | None],
    unit: Unit,
    frame: Frame = LARGE,
) -> Trend | None:
    """Return the drawing of one measure; ``None`` where no week has a value.

    Parameters
    ----------
    weeks
        The figures of each week, as `callqa.figures.team_figures.weekly_figures` groups them.
    estimate_of
        Picks the measure from a week's figures.
    unit
        The unit of the measure.
    frame
        The size.
    """
    known = [
        (week_start(week.key), estimate, week)
        for week in weeks
        if week.key is not None
        for estimate in [estimate_of(week.figures)]
        if estimate is not None and estimate.mean is not None
    ]
    if not known:
        return None
    estimates = [estimate for _, estimate, _ in known]
    scale = scale_for(
        unit,
        (each.mean for each in estimates if each.mean is not None),
        (each.high for each in estimates if each.high is not None),
        frame.bottom,
        frame.top,
    )
    points = tuple(_points([(day, each) for day, each, _ in known], scale, frame))
    runs = tuple(_runs(points))
    return Trend(
        frame=frame,
        scale=scale,
        steps=tuple((scale.at(value), value) for value in scale.ticks()),
        points=points,
        bands=tuple(band for run in runs for band in _bands(run)),
        lines=tuple(_list((each.x, each.y) for each in run) for run in runs if len(run) > 1),
        whiskers=tuple(_whiskers(runs)),
        rubrics=_changes(points, [week.figures.rubrics for _, _, week in known]),
        models=_changes(points, [week.figures.models for _, _, week in known]),
    )


def week_start(label: str) -> date:
    """Return the Monday of an ISO week such as ``2026-W03``."""
    return datetime.strptime(f"{label}-1", "%G-W%V-%u").date()


def _points(
    known: Sequence[tuple[date, Estimate]], scale: Scale, frame: Frame
) -> Iterator[WeekPoint]:
    first, last = known[0][0], known[-1][0]
    count = (last - first).days // 7 + 1
    gap = (frame.right - frame.left) / count
    every = max(1, -(-int(_LEAST_LABEL_GAP) // max(1, int(gap))))
    for day, each in known:
        index = (day - first).days // 7
        yield WeekPoint(
            x=round(frame.left + (index + 0.5) * gap, 1),
            y=scale.at(each.mean or 0.0),
            low_y=None if each.low is None else scale.at(each.low),
            high_y=None if each.high is None else scale.at(each.high),
            n=each.n,
            few=each.n < MIN_CALLS,
            week=day,
            label=f"{day:%m-%d}" if index % every == 0 else "",
            estimate=each,
        )


def _runs(points: Sequence[WeekPoint]) -> Iterator[list[WeekPoint]]:
    """Yield weeks that follow each other."""
    run: list[WeekPoint] = []
    for point in points:
        if run and (point.week - run[-1].week).days > 7:
            yield run
            run = []
        run.append(point)
    yield run


def _with_interval(run: Iterable[WeekPoint]) -> Iterator[list[tuple[float, float, float]]]:
    part: list[tuple[float, float, float]] = []
    for point in run:
        if point.low_y is not None and point.high_y is not None:
            part.append((point.x, point.low_y, point.high_y))
        elif part:
            yield part
            part = []
    if part:
        yield part


def _bands(run: Sequence[WeekPoint]) -> Iterator[str]:
    for part in _with_interval(run):
        if len(part) > 1:
            upper = [(x, high) for x, _, high in part]
            lower = [(x, low) for x, low, _ in reversed(part)]
            yield _list(upper + lower)


def _whiskers(runs: Iterable[Sequence[WeekPoint]]) -> Iterator[tuple[float, float, float]]:
    for run in runs:
        yield from (part[0] for part in _with_interval(run) if len(part) == 1)


def _changes(points: Sequence[WeekPoint], versions: Sequence[tuple[str, ...]]) -> tuple[float, ...]:
    return tuple(
        point.x
        for point, (before, now) in zip(points[1:], pairwise(versions), strict=True)
        if set(now) - set(before)
    )


def _list(pairs: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in pairs)
