"""Files beside a store that hold its calls as well: backups, and what was kept aside."""

import sqlite3
from contextlib import closing
from pathlib import Path

from callqa.store.engine import Store
from callqa.store.new_file import KEPT_BEFORE

_SQLITE_HEADER = b"SQLite format 3\0"
_A_TABLE_OF_OURS = "hearings"


def copies_beside(store: Store) -> tuple[Path, ...]:
    """Return the other files in the folder of a SQLite store that may hold calls, by name.

    These are stores, such as backups, and whatever was kept before an upgrade or a restore, also
    where it is damaged. A file that cannot be read is not among them. A server has no such files.
    """
    if not store.is_file:
        return ()
    own = Path(store.name)
    try:
        others = sorted(each for each in own.parent.iterdir() if each != own and each.is_file())
    except OSError:
        return ()
    return tuple(
        each
        for each in others
        if each.name.startswith(f"{own.stem}-{KEPT_BEFORE}") or _is_store(each)
    )


def _is_store(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            if file.read(len(_SQLITE_HEADER)) != _SQLITE_HEADER:
                return False
        # immutable: nothing is written beside it, and nobody who uses it is waited for
        place = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(place, uri=True)) as connection:
            query = "SELECT 1 FROM sqlite_schema WHERE name = ?"
            return connection.execute(query, (_A_TABLE_OF_OURS,)).fetchone() is not None
    except (OSError, sqlite3.Error):
        return False
