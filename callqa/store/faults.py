"""What a database says went wrong, as an error for the person who must act."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from callqa.errors import StoreBusy, StoreDamaged, StoreError, StoreFull, StoreUnreachable

CHECK = "Run callqa db check."

_DISK_FULL = "the disk is full."
_FREE_SPACE = "Free some space, then try again."
_SQLITE = {
    sqlite3.SQLITE_CORRUPT: (StoreDamaged, "is damaged.", CHECK),
    sqlite3.SQLITE_NOTADB: (StoreDamaged, "is not a store, or its beginning is damaged.", CHECK),
    sqlite3.SQLITE_FULL: (StoreFull, _DISK_FULL, _FREE_SPACE),
    sqlite3.SQLITE_BUSY: (
        StoreBusy,
        "another program is writing to it and does not finish.",
        "Close that program, then try again.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        StoreUnreachable,
        "cannot be opened.",
        "Check that you may read and write this file and its folder.",
    ),
    sqlite3.SQLITE_READONLY: (
        StoreUnreachable,
        "you have no permission to write to it.",
        "Check that you may write to this file and its folder.",
    ),
    sqlite3.SQLITE_PERM: (
        StoreUnreachable,
        "you have no permission to open it.",
        "Check that you may read and write this file and its folder.",
    ),
    sqlite3.SQLITE_IOERR: (
        StoreUnreachable,
        "the disk does not read or write it.",
        "Check the disk and the connection to it.",
    ),
}
PRIMARY_CODE = 0xFF
"""SQLite's extended result codes hold the primary one in their low byte."""

_SQLSTATES = {
    "53100": (StoreFull, "the disk of the server is full.", "Free some space on the server."),
    "55P03": (
        StoreBusy,
        "another program is writing to it and does not finish.",
        "Close that program, then try again.",
    ),
    "42501": (
        StoreUnreachable,
        "this login may not do that on the server.",
        "Ask the server's administrator to make it the owner of the database.",
    ),
    "XX001": (StoreDamaged, "the server finds its files damaged.", "Restore a backup."),
    "XX002": (StoreDamaged, "the server finds its files damaged.", "Restore a backup."),
}


def shown(url: URL) -> str:
    """Return how a store is named to people: the path of its file, or its URL without secrets."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    plain = url.set(drivername="postgresql", query={})
    return plain.render_as_string(hide_password=True)


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn what the database of `url` raises for reasons of its own into a `StoreError`.

    Refusals that belong to what was asked (a constraint, a conflict of two writers) pass.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        fault = _fault(error, url)
        if fault is None:
            raise
        raise fault from error


@contextmanager
def explained_file(path: Path) -> Iterator[None]:
    """Turn what SQLite itself or the disk raises about the file `path` into a `StoreError`."""
    try:
        yield
    except sqlite3.Error as error:
        fault = _sqlite_fault(error, str(path))
        if fault is None:
            raise
        raise fault from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreFull(_DISK_FULL, subject=str(path), remedy=_FREE_SPACE) from error
        raise StoreUnreachable(
            f"cannot be opened: {(error.strerror or str(error)).lower()}.",
            subject=str(path),
            remedy="Check the path, and that you may read and write there.",
        ) from error


def _fault(error: DBAPIError | sqlite3.Error, url: URL) -> StoreError | None:
    if isinstance(error, sqlite3.Error):
        return _sqlite_fault(error, shown(url))
    if isinstance(error.orig, sqlite3.Error):
        return _sqlite_fault(error.orig, shown(url))
    state = getattr(error.orig, "sqlstate", None)
    if state in _SQLSTATES:
        kind, what, remedy = _SQLSTATES[state]
        return kind(what, subject=shown(url), remedy=remedy)
    if error.connection_invalidated or error.statement is None:
        return _unreachable(str(error.orig), url)
    return None


def _sqlite_fault(error: sqlite3.Error, subject: str) -> StoreError | None:
    """Return what `error` of SQLite means, ``None`` where it is about the statement."""
    code = getattr(error, "sqlite_errorcode", 0) & PRIMARY_CODE
    if code not in _SQLITE:
        return None
    kind, what, remedy = _SQLITE[code]
    return kind(what, subject=subject, remedy=remedy)


def _unreachable(said: str, url: URL) -> StoreUnreachable:
    """Return the error of a connection that failed; PostgreSQL has no code for the reasons."""
    if "password" in said:
        what = f"the server does not accept the password of {url.username or 'this login'}."
        remedy = "Check the URL, or keep the password in ~/.pgpass."
    elif "does not exist" in said or "authentication failed" in said:
        what = f"the server refuses: {_reason(said)}."
        remedy = "Check the name of the database and the login, or ask its administrator."
    else:
        what = f"the PostgreSQL server cannot be reached: {_reason(said)}."
        remedy = "Check host and port, and that the server runs."
    return StoreUnreachable(what, subject=shown(url), remedy=remedy)


def _reason(said: str) -> str:
    """Return the server's own reason out of what the driver says: the end of its first line."""
    first = said.strip().splitlines()[0] if said.strip() else "no reason given"
    for mark in ("FATAL:", "failed:"):
        first = first.rpartition(mark)[2].strip()
    return first.rstrip(".")
