"""A table as JSON Lines, for programs: one object a row, by the columns' keys."""

from datetime import date, datetime

import msgspec

from callqa.report.table import Cell, Table, cell_of


def jsonl_bytes(table: Table) -> bytes:
    """Return `table` as UTF-8 JSON Lines.

    Text is as it is. Moments are ISO 8601 in the centre's zone with their offset from UTC, days
    are ``YYYY-MM-DD``, and what has no value is ``null``.
    """
    encoder = msgspec.json.Encoder()
    keys = [column.key for column in table.columns]
    rows = (dict(zip(keys, row, strict=True)) for row in table.rows)
    return b"".join(
        encoder.encode({key: _value(cell_of(value), table) for key, value in row.items()}) + b"\n"
        for row in rows
    )


def _value(value: Cell, table: Table) -> Cell:
    if isinstance(value, datetime):
        return table.local(value).isoformat()
    return value.isoformat() if isinstance(value, date) else value
