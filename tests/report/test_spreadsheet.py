import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from callqa.errors import OutputFailed
from callqa.report.spreadsheet import xlsx_bytes
from callqa.report.table import Cell, Column, Table

COLUMNS = (
    Column("call_id", "Call"),
    Column("started_at", "Started", "moment"),
    Column("due", "Until", "day"),
    Column("score", "Score", "number"),
    Column("agent_ratio", "Agent's share of talk", "share"),
    Column("flags", "Flags", "whole"),
    Column("passed", "Passed", "yes_no"),
)
ROW: tuple[Cell, ...] = (
    "b7c1",
    datetime(2026, 12, 2, 12, 5, 9, tzinfo=UTC),
    date(2026, 12, 9),
    -2.5,
    0.52,
    3,
    False,
)


def sheet_of(*tables: Table) -> Worksheet:
    return load_workbook(io.BytesIO(xlsx_bytes(*tables))).worksheets[0]


def texts(*values: str) -> Table:
    return Table("Calls", (Column("note", "Note"),), [(each,) for each in values])


def test_every_value_has_its_real_type() -> None:
    sheet = sheet_of(Table("Calls", COLUMNS, [ROW], ZoneInfo("Europe/Paris")))

    values = [cell.value for cell in sheet[2]]
    assert values == [
        "b7c1",
        datetime(2026, 12, 2, 13, 5, 9),
        datetime(2026, 12, 9),
        -2.5,
        0.52,
        3,
        False,
    ]
    assert [cell.data_type for cell in sheet[2]] == ["s", "d", "d", "n", "n", "n", "b"]
    assert sheet["E2"].number_format == "0.0%"
    assert sheet["B2"].number_format == "yyyy-mm-dd hh:mm"
    assert sheet["C2"].number_format == "yyyy-mm-dd"


def test_headings_name_the_zone_stay_in_view_and_filter() -> None:
    sheet = sheet_of(Table("Calls", COLUMNS, [ROW] * 3, ZoneInfo("Europe/Paris")))

    assert sheet["B1"].value == "Started (Europe/Paris)"
    assert sheet["B1"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:G4"
    assert sheet.column_dimensions["B"].width >= len("2026-12-02 13:05")


@pytest.mark.parametrize("attack", ["=1+1", "+1", "-1+2", "@SUM(A1)", "=cmd|' /C calc'!A0", "-5"])
def test_text_is_never_a_formula(attack: str) -> None:
    sheet = sheet_of(Table("=1+1", (Column("a", attack),), [(attack,)]))

    for cell in (sheet["A1"], sheet["A2"]):
        assert cell.data_type == "s"
        assert cell.value == attack
    assert sheet["A2"].quotePrefix


def test_a_cell_after_a_formula_lookalike_is_not_marked_as_quoted() -> None:
    sheet = sheet_of(texts("=1+1", "plain", "=2"))

    assert [cell.quotePrefix for (cell,) in sheet["A2:A4"]] == [True, False, True]


def test_no_sheet_holds_a_formula_in_its_xml() -> None:
    archive = zipfile.ZipFile(io.BytesIO(xlsx_bytes(texts("=1+1", "@x", '=HYPERLINK("http://a")'))))

    assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_what_xlsx_forbids_in_text_is_left_out_and_the_rest_is_kept() -> None:
    hostile = "a\x00b\x1b\x0bc\ud800d\uffff\tعليكم 😀\n" + "<b>&amp;\u200f"
    sheet = sheet_of(texts(hostile, "x" * 40_000, "\x00=1+1"))

    assert sheet["A2"].value == "abcd\tعليكم 😀\n<b>&amp;\u200f"
    assert len(sheet["A3"].value) == 32_767
    assert sheet["A3"].value.endswith("…")
    assert (sheet["A4"].value, sheet["A4"].data_type) == ("=1+1", "s")
    assert sheet["A4"].quotePrefix


def test_what_has_no_value_is_an_empty_cell() -> None:
    table = Table("t", (Column("a", "A", "number"),), [(None,), (float("nan"),), (0.0,)])

    assert [cell.value for (cell,) in sheet_of(table)["A2:A4"]] == [None, None, 0.0]


def test_each_table_has_a_sheet_of_its_own_name() -> None:
    column = (Column("a", "A"),)
    titles = ["Calls: [2026/03]?", "calls   2026 03", "", "History", "x" * 40, "X" * 40]
    book = load_workbook(io.BytesIO(xlsx_bytes(*(Table(each, column, []) for each in titles))))

    names = [each.casefold() for each in book.sheetnames]
    assert len(set(names)) == len(titles)
    assert all(0 < len(each) <= 31 for each in names)
    assert not set("[]:*?/\\") & set("".join(names))
    assert "history" not in names


class Endless(Sequence[tuple[Cell, ...]]):
    """As many rows as a worksheet has lines, held by nobody."""

    def __len__(self) -> int:
        return 1_048_576

    def __getitem__(self, index: object) -> tuple[Cell, ...]:  # type: ignore[override]
        return ("a",)

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        raise AssertionError("refused before a row is read")


def test_more_rows_than_a_worksheet_holds_are_refused_with_the_way_out() -> None:
    with pytest.raises(OutputFailed, match=r"1,048,576 rows.*at most 1,048,575.*CSV"):
        xlsx_bytes(Table("Calls", (Column("a", "A"),), Endless()))
