"""Reports on one agent and on one team over a period, put together from the calls."""

from collections.abc import Sequence
from datetime import tzinfo

from sqlalchemy import Connection, select

from callqa.domain.listing import CallFilter
from callqa.errors import UsageError
from callqa.figures.facts import CallFacts
from callqa.figures.group_figures import call_figures, compare_figures
from callqa.figures.team_figures import team_figures, weekly_figures
from callqa.figures.themes import find_themes
from callqa.report.agent_report import AgentReport
from callqa.report.period_report import CallLink, PeriodFigures
from callqa.report.team_report import TeamReport
from callqa.service.context import Context
from callqa.service.figures import EVERY_CALL, question_texts
from callqa.service.period_facts import DayRange, PeriodFacts, period_facts
from callqa.service.proof import count_proofs, proven_questions
from callqa.service.rubric_in_force import rubric_of
from callqa.store.people import all_agents, find_agent
from callqa.store.rubrics import all_rubrics
from callqa.store.tables import memberships

_ID_DIGITS = 12


def agent_report(
    context: Context, connection: Connection, name: str, days: DayRange
) -> AgentReport:
    """Return what the report on an agent shows; the rank is the one among all agents.

    Raises
    ------
    UsageError
        There is no such agent, or the agent has no call in these days.
    """
    row = find_agent(connection, name)
    if row is None:
        raise UsageError(
            "is no agent of this store.", subject=name, remedy="See 'callqa people list'."
        )
    agent = all_agents(connection)[row].name
    own = period_facts(context, connection, CallFilter(agents=(agent,)), days)
    _refuse_empty(own, agent)
    everybody = period_facts(context, connection, EVERY_CALL, days)
    ranked = team_figures(everybody.calls, (), "agent", everybody.bounds)
    return AgentReport(
        agent=agent,
        teams=tuple(sorted({each.team for each in own.calls if each.team})),
        rank=next(each.rank for each in ranked.groups if each.key == agent),
        content=_content(context, connection, own),
    )


def team_report(context: Context, connection: Connection, name: str, days: DayRange) -> TeamReport:
    """Return what the report on a team shows: its agents, and all of them together.

    Raises
    ------
    UsageError
        There is no such team, or it has no call in these days.
    """
    known = select(memberships.c.id).where(memberships.c.team == name).limit(1)
    if connection.execute(known).first() is None:
        raise UsageError(
            "is no team of this store.", subject=name, remedy="See 'callqa people list'."
        )
    own = period_facts(context, connection, CallFilter(team=name), days)
    _refuse_empty(own, name)
    return TeamReport(
        title=name,
        by="agent",
        groups=team_figures(own.calls, own.before, "agent", own.bounds).groups,
        content=_content(context, connection, own),
    )


def _refuse_empty(found: PeriodFacts, name: str) -> None:
    if not found.calls:
        raise UsageError(
            f"has no call in {found.period.label}.",
            subject=name,
            remedy="Choose other days with --from and --to.",
        )


def _content(context: Context, connection: Connection, found: PeriodFacts) -> PeriodFigures:
    figures = call_figures(found.calls, found.bounds)
    weeks = weekly_figures((*found.before, *found.calls), (), found.zone, found.bounds)
    return PeriodFigures(
        period=found.period,
        zone=found.zone,
        made_at=context.now(),
        figures=figures,
        change=compare_figures(figures, call_figures(found.before, found.bounds)),
        weeks=weeks.groups,
        scores=tuple(each.score for each in found.calls if each.score is not None),
        proof=count_proofs(proven_questions(connection, context)),
        pass_mark=_pass_mark(connection, figures.rubrics),
        themes=find_themes(found.named),
        questions=question_texts(connection),
        calls=_links(found.calls, found.zone),
    )


def _pass_mark(connection: Connection, keys: Sequence[str]) -> float | None:
    marks = {
        rubric_of(each).pass_mark
        for each in all_rubrics(connection)
        if f"{each.id} {each.version}" in keys
    }
    return marks.pop() if len(marks) == 1 else None


def _links(facts: Sequence[CallFacts], zone: tzinfo) -> dict[str, CallLink]:
    """Name calls by their time and the beginning of their id, by which a list shows them."""
    return {
        each.call_id: CallLink(
            f"{each.started_at.astimezone(zone):%Y-%m-%d %H:%M} {each.call_id[:_ID_DIGITS]}"
        )
        for each in facts
    }
