"""A customer's name where it is beside the customer's own calls: corrected away, and in filters."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select, update

from callqa.domain.people import name_key
from callqa.errors import RecordUnreadable
from callqa.rules.packed_hearing import pack_hearing, unpack_hearing
from callqa.rules.wordless import REMOVED
from callqa.store.tables import calls, edits, hearings, samples

_FIELD = "customer"


@dataclass(frozen=True, slots=True)
class NamedElsewhere:
    """Where a customer is named beside the own calls.

    calls : ids of calls that are another customer's now, since somebody corrected it
    samples : numbers of draws whose filter names the customer
    """

    calls: tuple[str, ...] = ()
    samples: tuple[int, ...] = ()


def named_elsewhere(connection: Connection, customer: str) -> NamedElsewhere:
    """Return where a customer is named beside the own calls; case and spaces do not count."""
    wanted = name_key(customer)
    named = tuple(
        call_id
        for row, call_id in _corrected_calls(connection, wanted)
        if any(_is_named(each, wanted) for each in _customer_edits(connection, row))
        or _hearing_without(connection, row, wanted) is not None
    )
    drawn = tuple(row for row, plan in _plans(connection) if _without_name(plan, wanted) != plan)
    return NamedElsewhere(named, drawn)


def remove_name(connection: Connection, customer: str) -> NamedElsewhere:
    """Remove a customer's name where `named_elsewhere` finds it, and return where it was."""
    wanted = name_key(customer)
    found = named_elsewhere(connection, customer)
    held = select(calls.c.id).where(calls.c.call_id.in_(found.calls)).order_by(calls.c.id)
    for row in connection.execute(held.with_for_update()).scalars().all():
        _clear_edits(connection, row, wanted)
        _clear_hearing(connection, row, wanted)
    for number, plan in _plans(connection):
        if number in found.samples:
            clean = update(samples).where(samples.c.id == number)
            connection.execute(clean.values(plan=_without_name(plan, wanted)))
    return found


def _corrected_calls(connection: Connection, wanted: str) -> list[tuple[int, str]]:
    """Return row and id of the calls of others whose customer was corrected at some time."""
    query = (
        select(calls.c.id, calls.c.call_id, calls.c.customer, edits.c.change)
        .join_from(calls, edits)
        .where(edits.c.kind == "set_detail")
        .order_by(calls.c.id)
    )
    found = {
        row.id: row.call_id
        for row in connection.execute(query)
        if row.change["values"]["field"] == _FIELD and not _is_name(row.customer, wanted)
    }
    return list(found.items())


def _customer_edits(connection: Connection, call: int) -> Iterator[Any]:
    """Yield the corrections of a call's customer, and what undid them."""
    query = (
        select(edits.c.id, edits.c.kind, edits.c.change, edits.c.before, edits.c.after)
        .where(edits.c.call == call)
        .order_by(edits.c.sequence)
    )
    ours: set[str] = set()
    for row in connection.execute(query).all():
        values = row.change["values"]
        if values.get("field") == _FIELD or (row.kind == "undo" and values["edit"] in ours):
            ours.add(row.id)
            yield row


def _is_named(edit: Any, wanted: str) -> bool:
    texts = (edit.change["values"].get("value"), edit.before, edit.after)
    return any(_is_name(each, wanted) for each in texts)


def _clear_edits(connection: Connection, call: int, wanted: str) -> None:
    for row in _customer_edits(connection, call):
        values = {key: _cleared(each, wanted) for key, each in row.change["values"].items()}
        connection.execute(
            update(edits)
            .where(edits.c.id == row.id)
            .values(
                change={**row.change, "values": values},
                before=_cleared(row.before, wanted),
                after=_cleared(row.after, wanted),
            )
        )


def _hearing_without(connection: Connection, call: int, wanted: str) -> bytes | None:
    """Return a Hearing that names the customer without the name, ``None`` for any other.

    A damaged one is left for ``callqa db check`` to tell.
    """
    data = connection.execute(select(hearings.c.data).where(hearings.c.call == call)).scalar()
    if data is None:
        return None
    try:
        heard = unpack_hearing(bytes(data))
    except RecordUnreadable:
        return None
    if not _is_name(heard.recording.customer, wanted):
        return None
    return pack_hearing(replace(heard, recording=replace(heard.recording, customer=None)))


def _clear_hearing(connection: Connection, call: int, wanted: str) -> None:
    data = _hearing_without(connection, call, wanted)
    if data is not None:
        connection.execute(update(hearings).where(hearings.c.call == call).values(data=data))


def _plans(connection: Connection) -> list[tuple[int, dict[str, Any]]]:
    query = select(samples.c.id, samples.c.plan).order_by(samples.c.id)
    return [(row.id, row.plan) for row in connection.execute(query)]


def _without_name(plan: dict[str, Any], wanted: str) -> dict[str, Any]:
    """Return a plan whose filter (``customer=NAME``) does not name the customer."""
    terms = []
    for term in plan.get("where", ()):
        field, _, name = term.partition("=")
        is_named = field.strip() == _FIELD and _is_name(name, wanted)
        terms.append(f"{_FIELD}={REMOVED}" if is_named else term)
    return {**plan, "where": terms} if terms else plan


def _is_name(text: str | None, wanted: str) -> bool:
    return text is not None and name_key(text) == wanted


def _cleared(value: Any, wanted: str) -> Any:
    return REMOVED if isinstance(value, str) and _is_name(value, wanted) else value
