import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from callqa.bench.accuracy import SET_NAMES, Material, planned
from callqa.bench.figure import Figure, count_figure, mean_figure
from callqa.cli.accuracy_table import print_figures
from callqa.cli.main import app
from callqa.errors import UsageError


def test_a_recording_that_two_sets_use_is_planned_once(shared_data: Path, tmp_path: Path) -> None:
    with planned(["calls", "mono"], Material(shared_data, tmp_path, tmp_path)) as plan:
        used = [each.path for trials in plan.trials.values() for each in trials]

        assert len(set(used)) < len(used)
        assert len(plan.recordings) == len(set(used))


def test_recordings_made_for_a_plan_are_gone_afterwards(shared_data: Path, tmp_path: Path) -> None:
    with planned(["interruptions"], Material(shared_data, tmp_path, tmp_path)) as plan:
        made = [path for path in plan.recordings if path.stem.endswith("_mixed")]
        assert made
        assert all(path.is_file() for path in made)

    assert not any(path.exists() for path in made)


@pytest.mark.parametrize("name", SET_NAMES)
def test_a_folder_without_the_recordings_of_a_set_is_named(name: str, tmp_path: Path) -> None:
    nothing = Material(tmp_path, tmp_path, tmp_path)
    with pytest.raises(UsageError) as raised, planned([name], nothing) as plan:
        plan.figures({})

    assert raised.value.subject == str(tmp_path)
    assert name in raised.value.what


def test_an_unknown_set_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    with (
        pytest.raises(UsageError) as raised,
        planned(["call"], Material(tmp_path, tmp_path, tmp_path)),
    ):
        pass

    assert raised.value.subject == "call"
    assert ", ".join(SET_NAMES) in raised.value.remedy


def test_without_the_development_recordings_the_command_says_so_and_goes_on(
    tmp_path: Path,
) -> None:
    absent, none = tmp_path / "data", tmp_path / "samples"

    words = ["bench", "accuracy", "--data", str(absent), "--samples", str(none), "--json"]
    ended = CliRunner().invoke(app, words)

    assert f"callqa: {absent}: There is no such folder, so its sets are left out." in ended.stderr
    assert f"callqa: {none}: There is no such folder" in ended.stderr
    assert {row["set"] for row in json.loads(ended.stdout)["rows"]} == {"sentences", "scripts"}


def test_a_mean_leaves_out_what_is_not_measurable() -> None:
    figure = mean_figure(("set", "error"), "share", {"a": 0.1, "b": 0.3, "c": None}, "made up")

    assert (figure.value, figure.cases) == (pytest.approx(0.2), 2)


def test_the_table_names_the_worst_and_the_failed(capsys: pytest.CaptureFixture[str]) -> None:
    each = {"a": 0.1, "b": 0.3, "c": None}
    figures = [
        mean_figure(("one", "error"), "share", each, "made up"),
        count_figure(("one", "right"), {"a": True, "b": False}, "made up"),
        Figure("two", "off", None, "seconds", 0, "made up"),
    ]

    print_figures(figures, each=False)

    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        "set measure figure cases worst basis",
        "one error 20.0 % 2 b 30.0 %, not measurable: c made up",
        "right 1 2 b made up",
        "",
        "two off n/a 0 made up",
    ]
