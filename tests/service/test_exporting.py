import csv
import json
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from callqa.domain.edits import OverridePoints
from callqa.domain.listing import CallFilter, CallSummary
from callqa.domain.people import Agent, Membership
from callqa.domain.review import StoreRole, User
from callqa.errors import NotAllowed, OutputFailed, UsageError
from callqa.service.context import Context
from callqa.service.exporting import Exports
from callqa.service.figures import Figures
from callqa.service.period_facts import DayRange
from callqa.service.reviewing import Reviews
from callqa.settings import Settings
from callqa.store.access_log import accesses
from callqa.store.engine import Store
from callqa.store.people import put_agent
from callqa.store.rubrics import all_rubrics
from tests.service.desk import NOON, adopt, person, put
from tests.store.rows import add_agent, add_call

EVERY = CallFilter()
MARCH = DayRange(date(2026, 3, 1), date(2026, 3, 31))
CALLS = 1203
"""More than are read from the store at once."""


def test_a_store_without_a_rubric_exports_no_calls_and_adopts_none(
    store: Store, tmp_path: Path
) -> None:
    exports = Exports(Context(store, Settings(), User("lea", "leader")))

    assert exports.calls(tmp_path / "calls.csv", EVERY) == 0

    with store.reading() as connection:
        assert all_rubrics(connection) == ()


@pytest.fixture
def exports(store: Store) -> Exports:
    return Exports(Context(store, Settings(), User("lea", "leader")))


def fill(store: Store) -> None:
    with store.writing() as connection:
        ann = add_agent(connection, "=Ann")
        for number in range(CALLS):
            add_call(
                connection,
                call_id=f"c{number:04}",
                agent=ann if number % 2 else None,
                started_at=datetime(2026, 3, 2, tzinfo=UTC) + timedelta(minutes=number),
                score=number / 16,
                passed=number > 1000,
                severity=3 if number == 7 else 0,
                flags=[("urgent", "threat"), ("coach", "blame")] if number == 7 else [],
            )


def actions(store: Store) -> list[str]:
    with store.reading() as connection:
        return [each.action for each in accesses(connection)]


def test_a_csv_file_has_every_call_with_every_column(
    store: Store, exports: Exports, tmp_path: Path
) -> None:
    fill(store)
    path = tmp_path / "calls.csv"

    assert exports.calls(path, EVERY) == CALLS

    with path.open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    columns = {"Provisional answers"} | {each.name for each in fields(CallSummary)} - {"id"}
    assert len(rows[0]) == len(columns)
    assert [row["Call id"] for row in rows] == [f"c{each:04}" for each in reversed(range(CALLS))]
    eighth = rows[-8]
    assert (eighth["Score"], eighth["Severity"], eighth["Flags"]) == (
        "0.4375",
        "urgent",
        "blame, threat",
    )
    assert (eighth["Agent"], rows[-1]["Agent"], rows[-1]["Empathy score"]) == ("'=Ann", "", "")
    assert actions(store) == [f"export {CALLS} calls"]


@pytest.mark.parametrize("name", ["calls.csv", "calls.xlsx"])
def test_who_waits_for_an_export_hears_how_far_it_is(
    store: Store, exports: Exports, tmp_path: Path, name: str
) -> None:
    fill(store)
    heard: list[tuple[int, int]] = []

    exports.calls(tmp_path / name, EVERY, tell=lambda done, total: heard.append((done, total)))

    assert {total for _, total in heard} == {CALLS}
    assert [done for done, _ in heard][-3:] == [0, 500, 1000]


def test_a_workbook_has_real_types_and_no_formula(
    store: Store, exports: Exports, tmp_path: Path
) -> None:
    fill(store)
    path = tmp_path / "calls.xlsx"
    exports.calls(path, CallFilter(score=(75.0, None)))

    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows())

    assert len(rows) - 1 == sum(number / 16 >= 75 for number in range(CALLS))
    latest = dict(zip((cell.value for cell in rows[0]), rows[1], strict=True))
    assert latest["Score"].value == (CALLS - 1) / 16
    assert latest["Passed"].value is True
    second = dict(zip((cell.value for cell in rows[0]), rows[2], strict=True))
    assert (second["Agent"].value, second["Agent"].data_type) == ("=Ann", "s")


@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_programs_get_objects(store: Store, exports: Exports, tmp_path: Path, ending: str) -> None:
    fill(store)
    path = tmp_path / f"calls.{ending}"
    exports.calls(path, CallFilter(flags=("threat",)))

    text = path.read_text("utf-8")

    (call,) = json.loads(text) if ending == "json" else map(json.loads, text.splitlines())
    assert call["call_id"] == "c0007"
    assert datetime.fromisoformat(call["started_at"]) == datetime(2026, 3, 2, 0, 7, tzinfo=UTC)
    assert call["empathy_score"] is None


