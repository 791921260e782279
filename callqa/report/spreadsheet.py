"""Tables as an XLSX workbook with real numbers, dates and truth values, and never a formula."""

import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from callqa.errors import OutputFailed
from callqa.report.table import Cell, Column, Kind, Table, cell_of, printable

# Excel, "Specifications and limits".
_MOST_ROWS = 1_048_576
_MOST_CHARACTERS = 32_767
_LONGEST_TITLE = 31
_NOT_IN_A_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\", " "))

_FORMATS: dict[Kind, str] = {
    "text": "@",
    "whole": "#,##0",
    "number": "#,##0.0##",
    "share": "0.0%",
    "yes_no": "General",
    "day": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
}
_LEAST_WIDTHS: dict[Kind, int] = {"day": 11, "moment": 17}
"""Widths in characters under which a date is shown as ####."""

_NARROWEST, _WIDEST = 8, 60
_ROWS_LOOKED_AT = 200
_FILTER_BUTTON = 3
_STARTS_A_FORMULA = ("=", "+", "-", "@")


def xlsx_bytes(*tables: Table) -> bytes:
    """Return a workbook with each table on a sheet of its own.

    Headings stay in view and filter their columns. Moments are in the centre's zone without an
    offset, which XLSX cannot hold; the zone is in the heading. Text is always text: what looks
    like a formula is marked as quoted, so that it stays text when somebody edits the cell.

    Raises
    ------
    OutputFailed
        A table has more rows than a worksheet holds.
    """
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for table in tables:
        _refuse_too_many(table)
        _write(book, table, _sheet_title(table.title, taken))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _refuse_too_many(table: Table) -> None:
    if len(table.rows) >= _MOST_ROWS:
        raise OutputFailed(
            f"has {len(table.rows):,} rows; a worksheet holds at most {_MOST_ROWS - 1:,} "
            "under its headings.",
            subject=table.title,
            remedy="Choose fewer calls, or export as CSV or JSON Lines.",
        )


def _write(book: Workbook, table: Table, title: str) -> None:
    sheet: Any = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for index, width in enumerate(_widths(table), start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    last = get_column_letter(len(table.columns))
    sheet.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"
    sheet.append([_heading(sheet, table.heading(column)) for column in table.columns])
    # A row is written as it is appended, so one cell a column serves for all rows.
    cells = [(_body(sheet, column), _quoted(sheet)) for column in table.columns]
    for row in table.rows:
        pairs = zip(row, cells, strict=True)
        sheet.append([_filled(cell, quoted, value, table) for value, (cell, quoted) in pairs])
    sheet.close()


def _heading(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(vertical="bottom", wrap_text=True)
    cell.border = Border(bottom=Side(style="medium"))
    return _with_text(cell, text)


def _body(sheet: Any, column: Column) -> Any:
    cell = WriteOnlyCell(sheet)
    cell.number_format = _FORMATS[column.kind]
    cell.alignment = Alignment(vertical="top")
    return cell


def _quoted(sheet: Any) -> Any:
    cell = WriteOnlyCell(sheet)
    cell.alignment = Alignment(vertical="top")
    cell.quotePrefix = True
    return cell


def _filled(cell: Any, quoted: Any, value: Cell, table: Table) -> Any:
    known = cell_of(value)
    if known is None:
        return None
    if isinstance(known, str):
        is_formula = printable(known).startswith(_STARTS_A_FORMULA)
        return _with_text(quoted if is_formula else cell, known)
    if isinstance(known, datetime):
        known = table.local(known).replace(tzinfo=None)
    cell.value = known
    return cell


def _with_text(cell: Any, text: str) -> Any:
    shown = printable(text)
    if len(shown) > _MOST_CHARACTERS:
        shown = shown[: _MOST_CHARACTERS - 1] + "\N{HORIZONTAL ELLIPSIS}"
    cell.value = shown
    cell.data_type = "s"
    return cell


def _sheet_title(title: str, taken: set[str]) -> str:
    plain = printable(title).translate(_NOT_IN_A_TITLE).strip(" '") or "Sheet"
    plain = "History " if plain.casefold() == "history" else plain
    name, number = plain[:_LONGEST_TITLE], 1
    while name.casefold() in taken:
        number += 1
        end = f" {number}"
        name = plain[: _LONGEST_TITLE - len(end)] + end
    taken.add(name.casefold())
    return name


def _widths(table: Table) -> Iterable[int]:
    shown: Sequence[tuple[Cell, ...]] = list(islice(table.rows, _ROWS_LOOKED_AT))
    for index, column in enumerate(table.columns):
        words = table.heading(column).split()
        heading = max((_width(word) for word in words), default=0) + _FILTER_BUTTON
        values = (_width(str(row[index])) for row in shown if isinstance(row[index], str))
        widest = max(heading, *values, _LEAST_WIDTHS.get(column.kind, 0), _NARROWEST)
        yield min(widest + 1, _WIDEST)


def _width(text: str) -> int:
    line = max(text.splitlines(), key=len, default="")
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in line)
