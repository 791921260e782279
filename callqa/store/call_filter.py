"""A filter of calls as conditions on the tables."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from sqlalchemy import ColumnElement, Connection, and_, false, or_, select, union

from callqa.domain.listing import CallFilter, Range
from callqa.store.tables import agent_aliases, agents, calls, flags, memberships, situations

Condition = ColumnElement[bool]


def conditions(connection: Connection, where: CallFilter) -> tuple[Condition, ...]:
    """Return what must hold for a row of `calls`; agents and teams are looked up at once."""
    return (
        *_people(connection, where),
        *_one_of(where),
        *_ranges(where),
        *_beside(where),
    )


def index_for(where: CallFilter) -> str | None:
    """Return the index by which SQLite reads the calls of a filter in one pass.

    ``None`` leaves it to SQLite, which then starts from the one column, or the table beside, that
    is sure to leave few calls.
    """
    by_column = where.customer or where.assigned_to or where.interaction
    if by_column or where.flags or where.severity or where.situations or where.only:
        return None
    return "ix_calls_by_agent" if where.agents or where.team else "ix_calls_listed"


def _people(connection: Connection, where: CallFilter) -> Iterator[Condition]:
    if where.agents:
        named = union(
            select(agents.c.id).where(agents.c.name.in_(where.agents)),
            select(agent_aliases.c.agent).where(agent_aliases.c.alias.in_(where.agents)),
        )
        yield calls.c.agent.in_(connection.execute(named).scalars().all())
    if where.team is not None:
        yield _in_team(connection, where.team, where.zone)


def _in_team(connection: Connection, team: str, zone: tzinfo | None) -> Condition:
    """Return the calls of a team: members of the same days share one condition."""
    members: dict[tuple[date | None, date | None], list[int]] = {}
    found = select(memberships.c.agent, memberships.c.since, memberships.c.until)
    for agent, since, until in connection.execute(found.where(memberships.c.team == team)):
        members.setdefault((since, until), []).append(agent)
    anybody = calls.c.agent.in_([agent for each in members.values() for agent in each])
    return anybody & or_(
        false(),
        *(
            and_(
                calls.c.agent.in_(each),
                *(() if since is None else (calls.c.started_at >= _midnight(since, zone),)),
                *(
                    ()
                    if until is None
                    else (calls.c.started_at < _midnight(until + timedelta(days=1), zone),)
                ),
            )
            for (since, until), each in members.items()
        ),
    )


def _midnight(day: date, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, time(), zone).astimezone()


def _one_of(where: CallFilter) -> Iterator[Condition]:
    several: dict[str, Sequence[str]] = {
        "queue": where.queues,
        "review_state": where.review_states,
        "health": where.health,
        "language": where.languages,
    }
    for column, values in several.items():
        if values:
            yield calls.c[column].in_(values)
    for column in ("customer", "assigned_to", "interaction", "status"):
        value = getattr(where, column)
        if value is not None:
            yield calls.c[column] == value
    if where.only:
        yield calls.c.id.in_(where.only)
    if where.left_out:
        yield calls.c.id.not_in(where.left_out)


def _ranges(where: CallFilter) -> Iterator[Condition]:
    if where.started_from is not None:
        yield calls.c.started_at >= where.started_from
    if where.started_to is not None:
        yield calls.c.started_at < where.started_to
    if where.score is not None:
        yield from _within("score", where.score)
    for column, limits in where.measures.items():
        yield from _within(column, limits)


def _within(column: str, limits: Range) -> Iterator[Condition]:
    low, high = limits
    yield calls.c[column].is_not(None)
    if low is not None:
        yield calls.c[column] >= low
    if high is not None:
        yield calls.c[column] <= high


def _beside(where: CallFilter) -> Iterator[Condition]:
    """Return conditions on what stands in tables beside the calls."""
    if where.flags:
        yield calls.c.id.in_(select(flags.c.call).where(flags.c.code.in_(where.flags)))
    if where.severity is not None:
        yield calls.c.id.in_(select(flags.c.call).where(flags.c.severity == where.severity))
    if where.situations:
        codes = situations.c.code.in_(where.situations)
        yield calls.c.id.in_(select(situations.c.call).where(codes))
