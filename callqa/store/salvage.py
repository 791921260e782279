"""A new store from what can be read of a damaged SQLite file.

SQLite stops at the first page that contradicts itself, and loses all rows below a damaged inner
page with it. This reads the pages themselves (`callqa.store.pages`): each table from its first page
on, around damaged ones, and then leaves that no table leads to any more. A row counts only if its
values are whole: what is packed unpacks, times are times, and what it points to was saved too.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from math import inf
from pathlib import Path

from callqa.errors import StoreDamaged, StoreMissing, StoreNewer
from callqa.store import migrations
from callqa.store.engine import Store, engine_for
from callqa.store.faults import explained_file
from callqa.store.new_file import check_file, put_in_place, refuse_present, temporary_file
from callqa.store.opening import bring_up_to_date
from callqa.store.pages import LEAF, Leaf, PageFile, Unreadable, Value
from callqa.store.row_shape import columns_of, fitting, links_of
from callqa.store.tables import metadata

_SCHEMA_ROOT = 1
_VERSION_TABLE = "alembic_version"
_ONE_FOR_EACH_CALL = ("hearings", "findings", "transcripts")


@dataclass(frozen=True, slots=True)
class SavedTable:
    """What became of one table.

    lost : rows that are known to be missing; there may be more where no index tells their number
    unreadable_pages : pages of the table that hold nothing any more
    """

    name: str
    kept: int
    lost: int
    unreadable_pages: int


@dataclass(frozen=True, slots=True)
class Salvage:
    """What was saved, and into which file."""

    target: Path
    tables: tuple[SavedTable, ...]

    @property
    def kept(self) -> int:
        """Rows that are in the new store."""
        return sum(each.kept for each in self.tables)

    @property
    def lost(self) -> int:
        """Rows that are known to be missing from it."""
        return sum(each.lost for each in self.tables)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing, as far as can be known."""
        return not any(each.lost or each.unreadable_pages for each in self.tables)


