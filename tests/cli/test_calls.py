from pathlib import Path

import pytest

from callqa.domain.edits import OverridePoints
from callqa.service.adding import add_heard
from callqa.service.workspace import Workspace
from callqa.store.listing import find_call
from callqa.store.retention import remove_words
from tests.cli.at_a_shell import run
from tests.service.heard_calls import simple_call


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    path = str(tmp_path / "team.db")
    monkeypatch.setenv("CALLQA_STORE", path)
    return path


@pytest.fixture
def ids(place: str) -> list[str]:
    workspace = Workspace.open(place)
    calls = [
        add_heard(
            workspace.context,
            simple_call(number, blames=number == 0, agent="Anna" if number else "[b]Ben[/b]"),
        ).call_id
        for number in range(3)
    ]
    workspace.context.store.close()
    return calls


def test_a_list_prints_rows_or_json_alone(ids: list[str]) -> None:
    table = run("calls", "list")
    page = run("calls", "list", "--where", "agent=Anna", "--sort", "started_at", "--json")

    assert table.status == page.status == 0
    assert table.err == page.err == ""
    assert "[b]Ben[/b]" in table.out
    assert "1 to 3 of 3 calls" in table.out
    assert {each["call_id"] for each in page.json["rows"]} == set(ids[1:])
    assert page.json["total"] == 2


def test_a_search_prints_hits_or_json_alone(ids: list[str]) -> None:
    words = run("calls", "search", '"should have read"', "--by", "agent")
    found = run("calls", "search", "order", "--limit", "2", "--json")

    assert "should have read" in words.out
    assert (len(found.json["rows"]), found.json["total"]) == (2, 3)


def test_a_call_is_shown_or_written_as_its_result(ids: list[str]) -> None:
    shown = run("calls", "show", ids[0][:8])
    result = run("calls", "show", ids[0], "--json")

    assert f"call       {ids[0]}" in shown.out
    assert "The customer was blamed" in shown.out
    assert result.json["call_id"] == ids[0]
    assert result.json["turns"]
    assert result.err == ""


def test_what_is_left_of_a_call_without_words_is_shown(place: str, ids: list[str]) -> None:
    store = Workspace.open(place).context.store
    with store.writing() as connection:
        remove_words(connection, [find_call(connection, ids[0])])
    store.close()

    shown = run("calls", "show", ids[0])
    result = run("calls", "show", ids[0], "--json")
    card = run("review", "show", ids[0], "--turns", "--findings")
    report = run("report", ids[0], "--out", "call.html")

    assert "removed from the store" in shown.out
    assert "The customer was blamed" in shown.out
    assert "should have read" not in shown.out + result.out + card.out
    assert (result.json["call_id"], result.json["words_removed"]) == (ids[0], True)
    assert result.json["scorecard"]["total"] == result.json["call"]["score"]
    assert "it has no turns" in card.out
    assert ": blame" in card.out
    assert report.status == 1
    assert "removed from the store" in report.err


def test_a_shown_call_says_how_many_answers_are_provisional(ids: list[str]) -> None:
    shown = run("calls", "show", ids[0])
    result = run("calls", "show", ids[0], "--json")

    assert "are not proven by calibration" in shown.out
    assert "no_blame" in result.json["provisional"]


def test_a_correction_that_counts_no_more_is_shown(
    ids: list[str], place: str, tmp_path: Path
) -> None:
    workspace = Workspace.open(place)
    change = OverridePoints("lets_finish", 8.0, "Never cut in.")
    workspace.reviews.edit(ids[0], change)
    workspace.context.store.close()
    text = (Path(__file__).parents[2] / "callqa/rules/rubrics/default_rubric.toml").read_text(
        "utf-8"
    )
    other = tmp_path / "other.toml"
    other.write_text(text.replace('id = "lets_finish"', 'id = "lets_speak"'), encoding="utf-8")
    version = next(line for line in text.splitlines() if line.startswith("version = "))
    other.write_text(
        other.read_text("utf-8").replace(version, 'version = "other"', 1), encoding="utf-8"
    )

    adopted = run("rubric", "adopt", str(other))
    shown = run("calls", "show", ids[0])

    assert adopted.status == 0, adopted.err
    assert "counts no more: " in shown.out


def test_legs_are_linked_and_taken_apart(ids: list[str]) -> None:
    name = run("calls", "link", ids[0], ids[1], "--json").json["interaction"]
    together = run("calls", "list", "--where", f"interaction={name}", "--json").json["total"]
    apart = run("calls", "unlink", ids[0], "--json").json

    assert together == 2
    assert apart == {"call_id": ids[0]}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("list", "--where", "colour=red"), "colour=red: names nothing"),
        (("list", "--sort", "colour"), "colour: is no column"),
        (("search", "order", "--by", "Anna"), "Anna: is no party"),
        (("show", "zzz"), "zzz: no call of the store has this id"),
        (("link", "zzz"), "zzz: no call of the store has this id"),
        (("list", "--limit", "0"), "--limit"),
        (("add", "--metadata", "none.csv", "none.wav"), "none.csv"),
    ],
)
def test_wrong_words_are_one_error_and_status_2(
    ids: list[str], words: tuple[str, ...], told: str
) -> None:
    refused = run("calls", *words)

    assert refused.status == 2
    assert refused.out == ""
    assert told in refused.err
    assert "Traceback" not in refused.err


def test_a_recording_that_is_not_there_is_status_1(ids: list[str], tmp_path: Path) -> None:
    failed = run("calls", "add", str(tmp_path / "none.wav"), "--json")

    assert failed.status == 1
    assert [each["path"] for each in failed.json["failed"]] == [str(tmp_path / "none.wav")]
    assert failed.json["added"] == failed.json["already_there"] == []
    assert "none.wav" in failed.err


def test_relinking_tells_what_it_found(ids: list[str], tmp_path: Path) -> None:
    (tmp_path / "other.wav").write_bytes(b"RIFF")

    nothing = run("calls", "relink", str(tmp_path), "--json")
    missing = run("calls", "relink", str(tmp_path / "none.wav"))

    assert (nothing.status, nothing.json) == (0, [])
    assert (missing.status, missing.out) == (1, "0 calls linked anew, 0 were right.\n")


def test_a_mistyped_store_is_told_and_not_begun(tmp_path: Path) -> None:
    mistyped = tmp_path / "qualty.db"

    ran = run("calls", "list", "--store", str(mistyped))

    assert ran.status == 1
    assert str(mistyped) in ran.err
    assert not mistyped.exists()