def test_nothing_to_export_is_an_empty_list(exports: Exports, tmp_path: Path) -> None:
    path = tmp_path / "none.json"

    assert exports.calls(path, EVERY) == 0
    assert json.loads(path.read_text("utf-8")) == []


def test_figures_are_one_row_a_figure(store: Store, exports: Exports, tmp_path: Path) -> None:
    fill(store)
    path = tmp_path / "figures.csv"
    exports.figures(path, Figures(exports.context).team("agent", days=MARCH))

    with path.open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))

    scores = [number / 16 for number in range(1, CALLS, 2)]
    ann = next(row for row in rows if row["Figure"] == "score" and row["Agent"])
    assert int(ann["Calls"]) == len(scores)
    assert float(ann["Value"]) == pytest.approx(sum(scores) / len(scores))
    threat = next(row for row in rows if row["Figure"] == "flag threat")
    assert (threat["Calls"], float(threat["Value"])) == ("601", pytest.approx(1 / 601))


def test_a_file_that_is_there_is_kept_unless_forced(
    store: Store, exports: Exports, tmp_path: Path
) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("mine", "utf-8")

    with pytest.raises(UsageError, match="already"):
        exports.calls(path, EVERY)
    assert path.read_text("utf-8") == "mine"
    assert actions(store) == []

    exports.calls(path, EVERY, force=True)
    assert path.read_text("utf-8") != "mine"


def test_a_file_that_cannot_be_written_is_not_in_the_access_log(
    store: Store, exports: Exports, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")

    with pytest.raises(OutputFailed):
        exports.calls(tmp_path / "file" / "calls.csv", EVERY)
    assert actions(store) == []


def test_an_ending_that_says_no_format_is_refused(exports: Exports, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="format"):
        exports.calls(tmp_path / "calls.ods", EVERY)


@pytest.mark.parametrize("role", ["agent", "reviewer"])
def test_who_may_not_export_gets_no_file(store: Store, tmp_path: Path, role: StoreRole) -> None:
    exports = Exports(Context(store, Settings(), User("x", role, "Ann")))
    path = tmp_path / "file.csv"
    acts: list[Callable[[], object]] = [
        lambda: exports.calls(path, EVERY),
        lambda: exports.call_report(path, "c1"),
        lambda: exports.agent_report(path, "Ann"),
        lambda: exports.team_report(path, "North"),
    ]

    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert not path.exists()


@pytest.fixture
def desk(store: Store) -> Context:
    """Store twelve calls of Anna, who is in team North, of 100 and 50 points in turn."""
    adopt(store)
    leader = person(store, "lea", "leader")
    for number in range(12):
        moment = NOON + timedelta(hours=number)
        put(leader, f"c{number}", blames=number % 2 == 1, started_at=moment)
    with store.writing() as connection:
        put_agent(connection, Agent("Anna", ("Annie",), (Membership("North"),)), 1)
    return leader


def test_the_report_on_a_call_shows_what_a_reviewer_changed(
    store: Store, desk: Context, tmp_path: Path
) -> None:
    path = tmp_path / "call.html"
    Reviews(desk).edit("c1", OverridePoints("no_blame", 3.0, "She quoted the letter."))

    Exports(desk).call_report(path, "c1")

    page = path.read_text("utf-8")
    assert "You should have read the terms" in page
    # 4 of 4 points for the greeting and 3 of 4 without blame.
    assert "87.5" in page
    assert actions(store)[0] == "export report"


def test_the_report_on_an_agent_is_found_by_another_name(
    store: Store, desk: Context, tmp_path: Path
) -> None:
    path = tmp_path / "agent.html"

    Exports(desk).agent_report(path, "annie", MARCH)

    page = path.read_text("utf-8")
    assert "Anna" in page
    assert "North" in page
    assert "2026-03-01 to 2026-03-31" in page
    assert actions(store)[0] == "export report on Anna"


def test_the_report_on_a_team_has_its_agents(desk: Context, tmp_path: Path) -> None:
    path = tmp_path / "team.html"

    Exports(desk).team_report(path, "North")

    page = path.read_text("utf-8")
    assert "Anna" in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("name", "days", "why"),
    [
        ("Nobody", MARCH, "no agent"),
        ("Anna", DayRange(date(2025, 1, 1), date(2025, 1, 2)), "no call"),
    ],
)
def test_a_report_on_nobody_or_on_no_calls_is_refused(
    desk: Context, tmp_path: Path, name: str, days: DayRange, why: str
) -> None:
    path = tmp_path / "agent.html"

    with pytest.raises(UsageError, match=why):
        Exports(desk).agent_report(path, name, days)
    with pytest.raises(UsageError, match="no team"):
        Exports(desk).team_report(path, "South", days)
    assert not path.exists()
