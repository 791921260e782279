"""Whether a store is whole: its pages, its rows, and what the rows hold."""

from collections.abc import Callable, Iterator

from sqlalchemy import Connection, Select, Table, func, select
from sqlalchemy.exc import DBAPIError

from callqa.domain.judgement import Judgement
from callqa.domain.sentence import Sentence
from callqa.errors import RecordUnreadable, StoreDamaged, StoreError
from callqa.rules.findings import decode_findings
from callqa.rules.packed import unpack
from callqa.rules.packed_hearing import unpack_hearing
from callqa.store.engine import Store
from callqa.store.search_index import INDEX
from callqa.store.tables import (
    calls,
    edits,
    findings,
    hearings,
    metadata,
    signed_verdicts,
    transcripts,
)

_NAMED = 5
"""Calls that a sentence names; the number of all is in it too."""

_ROWS_AT_ONCE = 200


def check_store(store: Store) -> tuple[Sentence, ...]:
    """Read all of a store and return what is wrong in it, nothing where it is whole.

    With SQLite the pages of the file come first; where they are damaged, or a table cannot be
    read to its end, the rows are not looked at. Takes about as long as reading the file and
    unpacking each Hearing.

    Raises
    ------
    StoreError
        The store cannot be reached, or is so damaged that nothing can be read.
    """
    if store.is_file and (troubles := tuple(_pages(store))):
        return troubles
    if troubles := tuple(_broken(store)):
        return troubles
    with store.reading() as connection:
        troubles = (
            *_orphans(connection),
            *_unreadable(connection, hearings, unpack_hearing),
            *_unreadable(connection, findings, decode_findings),
            *_unreadable(connection, signed_verdicts, _decode_verdict),
            *_calls("store.hearing", connection, _without_hearing()),
            *_calls("store.findings", connection, _without_findings()),
            *_calls("store.sequence", connection, _with_gap()),
        )
    return (*troubles, *_search(store)) if store.is_file else troubles


def _pages(store: Store) -> Iterator[Sentence]:
    try:
        with store.reading() as connection:
            for said in connection.exec_driver_sql(f"PRAGMA integrity_check({_NAMED})").scalars():
                if said != "ok":
                    yield Sentence("store.page", said=" ".join(said.split()))
    except StoreDamaged:
        yield Sentence("store.stopped")


def _broken(store: Store) -> Iterator[Sentence]:
    """Read each table to its end."""
    for table in metadata.sorted_tables:
        try:
            with store.reading() as connection:
                connection.execute(select(func.count()).select_from(table)).scalar_one()
        except (StoreError, DBAPIError) as error:
            yield Sentence("store.broken", table=table.name, said=str(error).splitlines()[0])


def _orphans(connection: Connection) -> Iterator[Sentence]:
    for table in metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            (element,) = key.elements
            other = element.column.table.alias()
            lost = (
                select(func.count())
                .select_from(table.outerjoin(other, element.parent == other.c[element.column.name]))
                .where(element.parent.is_not(None), other.c[element.column.name].is_(None))
            )
            if rows := connection.execute(lost).scalar_one():
                yield Sentence("store.orphan", table=table.name, rows=rows)


def _unreadable(
    connection: Connection, table: Table, decode: Callable[[bytes], object]
) -> Iterator[Sentence]:
    """Unpack every record of a table."""
    bad = []
    query = select(calls.c.call_id, table.c.data).join_from(table, calls).order_by(calls.c.id)
    for call_id, data in connection.execute(query, execution_options={"yield_per": _ROWS_AT_ONCE}):
        try:
            decode(bytes(data))
        except RecordUnreadable:
            bad.append(call_id)
    if bad:
        named = ", ".join(list(dict.fromkeys(bad))[:_NAMED])
        yield Sentence("store.unreadable", table=table.name, rows=len(bad), calls=named)


def _decode_verdict(data: bytes) -> Judgement:
    return unpack(data, Judgement)


def _without_hearing() -> Select[tuple[str]]:
    """Select calls that lost their Hearing; retention takes the words with it."""
    return (
        select(calls.c.call_id)
        .join_from(calls, transcripts)
        .outerjoin(hearings, hearings.c.call == calls.c.id)
        .where(hearings.c.call.is_(None))
        .order_by(calls.c.id)
    )


def _without_findings() -> Select[tuple[str]]:
    return (
        select(calls.c.call_id)
        .outerjoin(findings, findings.c.call == calls.c.id)
        .where(findings.c.call.is_(None), calls.c.judged_with != "")
        .order_by(calls.c.id)
    )


def _with_gap() -> Select[tuple[str]]:
    """Select calls whose edits are not numbered 1, 2, 3 ..."""
    return (
        select(calls.c.call_id)
        .join_from(calls, edits)
        .group_by(calls.c.id, calls.c.call_id)
        .having(func.max(edits.c.sequence) != func.count())
        .order_by(calls.c.id)
    )


def _calls(code: str, connection: Connection, query: Select[tuple[str]]) -> Iterator[Sentence]:
    found = [row.call_id for row in connection.execute(query)]
    if found:
        yield Sentence(code, rows=len(found), calls=", ".join(found[:_NAMED]))


def _search(store: Store) -> Iterator[Sentence]:
    try:
        with store.writing() as connection:
            connection.exec_driver_sql(
                f"INSERT INTO {INDEX}({INDEX}, rank) VALUES ('integrity-check', 1)"
            )
    except (StoreError, DBAPIError):
        yield Sentence("store.search")
