"""From the figures of the service to what tables and charts of the agents page take."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime

from callqa.domain.coaching import CoachingItem
from callqa.domain.judgement import Severity
from callqa.domain.scale import Unit
from callqa.service.figures import (
    MIN_CALLS,
    CallFigures,
    Change,
    Estimate,
    FiguresChange,
    GroupedFigures,
    GroupFigures,
    Proportion,
    Rank,
    Theme,
    measure_name,
)
from ui.i18n import named
from ui.itemmodels.coaching import OPEN_STATES
from ui.itemmodels.figure import Better, Figure, Shift, titled
from ui.itemmodels.team import MEASURES, SEVERITIES, Standing, TeamRow
from ui.itemmodels.themes import ThemeRow
from ui.widgets.flag_shares import FlagShare
from ui.widgets.week_bars import WeekFlags
from ui.widgets.week_points import WeekPoint

TRENDS = ("score", *MEASURES, "dead_air_s")
"""Measures that have a trend on an agent's page."""


def unit_of(measure: str) -> Unit:
    """Return how values of a measure are written."""
    return "points" if measure == "score" else measure_name(measure).unit


def better_of(measure: str) -> Better:
    """Return which way of a measure is better."""
    return "higher" if measure == "score" else measure_name(measure).better


def figure_of(estimate: Estimate, unit: Unit) -> Figure:
    """Return a mean as it is shown."""
    return Figure(
        estimate.mean, estimate.low, estimate.high, estimate.n, unit, estimate.n < MIN_CALLS
    )


def share_of(share: Proportion) -> Figure:
    """Return a share of calls as it is shown."""
    return Figure(share.share, share.low, share.high, share.n, "share", share.n < MIN_CALLS)


def shift_of(change: Change, unit: Unit, better: Better = "neither") -> Shift:
    """Return a change as it is shown."""
    return Shift(
        change.difference,
        change.low,
        change.high,
        change.n,
        change.n_before,
        change.significant,
        change.untold,
        unit,
        better,
    )


def measure_figure(figures: CallFigures, measure: str) -> Figure:
    """Return the score or a measure of some calls; without a value where none has one."""
    if measure == "score":
        return figure_of(figures.score, "points")
    found = figures.measures.get(measure)
    unit = unit_of(measure)
    return figure_of(found, unit) if found else Figure(None, None, None, 0, unit, few=True)


def measure_shift(group: GroupFigures, measure: str) -> Shift | None:
    """Return how the score or a measure of a group changed; ``None`` where no call has one."""
    found = group.change.score if measure == "score" else group.change.measures.get(measure)
    return shift_of(found, unit_of(measure), better_of(measure)) if found else None


def flag_counts(figures: CallFigures) -> dict[str, int]:
    """Return how many flags of each severity were raised, each once a call."""
    counts: Counter[str] = Counter()
    for each in figures.flags:
        counts[each.severity] += each.calls.count
    return {severity: counts[severity] for severity in SEVERITIES}


def standing_of(rank: Rank | None) -> Standing | None:
    """Return a rank as it is shown."""
    return None if rank is None else Standing(rank.best, rank.worst, rank.groups)


def team_rows(
    found: GroupedFigures, items: Sequence[CoachingItem], today: date
) -> tuple[TeamRow, ...]:
    """Return a row for each group; coaching items count for agents only.

    That rubrics or models are mixed is marked where they are not so in every group.
    """
    mixed = [
        each.figures.mixes_rubrics or each.figures.mixes_models for each in found.figures.groups
    ]
    open_items: Counter[str | None] = Counter()
    late: Counter[str | None] = Counter()
    if found.by == "agent":
        for each in items:
            if each.state in OPEN_STATES:
                open_items[each.agent] += 1
                late[each.agent] += each.due is not None and each.due < today
    return tuple(
        TeamRow(
            name=group.key,
            calls=group.figures.n,
            score=figure_of(group.figures.score, "points"),
            change=shift_of(group.change.score, "points", "higher"),
            measures={each: measure_figure(group.figures, each) for each in MEASURES},
            flags=flag_counts(group.figures),
            open_items=open_items[group.key],
            late_items=late[group.key],
            standing=standing_of(group.rank),
            mixed=is_mixed and not all(mixed),
        )
        for group, is_mixed in zip(found.figures.groups, mixed, strict=True)
    )


def monday_of(label: str) -> date:
    """Return the Monday of an ISO week such as ``2026-W03``."""
    return datetime.strptime(f"{label}-1", "%G-W%V-%u").date()


def week_points(weeks: Sequence[GroupFigures], measure: str) -> tuple[WeekPoint, ...]:
    """Return the weeks in which a measure has a value."""
    points = []
    before: CallFigures | None = None
    for week in weeks:
        figure = measure_figure(week.figures, measure)
        if week.key is None or figure.value is None:
            continue
        points.append(
            WeekPoint(
                monday_of(week.key),
                figure,
                new_rubric=_has_new(before, week.figures, lambda each: each.rubrics),
                new_models=_has_new(before, week.figures, lambda each: each.models),
            )
        )
        before = week.figures
    return tuple(points)


def week_flags(
    weeks: Sequence[GroupFigures], severities: Sequence[Severity]
) -> tuple[WeekFlags, ...]:
    """Return the flags of each week, of these severities only."""
    return tuple(
        WeekFlags(
            monday_of(week.key),
            tuple((each, counts[each]) for each in severities if counts[each]),
            week.figures.n,
        )
        for week in weeks
        if week.key is not None
        for counts in [flag_counts(week.figures)]
    )


def flag_shares(
    figures: CallFigures, changes: FiguresChange, severities: Sequence[Severity]
) -> tuple[FlagShare, ...]:
    """Return the flags of these severities, the gravest first, then the most frequent."""
    return tuple(
        FlagShare(
            each.code,
            each.severity,
            titled(each.code),
            each.calls.count,
            share_of(each.calls),
            shift_of(
                changes.flags[each.code],
                "share",
                "higher" if each.severity == "praise" else "lower",
            ),
        )
        for each in figures.flags
        if each.severity in severities
    )


def theme_row(theme: Theme, asked: str) -> ThemeRow:
    """Return a theme as it is shown; `asked` is the text of its question."""
    return ThemeRow(
        situation=theme.situation,
        question=theme.question,
        name=named("situation", theme.situation),
        asked=asked,
        missed=share_of(theme.missed),
        count=theme.missed.count,
        elsewhere=share_of(theme.elsewhere),
        elsewhere_count=theme.elsewhere.count,
        difference=shift_of(theme.difference, "share", "lower"),
        excess=theme.excess,
    )


def _has_new(
    before: CallFigures | None,
    now: CallFigures,
    versions: Callable[[CallFigures], tuple[str, ...]],
) -> bool:
    return before is not None and bool(set(versions(now)) - set(versions(before)))
