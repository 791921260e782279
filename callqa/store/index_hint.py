"""Which index SQLite takes, where it cannot know what is best.

SQLite has no statistics of a store that was never analysed, and then guesses that any filter leaves
a handful of calls. A select that knows better says so with ``hinted``; PostgreSQL, which keeps
statistics by itself, never sees it.
"""

from typing import TypeVarTuple

from sqlalchemy import Select, Table
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler

Ts = TypeVarTuple("Ts")


class HintedSQLite(SQLiteCompiler):
    """Writes the hints of a select into its FROM, which SQLAlchemy leaves out for SQLite."""

    def get_from_hint_text(self, table: object, text: str | None) -> str | None:
        """Return the hint as it stands behind the table's name."""
        return text


def hinted(query: Select[*Ts], table: Table, index: str | None) -> Select[*Ts]:
    """Return `query` such that SQLite reads `table` through `index`, if one is given."""
    if index is None:
        return query
    return query.with_hint(table, f"INDEXED BY {index}", "sqlite")
