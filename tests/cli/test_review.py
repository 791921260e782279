import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from callqa.cli.main import app
from callqa.errors import CallQAError, EditRefused, UnknownCall, UsageError
from callqa.service.people import People
from callqa.service.workspace import Workspace
from tests.service.desk import adopt, put

Run = Callable[..., Result]


@pytest.fixture
def at_desk(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sit another person down at this machine."""

    def sit_down(login: str) -> None:
        for name in ("LOGNAME", "USER"):
            monkeypatch.setenv(name, login)

    return sit_down


@pytest.fixture
def run(tmp_path: Path, at_desk: Callable[[str], None]) -> Run:
    """Run a command of review on a store with c1 (greets, blames: 50) and c2 (100)."""
    place = str(tmp_path / "team.db")
    at_desk("lea")
    context = Workspace.open(place).context
    adopt(context.store)
    put(context, "c1", blames=True)
    put(context, "c2")
    people = People(context)
    people.allow("bo", "reviewer")
    people.allow("anna", "agent", "Anna")
    people.allow("ben", "agent", "Anna")
    context.store.close()

    def invoke(*words: str) -> Result:
        result = CliRunner().invoke(app, ["review", *words, "--store", place])
        if isinstance(result.exception, CallQAError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result

    return invoke


def said(result: Result) -> list[str]:
    return [line.rstrip() for line in result.stdout.splitlines()]


def as_json(result: Result) -> Any:
    return json.loads(result.stdout)


def test_an_override_says_what_changed(run: Run) -> None:
    lines = said(run("override", "c1", "no_blame", "3", "--reason", "half a quote"))

    assert lines[0] == "c1: no_blame: 0 -> 3"
    assert lines[1].startswith("score 50.00 -> 87.50  (edit ")


def test_na_takes_a_question_out(run: Run) -> None:
    lines = said(run("override", "c1", "no_blame", "na", "--reason", "no time"))

    assert lines[0] == "c1: no_blame: 0 -> does not apply"
    assert lines[1].startswith("score 50.00 -> 100.00")


def test_an_override_needs_a_reason(run: Run) -> None:
    with pytest.raises(AssertionError, match="--reason"):
        run("override", "c1", "no_blame", "3")
    with pytest.raises(EditRefused, match="without a reason"):
        run("override", "c1", "no_blame", "3", "--reason", "")
    with pytest.raises(UsageError, match="no number of points"):
        run("override", "c1", "no_blame", "three", "--reason", "half a quote")


@pytest.mark.parametrize(
    ("words", "change", "score"),
    [
        (("swap-roles", "c1"), "roles: agent, customer -> customer, agent", "50.00"),
        (("role", "c1", "C", "other"), "voice C: customer -> other", "50.00"),
        (("name", "c1", "C", "Mrs Lane"), "voice C: none -> Mrs Lane", "50.00"),
        (("reassign", "c1", "2", "C"), "turn 2: A -> C", "100.00"),
        (("split", "c1", "0", "3"), "split: turn 0 -> turns 0 and 3", "50.00"),
        (("word", "c1", "2", "4", "letter"), "turn 2, word 4: the -> letter", "50.00"),
        (("detail", "c1", "queue", "billing"), "queue: none -> billing", "50.00"),
        (("detail", "c1", "direction", "inbound"), "direction: none -> inbound", "50.00"),
        (("detail", "c1", "agent", "anna"), "agent: none -> anna", "50.00"),
        (("detail", "c1", "agent", "Zoe", "--new"), "agent: none -> Zoe", "50.00"),
        (("note", "c1", "Good summary", "--at", "0:03"), "note: Good summary", "50.00"),
        (
            ("event", "c1", "phrases", "0:08.00", "--of", "blame", "--dismiss"),
            "phrases at 0:08.00: blame -> none",
            "100.00",
        ),
        (
            ("event", "c1", "phrases", "8", "--of", "blame", "--to", "dismissive"),
            "phrases at 8: blame -> dismissive",
            "100.00",
        ),
        (
            ("add-event", "c1", "silences", "0:12", "0:20", "--class", "pause"),
            "silences at 0:12: none -> pause",
            "50.00",
        ),
        (
            ("dismiss-flag", "c1", "blame", "--reason", "a quote"),
            "flag blame: blame -> dismissed",
            "50.00",
        ),
    ],
)
def test_each_correction_says_what_changed_and_is_undone(
    run: Run, words: tuple[str, ...], change: str, score: str
) -> None:
    made = said(run(*words))
    undone = said(run("undo", "c1"))

    assert made[0] == f"c1: {change}"
    assert made[1].startswith(f"score 50.00 -> {score}")
    assert undone[0].startswith("c1: undone: ")
    assert undone[1].startswith(f"score {score} -> 50.00")


def test_a_detail_that_cannot_be_is_refused(run: Run) -> None:
    with pytest.raises(EditRefused, match="inbound, outbound, internal"):
        run("detail", "c1", "direction", "in")
    with pytest.raises(EditRefused, match="Did you mean Anna"):
        run("detail", "c1", "agent", "Ana")


def test_an_undo_that_changes_nothing_says_what_stands(run: Run) -> None:
    run("override", "c1", "no_blame", "4", "--reason", "a quote")
    run("override", "c1", "no_blame", "3", "--reason", "half a quote")
    edit = as_json(run("log", "c1", "--json"))["edits"][0]

    lines = said(run("undo", "c1", edit["id"]))

    assert lines[0] == "c1: undone: 3 stands as before"
    assert lines[1].startswith("score 87.50 -> 87.50")


def test_a_choice_that_is_none_is_told_in_plain_words() -> None:
    result = CliRunner().invoke(app, ["review", "event", "c1", "hums", "1:00"])

    assert result.exit_code == 2
    assert "'hums' is not one of 'interruptions'" in result.stderr
    assert "Value error" not in result.output


def test_split_turns_are_merged_again(run: Run) -> None:
    run("split", "c1", "0", "3")

    assert said(run("merge", "c1", "0", "3"))[0] == "c1: merge: turns 0 and 3 -> turn 0"


def test_an_edit_is_undone_by_its_id_in_the_log(run: Run) -> None:
    run("override", "c1", "no_blame", "4", "--reason", "a quote")
    run("note", "c1", "remark")
    edit = as_json(run("log", "c1", "--json"))["edits"][0]

    lines = said(run("undo", "c1", edit["id"][:8]))

    assert edit["change"] == {
        "kind": "override_points",
        "values": {"question": "no_blame", "points": 4.0, "reason": "a quote"},
    }
    assert lines[0] == "c1: undone: 4 -> 0"


@pytest.mark.parametrize("words", [(), ("--to", "dismissive", "--dismiss")])
def test_a_finding_is_either_of_another_class_or_none(run: Run, words: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="either"):
        run("event", "c1", "phrases", "8", "--of", "blame", *words)


@pytest.mark.parametrize("time", ["soon", "-1:20", "1:2:3:4", "nan", ""])
def test_a_time_that_is_none_is_refused(run: Run, time: str) -> None:
    with pytest.raises(UsageError, match="no time"):
        run("note", "c1", "remark", f"--at={time}")


def test_the_card_shows_machine_person_and_what_is_left(run: Run) -> None:
    run("override", "c1", "no_blame", "3", "--reason", "half a quote")
    run("note", "c1", "Good summary", "--at", "0:03")

    text = run("show", "c1", "--turns", "--findings").stdout

    assert "score 87.50 (machine 50.00), passed, by desk 1" in text
    assert "no_blame               0 of 4 -> 3 of 4 by lea (half a quote)" in text
    assert " ~ greets                 4 of 4" in text
    assert " ? kind                   not answered  A person" in text
    assert "? for a person to answer: kind" in text
    assert "~ provisional: not proven by calibration" in text
    assert "note at 0:03: Good summary" in text
    assert "A: agent" in text
    assert "   2    0:08 A: You should have read the terms" in text
    assert "  phrases 0:08.00 --of blame: blame" in text


def test_the_card_is_there_for_other_programs(run: Run) -> None:
    run("override", "c1", "no_blame", "3", "--reason", "half a quote")

    card = as_json(run("show", "c1", "--json"))
    full = as_json(run("show", "c1", "--json", "--findings"))

    line = next(each for each in card["lines"] if each["id"] == "no_blame")
    assert (line["machine"], line["person"]["points"], line["person"]["who"]) == (0.0, 3.0, "lea")
    assert card["edits"][0]["change"]["kind"] == "override_points"
    assert "turns" not in card
    assert len(full["turns"]) == 3
    assert full["measures"]["phrases"]


def test_a_call_goes_the_whole_way(run: Run, at_desk: Callable[[str], None]) -> None:
    told = said(run("assign", "c1", "bo"))
    at_desk("bo")
    told += said(run("start", "c1")) + said(run("sign", "c1")) + said(run("inform", "c1"))
    at_desk("anna")
    told += said(run("dispute", "c1", "no_blame=I quoted = the letter"))
    at_desk("bo")
    told += said(run("reopen", "c1", "--reason", "she is right"))
    run("override", "c1", "no_blame", "4", "--reason", "a quote")
    told += said(run("sign", "c1", "--comment", "changed")) + said(run("inform", "c1"))
    at_desk("anna")
    told += said(run("acknowledge", "c1"))
    at_desk("bo")
    told += said(run("close", "c1"))

    assert told == [
        "c1: new -> assigned (to bo)",
        "c1: assigned -> in review",
        "c1: in review -> reviewed",
        "signed without an answer to: kind",
        "c1: reviewed -> agent informed",
        "c1: agent informed -> disputed",
        "c1: disputed -> in review (she is right)",
        "c1: in review -> reviewed (changed)",
        "signed without an answer to: kind",
        "c1: reviewed -> agent informed",
        "c1: agent informed -> acknowledged",
        "c1: acknowledged -> closed",
    ]
    log = run("log", "c1").stdout
    assert "disputed: no_blame: I quoted = the letter" in log
    assert "bo: override_points" in log


def test_an_agent_sees_own_calls_alone(run: Run, at_desk: Callable[[str], None]) -> None:
    run("start", "c1")
    run("sign", "c1")
    run("inform", "c1")
    at_desk("anna")

    listed = as_json(run("list", "--json"))

    assert [each["call_id"] for each in listed["rows"]] == ["c1"]
    assert "no_blame" in run("show", "c1").stdout
    with pytest.raises(UnknownCall):
        run("show", "c2")


def test_calls_are_listed_by_state_and_by_who_has_them(
    run: Run, at_desk: Callable[[str], None]
) -> None:
    run("assign", "c1", "bo")
    at_desk("bo")

    mine = as_json(run("list", "--mine", "--json"))
    new = as_json(run("list", "--state", "new", "--json"))
    table = run("list", "--assigned", "bo").stdout

    assert [each["call_id"] for each in mine["rows"]] == ["c1"]
    assert [each["call_id"] for each in new["rows"]] == ["c2"]
    assert "assigned" in table
    assert "1 of 1 calls" in table
    with pytest.raises(UsageError):
        run("list", "--state", "gone")


def test_a_draw_is_told_and_logged(run: Run) -> None:
    text = run("draw", "random", "--n", "2", "--seed", "7", "--to", "bo").stdout
    (logged,) = as_json(run("draws", "--json"))

    assert "2 of 2 calls drawn (random, seed 7), logged as draw 1" in text
    assert (logged["seed"], logged["plan"]["reviewers"]) == (7, ["bo"])
    assert "random" in run("draws").stdout
    assert as_json(run("draw", "random", "--n", "2", "--json"))["calls"] == []


def test_calls_that_are_drawn_go_to_reviewers_in_turn(run: Run) -> None:
    drawing = as_json(run("draw", "random", "--n", "2", "--to", "lea, bo", "--json"))

    assert {each["reviewer"] for each in drawing["calls"]} == {"lea", "bo"}


def test_stratified_draws_are_per_agent_unless_said_otherwise(run: Run) -> None:
    by_agent = as_json(run("draw", "stratified", "--n", "1", "--json"))
    by_week = as_json(run("draw", "stratified", "--n", "1", "--per-week", "--json"))

    assert [each["stratum"] for each in by_agent["calls"]] == [["Anna"]]
    assert [each["stratum"] for each in by_week["calls"]] == [["2026-W10"]]


def test_a_draw_from_the_last_weeks_leaves_out_older_calls(run: Run) -> None:
    drawing = as_json(run("draw", "random", "--n", "2", "--weeks", "1", "--json"))

    assert drawing["candidates"] == 0
