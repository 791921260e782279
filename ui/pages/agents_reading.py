"""What the agents page asks of the store; run off the window's thread."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from callqa.domain.coaching import CoachingItem, CoachingKind
from callqa.domain.listing import CallFilter, Sort
from callqa.service.coaching import FlaggedMoment
from callqa.service.figures import GroupedFigures, GroupFigures, Period
from callqa.service.local_zone import centre_zone
from callqa.service.period_facts import DayRange
from callqa.service.workspace import Workspace
from ui.formats import moment as when
from ui.i18n import text
from ui.itemmodels.coaching import CoachingRow, Followed
from ui.itemmodels.figure import said, titled
from ui.itemmodels.found_moments import FoundMoment
from ui.pages.agents_facts import better_of, figure_of, shift_of, unit_of
from ui.pages.agents_names import measure_title
from ui.pages.agents_scope import Scope, calls_behind, last_day, of_group

MOST_MOMENTS = 5
"""Calls that are looked into for moments of either kind: what a talk with an agent has time for."""

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """The groups of a period, and the coaching items of all agents."""

    found: GroupedFigures
    items: tuple[CoachingItem, ...]
    teams: tuple[str, ...]
    agents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgentFacts:
    """One agent over a period.

    weeks : of the period and the one before it, as the reports draw them
    span : Mondays of the first and the last of these weeks
    scores : 0 to 100, of the calls that have one
    where : the calls behind the figures
    bands : where a measure should be, as rubric and settings say
    pass_mark : ``None`` where calls were judged by several rubrics
    """

    name: str
    teams: tuple[str, ...]
    found: GroupedFigures
    weeks: tuple[GroupFigures, ...]
    span: tuple[date, date]
    scores: tuple[float, ...]
    where: CallFilter
    bands: Mapping[str, tuple[float, float]]
    pass_mark: float | None

    @property
    def group(self) -> GroupFigures | None:
        """The agent's figures, ``None`` without a call in the period."""
        return self.found.figures.groups[0] if self.found.figures.groups else None


def today_of(workspace: Workspace) -> date:
    """Return what day it is in the centre."""
    context = workspace.context
    return context.now().astimezone(centre_zone(context)).date()


def read_team(workspace: Workspace, scope: Scope) -> TeamFacts:
    """Return the figures of every group."""
    found = workspace.figures.team(scope.by, scope.where, scope.days(workspace))
    items = workspace.coaching.items() if workspace.context.may("coach") else ()
    if not workspace.context.may("see_calls"):
        return TeamFacts(found, items, (), tuple(_names(found)))
    known = [each.agent for each in workspace.people.agents()]
    teams = sorted({each.team for agent in known for each in agent.teams})
    return TeamFacts(found, items, tuple(teams), tuple(each.name for each in known))


def read_agent(workspace: Workspace, scope: Scope, name: str) -> AgentFacts:
    """Return the figures of one agent, with the weeks and the scores behind them."""
    where = of_group(replace(scope.where, team=None), "agent", name)
    found = workspace.figures.team("agent", where, scope.days(workspace))
    period = found.period
    weeks = workspace.figures.weeks(where, DayRange(period.previous().first, last_day(period)))
    behind = calls_behind(workspace.context, where, period)
    rubrics = found.figures.overall.rubrics
    bands = _bands(workspace)
    return AgentFacts(
        name=name,
        teams=_teams_in(workspace, name, period),
        found=found,
        weeks=weeks.figures.groups,
        span=(weeks.period.first, weeks.period.after - timedelta(days=7)),
        scores=tuple(_scores(workspace, behind)),
        where=behind,
        bands=bands,
        pass_mark=bands["score"][0] if len(rubrics) <= 1 else None,
    )


def read_coaching(workspace: Workspace, agent: str | None) -> tuple[CoachingRow, ...]:
    """Return the coaching items of one agent with their follow-up, or of all without."""
    today = today_of(workspace)
    items = workspace.coaching.items(agent=agent)
    follow = agent is not None
    return tuple(
        CoachingRow(each, today, read_followed(workspace, each) if follow else None)
        for each in items
    )


def read_followed(workspace: Workspace, item: CoachingItem) -> Followed | None:
    """Return the measure of an item before and since its call, ``None`` without one."""
    if item.measure is None or item.agent is None:
        return None
    found = workspace.coaching.follow_up(item.id)
    unit = unit_of(item.measure)
    return Followed(
        measure_title(item.measure),
        figure_of(found.before, unit),
        figure_of(found.since, unit),
        shift_of(found.change, unit, better_of(item.measure)),
    )


def read_moments(
    workspace: Workspace, where: CallFilter, kind: CoachingKind
) -> tuple[FoundMoment, ...]:
    """Return what flags of the latest calls give to talk over; no call is looked into."""
    return tuple(
        FoundMoment(
            each.call_id,
            each.start_s,
            titled(each.flag),
            _told(each),
            each.severity,
            each.flag,
            each.item,
        )
        for each in workspace.coaching.moments(where, kind, limit=MOST_MOMENTS)
    )


def read_why(workspace: Workspace, moment: FoundMoment) -> str:
    """Return why a moment is there and what to try: the person looks into its call."""
    for each in workspace.coaching.suggest(moment.call_id):
        if each.flag == moment.flag:
            return f"{said(each.reason)} {said(each.tip)}"
    return text("agents.flag_gone")


def _told(moment: FlaggedMoment) -> str:
    began = when(moment.started_at)
    return began if moment.item is None else f"{began} · {text('agents.is_item')}"


def _names(found: GroupedFigures) -> Iterator[str]:
    for each in found.figures.groups:
        if each.key is not None:
            yield each.key


def _teams_in(workspace: Workspace, name: str, period: Period) -> tuple[str, ...]:
    if not workspace.context.may("see_calls"):
        return ()
    for known in workspace.people.agents():
        if known.agent.name == name:
            return tuple(
                each.team
                for each in known.agent.teams
                if (each.since is None or each.since < period.after)
                and (each.until is None or each.until >= period.first)
            )
    return ()


def _scores(workspace: Workspace, where: CallFilter) -> Iterator[float]:
    scored, offset = replace(where, score=(None, None)), 0
    while True:
        page = workspace.calls.list(
            scored, Sort("started_at", descending=False), limit=_AT_ONCE, offset=offset
        )
        yield from (each.score for each in page.rows if each.score is not None)
        offset += _AT_ONCE
        if offset >= page.total:
            return


def _bands(workspace: Workspace) -> dict[str, tuple[float, float]]:
    rubric = workspace.rubrics.in_force()
    talk = workspace.context.settings.talk
    limits = rubric.flags
    return {
        "score": (rubric.pass_mark, 100.0),
        "agent_ratio": (talk.agent_ratio_low, talk.agent_ratio_high),
        "interruption_rate": (0.0, limits.interruptions.max_per_10min),
        "dead_air_s": (0.0, limits.dead_air.min_total_s),
    }
