import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from callqa.cli.main import app
from callqa.domain.people import Agent, Membership
from callqa.errors import CallQAError, UsageError
from callqa.service.workspace import Workspace
from callqa.store.people import put_agent
from tests.service.desk import NOON, adopt, put

Run = Callable[..., Result]
MARCH = ("--from", "2026-03-01", "--to", "2026-03-31")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on a store with a call of Anna's, who is in team North."""
    place = str(tmp_path / "team.db")
    monkeypatch.setenv("CALLQA_STORE", place)
    context = Workspace.open(place).context
    adopt(context.store)
    put(context, "c1", started_at=NOON)
    with context.store.writing() as connection:
        put_agent(connection, Agent("Anna", (), (Membership("North"),)), 1)

    def invoke(*words: str) -> Result:
        result = CliRunner().invoke(app, list(words))
        if isinstance(result.exception, CallQAError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result

    return invoke


@pytest.mark.parametrize(
    ("about", "words"),
    [
        (("c1",), "Hello good morning"),
        (("--agent", "Anna", *MARCH), "Anna"),
        (("--team", "North", *MARCH), "North"),
        (("--team", "North"), "2026-02-09 to 2026-03-08"),
    ],
)
def test_a_report_is_one_page(run: Run, tmp_path: Path, about: tuple[str, ...], words: str) -> None:
    path = tmp_path / "new folder" / "page.html"

    said = run("report", *about, "--out", str(path), "--json").stdout

    assert json.loads(said) == {"path": str(path)}
    page = path.read_text("utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert words in page


def test_a_report_is_replaced_only_by_force(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("mine", "utf-8")

    with pytest.raises(UsageError, match="already"):
        run("report", "c1", "--out", str(path))
    assert path.read_text("utf-8") == "mine"

    run("report", "c1", "--out", str(path), "--force")
    assert path.read_text("utf-8") != "mine"


@pytest.mark.parametrize(
    "about", [(), ("c1", "--agent", "Anna"), ("--agent", "Anna", "--team", "North"), ("c1", *MARCH)]
)
def test_what_a_report_is_about_must_be_plain(
    run: Run, tmp_path: Path, about: tuple[str, ...]
) -> None:
    with pytest.raises(UsageError):
        run("report", *about, "--out", str(tmp_path / "page.html"))


def test_calls_are_exported(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"

    assert "1 call." in run("calls", "export", str(path), "--where", "agent=Anna").stdout

    assert json.loads(path.read_text("utf-8"))["call_id"] == "c1"
    with pytest.raises(UsageError, match="already"):
        run("calls", "export", str(path))
