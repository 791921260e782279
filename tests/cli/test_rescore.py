from pathlib import Path

import pytest

from callqa.service.adding import add_heard
from callqa.service.workspace import Workspace
from tests.cli.at_a_shell import run
from tests.service.heard_calls import no_dead_air, simple_call


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    path = str(tmp_path / "team.db")
    monkeypatch.setenv("CALLQA_STORE", path)
    workspace = Workspace.open(path)
    list(workspace.rubrics.adopt(no_dead_air(tmp_path)))
    add_heard(workspace.context, simple_call(1, gap_s=9.0))
    workspace.context.store.close()
    return path


@pytest.fixture
def eight_s(tmp_path: Path) -> str:
    path = tmp_path / "ours.toml"
    path.write_text("[silence]\ndead_air_s = 8.0\n", encoding="utf-8")
    return str(path)


def test_nothing_is_judged_again_where_nothing_changed() -> None:
    assert run("rescore", "--json").json == {"calls": 0, "flips": []}


def test_thresholds_of_a_settings_file_are_put_in_force_and_told(eight_s: str) -> None:
    adopted = run("rescore", "--settings", eight_s, "--json")
    again = run("rescore", "--settings", eight_s)

    assert adopted.status == 0
    assert adopted.err == "callqa: silence.dead_air_s is 10.0 in this store, and becomes 8.0.\n"
    assert adopted.json["calls"] == 1
    assert [each["score_after"] for each in adopted.json["flips"]] == [0.0]
    assert (again.out, again.err) == ("0 calls judged again, 0 verdicts flipped.\n", "")


def test_own_settings_that_differ_are_told_and_not_adopted(
    eight_s: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALLQA_CONFIG_DIR", str(tmp_path))
    Path(eight_s).rename(tmp_path / "settings.toml")

    told = run("rescore")

    assert told.err == "callqa: silence.dead_air_s is 10.0 in this store, 8.0 in your settings.\n"
    assert told.out == "0 calls judged again, 0 verdicts flipped.\n"


def test_settings_with_a_mistake_change_nothing(eight_s: str) -> None:
    Path(eight_s).write_text("[silence]\ndead_air_s = 'long'\n", encoding="utf-8")

    refused = run("rescore", "--settings", eight_s)

    assert (refused.status, refused.out) == (2, "")
    assert "silence.dead_air_s" in refused.err
