"""What a row of a table must look like, to tell whole rows of a damaged file from others."""

import json
import sqlite3
import zlib
from dataclasses import dataclass
from datetime import date, datetime

from callqa.store.pages import Value


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a SQLite table; where it is the row id, its own value is stored as NULL."""

    name: str
    type: str
    is_needed: bool
    is_row_id: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A column, by its place, that points to the rows of another table."""

    place: int
    table: str
    may_be_empty: bool


def columns_of(connection: sqlite3.Connection, table: str) -> tuple[Column, ...]:
    """Return the columns of a table in the order in which rows have them."""
    rows = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
    keys = [row for row in rows if row[5]]
    return tuple(
        Column(name, kind, bool(needed), len(keys) == 1 and bool(key) and kind == "INTEGER")
        for _, name, kind, needed, _, key in rows
    )


def links_of(connection: sqlite3.Connection, table: str) -> tuple[Link, ...]:
    """Return the foreign keys of a table."""
    places = {each.name: at for at, each in enumerate(columns_of(connection, table))}
    needed = {each.name for each in columns_of(connection, table) if each.is_needed}
    return tuple(
        Link(places[column], other, column not in needed)
        for _, _, other, column, *_ in connection.execute(f'PRAGMA foreign_key_list("{table}")')
    )


def fitting(
    found: tuple[int, tuple[Value, ...]], columns: tuple[Column, ...]
) -> tuple[Value, ...] | None:
    """Return the values of a row as its table takes them, ``None`` where one cannot be its own."""
    row, values = found
    if not 0 < len(values) <= len(columns):
        return None
    whole = [
        row if column.is_row_id else value for column, value in zip(columns, values, strict=False)
    ]
    if all(_fits(value, column) for value, column in zip(whole, columns, strict=False)):
        return tuple(whole)
    return None


def _fits(value: Value, column: Column) -> bool:
    if value is None:
        return not column.is_needed
    try:
        match column.type:
            case "INTEGER" | "BOOLEAN":
                return isinstance(value, int)
            case "FLOAT":
                return isinstance(value, int | float)
            case "BLOB":
                return isinstance(value, bytes) and zlib.decompress(value) is not None
            case "DATETIME":
                return isinstance(value, str) and datetime.fromisoformat(value) is not None
            case "DATE":
                return isinstance(value, str) and date.fromisoformat(value) is not None
            case "JSON":
                return isinstance(value, str) and json.loads(value) is not None
    except (ValueError, zlib.error):
        return False
    return isinstance(value, str)
