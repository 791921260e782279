"""Stored calls grow old: links, words and whole calls are removed, and leave no trace."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, delete, exists, func, or_, select, update

from callqa.domain.judgement import Judgement
from callqa.domain.people import name_key
from callqa.rules.findings import decode_findings, encode_findings
from callqa.rules.packed import pack, unpack
from callqa.rules.wordless import REMOVED, without_words
from callqa.store.engine import Store
from callqa.store.faults import explained_file
from callqa.store.search_index import INDEX
from callqa.store.tables import (
    agents,
    calls,
    coaching_items,
    edits,
    findings,
    hearings,
    signed_verdicts,
    transcripts,
)

Part = Literal["audio", "transcripts", "everything"]

_WORDED_EDITS = frozenset({"fix_word", "name_speaker", "add_note"})
"""Kinds of edits that hold words of the call, or names and remarks about it."""
_WORDS_OF_EDITS = ("text", "name")


@dataclass(frozen=True, slots=True)
class OldCall:
    """A call of which something is to be removed; `at` is when it began, or else was added."""

    row: int
    call_id: str
    at: datetime
    agent: str | None
    queue: str | None


def old_calls(connection: Connection, part: Part, before: datetime) -> tuple[OldCall, ...]:
    """Return the calls from `before` a moment that still have `part`, the oldest first."""
    return _calls(connection, _moment() <= before, _has(part))


def calls_of_customer(connection: Connection, customer: str) -> tuple[OldCall, ...]:
    """Return the calls of a customer, the oldest first; case and spaces do not count."""
    wanted = name_key(customer)
    names = connection.execute(select(calls.c.customer).distinct()).scalars()
    same = [each for each in names if each is not None and name_key(each) == wanted]
    return _calls(connection, calls.c.customer.in_(same))


def remove_links(connection: Connection, rows: Sequence[int]) -> None:
    """Forget where the recordings of calls are; the files are not touched."""
    connection.execute(update(calls).where(calls.c.id.in_(rows)).values(path=None))


def remove_words(connection: Connection, rows: Sequence[int]) -> None:
    """Remove what was heard and said in calls; scores, measures and what people did stay.

    Other writers who have such a call in hand find that it was changed.
    """
    for row in _held(connection, rows):
        connection.execute(
            update(calls).where(calls.c.id == row).values(revision=calls.c.revision + 1)
        )
        for table in (transcripts, hearings):
            connection.execute(delete(table).where(table.c.call == row))
        _clear_findings(connection, row)
        _clear_verdicts(connection, row)
        _clear_edits(connection, row)
        connection.execute(
            update(coaching_items).where(coaching_items.c.call == row).values(role_play="")
        )


def remove_calls(connection: Connection, rows: Sequence[int]) -> None:
    """Remove calls with all that hangs on them: reviews, coaching, calibration answers."""
    held = _held(connection, rows)
    connection.execute(delete(transcripts).where(transcripts.c.call.in_(held)))
    connection.execute(delete(calls).where(calls.c.id.in_(held)))


def erase_traces(store: Store, *, rewrite: bool) -> bool:
    """Leave nothing in a SQLite file of what was removed from it.

    Removed words would stay in the text index until it is merged, in free pages, and in the
    write-ahead log until it begins anew. A PostgreSQL server cleans up by itself (autovacuum).

    Parameters
    ----------
    rewrite
        Merge the text index (measured: 1.5 minutes for 100,000 calls) and write the file anew;
        without it only the log is ended, which is quick and enough where the file was written anew
        before.

    Returns
    -------
    bool
        ``False`` where others have the file open, and its log still holds the old pages.

    Raises
    ------
    StoreError
        The file cannot be written: the disk is full, another program keeps it.
    """
    if not store.is_file:
        return True
    with explained_file(Path(store.name)), store.engine.connect() as connection:
        file = connection.connection.cursor()
        if rewrite:
            file.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('optimize')")
            file.execute("VACUUM")
        is_busy, *_ = file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() or (True,)
    return not is_busy


def _moment() -> ColumnElement[datetime]:
    return func.coalesce(calls.c.started_at, calls.c.added_at, type_=calls.c.added_at.type)


def _has(part: Part) -> ColumnElement[bool]:
    if part == "audio":
        return calls.c.path.is_not(None)
    if part == "transcripts":
        return or_(
            exists().where(hearings.c.call == calls.c.id),
            exists().where(transcripts.c.call == calls.c.id),
        )
    return calls.c.id.is_not(None)


def _calls(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[OldCall, ...]:
    moment = _moment()
    query = (
        select(calls.c.id, calls.c.call_id, moment, agents.c.name, calls.c.queue)
        .join_from(calls, agents, isouter=True)
        .where(*conditions)
        .order_by(moment, calls.c.id)
    )
    return tuple(OldCall(*row) for row in connection.execute(query))


def _held(connection: Connection, rows: Iterable[int]) -> list[int]:
    query = select(calls.c.id).where(calls.c.id.in_(list(rows))).order_by(calls.c.id)
    return list(connection.execute(query.with_for_update()).scalars())


def _clear_findings(connection: Connection, call: int) -> None:
    query = select(findings.c.data, findings.c.machine).where(findings.c.call == call)
    row = connection.execute(query).first()
    if row is None:
        return
    data, machine = (
        encode_findings(without_words(decode_findings(each))) if each else None for each in row
    )
    connection.execute(
        update(findings).where(findings.c.call == call).values(data=data, machine=machine)
    )


def _clear_verdicts(connection: Connection, call: int) -> None:
    query = select(signed_verdicts.c.id, signed_verdicts.c.data)
    for row, data in connection.execute(query.where(signed_verdicts.c.call == call)).all():
        cleared = pack(without_words(unpack(data, Judgement)))
        connection.execute(
            update(signed_verdicts).where(signed_verdicts.c.id == row).values(data=cleared)
        )


def _clear_edits(connection: Connection, call: int) -> None:
    query = select(edits.c.id, edits.c.kind, edits.c.change).where(edits.c.call == call)
    kinds: dict[str, str] = {}
    for edit, kind, change in connection.execute(query.order_by(edits.c.sequence)).all():
        # An undo says again, the other way round, what its edit said.
        kinds[edit] = kinds.get(change["values"]["edit"], kind) if kind == "undo" else kind
        if kinds[edit] in _WORDED_EDITS:
            connection.execute(
                update(edits)
                .where(edits.c.id == edit)
                .values(change=_without_words(change), before=REMOVED, after=REMOVED)
            )


def _without_words(change: dict[str, Any]) -> dict[str, Any]:
    values = {
        key: REMOVED if key in _WORDS_OF_EDITS and each else each
        for key, each in change["values"].items()
    }
    return {**change, "values": values}
