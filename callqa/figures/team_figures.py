"""Figures per agent, team, queue or week."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from operator import attrgetter
from typing import Literal, TypeVar

from callqa.figures.facts import CallFacts
from callqa.figures.group_figures import (
    CallFigures,
    FiguresChange,
    call_figures,
    compare_figures,
)
from callqa.figures.intervals import Bounds
from callqa.figures.periods import Period, week_of
from callqa.figures.ranking import Rank, rank_groups

Grouping = Literal["agent", "team", "queue"]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """One agent, team, queue or week.

    key : its name, or the label of the week; ``None`` gathers the calls where it is unknown
    rank : by mean score, where at least 10 calls have one; weeks are not ranked
    change : against the same group in the period before, or the week before
    """

    key: str | None
    figures: CallFigures
    change: FiguresChange
    rank: Rank | None


@dataclass(frozen=True, slots=True)
class TeamFigures:
    """All groups in order of their keys, and all their calls together.

    Ranks compare calls judged by different rubrics where `overall` mixes them.
    """

    overall: CallFigures
    change: FiguresChange
    groups: tuple[GroupFigures, ...]


def team_figures(
    facts: Iterable[CallFacts],
    before: Iterable[CallFacts],
    by: Grouping,
    bounds: Mapping[str, Bounds],
) -> TeamFigures:
    """Return the figures of each agent, team or queue.

    Parameters
    ----------
    facts, before
        The calls of the period, and of the one before it.
    by
        What makes a group.
    bounds
        The range of each measure that has one.
    """
    now, then = tuple(facts), tuple(before)
    name: Callable[[CallFacts], str | None] = attrgetter(by)
    groups = _figures_by(name, now, bounds)
    earlier = _figures_by(name, then, bounds)
    ranks = rank_groups({key: each.score for key, each in groups.items() if key is not None})
    return _team_figures(
        call_figures(now, bounds),
        call_figures(then, bounds),
        (
            GroupFigures(
                key,
                groups[key],
                compare_figures(groups[key], earlier.get(key, call_figures((), bounds))),
                ranks.get(key) if key is not None else None,
            )
            for key in sorted(groups, key=lambda key: (key is None, key or ""))
        ),
    )


def weekly_figures(
    facts: Iterable[CallFacts],
    before: Iterable[CallFacts],
    zone: tzinfo,
    bounds: Mapping[str, Bounds],
) -> TeamFigures:
    """Return the figures of each ISO week in `zone`, each compared with the week before it.

    Calls in `before` serve the comparison only, and belong to weeks before those of `facts`; the
    other parameters are those of `team_figures`.
    """
    now, then = tuple(facts), tuple(before)

    def week(call: CallFacts) -> Period:
        return week_of(call.started_at, zone)

    weeks = _figures_by(week, now, bounds)
    known = {**_figures_by(week, then, bounds), **weeks}
    return _team_figures(
        call_figures(now, bounds),
        call_figures(then, bounds),
        (
            GroupFigures(
                each.label,
                weeks[each],
                compare_figures(weeks[each], known.get(each.previous(), call_figures((), bounds))),
                None,
            )
            for each in sorted(weeks, key=lambda week: week.first)
        ),
    )


def _figures_by(
    key: Callable[[CallFacts], Key], facts: Iterable[CallFacts], bounds: Mapping[str, Bounds]
) -> dict[Key, CallFigures]:
    groups: dict[Key, list[CallFacts]] = {}
    for each in facts:
        groups.setdefault(key(each), []).append(each)
    return {name: call_figures(members, bounds) for name, members in groups.items()}


def _team_figures(
    overall: CallFigures, before: CallFigures, groups: Iterable[GroupFigures]
) -> TeamFigures:
    return TeamFigures(overall, compare_figures(overall, before), tuple(groups))
