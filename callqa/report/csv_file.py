"""A table as CSV that a spreadsheet program opens as it is meant."""

import csv
import io
from datetime import date, datetime

from callqa.report.table import Cell, Table, cell_of, printable

_STARTS_A_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""OWASP, "CSV Injection": what a spreadsheet takes for the start of a formula."""


def csv_bytes(table: Table) -> bytes:
    """Return `table` as RFC 4180 CSV: commas, CRLF, one line of headings.

    Text that a spreadsheet would take for a formula gets a leading apostrophe (OWASP); a negative
    number is a number and stays one. UTF-8 with a byte order mark, without which Excel takes
    another character set. Moments are in the centre's zone, as a spreadsheet reads them; the zone
    is in the heading. Programs are better served by `callqa.report.json_lines`.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_text(table.heading(column)) for column in table.columns])
    for row in table.rows:
        pairs = zip(row, table.columns, strict=True)
        writer.writerow([_field(cell_of(value), table) for value, _ in pairs])
    return out.getvalue().encode("utf-8-sig")


def _field(value: Cell, table: Table) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case str():
            return _text(value)
        case datetime():
            return table.local(value).strftime("%Y-%m-%d %H:%M:%S")
        case date():
            return value.isoformat()
        case _:
            return repr(value)


def _text(text: str) -> str:
    shown = printable(text)
    is_formula = shown.startswith(_STARTS_A_FORMULA) or shown.lstrip().startswith(_STARTS_A_FORMULA)
    return f"'{shown}" if is_formula else shown
