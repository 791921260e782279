"""The log of edits: entries are appended and never altered."""

from collections.abc import Iterable

from sqlalchemy import Connection, func, insert, select, update

from callqa.corrections.codec import change_from_document, change_to_document
from callqa.domain.edits import Edit
from callqa.store.tables import calls, edits

_COLUMNS = (
    edits.c.call,
    edits.c.id,
    calls.c.call_id,
    edits.c.sequence,
    edits.c.who,
    edits.c.at,
    edits.c.change,
    edits.c.before,
    edits.c.after,
)


def append_edit(connection: Connection, call: int, edit: Edit) -> None:
    """Write an edit at the end of a call's log; one that is there already is not written again.

    The transaction must have taken the call to change it (see
    `callqa.store.loading.load_call`), so that two writers do not get the same place in the log.
    """
    document = change_to_document(edit.change)
    connection.execute(
        insert(edits).values(
            id=edit.id,
            call=call,
            sequence=edit.sequence,
            who=edit.who,
            at=edit.at,
            kind=document["kind"],
            change=document,
            before=edit.before,
            after=edit.after,
        )
    )
    connection.execute(
        update(calls).where(calls.c.id == call).values(revision=calls.c.revision + 1)
    )


def has_edit(connection: Connection, edit: str) -> bool:
    """Tell whether an edit with this id was written."""
    return connection.execute(select(edits.c.id).where(edits.c.id == edit)).first() is not None


def next_sequence(connection: Connection, call: int) -> int:
    """Return the next free place in a call's log."""
    query = select(func.coalesce(func.max(edits.c.sequence), 0)).where(edits.c.call == call)
    return int(connection.execute(query).scalar_one()) + 1


def edits_of(connection: Connection, call: int) -> tuple[Edit, ...]:
    """Return the log of a call in order."""
    return edits_by_call(connection, [call]).get(call, ())


def edits_by_call(connection: Connection, rows: Iterable[int]) -> dict[int, tuple[Edit, ...]]:
    """Return the logs of several calls by row; a call without edits is not among them."""
    query = (
        select(*_COLUMNS)
        .join_from(edits, calls)
        .where(edits.c.call.in_(list(rows)))
        .order_by(edits.c.call, edits.c.sequence)
    )
    logs: dict[int, list[Edit]] = {}
    for row in connection.execute(query):
        fields = row._asdict()
        change = change_from_document(fields.pop("change"))
        logs.setdefault(fields.pop("call"), []).append(Edit(change=change, **fields))
    return {call: tuple(log) for call, log in logs.items()}
