"""Rows of a list, by the ids of their calls."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, select

from callqa.domain.listing import CallSummary
from callqa.store.tables import agents, calls, flags, situations

_COLUMNS: tuple[ColumnElement[Any], ...] = tuple(
    agents.c.name.label("agent") if each.name == "agent" else calls.c[each.name]
    for each in fields(CallSummary)
    if each.name in calls.c
)

# Below the number of values that one statement may have: 32,766 in SQLite, 65,535 in PostgreSQL.
_AT_ONCE = 5000


def summaries(connection: Connection, ids: Sequence[int]) -> tuple[CallSummary, ...]:
    """Return the calls with these `ids`, in their order; those that are gone are left out."""
    return tuple(
        summary
        for start in range(0, len(ids), _AT_ONCE)
        for summary in _summaries(connection, ids[start : start + _AT_ONCE])
    )


def call_rows(connection: Connection, call_ids: Sequence[str]) -> tuple[int, ...]:
    """Return the ids in the store of calls that are known by their content."""
    found: list[int] = []
    for start in range(0, len(call_ids), _AT_ONCE):
        some = call_ids[start : start + _AT_ONCE]
        found += connection.execute(select(calls.c.id).where(calls.c.call_id.in_(some))).scalars()
    return tuple(found)


def _summaries(connection: Connection, ids: Sequence[int]) -> list[CallSummary]:
    rows = connection.execute(
        select(*_COLUMNS)
        .select_from(calls.outerjoin(agents, agents.c.id == calls.c.agent))
        .where(calls.c.id.in_(ids))
    ).mappings()
    raised = _codes(connection, flags, ids)
    met = _codes(connection, situations, ids)
    found = {
        row["id"]: CallSummary(
            **row, flags=raised.get(row["id"], ()), situations=met.get(row["id"], ())
        )
        for row in rows
    }
    return [found[each] for each in ids if each in found]


def _codes(connection: Connection, table: Table, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    rows = connection.execute(
        select(table.c.call, table.c.code)
        .where(table.c.call.in_(ids))
        .distinct()
        .order_by(table.c.call, table.c.code)
    )
    codes: dict[int, tuple[str, ...]] = {}
    for call, code in rows:
        codes[call] = (*codes.get(call, ()), code)
    return codes
