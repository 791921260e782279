import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from callqa.cli.main import app
from callqa.errors import CallQAError, ReviewRefused, UsageError
from callqa.service.people import People
from callqa.service.workspace import Workspace
from tests.service.desk import adopt, put

Run = Callable[..., Result]
BY_MACHINE = {"c1": ("4", "4"), "c2": ("4", "0"), "c3": ("0", "4")}


@pytest.fixture
def at_desk(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sit another person down at this machine."""

    def sit_down(login: str) -> None:
        for name in ("LOGNAME", "USER"):
            monkeypatch.setenv(name, login)

    return sit_down


@pytest.fixture
def run(tmp_path: Path, at_desk: Callable[[str], None]) -> Run:
    """Run a command on a store with three calls, where three calls prove a question."""
    place = str(tmp_path / "team.db")
    settings = tmp_path / "settings.toml"
    settings.write_text("[calibration]\nmin_calls = 3\n", "utf-8")
    at_desk("lea")
    context = Workspace.open(place).context
    adopt(context.store)
    put(context, "c1")
    put(context, "c2", blames=True)
    put(context, "c3", greets=False)
    for login in ("ana", "bo"):
        People(context).allow(login, "reviewer")
    context.store.close()

    def invoke(*words: str) -> Result:
        more = ["--settings", str(settings)] if words[1] in ("proven", "report", "show") else []
        result = CliRunner().invoke(app, [*words, "--store", place, *more])
        if isinstance(result.exception, CallQAError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result

    return invoke


@pytest.fixture
def closed(run: Run, at_desk: Callable[[str], None]) -> Run:
    """Let two reviewers answer as the machine does, but for one blame that bo forgives."""
    run("calibrate", "new", "November", "--calls", "c1,c2,c3", "--reviewers", "ana,bo")
    for login in ("ana", "bo"):
        at_desk(login)
        for call, (greets, no_blame) in BY_MACHINE.items():
            given = "4" if login == "bo" else no_blame
            answers = (f"greets={greets}", f"no_blame={given}", "kind=na")
            run("calibrate", "score", "1", call, *answers)
    at_desk("lea")
    run("calibrate", "close", "1")
    return run


def as_json(result: Result) -> Any:
    return json.loads(result.stdout)


def test_a_session_is_opened_answered_and_closed(run: Run, at_desk: Callable[[str], None]) -> None:
    opened = run("calibrate", "new", "November", "--calls", "c1,c2", "--reviewers", "ana,bo").stdout
    at_desk("ana")
    given = run("calibrate", "score", "1", "c1", "greets=4", "kind=na").stdout
    status = run("calibrate", "status", "1").stdout
    at_desk("lea")
    with pytest.raises(ReviewRefused, match="ana 2 of 6, bo 0 of 6"):
        run("calibrate", "close", "1")
    closed = run("calibrate", "close", "1", "--early").stdout

    assert "calibration 1: November (desk 1), open" in opened
    assert given == "ana: 2 of 6 answers given\n"
    assert "c1: left: no_blame\n" in status
    assert "c2: left: all\n" in status
    assert closed == "November: closed early (ana had 2 of 6, bo had 0 of 6 answers)\n"


def test_calls_are_drawn_or_named_but_not_both(run: Run) -> None:
    drawn = as_json(
        run("calibrate", "new", "A", "--n", "2", "--seed", "3", "--reviewers", "ana,bo", "--json")
    )

    assert len(drawn["calls"]) == 2
    for words in ((), ("--calls", "c1", "--n", "2"), ("--calls", "c1", "--where", "agent=Anna")):
        with pytest.raises(UsageError, match="either"):
            run("calibrate", "new", "A", "--reviewers", "ana,bo", *words)


@pytest.mark.parametrize("answer", ["greets", "=4", "greets=four", "greets="])
def test_an_answer_of_another_form_is_refused(
    run: Run, at_desk: Callable[[str], None], answer: str
) -> None:
    run("calibrate", "new", "November", "--calls", "c1", "--reviewers", "ana,bo")
    at_desk("ana")

    with pytest.raises(UsageError):
        run("calibrate", "score", "1", "c1", answer)
    with pytest.raises(UsageError, match="twice"):
        run("calibrate", "score", "1", "c1", "greets=4", "greets=0")


def test_a_reviewer_sees_the_questions_alone_until_the_end(
    run: Run, at_desk: Callable[[str], None]
) -> None:
    run("calibrate", "new", "November", "--calls", "c1", "--reviewers", "ana,bo")
    at_desk("ana")

    text = run("review", "show", "c1").stdout

    assert "you score this call blind in the calibration 'November'" in text
    assert "greets                 of 4  Greets." in text
    assert "score" not in text.replace("you score this", "")
    with pytest.raises(ReviewRefused, match="nobody sees"):
        run("calibrate", "report", "1")


def test_the_report_shows_agreement_with_people_and_machine(closed: Run) -> None:
    text = closed("calibrate", "report", "1").stdout
    report = as_json(closed("calibrate", "report", "1", "--json"))

    assert "between reviewers" in text
    assert "reviewers and machine" in text
    no_blame = next(each for each in report["questions"] if each["question"] == "no_blame")
    assert no_blame["people"]["within_tolerance"]["mean"] == pytest.approx(2 / 3)
    # Of six answers one is four points from the machine's.
    assert no_blame["machine"]["absolute_error"]["mean"] == pytest.approx(4 / 6)
    # Where bo forgives a blame, ana and the machine do not.
    told = [line.strip() for line in text.splitlines() if line.startswith("  no_blame")]
    assert [line.split(" (")[0] for line in told] == [
        "no_blame               from people -1.33 on 3 calls",
        "no_blame               from people +1.33 on 3 calls",
        "no_blame               from people -0.67 on 3 calls",
    ]
    assert "from the machine +1.33 on 3 calls" in told[1]


def test_where_all_gave_the_same_points_one_line_says_so(closed: Run) -> None:
    text = closed("calibrate", "report", "1").stdout

    same = [each for each in text.splitlines() if "always the same points" in each]
    assert len(same) == 3
    assert all("greets" in each and "no_blame" not in each for each in same)


def test_a_sheet_names_the_questions_once(run: Run, at_desk: Callable[[str], None]) -> None:
    run("calibrate", "new", "November", "--calls", "c1,c2", "--reviewers", "ana,bo")
    at_desk("ana")
    run("calibrate", "score", "1", "c1", "greets=4")

    lines = run("calibrate", "status", "1").stdout.splitlines()

    assert "questions: greets (0-4), no_blame (0-4), kind (0-2)" in lines
    assert lines[-2:] == ["c1: left: no_blame, kind", "c2: left: all"]


def test_what_is_proven_is_no_longer_provisional(closed: Run) -> None:
    text = closed("calibrate", "proven").stdout
    rows = as_json(closed("calibrate", "proven", "--json"))
    card = closed("review", "show", "c1").stdout

    assert "greets                 proven" in text
    assert "kind                   a person answers" in text
    assert "no_blame               provisional: Krippendorff's alpha" in text
    assert (rows["greets"]["proven"], rows["no_blame"]["proven"]) == (True, False)
    assert "   greets " in card
    assert " ~ no_blame" in card


def test_sessions_are_listed(closed: Run) -> None:
    text = closed("calibrate", "list").stdout

    assert "November" in text
    assert "ana 9/9, bo 9/9" in text
    assert "closed" in text
