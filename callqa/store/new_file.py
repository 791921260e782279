"""A new SQLite file: under a name of its own until it is whole, checked, then put in its place."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from callqa.errors import StoreDamaged, StoreNotEmpty
from callqa.store.faults import explained_file

OTHER_FILES = ("-wal", "-shm", "-journal")
"""What SQLite may keep beside a file."""


KEPT_BEFORE = "before-"
"""How the reasons begin for which a store is kept under another name beside itself."""


def refuse_present(target: Path) -> None:
    """Refuse a place where a file stands already."""
    if target.exists():
        raise StoreNotEmpty(
            "a file is there already.", subject=str(target), remedy="Choose another name."
        )


@contextmanager
def temporary_file(folder: Path) -> Iterator[Path]:
    """Give the name of a new file in `folder`; nothing of that name is left afterwards."""
    path = folder / f".callqa-{uuid4().hex}.part"
    try:
        yield path
    finally:
        for ending in ("", *OTHER_FILES):
            with suppress(OSError):
                path.with_name(path.name + ending).unlink(missing_ok=True)


def check_file(path: Path, subject: str) -> None:
    """Read the whole SQLite file `path`, a copy of `subject`.

    Raises
    ------
    StoreDamaged
        Its pages or its rows contradict each other.
    """
    try:
        with explained_file(path), closing(sqlite3.connect(path)) as connection:
            first = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    except StoreDamaged as error:
        raise _not_whole(subject) from error
    if first != "ok" or orphan is not None:
        raise _not_whole(subject)


def put_in_place(temporary: Path, target: Path) -> None:
    """Give a finished file its name; what stood there is replaced in one step."""
    with explained_file(target):
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(target)


def beside(path: Path, why: str) -> Path:
    """Return a new name in the folder of `path`, with the reason and the time in it."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    return path.with_name(f"{path.stem}-{why}-{stamp}{path.suffix or '.db'}")


def _not_whole(subject: str) -> StoreDamaged:
    return StoreDamaged(
        "is damaged: a copy of it is not whole.",
        subject=subject,
        remedy="Save what can be read with callqa db check --salvage.",
    )
