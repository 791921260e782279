"""The calls of a period as the figures see them."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, tzinfo
from typing import Any

import msgspec
from sqlalchemy import Connection, Text, cast, func, select

from callqa.domain.judgement import Severity
from callqa.domain.listing import MEASURES, CallFilter
from callqa.domain.people import Membership
from callqa.domain.review import SIGNED
from callqa.figures.facts import CallFacts, ReviewSource
from callqa.store.call_filter import Condition, conditions
from callqa.store.judged import SEVERITIES
from callqa.store.people import all_agents
from callqa.store.tables import (
    agents,
    calls,
    coaching_items,
    flags,
    rubrics,
    sampled_calls,
    situations,
)

AGENT_VOLUME = "raised_agent"
"""The measure of the agent's own volume, in no figure unless the centre says so."""

_AT_ONCE = 2000
_ANSWERS = msgspec.json.Decoder(dict[str, tuple[float | None, float | None]])
_APART = msgspec.json.Decoder(dict[str, float | None])

_COLUMNS = (
    calls.c.id,
    calls.c.call_id,
    calls.c.agent,
    agents.c.name,
    calls.c.queue,
    calls.c.started_at,
    calls.c.score,
    calls.c.passed,
    calls.c.severity,
    # as text, since msgspec reads JSON four times as fast as what the drivers read it with
    cast(calls.c.answers, Text).label("answers"),
    cast(calls.c.apart, Text).label("apart"),
    calls.c.heard_with,
    calls.c.review_state,
    calls.c.drawn,
    rubrics.c.rubric_id,
    rubrics.c.version,
)


def call_facts(
    connection: Connection, where: CallFilter, *, with_agent_volume: bool = False
) -> tuple[CallFacts, ...]:
    """Return the calls that a filter lets through, in order of time.

    Left out are calls without speech, and those of which it is not known when they began. A call
    belongs to the team that its agent was in on the day that the clocks of ``where.zone`` showed.
    Scores of sections apart stand among the measures by the section's id. Dropped coaching items
    are not counted.

    Parameters
    ----------
    where
        Which calls.
    with_agent_volume
        Put the agent's own raised volume among the measures.
    """
    holds = (
        *conditions(connection, where),
        calls.c.status == "done",
        calls.c.started_at.is_not(None),
    )
    measures = tuple(each for each in MEASURES if with_agent_volume or each != AGENT_VOLUME)
    beside = _Beside(connection, holds)
    teams = _Teams(connection, where.zone)
    query = (
        select(*_COLUMNS, *(calls.c[each] for each in measures))
        .select_from(calls.outerjoin(agents).outerjoin(rubrics))
        .where(*holds)
        .order_by(calls.c.started_at, calls.c.id)
        .execution_options(yield_per=_AT_ONCE)
    )
    return tuple(_facts(row, measures, beside, teams) for row in connection.execute(query))


def latest_start(connection: Connection) -> datetime | None:
    """Return when the latest call of the store began, ``None`` where that is known of none."""
    query = select(calls.c.started_at).order_by(calls.c.started_at.desc()).limit(1)
    found: datetime | None = connection.execute(
        query.where(calls.c.started_at.is_not(None))
    ).scalar()
    return found


def undated_count(connection: Connection, where: CallFilter) -> int:
    """Return how many calls with speech are in no period, because it is not known when they began.

    `where` is without times.
    """
    query = (
        select(func.count())
        .select_from(calls)
        .where(
            *conditions(connection, where), calls.c.status == "done", calls.c.started_at.is_(None)
        )
    )
    return int(connection.execute(query).scalar_one())


def _facts(row: Any, measures: Sequence[str], beside: "_Beside", teams: "_Teams") -> CallFacts:
    values: dict[str, float | None] = dict(zip(measures, row[len(_COLUMNS) :], strict=True))
    values.update(_APART.decode(row.apart))
    return CallFacts(
        call_id=row.call_id,
        agent=row.name,
        team=teams.at(row.agent, row.started_at),
        queue=row.queue,
        started_at=row.started_at,
        score=row.score,
        passed=row.passed,
        rubric=f"{row.rubric_id} {row.version}" if row.rubric_id else "",
        models=row.heard_with,
        measures=values,
        flags=beside.flags.get(row.id, {}),
        coaching_items=beside.coaching.get(row.id, 0),
        situations=beside.situations.get(row.id, frozenset()),
        missed=frozenset(
            [name for name, (share, _) in _ANSWERS.decode(row.answers).items() if share == 0]
        ),
        source=_source(row),
        reviewed=row.review_state in SIGNED,
        inclusion=beside.inclusion.get((row.id, row.drawn)),
    )


def _source(row: Any) -> ReviewSource | None:
    """Return how a call came under review: drawn, else for a flag to look into, else by hand."""
    source: ReviewSource | None = row.drawn
    if source is not None or row.review_state == "new":
        return source
    return "flag" if row.severity >= SEVERITIES["coach"] else "by_hand"


class _Beside:
    """What stands in tables beside the calls, by the row of the call."""

    def __init__(self, connection: Connection, holds: Sequence[Condition]) -> None:
        # Aliases: a condition may itself ask for rows of these tables.
        raised, met, items = flags.alias(), situations.alias(), coaching_items.alias()

        def rows(query: Any) -> Iterator[Any]:
            yield from connection.execute(query.where(*holds))

        self.flags: dict[int, dict[str, Severity]] = {}
        codes = select(raised.c.call, raised.c.code, raised.c.severity).join_from(raised, calls)
        for call, code, severity in rows(codes):
            known = self.flags.setdefault(call, {})
            known[code] = max(known.get(code, severity), severity, key=SEVERITIES.__getitem__)

        self.situations: dict[int, frozenset[str]] = {}
        for call, code in rows(select(met.c.call, met.c.code).join_from(met, calls)):
            self.situations[call] = self.situations.get(call, frozenset()) | {code}

        counted = select(items.c.call, func.count()).join_from(items, calls)
        kept = counted.where(items.c.state != "dropped").group_by(items.c.call)
        self.coaching: dict[int, int] = dict(rows(kept))

        # Where two samples drew a call in the same way, the later one stands.
        chances = (
            select(sampled_calls.c.call, sampled_calls.c.drawn, sampled_calls.c.inclusion)
            .join_from(sampled_calls, calls)
            .order_by(sampled_calls.c.sample)
        )
        self.inclusion: dict[tuple[int, str], float] = {
            (call, drawn): inclusion for call, drawn, inclusion in rows(chances)
        }


class _Teams:
    """Which team an agent was in on the day of a call."""

    def __init__(self, connection: Connection, zone: tzinfo | None) -> None:
        self._zone = zone
        self._times = {row: agent.teams for row, agent in all_agents(connection).items()}

    def at(self, agent: int | None, moment: datetime) -> str | None:
        """Return the team of an agent, by row; ``None`` where there is none."""
        times = self._times.get(agent, ()) if agent is not None else ()
        if not times:
            return None
        day = moment.astimezone(self._zone).date()
        return next((each.team for each in times if _holds(each, day)), None)


def _holds(time: Membership, day: date) -> bool:
    return (time.since is None or time.since <= day) and (time.until is None or day <= time.until)
