"""Stored calls in bulk, to be judged again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from callqa.domain.edits import Edit
from callqa.domain.review import SIGNED
from callqa.store.edits import edits_by_call
from callqa.store.tables import calls, findings, flags, hearings, transcripts


@dataclass(frozen=True, slots=True)
class StandingVerdict:
    """A call's findings as stored, with the verdict that stands.

    data : ``None`` where they were lost, as in a store saved from a damaged file
    machine : findings without what people changed; ``None`` where they are the same
    flags : severity by code
    """

    row: int
    call_id: str
    data: bytes | None
    machine: bytes | None
    log: tuple[Edit, ...]
    score: float | None
    passed: bool | None
    answers: dict[str, list[float | None]]
    revision: int
    flags: dict[str, str]


def is_signed() -> ColumnElement[bool]:
    """Return the condition that a person has signed the verdict of a call."""
    return calls.c.review_state.in_(sorted(SIGNED))


def standing_verdicts(
    connection: Connection, *, after: int, limit: int
) -> tuple[StandingVerdict, ...]:
    """Return calls whose verdict no person has signed, in the order of their rows.

    Parameters
    ----------
    after, limit
        The row after which to begin, 0 for the first, and how many at most.
    """
    rows = unsigned_rows(connection, after=after, limit=limit)
    return _verdicts(connection, rows)


def held_verdicts(connection: Connection, rows: Sequence[int]) -> tuple[StandingVerdict, ...]:
    """Return those of some calls that no person has signed, by row, also where findings were lost.

    Other writers are kept away from them until the transaction ends.
    """
    held = select(calls.c.id).where(calls.c.id.in_(rows)).order_by(calls.c.id).with_for_update()
    # What hangs on a call is read after it is held: it may have been waited for.
    return _verdicts(connection, list(connection.execute(held).scalars()))


def unsigned_rows(
    connection: Connection, *, after: int, limit: int, but_scored_by: int | None = None
) -> tuple[int, ...]:
    """Return the rows of calls whose verdict no person has signed, in order.

    Parameters
    ----------
    after, limit
        The row after which to begin, 0 for the first, and how many at most.
    but_scored_by
        The row of a rubric; calls that it scored already are left out.
    """
    query = (
        select(calls.c.id)
        .join_from(calls, findings)
        .where(calls.c.id > after, ~is_signed())
        .order_by(calls.c.id)
        .limit(limit)
    )
    if but_scored_by is not None:
        query = query.where(calls.c.rubric.is_distinct_from(but_scored_by))
    return tuple(connection.execute(query).scalars())


def _verdicts(connection: Connection, ids: Sequence[int]) -> tuple[StandingVerdict, ...]:
    query = (
        select(
            calls.c.id,
            calls.c.call_id,
            findings.c.data,
            findings.c.machine,
            calls.c.score,
            calls.c.passed,
            calls.c.answers,
            calls.c.revision,
        )
        .join_from(calls, findings, isouter=True)
        .where(calls.c.id.in_(ids), ~is_signed())
        .order_by(calls.c.id)
    )
    rows = connection.execute(query).all()
    logs = edits_by_call(connection, [row.id for row in rows if row.revision])
    raised = _flags_of(connection, [row.id for row in rows])
    return tuple(
        StandingVerdict(
            row=row.id,
            call_id=row.call_id,
            data=row.data,
            machine=row.machine,
            log=logs.get(row.id, ()),
            score=row.score,
            passed=row.passed,
            answers=row.answers,
            revision=row.revision,
            flags=raised.get(row.id, {}),
        )
        for row in rows
    )


def signed_count(connection: Connection) -> int:
    """Return how many calls have a verdict that a person has signed."""
    query = select(func.count()).select_from(calls).where(is_signed())
    return int(connection.execute(query).scalar_one())


def stale_calls(connection: Connection, made_with: Mapping[str, str]) -> tuple[list[int], ...]:
    """Return the rows of unsigned calls that other phrases or thresholds measured, by agent.

    Calls whose findings or words for the search were lost are among them, as a store has them that
    was saved from a damaged file. The calls of an agent are one list in order of time, since a call
    is set against the voice of the agent in earlier ones; a call that is set against none is a list
    of its own. A call whose words were removed cannot be measured again and is left out.

    Parameters
    ----------
    made_with
        The digest in force for each language.
    """
    query = (
        select(
            calls.c.id,
            calls.c.language,
            calls.c.judged_with,
            calls.c.agent,
            calls.c.started_at,
            (findings.c.call.is_(None) | transcripts.c.call.is_(None)).label("is_lost"),
        )
        .select_from(
            calls.join(hearings)
            .outerjoin(findings, findings.c.call == calls.c.id)
            .outerjoin(transcripts, transcripts.c.call == calls.c.id)
        )
        .where(calls.c.status == "done", ~is_signed())
        .order_by(calls.c.started_at, calls.c.id)
    )
    alone: list[list[int]] = []
    by_agent: dict[int, list[int]] = {}
    for row in connection.execute(query):
        in_force = made_with.get(row.language, row.judged_with)
        if row.judged_with == in_force and not row.is_lost:
            continue
        if row.agent is None or row.started_at is None:
            alone.append([row.id])
        else:
            by_agent.setdefault(row.agent, []).append(row.id)
    return (*by_agent.values(), *alone)


def unsigned_count(connection: Connection, *, but_scored_by: int | None = None) -> int:
    """Return how many calls `standing_verdicts` has in all."""
    query = select(func.count()).select_from(calls.join(findings)).where(~is_signed())
    if but_scored_by is not None:
        query = query.where(calls.c.rubric.is_distinct_from(but_scored_by))
    return int(connection.execute(query).scalar_one())


def languages(connection: Connection) -> tuple[str, ...]:
    """Return the languages of the calls in the store."""
    return tuple(connection.execute(select(calls.c.language).distinct()).scalars())


def _flags_of(connection: Connection, rows: Sequence[int]) -> dict[int, dict[str, str]]:
    query = select(flags.c.call, flags.c.code, flags.c.severity).where(flags.c.call.in_(rows))
    raised: dict[int, dict[str, str]] = {}
    for row in connection.execute(query):
        raised.setdefault(row.call, {})[row.code] = row.severity
    return raised
