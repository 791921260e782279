"""Samples: which calls a plan could draw, and the log of what it drew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, text, update

from callqa.domain.judgement import Severity
from callqa.domain.listing import CallFilter
from callqa.domain.review import Drawn, ReviewState
from callqa.figures.sampling import Draw
from callqa.store.call_filter import conditions
from callqa.store.tables import agents, calls, flags, sampled_calls, samples

UNBIASED: tuple[Drawn, ...] = ("random", "stratified")
"""Plans that look at nothing which bears on how good a call is."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A call that a plan could draw, with what plans look at; `row` is its place in the store."""

    row: int
    call_id: str
    agent: str | None
    started_at: datetime | None
    severities: frozenset[Severity]
    score: float | None
    empathy_score: float | None
    review_state: ReviewState


@dataclass(frozen=True, slots=True)
class LoggedSample:
    """A draw as it was logged; `plan` holds all that repeats it, beside `seed`."""

    id: int
    at: datetime
    who: str
    plan: dict[str, Any]
    seed: int
    calls: int


def hold_samples(connection: Connection) -> None:
    """Keep other draws away until the transaction ends, so that none draws the same calls.

    With SQLite the transaction is the one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE samples IN SHARE ROW EXCLUSIVE MODE"))


def candidates(
    connection: Connection, where: CallFilter, drawn_by: Drawn | None = None
) -> tuple[Candidate, ...]:
    """Return the calls of a filter that a plan could draw, in the order of their rows.

    A call is drawn once by what is not biased. Such a plan still draws from calls that people chose
    or that risk has drawn: without them, its average would speak of the harmless calls alone. A
    plan by risk leaves out whatever was drawn or is under review. Without a plan, all are returned.
    """
    query = (
        select(
            calls.c.id.label("row"),
            calls.c.call_id,
            agents.c.name.label("agent"),
            calls.c.started_at,
            calls.c.score,
            calls.c.empathy_score,
            calls.c.review_state,
        )
        .select_from(calls.outerjoin(agents, agents.c.id == calls.c.agent))
        .where(*conditions(connection, where), calls.c.status == "done")
        .order_by(calls.c.id)
    )
    if drawn_by in UNBIASED:
        query = query.where(func.coalesce(calls.c.drawn, "").not_in(UNBIASED))
    elif drawn_by is not None:
        query = query.where(calls.c.drawn.is_(None), calls.c.review_state == "new")
    rows = connection.execute(query).all()
    severities = _severities(connection, where) if drawn_by == "risk" else {}
    return tuple(
        Candidate(severities=frozenset(severities.get(row.row, ())), **row._asdict())
        for row in rows
    )


def log_sample(
    connection: Connection, plan: dict[str, Any], seed: int, *, at: datetime, who: str
) -> int:
    """Write a draw into the log and return its number."""
    added = insert(samples).values(at=at, who=who, plan=plan, seed=seed).returning(samples.c.id)
    return int(connection.execute(added).scalar_one())


def put_drawn(connection: Connection, sample: int, drawn: Sequence[tuple[int, Draw]]) -> None:
    """Write which calls, by row, a draw took, and mark them."""
    if not drawn:
        return
    # Held in the order of their rows, as by everybody who changes several calls.
    held = select(calls.c.id).where(calls.c.id.in_([row for row, _ in drawn])).order_by(calls.c.id)
    connection.execute(held.with_for_update()).all()
    rows = [
        {"sample": sample, "call": row, "drawn": draw.reason, "inclusion": draw.inclusion}
        for row, draw in drawn
    ]
    connection.execute(insert(sampled_calls), rows)
    for reason in {draw.reason for _, draw in drawn}:
        taken = [row for row, draw in drawn if draw.reason == reason]
        connection.execute(update(calls).where(calls.c.id.in_(taken)).values(drawn=reason))


def mark_by_hand(connection: Connection, call: int) -> None:
    """Mark a call that a person chose; one that a plan has drawn stays as it is."""
    connection.execute(
        update(calls).where(calls.c.id == call, calls.c.drawn.is_(None)).values(drawn="by_hand")
    )


def all_samples(connection: Connection) -> tuple[LoggedSample, ...]:
    """Return every draw, the latest first."""
    query = (
        select(
            samples.c.id,
            samples.c.at,
            samples.c.who,
            samples.c.plan,
            samples.c.seed,
            func.count(sampled_calls.c.call).label("calls"),
        )
        .select_from(samples.outerjoin(sampled_calls))
        .group_by(samples.c.id)
        .order_by(samples.c.id.desc())
    )
    return tuple(LoggedSample(**row._asdict()) for row in connection.execute(query))


def _severities(connection: Connection, where: CallFilter) -> dict[int, set[Severity]]:
    query = (
        select(flags.c.call, flags.c.severity)
        .join_from(flags, calls)
        .where(*conditions(connection, where))
        .distinct()
    )
    found: dict[int, set[Severity]] = {}
    for call, severity in connection.execute(query):
        found.setdefault(call, set()).add(severity)
    return found
