"""Coaching items, and an agent's other calls, which show whether something changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, select, update

from callqa.domain.coaching import CoachingItem, CoachingState
from callqa.figures.intervals import SCORE, SHARE, Bounds
from callqa.store.tables import agents, calls, coaching_items

_FROM_ZERO = Bounds(lowest=0.0)

FOLLOWED: Mapping[str, Bounds] = MappingProxyType(
    {
        "score": SCORE,
        "agent_ratio": SHARE,
        "interruption_rate": _FROM_ZERO,
        "interruptions_agent": _FROM_ZERO,
        "empathy_score": SCORE,
        "eased_share": SHARE,
        "dead_air_s": _FROM_ZERO,
        "hold_s": _FROM_ZERO,
        "silence_s": _FROM_ZERO,
        "overlap_s": _FROM_ZERO,
        "latency_agent_s": _FROM_ZERO,
        "wpm_agent": _FROM_ZERO,
        "open_questions": _FROM_ZERO,
    }
)
"""Measures that a coaching item can follow: columns of a call, with their range.

What the customer does is not among them, nor is the agent's own volume, which counts for nothing
by default (docs/measures.md section 5).
"""

_OWN = tuple(
    coaching_items.c[each.name]
    for each in fields(CoachingItem)
    if each.name not in ("call_id", "agent")
)


@dataclass(frozen=True, slots=True)
class OtherCall:
    """Another call of the agent of a coaching item.

    at : when it began, or else was added
    made_by : the versions that heard and judged it
    """

    at: datetime
    value: float | None
    made_by: tuple[object, ...]


def put_item(connection: Connection, item: CoachingItem, call: int, agent: int | None) -> int:
    """Write a new item of the call in row `call`, and return its id; `item.id` does not count."""
    values = {column.name: getattr(item, column.name) for column in _OWN if column.name != "id"}
    added = insert(coaching_items).values(call=call, agent=agent, **values)
    return int(connection.execute(added.returning(coaching_items.c.id)).scalar_one())


def change_item(connection: Connection, item: int, **values: object) -> None:
    """Write columns of an item anew."""
    connection.execute(update(coaching_items).where(coaching_items.c.id == item).values(**values))


def item_at(connection: Connection, item: int, *, to_change: bool = False) -> CoachingItem | None:
    """Return an item; `to_change` keeps other writers away until the transaction ends."""
    query = _items().where(coaching_items.c.id == item)
    if to_change:
        query = query.with_for_update(of=coaching_items)
    row = connection.execute(query).first()
    return _item(row) if row else None


def items_of_flags(connection: Connection, calls: Sequence[int]) -> dict[tuple[int, str], int]:
    """Return the numbers of items that were made of flags and not dropped, by call and flag."""
    rows = connection.execute(
        select(coaching_items.c.call, coaching_items.c.origin, coaching_items.c.id).where(
            coaching_items.c.call.in_(calls),
            coaching_items.c.origin != "by_hand",
            coaching_items.c.state != "dropped",
        )
    )
    return {(row.call, row.origin): row.id for row in rows}


def list_items(
    connection: Connection,
    *,
    agent: str | None = None,
    call: int | None = None,
    due_before: date | None = None,
    states: Sequence[CoachingState] = (),
) -> tuple[CoachingItem, ...]:
    """Return items, the next due first and those without a date after them.

    Parameters
    ----------
    agent
        The agent's name.
    call
        The row of a call.
    due_before
        Only what is due before that day.
    states
        All where empty.
    """
    query = _items()
    if agent is not None:
        query = query.where(agents.c.name == agent)
    if call is not None:
        query = query.where(coaching_items.c.call == call)
    if due_before is not None:
        query = query.where(coaching_items.c.due < due_before)
    if states:
        query = query.where(coaching_items.c.state.in_(states))
    order = (coaching_items.c.due.is_(None), coaching_items.c.due, coaching_items.c.id)
    return tuple(_item(row) for row in connection.execute(query.order_by(*order)))


def value_in(connection: Connection, call: int, measure: str) -> float | None:
    """Return a measure of `FOLLOWED` in the call of a row, ``None`` where it is not measurable."""
    value = connection.execute(select(calls.c[measure]).where(calls.c.id == call)).scalar_one()
    return None if value is None else float(value)


def moment_of_call(connection: Connection, item: int) -> datetime:
    """Return when the call of an item began, or else was added."""
    query = select(_moment()).join_from(coaching_items, calls)
    return connection.execute(query.where(coaching_items.c.id == item)).scalar_one()


def other_calls(connection: Connection, item: int, measure: str) -> tuple[OtherCall, ...]:
    """Return the calls of an item's agent without the item's own, the earliest first."""
    own = select(coaching_items.c.agent, coaching_items.c.call).where(coaching_items.c.id == item)
    agent, call = connection.execute(own).one()
    moment = _moment()
    query = (
        select(
            moment,
            calls.c[measure],
            calls.c.heard_with,
            calls.c.judged_with,
            calls.c.rubric if measure == "score" else calls.c.judged_with,
        )
        .where(calls.c.agent == agent, calls.c.id != call, calls.c.status == "done")
        .order_by(moment, calls.c.id)
    )
    return tuple(
        OtherCall(at, None if value is None else float(value), tuple(made_by))
        for at, value, *made_by in connection.execute(query)
    )


def _moment() -> ColumnElement[datetime]:
    return func.coalesce(calls.c.started_at, calls.c.added_at, type_=calls.c.added_at.type)


def _items() -> Select[*tuple[Any, ...]]:
    return (
        select(calls.c.call_id, agents.c.name.label("agent"), *_OWN)
        .join_from(coaching_items, calls)
        .outerjoin(agents, coaching_items.c.agent == agents.c.id)
    )


def _item(row: Row[*tuple[Any, ...]]) -> CoachingItem:
    return CoachingItem(**row._asdict())
