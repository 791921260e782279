"""Copies of a store that is in use, and stores made again from them.

A backup is a SQLite store in one file, whatever the store is: it can be opened, kept and restored
on any machine, also into a PostgreSQL server.
"""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select, text

from callqa.errors import StoreBusy, StoreDamaged, StoreError, StoreMissing, StoreNotEmpty
from callqa.store.engine import Store, engine_for, file_of
from callqa.store.faults import explained_file
from callqa.store.new_file import (
    OTHER_FILES,
    beside,
    check_file,
    put_in_place,
    refuse_present,
    temporary_file,
)
from callqa.store.opening import bring_up_to_date, is_empty, open_store, revision_of
from callqa.store.tables import metadata

_ROWS_AT_ONCE = 200
"""Rows held in memory while tables are copied: with a Hearing of up to 1 MB each, some 200 MB."""

_WAIT_FOR_OTHERS_S = 1.0
"""How long the file of a store may take to become free before it is replaced."""


def back_up(store: Store, target: Path) -> Path:
    """Write a copy of `store`, as it is at one moment, to the new file `target`, and return it.

    Others may go on writing meanwhile. The copy is checked before it gets its name.

    Raises
    ------
    StoreNotEmpty
        `target` is there already.
    StoreError
        The store cannot be read or is damaged, or the copy cannot be written.
    """
    refuse_present(target)
    with explained_file(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    with temporary_file(target.parent) as temporary:
        if store.is_file:
            with store.reading() as connection:
                _copy_pages(connection, temporary)
        else:
            _copy_to_new_file(store, temporary)
        check_file(temporary, store.name)
        refuse_present(target)
        put_in_place(temporary, target)
    return target


def restore(source: Path, place: str, *, replace: bool = False) -> Path | None:
    """Make the store at `place` anew from the backup `source`.

    A backup of an older version is upgraded on the way; `source` itself is not changed.

    Parameters
    ----------
    place
        The path of a SQLite file or a PostgreSQL URL.
    replace
        Whether a store with calls in it may be replaced. It is then kept: the file under another
        name beside it, a PostgreSQL store as a backup beside `source`.

    Returns
    -------
    Path | None
        Where the store that was there is kept, ``None`` where there was none or nothing in it.

    Raises
    ------
    StoreNotEmpty
        There is a store with calls at `place`, and `replace` is false.
    StoreError
        The backup cannot be used, or the store not be written; the store is as it was.
    """
    if not source.is_file():
        raise StoreMissing(
            "there is no backup here.", subject=str(source), remedy="Check the path."
        )
    path = file_of(place)
    if path is None:
        with tempfile.TemporaryDirectory() as folder, temporary_file(Path(folder)) as copy:
            _copy_backup(source, copy)
            return _fill_server(copy, place, source if replace else None)
    with explained_file(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with temporary_file(path.parent) as copy:
        _copy_backup(source, copy)
        return _replace_file(copy, path, replace)


def _copy_pages(connection: Connection, target: Path) -> None:
    connection.exec_driver_sql("SELECT 1 FROM sqlite_master")
    source = connection.connection.driver_connection
    assert isinstance(source, sqlite3.Connection)
    with explained_file(target), closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        # One file, which needs none beside it to be whole.
        copy.execute("PRAGMA journal_mode = DELETE")


def _copy_to_new_file(store: Store, target: Path) -> None:
    copy = open_store(str(target))
    try:
        with store.reading() as source, copy.writing() as connection:
            _copy_rows(source, connection)
    finally:
        copy.close()
    with explained_file(target), closing(sqlite3.connect(target)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def _copy_rows(source: Connection, target: Connection) -> None:
    """Copy every table, those first that others point to; the text search follows by itself."""
    for table in metadata.sorted_tables:
        rows = source.execute(
            select(table).order_by(*table.primary_key),
            execution_options={"yield_per": _ROWS_AT_ONCE},
        )
        for some in rows.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in some])


def _copy_backup(source: Path, target: Path) -> None:
    """Copy a backup to `target` as a store of the present revision, checked."""
    aside = any(source.with_name(source.name + ending).exists() for ending in OTHER_FILES)
    how = "" if aside else "?mode=ro&immutable=1"
    with (
        explained_file(source),
        closing(sqlite3.connect(f"{source.absolute().as_uri()}{how}", uri=True)) as original,
        closing(sqlite3.connect(target)) as copy,
    ):
        original.backup(copy)
    check_file(target, str(source))
    store = Store(engine_for(str(target)))
    try:
        with store.reading() as connection:
            revision = revision_of(connection)
        if revision is None:
            raise StoreDamaged(
                "is empty, not a backup.", subject=str(source), remedy="Check the path."
            )
        bring_up_to_date(store)
    finally:
        store.close()


def _replace_file(copy: Path, path: Path, replace: bool) -> Path | None:
    if not path.exists() or _has_nothing(path):
        _close_for_all(path)
        put_in_place(copy, path)
        return None
    if not replace:
        raise _not_empty(str(path))
    _close_for_all(path)
    kept = beside(path, "before-restore")
    with explained_file(path):
        for ending in ("", *OTHER_FILES):
            old = path.with_name(path.name + ending)
            if old.exists():
                old.rename(kept.with_name(kept.name + ending))
        try:
            put_in_place(copy, path)
        except StoreError:
            kept.rename(path)
            raise
    return kept


def _has_nothing(path: Path) -> bool:
    """Tell whether the file at `path` can be read and holds no store, or one without calls."""
    store = Store(engine_for(str(path)))
    try:
        with store.reading() as connection:
            return revision_of(connection) is None or is_empty(connection)
    except StoreError:
        return False
    finally:
        store.close()


def _close_for_all(path: Path) -> None:
    """Make a SQLite store one file; refuse where another program has it open.

    A damaged one stays as it is.
    """
    if not path.exists():
        return
    try:
        with (
            explained_file(path),
            closing(sqlite3.connect(path, timeout=_WAIT_FOR_OTHERS_S)) as connection,
        ):
            connection.execute("PRAGMA journal_mode = DELETE")
    except StoreBusy as error:
        raise StoreBusy(
            "another program has it open.",
            subject=str(path),
            remedy="Close that program, then try again.",
        ) from error
    except StoreDamaged:
        return


def _fill_server(copy: Path, place: str, keep_beside: Path | None) -> Path | None:
    source, target = open_store(str(copy)), open_store(place)
    kept = None
    try:
        with source.reading() as original, target.writing() as connection:
            names = ", ".join(table.name for table in metadata.sorted_tables)
            connection.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))
            if not is_empty(connection):
                if keep_beside is None:
                    raise _not_empty(target.name)
                kept = back_up(target, beside(keep_beside, "before-restore"))
            for table in reversed(metadata.sorted_tables):
                connection.execute(delete(table))
            _copy_rows(original, connection)
            _set_sequences(connection)
    finally:
        source.close()
        target.close()
    return kept


def _set_sequences(connection: Connection) -> None:
    """Let the server go on counting after the highest row that was copied."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            connection.execute(
                text(
                    "SELECT setval(pg_get_serial_sequence(:name, :column), "
                    f"coalesce(max({column.name}), 0) + 1, false) FROM {table.name}"
                ),
                {"name": table.name, "column": column.name},
            )


def _not_empty(name: str) -> StoreNotEmpty:
    return StoreNotEmpty(
        "holds calls already.",
        subject=name,
        remedy="Add --replace to put the backup in its place; what is there is then kept aside.",
    )
