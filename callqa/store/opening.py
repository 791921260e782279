"""Opening a store: making a new one, and refusing one that this version must not touch."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from callqa.errors import (
    StoreDamaged,
    StoreError,
    StoreMissing,
    StoreNewer,
    StoreOutdated,
    StoreUnreachable,
)
from callqa.store import migrations
from callqa.store.engine import Store, engine_for, file_of
from callqa.store.faults import CHECK, explained_file, shown
from callqa.store.new_file import beside
from callqa.store.tables import access_log, metadata, users

_VERSION_TABLE = "alembic_version"
_A_TABLE_OF_OURS = "hearings"

_MAKING = 0x43616C6C5141
"""PostgreSQL's advisory lock while a store is made or upgraded; any number that others do not use
("CallQA" in ASCII)."""


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What an upgrade did; `backup` is the copy of the file as it was before, if one was made."""

    before: str
    after: str
    backup: Path | None


def open_store(place: str, *, create: bool = True) -> Store:
    """Open the store at `place`, the path of a SQLite file or a PostgreSQL URL.

    A file that is not there or is empty, and an empty database, become a new store; with `create`
    false they are refused. Only what costs no time is checked here; `callqa db check` reads all.

    Raises
    ------
    UsageError
        `place` is a URL of something else.
    StoreError
        The store cannot be opened as it is; the kind of error says why.
    """
    path = file_of(place)
    if path is not None:
        _look_at(path, create)
    store = Store(engine_for(place))
    try:
        _make_ready(store, create)
    except BaseException:
        store.close()
        raise
    return store


def upgrade_store(place: str) -> Upgrade:
    """Bring an older store to the present revision, whole or not at all.

    A SQLite file is copied beside itself first.

    Raises
    ------
    StoreError
        There is no store, it is damaged or newer, or it cannot be written; it is as it was.
    """
    path = file_of(place)
    if path is not None:
        _look_at(path, create=False)
    store = Store(engine_for(place))
    try:
        with store.reading() as connection:
            before = revision_of(connection)
            if before is None:
                raise _missing(store.name)
            refusal = _refusal(connection, store.name, before)
        if refusal is None:
            return Upgrade(before, before, None)
        if not isinstance(refusal, StoreOutdated):
            raise refusal
        backup = None if path is None else _copy_beside(store, path, before)
        bring_up_to_date(store)
    finally:
        store.close()
    return Upgrade(before, migrations.HEAD, backup)


def revision_of(connection: Connection) -> str | None:
    """Return the revision of a store, ``None`` where the database is empty.

    Raises
    ------
    StoreDamaged
        The database holds something, but no store.
    """
    if _has_version_table(connection):
        revision = connection.execute(text(f"SELECT version_num FROM {_VERSION_TABLE}")).scalar()
        if revision is not None:
            return str(revision)
    elif not inspect(connection).get_table_names():
        return None
    raise _not_ours(shown(connection.engine.url))


def shown_place(place: str) -> str:
    """Return how the store at `place` is named to people: its path, or its URL without secrets."""
    return shown(engine_for(place).url)


def is_empty(connection: Connection) -> bool:
    """Tell whether nothing was ever put into this store; its access log does not count."""
    return not any(
        connection.execute(table.select().limit(1)).first()
        for table in metadata.sorted_tables
        if table not in (access_log, users)
    )


def _has_version_table(connection: Connection) -> bool:
    # SQLAlchemy's own question takes a server ten times as long (measured: 8 ms against 0.8).
    query = (
        "SELECT 1 FROM sqlite_schema WHERE name = :name"
        if connection.dialect.name == "sqlite"
        else "SELECT to_regclass(:name)"
    )
    return connection.execute(text(query), {"name": _VERSION_TABLE}).scalar() is not None


def _refusal(connection: Connection, name: str, revision: str) -> StoreError | None:
    if revision == migrations.HEAD:
        return None
    if revision in migrations.REVISIONS:
        return StoreOutdated(
            "was made by an older version of CallQA.",
            subject=name,
            remedy="Run callqa db upgrade.",
        )
    if not inspect(connection).has_table(_A_TABLE_OF_OURS):
        return _not_ours(name)
    return StoreNewer(
        f"was made by a newer version of CallQA (revision {revision}).",
        subject=name,
        remedy="Install that version, or open another store.",
    )


def _look_at(path: Path, create: bool) -> None:
    """Refuse what is no file, and make the folder of a new one."""
    with explained_file(path):
        if path.is_dir():
            raise StoreUnreachable(
                "is a folder, not a file.",
                subject=str(path),
                remedy="Give the path of a file in it, such as callqa.db.",
            )
        if path.exists():
            return
        if not create:
            raise _missing(str(path))
        path.parent.mkdir(parents=True, exist_ok=True)


def _make_ready(store: Store, create: bool) -> None:
    with store.reading() as connection:
        revision = revision_of(connection)
        refusal = None if revision is None else _refusal(connection, store.name, revision)
    if refusal is not None:
        raise refusal
    if revision is None and not create:
        raise _missing(store.name)
    if revision is None:
        bring_up_to_date(store)


def bring_up_to_date(store: Store) -> None:
    """Bring a store to the present revision in one transaction; one process at a time does.

    Raises
    ------
    StoreError
        It cannot be written, or would not be whole; it is as it was.
    """
    with store.altering() as connection:
        if not store.is_file:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MAKING})
        if revision_of(connection) != migrations.HEAD:
            migrations.migrate(connection)


def _copy_beside(store: Store, path: Path, revision: str) -> Path:
    from callqa.store.backup import back_up

    return back_up(store, beside(path, f"before-upgrade-{revision}"))


def _missing(name: str) -> StoreMissing:
    return StoreMissing(
        "there is no store here.",
        subject=name,
        remedy="Check the path or URL given with --store or CALLQA_STORE.",
    )


def _not_ours(name: str) -> StoreDamaged:
    return StoreDamaged(
        "is not a store of CallQA.",
        subject=name,
        remedy=f"Check the path or URL. If it is the right one: {CHECK}",
    )
