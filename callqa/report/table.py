"""A table of plain values, as every export takes it: columns with a kind, rows of cells."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Literal

Cell = str | int | float | bool | date | datetime | None
"""A value; ``None`` is "no value", such as a measure that was not measurable, and never 0."""

Kind = Literal["text", "whole", "number", "share", "yes_no", "day", "moment"]
"""What a column holds: `share` is 0 to 1 and shown in percent, `moment` is a date and a time."""

# XML 1.0, section 2.2, allows no other control character; a tab or a line break stays.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key` names it for programs, with its unit; `heading` names it for people."""

    key: str
    heading: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; each row has one cell for each column.

    zone : the centre's time zone, in which moments are shown; moments in `rows` know their own
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    zone: tzinfo = UTC

    def heading(self, column: Column) -> str:
        """Return the heading of `column`, with the zone that its moments are in."""
        if column.kind != "moment":
            return column.heading
        return f"{column.heading} ({self.zone})"

    def local(self, moment: datetime) -> datetime:
        """Return `moment` in the centre's zone.

        Raises
        ------
        ValueError
            `moment` does not know its zone, so nobody can say when it was.
        """
        if moment.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {moment!r}")
        return moment.astimezone(self.zone)


def printable(text: str) -> str:
    """Return `text` without the control characters that no spreadsheet may hold."""
    return _CONTROL.sub("", text)


def cell_of(value: Cell) -> Cell:
    """Return `value`, with ``None`` for a number that is none (NaN, infinite)."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
