"""A store that is open: a SQLite file by default, PostgreSQL by URL."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import SQLITE_BUSY, OperationalError
from sqlite3 import Connection as SQLiteConnection

import msgspec
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from callqa.errors import StoreDamaged, StoreUnreachable, UsageError
from callqa.store.faults import CHECK, PRIMARY_CODE, explained, shown
from callqa.store.index_hint import HintedSQLite

CACHE_KIB = 65_536
"""Pages of a SQLite file kept in memory: with its own 2 MB, lists take twice as long (measured)."""

BUSY_TIMEOUT_S = 30.0
"""How long a writer waits for another before it gives up."""

CONNECT_TIMEOUT_S = 10
"""How long a PostgreSQL server may take to answer, where its URL says nothing else."""

_GAP_S, _LOOK_AGAIN_S = 0.002, 0.0005
"""What a writer of a SQLite file leaves between two turns, and how often one that waits looks."""

_WRITES = "callqa_writes"
_LAST_TURN = "callqa_last_turn"
_SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


@dataclass(frozen=True, slots=True)
class Store:
    """An open store."""

    engine: Engine

    @property
    def is_file(self) -> bool:
        """Whether this is a SQLite file."""
        return self.engine.dialect.name == "sqlite"

    @property
    def name(self) -> str:
        """How it is named to people: the path of its file, or its URL without secrets."""
        return shown(self.engine.url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that sees the store as it is at its start, and writes nothing.

        Raises
        ------
        StoreError
            The store cannot be read: damaged, out of reach.
        """
        with explained(self.engine.url), self.engine.connect() as connection:
            yield connection if self.is_file else connection.execution_options(**_SNAPSHOT)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that is kept whole at its end, or not at all after an error.

        With SQLite it is the one writer from its start on; others wait.

        Raises
        ------
        StoreError
            The store cannot be written: full, kept by another program, damaged, out of reach.
        """
        with (
            explained(self.engine.url),
            self.engine.connect().execution_options(**{_WRITES: True}) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def altering(self) -> Iterator[Connection]:
        """Open a transaction like `writing` in which tables may be made anew.

        SQLite alters a table by copying it and dropping the old one, which would also delete the
        rows that point to it: foreign keys are checked at the end only.

        Raises
        ------
        StoreError
            As `writing` does, and when a row is left that points to none; nothing is kept then.
        """
        with (
            explained(self.engine.url),
            self.engine.connect().execution_options(**{_WRITES: True}) as connection,
        ):
            if self.is_file:
                connection.detach()
                connection.connection.execute("PRAGMA foreign_keys = OFF")
            with connection.begin():
                yield connection
                if self.is_file and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise StoreDamaged(
                        "holds rows that point to none.", subject=self.name, remedy=CHECK
                    )

    def close(self) -> None:
        """Close every connection; a SQLite file is then one file again."""
        self.engine.dispose()


def file_of(place: str) -> Path | None:
    """Return the path of a SQLite file at `place`, ``None`` where `place` is a URL."""
    return None if "://" in place else Path(place).expanduser().absolute()


def engine_for(place: str) -> Engine:
    """Return the engine of a store: `place` is the path of a SQLite file or a PostgreSQL URL.

    Raises
    ------
    UsageError
        `place` is a URL of something else, or none that can be read.
    StoreUnreachable
        The driver for PostgreSQL is not installed.
    """
    path = file_of(place)
    if path is None:
        return _postgresql_engine(_server_url(place))
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": BUSY_TIMEOUT_S},
        json_serializer=_to_json,
        # rows hold what people said, which must not get into a message
        hide_parameters=True,
        json_deserializer=msgspec.json.decode,
    )
    engine.dialect.statement_compiler = HintedSQLite
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "commit", _end_turn)
    return engine


def _to_json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _server_url(place: str) -> URL:
    scheme = place.partition("://")[0]
    if scheme != "postgresql":
        raise UsageError(
            f"a store is the path of a file or a postgresql:// URL, not a {scheme}:// URL.",
            subject="store",
            remedy="Give one of the two with --store or CALLQA_STORE.",
        )
    try:
        return make_url(place).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError):
        # What was given may hold a password, also in the words of the error: neither is shown.
        raise UsageError(
            "the URL of the store cannot be read.",
            subject="store",
            remedy="Its form is postgresql://login:password@host:port/database; a mark such as "
            "@ or / in the password is written as %40 or %2F.",
        ) from None


def _postgresql_engine(url: URL) -> Engine:
    patience = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_TIMEOUT_S}
    try:
        engine = create_engine(
            url,
            pool_pre_ping=True,
            use_native_hstore=False,
            connect_args=patience,
            hide_parameters=True,
        )
    except ImportError as error:
        raise StoreUnreachable(
            "the driver for PostgreSQL is not installed.",
            subject=shown(url),
            remedy="Run pip install 'callqa[postgres]'.",
        ) from error
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _prepare_sqlite(connection: SQLiteConnection, _record: object) -> None:
    connection.isolation_level = None
    # secure_delete: what was removed for privacy is overwritten in the file, not only let go.
    _use_wal(connection)
    for pragma in (
        "foreign_keys = ON",
        "synchronous = FULL",
        "secure_delete = ON",
        f"cache_size = -{CACHE_KIB}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _use_wal(connection: SQLiteConnection) -> None:
    """Let readers and a writer work side by side.

    Where several open a new file at once, SQLite refuses all but one at once, without waiting.
    """
    until = time.monotonic() + BUSY_TIMEOUT_S
    while not _has_done(connection, "PRAGMA journal_mode = WAL", until):
        time.sleep(_LOOK_AGAIN_S)


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get(_WRITES, False):
        _take_turn(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _take_turn(connection: Connection) -> None:
    """Become the one writer of a SQLite file.

    SQLite itself tries again only every 100 ms, and a program that writes one batch after another
    leaves less than that between them: another would wait for minutes. So each leaves a gap
    after its own turn, and the others look often enough to find it.
    """
    since_s = time.monotonic() - connection.info.get(_LAST_TURN, -math.inf)
    if since_s < _GAP_S:
        time.sleep(_GAP_S - since_s)
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, SQLiteConnection)
    until = time.monotonic() + BUSY_TIMEOUT_S
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while not _has_done(driver, "BEGIN IMMEDIATE", until):
            time.sleep(_LOOK_AGAIN_S)
    finally:
        driver.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_S * 1000:.0f}")


def _has_done(driver: SQLiteConnection, statement: str, until: float) -> bool:
    """Execute a statement; false where another keeps it from that and there is time left."""
    try:
        driver.execute(statement)
    except OperationalError as error:
        if error.sqlite_errorcode & PRIMARY_CODE != SQLITE_BUSY or time.monotonic() > until:
            raise
        return False
    return True


def _end_turn(connection: Connection) -> None:
    if connection.get_execution_options().get(_WRITES, False):
        connection.info[_LAST_TURN] = time.monotonic()


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get(_WRITES, False):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_TIMEOUT_S:.0f}s'")
