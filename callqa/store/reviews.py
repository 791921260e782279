"""The way of calls through review: steps, disputes and signed verdicts are appended."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from callqa.domain.judgement import Judgement
from callqa.domain.review import Dispute, ReviewStep
from callqa.rules.packed import pack, unpack
from callqa.store.tables import calls, disputes, review_steps, signed_verdicts


def add_step(
    connection: Connection, call: int, step: ReviewStep, disputed: Sequence[Dispute] = ()
) -> None:
    """Write a step and put the call into its new state; `disputed` are the questions disputed.

    The transaction must have taken the call to change it (see `callqa.store.loading.load_call`).
    """
    row = connection.execute(
        insert(review_steps)
        .values(
            call=call,
            at=step.at,
            who=step.who,
            before=step.before,
            after=step.after,
            comment=step.comment,
        )
        .returning(review_steps.c.id)
    ).scalar_one()
    if disputed:
        values = [
            {"step": row, "question": each.question, "reason": each.reason} for each in disputed
        ]
        connection.execute(insert(disputes), values)
    connection.execute(update(calls).where(calls.c.id == call).values(review_state=step.after))


def steps_of(connection: Connection, call: int) -> tuple[ReviewStep, ...]:
    """Return the steps of a call in order."""
    query = (
        select(
            calls.c.call_id,
            review_steps.c.at,
            review_steps.c.who,
            review_steps.c.before,
            review_steps.c.after,
            review_steps.c.comment,
        )
        .join_from(review_steps, calls)
        .where(review_steps.c.call == call)
        .order_by(review_steps.c.id)
    )
    return tuple(ReviewStep(**row._asdict()) for row in connection.execute(query))


def disputes_of(connection: Connection, call: int) -> tuple[Dispute, ...]:
    """Return the questions that the agent disputed, of the latest dispute first."""
    query = (
        select(disputes.c.question, disputes.c.reason)
        .join_from(disputes, review_steps)
        .where(review_steps.c.call == call)
        .order_by(disputes.c.step.desc(), disputes.c.id)
    )
    return tuple(Dispute(**row._asdict()) for row in connection.execute(query))


def assign(connection: Connection, call: int, login: str | None) -> None:
    """Write who is to review a call."""
    connection.execute(update(calls).where(calls.c.id == call).values(assigned_to=login))


def sign(
    connection: Connection,
    call: int,
    judgement: Judgement,
    *,
    rubric: int,
    at: datetime,
    who: str,
) -> None:
    """Keep the verdict that a person has signed, as it was."""
    connection.execute(
        insert(signed_verdicts).values(
            call=call, at=at, who=who, rubric=rubric, data=pack(judgement)
        )
    )
    connection.execute(
        update(calls).where(calls.c.id == call).values(reviewed_by=who, reviewed_at=at)
    )


def signed_verdict(connection: Connection, call: int) -> Judgement | None:
    """Return the verdict that was signed last, ``None`` where none was."""
    query = (
        select(signed_verdicts.c.data)
        .where(signed_verdicts.c.call == call)
        .order_by(signed_verdicts.c.id.desc())
        .limit(1)
    )
    data = connection.execute(query).scalar()
    return unpack(data, Judgement) if data is not None else None