def salvage(damaged: Path, target: Path) -> Salvage:
    """Make the new store `target` from what can be read of the file `damaged`, which stays so.

    Raises
    ------
    StoreMissing
        There is no file `damaged`.
    StoreNotEmpty
        `target` is there already.
    StoreNewer
        The store was made by a newer version.
    StoreDamaged
        Nothing in the file can be read.
    StoreError
        A file cannot be read or written.
    """
    if not damaged.is_file():
        raise StoreMissing("there is no file here.", subject=str(damaged), remedy="Check the path.")
    refuse_present(target)
    with explained_file(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    with temporary_file(target.parent) as new, explained_file(damaged):
        with closing(PageFile(damaged)) as pages:
            schema = _read_schema(pages)
            _make_empty(new, _revision(pages, schema, damaged))
            tables = _Reader(pages, schema, new).save()
        if not any(each.kept for each in tables):
            raise StoreDamaged(
                "nothing in it can be read.",
                subject=str(damaged),
                remedy="Restore a backup with callqa db restore.",
            )
        store = Store(engine_for(str(new)))
        bring_up_to_date(store)
        store.close()
        check_file(new, str(new))
        put_in_place(new, target)
    return Salvage(target, tables)


@dataclass(frozen=True, slots=True)
class _Part:
    """One table or index in the schema of a file: its first page, and the table it belongs to."""

    table: str
    root: int
    is_table: bool


def _read_schema(pages: PageFile) -> dict[str, _Part]:
    rows = (
        values
        for leaf in pages.walk(_SCHEMA_ROOT).leaves
        for _, values in _readable(pages, leaf)
        if len(values) == 5
    )
    return {
        name: _Part(str(table), root, kind == "table")
        for kind, name, table, root, _ in rows
        if isinstance(name, str) and isinstance(root, int) and root
    }


def _readable(pages: PageFile, leaf: Leaf) -> Iterator[tuple[int, tuple[Value, ...]]]:
    try:
        yield from (each for each in pages.rows(leaf) if each is not None)
    except Unreadable:
        return


def _revision(pages: PageFile, schema: dict[str, _Part], damaged: Path) -> str:
    """Return the revision of the damaged store; the present one where it cannot be read."""
    part = schema.get(_VERSION_TABLE)
    leaves = pages.walk(part.root).leaves if part else []
    found = [str(values[0]) for leaf in leaves for _, values in _readable(pages, leaf)]
    if not found:
        return migrations.HEAD
    if found[0] not in migrations.REVISIONS:
        raise StoreNewer(
            f"was made by a newer version of CallQA (revision {found[0]}).",
            subject=str(damaged),
            remedy="Install that version.",
        )
    return found[0]


def _make_empty(path: Path, revision: str) -> None:
    store = Store(engine_for(str(path)))
    with store.altering() as connection:
        migrations.migrate(connection, revision)
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


class _Reader:
    """Carries rows from the pages of a damaged file into an empty store of the same revision."""

    def __init__(self, pages: PageFile, schema: dict[str, _Part], new: Path) -> None:
        self._pages = pages
        self._new = new
        with closing(sqlite3.connect(new)) as connection:
            parts = {
                name: _Part(table, root, kind == "table")
                for name, table, root, kind in connection.execute(
                    "SELECT name, tbl_name, rootpage, type FROM sqlite_schema WHERE rootpage > 0"
                )
            }
            names = [name for name, part in parts.items() if part.is_table]
            self._columns = {name: columns_of(connection, name) for name in names}
            self._links = {name: links_of(connection, name) for name in names}
        # Where the schema itself is damaged: tables lie where a new store has them.
        self._parts = {**parts, **schema}
        self._trees = {name: pages.walk(part.root) for name, part in self._parts.items()}
        self._seen: Counter[str] = Counter()
        self._keys: dict[str, set[Value]] = {}

    def save(self) -> tuple[SavedTable, ...]:
        """Write every table, those first that others point to, and return what became of them."""
        stray = self._stray_leaves()
        with closing(sqlite3.connect(self._new)) as connection:
            ours = [str(each.name) for each in metadata.sorted_tables]
            present = [name for name in ours if name in self._columns]
            kept = {
                name: self._save_table(
                    connection, name, [*self._trees[name].leaves, *stray.get(name, ())]
                )
                for name in present
            }
            connection.commit()
        return tuple(self._summary(name, kept[name]) for name in present)

    def _rows(self, leaf: Leaf) -> Iterator[tuple[int, tuple[Value, ...]] | None]:
        try:
            yield from self._pages.rows(leaf)
        except Unreadable:
            yield None

    def _save_table(self, connection: sqlite3.Connection, name: str, leaves: list[Leaf]) -> int:
        columns = self._columns[name]
        keys = self._keys[name] = set()
        kept = 0
        for leaf in leaves:
            for found in self._rows(leaf):
                self._seen[name] += 1
                values = fitting(found, columns) if found else None
                values = values and self._linked(name, values)
                if values is None or found is None or found[0] in keys:
                    continue
                names = ", ".join(f'"{each.name}"' for each in columns[: len(values)])
                marks = ", ".join("?" * len(values))
                try:
                    connection.execute(f'INSERT INTO "{name}" ({names}) VALUES ({marks})', values)
                except sqlite3.IntegrityError:
                    continue
                keys.add(found[0])
                kept += 1
        return kept

    def _linked(self, name: str, values: tuple[Value, ...]) -> tuple[Value, ...] | None:
        """Return the values without links to rows that were lost, ``None`` if it needs one."""
        linked = list(values)
        for link in self._links[name]:
            if link.place >= len(linked) or linked[link.place] is None:
                continue
            if linked[link.place] not in self._keys[link.table]:
                if not link.may_be_empty:
                    return None
                linked[link.place] = None
        return tuple(linked)

    def _stray_leaves(self) -> dict[str, list[Leaf]]:
        """Return, by table, leaves with its rows to which no page leads any more."""
        torn = {
            name: tree.holes
            for name, tree in self._trees.items()
            if tree.holes and self._parts[name].is_table and name in self._columns
        }
        if not torn:
            return {}
        trees = [*self._trees.values(), self._pages.walk(_SCHEMA_ROOT)]
        known = {number for tree in trees for number, _, _ in tree.leaves}
        known |= self._pages.free_pages()
        stray: dict[str, list[Leaf]] = {}
        for number in range(2, self._pages.count + 1):
            if number not in known and self._pages.kind(number) == LEAF:
                leaf = number, 0, inf
                rows = list(_readable(self._pages, leaf))
                fits = [name for name, holes in torn.items() if self._belongs(rows, name, holes)]
                if len(fits) == 1:
                    stray.setdefault(fits[0], []).append(leaf)
        return stray

    def _belongs(
        self,
        rows: list[tuple[int, tuple[Value, ...]]],
        name: str,
        holes: list[tuple[int, float]],
    ) -> bool:
        columns = self._columns[name]
        return bool(rows) and all(
            len(row[1]) == len(columns)
            and fitting(row, columns) is not None
            and any(low < row[0] <= high for low, high in holes)
            for row in rows
        )

    def _summary(self, name: str, kept: int) -> SavedTable:
        tree = self._trees[name]
        indexed = [
            self._trees[part_name].rows
            for part_name, part in self._parts.items()
            if part.table == name and not part.is_table
        ]
        lost = max([self._seen[name], *indexed]) - kept
        if name in _ONE_FOR_EACH_CALL:
            own, holes = self._keys[name], tree.holes
            missing = [each for each in self._keys["calls"] if each not in own]
            lost = max(lost, sum(any(a < int(str(n)) <= b for a, b in holes) for n in missing))
        return SavedTable(name, kept, lost, len(tree.holes))
