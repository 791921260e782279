from pathlib import Path

import pytest

from callqa.service.adding import add_heard
from callqa.service.workspace import Workspace
from tests.cli.at_a_shell import run
from tests.service.heard_calls import simple_call, two_questions


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    path = str(tmp_path / "team.db")
    monkeypatch.setenv("CALLQA_STORE", path)
    return path


@pytest.fixture
def rubric(place: str, tmp_path: Path) -> Path:
    """Store a call that earns half of the points of a rubric in force; return the next version."""
    workspace = Workspace.open(place)
    list(workspace.rubrics.adopt(two_questions(tmp_path)))
    add_heard(workspace.context, simple_call(1, blames=True))
    workspace.context.store.close()
    return two_questions(tmp_path, "2", thanks=6, no_blame=2)


def test_a_rubric_is_made_checked_and_shown(tmp_path: Path) -> None:
    ours = str(tmp_path / "ours.toml")

    made = run("rubric", "new", ours, "--from", "strict_compliance")
    again = run("rubric", "new", ours)
    checked = run("rubric", "check", ours, "--json")
    shown = run("rubric", "show", ours)

    assert (made.status, again.status, checked.status) == (0, 2, 0)
    assert "is there already" in again.err
    assert checked.json == []
    assert shown.out.startswith("Strict compliance (strict_compliance ")


def test_each_mistake_of_a_rubric_is_told_with_its_line(tmp_path: Path) -> None:
    path = two_questions(tmp_path)
    path.write_text(
        path.read_text("utf-8").replace("weight", "wieght").replace("none = [", "nome = ["),
        encoding="utf-8",
    )

    told = run("rubric", "check", str(path))
    listed = run("rubric", "check", str(path), "--json")

    assert told.status == listed.status == 2
    assert f"{path}:9: " in told.out
    assert "Did you mean 'weight'?" in told.out
    assert f"{path}:21: " in told.out
    assert {each["place"].split(":")[1] for each in listed.json} == {"9", "21"}


def test_a_preview_lists_flips_and_changes_nothing(rubric: Path) -> None:
    told = run("rubric", "preview", str(rubric))
    found = run("rubric", "preview", str(rubric), "--json")

    assert "50.0 failed -> 75.0 passed" in told.out
    assert "1 of 1 calls would flip; 0 signed ones keep their verdict." in told.out
    assert [each["score_after"] for each in found.json["flips"]] == [75.0]
    assert run("rubric", "show", "--json").json["version"] == "1"


def test_adopting_prints_flips_and_the_history_keeps_both(rubric: Path) -> None:
    adopted = run("rubric", "adopt", str(rubric), "--json")
    history = run("rubric", "show", "--history", "--json")
    table = run("rubric", "show", "--history")

    assert adopted.status == 0
    assert (adopted.json["calls"], len(adopted.json["flips"])) == (1, 1)
    assert adopted.err == ""
    assert {each["version"]: each["in_force"] for each in history.json} == {"2": True, "1": False}
    assert "yes" in table.out


def test_a_locked_version_and_a_missing_file_are_status_2(rubric: Path, tmp_path: Path) -> None:
    locked = run("rubric", "adopt", str(two_questions(tmp_path, "1", thanks=9)))
    missing = run("rubric", "preview", str(tmp_path / "none.toml"))

    assert (locked.status, locked.out) == (2, "")
    assert "Give the changed rubric a new version." in locked.err
    assert (missing.status, missing.out) == (2, "")
    assert "none.toml" in missing.err
