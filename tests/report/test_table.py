import csv
import io
import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from callqa.report.csv_file import csv_bytes
from callqa.report.json_lines import jsonl_bytes
from callqa.report.table import Cell, Column, Table

PARIS = ZoneInfo("Europe/Paris")
COLUMNS = (
    Column("call_id", "Call"),
    Column("started_at", "Started", "moment"),
    Column("due", "Until", "day"),
    Column("score", "Score", "number"),
    Column("passed", "Passed", "yes_no"),
)
# 12:05 UTC on 2 July is 14:05 in Paris.
ROW: tuple[Cell, ...] = (
    "b7c1",
    datetime(2026, 7, 2, 12, 5, 9, tzinfo=UTC),
    date(2026, 7, 9),
    -2.5,
    True,
)


def texts(*values: str) -> Table:
    return Table("Calls", (Column("note", "Note"),), [(each,) for each in values])


def read_csv(table: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_bytes(table).decode("utf-8-sig"), newline="")))


def test_csv_gives_moments_in_the_centres_zone_and_says_so() -> None:
    heading, row = read_csv(Table("Calls", COLUMNS, [ROW], PARIS))

    assert heading == ["Call", "Started (Europe/Paris)", "Until", "Score", "Passed"]
    assert row == ["b7c1", "2026-07-02 14:05:09", "2026-07-09", "-2.5", "TRUE"]


def test_csv_is_what_excel_takes_for_unicode_with_crlf() -> None:
    content = csv_bytes(texts("שלום 😀", 'a "b", c\nd'))

    assert content.startswith(b"\xef\xbb\xbfNote\r\n")
    assert content.endswith(b'"a ""b"", c\nd"\r\n')


@pytest.mark.parametrize(
    "attack",
    [
        "=1+1",
        "+44 20",
        "-1+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1",
        "\uff1d1",
        "\n=1",
    ],
)
def test_csv_text_is_never_the_start_of_a_formula(attack: str) -> None:
    ((_,), (cell,)) = read_csv(texts(attack))

    assert cell == f"'{attack}"


def test_csv_keeps_text_that_is_no_formula_and_numbers_below_zero() -> None:
    table = Table("t", (Column("a", "=A"), Column("b", "B", "number")), [("a=1-2", -4), ("", None)])

    assert read_csv(table) == [["'=A", "B"], ["a=1-2", "-4"], ["", ""]]


def test_what_is_not_a_number_is_no_value() -> None:
    table = Table("t", (Column("a", "A", "number"),), [(float("nan"),), (float("inf"),)])

    assert read_csv(table)[1:] == [[""], [""]]
    assert [json.loads(line) for line in jsonl_bytes(table).splitlines()] == [{"a": None}] * 2


def test_json_lines_keep_text_as_it_is_and_the_offset_of_a_moment() -> None:
    table = Table("Calls", COLUMNS, [ROW, ("=1+1\n\x00😀", None, None, None, False)], PARIS)

    first, second = (json.loads(line) for line in jsonl_bytes(table).decode().splitlines())

    assert first == {
        "call_id": "b7c1",
        "started_at": "2026-07-02T14:05:09+02:00",
        "due": "2026-07-09",
        "score": -2.5,
        "passed": True,
    }
    assert second["call_id"] == "=1+1\n\x00😀"
    assert second["started_at"] is None


@pytest.mark.parametrize("write", [csv_bytes, jsonl_bytes])
def test_a_row_that_does_not_fit_its_columns_is_refused(write: object) -> None:
    with pytest.raises(ValueError, match=r"shorter|longer"):
        write(Table("t", COLUMNS, [ROW[:3]], PARIS))  # type: ignore[operator]


def test_a_moment_of_unknown_zone_is_refused() -> None:
    naive = datetime(2026, 7, 2, 12, 5)
    with pytest.raises(ValueError, match="without a time zone"):
        csv_bytes(Table("t", (Column("a", "A", "moment"),), [(naive,)]))
