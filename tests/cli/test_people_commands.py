import getpass
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from callqa.cli.main import app
from callqa.errors import CallQAError, UsageError
from callqa.service.workspace import Workspace
from tests.rules.handmade import CallBuilder
from tests.service.stored_calls import facts_of, put_call

Run = Callable[..., Result]


@pytest.fixture
def store_path(tmp_path: Path) -> str:
    return str(tmp_path / "team.db")


@pytest.fixture
def run(store_path: str) -> Run:
    """Run a command on the store; an error of CallQA is raised as it is."""

    def invoke(*words: str) -> Result:
        result = CliRunner().invoke(app, [*words, "--store", store_path])
        if isinstance(result.exception, CallQAError):
            raise result.exception
        return result

    return invoke


@pytest.fixture
def agent_list(tmp_path: Path) -> str:
    path = tmp_path / "agents.csv"
    path.write_text(
        "name,aliases,team,since,until\n"
        "Anna Meyer,ameyer,Blue,,2026-02-28\n"
        "Anna Meyer,,Red,2026-03-01,\n"
        "Ben Okafor,,,,\n",
        "utf-8",
    )
    return str(path)


@pytest.fixture
def stored(store_path: str) -> str:
    """Put a call of Anna's and of customer C-17 into the store, and return its id."""
    context = Workspace.open(store_path).context
    call = CallBuilder()
    call.say("agent", "Yes what is it")
    call.say("customer", "This is the third time and I am furious")
    call.say("agent", "Calm down you should have read the contract")
    put_call(context, call, "abc123", facts_of(context, agent="Anna Meyer", customer="C-17"))
    return "abc123"


def test_agents_are_imported_listed_and_merged(run: Run, agent_list: str, stored: str) -> None:
    assert (
        "2 of 2 agents new or changed (dry run"
        in run("people", "import", agent_list, "--dry-run").stdout
    )
    imported = run("people", "import", agent_list)
    assert "changed: Anna Meyer (ameyer): Blue until 2026-02-28, Red from 2026-03-01" in (
        imported.stdout
    )
    assert "0 of 2 agents" in run("people", "import", agent_list).stdout
    assert "Ben Okafor is now Anna Meyer; 0 calls moved." in (
        run("people", "merge", "Ben Okafor", "Anna Meyer").stdout
    )

    shown = json.loads(run("people", "list", "--json").stdout)

    (anna,) = shown["agents"]
    assert anna["calls"] == 1
    assert anna["agent"]["aliases"] == ["Ben Okafor", "ameyer"]
    assert anna["agent"]["teams"][1] == {"team": "Red", "since": "2026-03-01", "until": None}
    assert shown["users"] == [{"login": getpass.getuser(), "role": "admin", "agent": None}]


def test_people_are_allowed_logged_and_removed(run: Run) -> None:
    assert "rita may use the store as reviewer." in (
        run("people", "allow", "rita", "reviewer").stdout
    )
    assert "login rita: reviewer" in run("people", "list").stdout
    run("people", "remove", "rita")

    log = run("people", "log", "--limit", "2").stdout.splitlines()

    assert [line.split("  ", 1)[1] for line in log] == [
        f"{getpass.getuser()}  remove person",
        f"{getpass.getuser()}  allow person",
    ]


def test_an_unknown_role_is_wrong_usage(run: Run) -> None:
    assert run("people", "allow", "rita", "boss").exit_code == 2


def test_retention_lists_first_and_then_removes(run: Run, stored: str) -> None:
    preview = run("privacy", "retain", "--everything-days", "1", "--dry-run").stdout
    assert "1 call would be removed:" in preview
    assert f"{stored}  2026-03-02" in preview

    removed = json.loads(
        run("privacy", "retain", "--transcript-days", "1", "--audio-days", "1", "--json").stdout
    )

    assert [each["call_id"] for each in removed["transcripts"]] == [stored]
    assert [each["call_id"] for each in removed["audio"]] == [stored]
    assert removed["erased"] is True
    log = run("people", "log", "--call", stored[:3]).stdout
    assert "remove words" in log
    assert "remove audio link" in log


def test_a_customer_is_listed_and_only_with_yes_forgotten(
    run: Run, stored: str, tmp_path: Path
) -> None:
    listed = run("privacy", "forget", "c-17").stdout
    assert "1 call; nothing was removed:" in listed
    assert stored in listed

    run("db", "backup", str(tmp_path / "friday.db"))
    run("review", "draw", "random", "--n", "1", "--where", "customer=C-17")
    removed = run("privacy", "forget", "c-17", "--yes")
    assert "1 call removed:" in removed.stdout
    assert "The customer's name was removed in the filters of draws: 1." in removed.stdout
    assert "still hold what was removed" in removed.stderr
    assert str(tmp_path / "friday.db") in removed.stderr

    assert json.loads(run("privacy", "forget", "c-17", "--json").stdout) == {
        "calls": [],
        "named_elsewhere": {"calls": [], "samples": []},
        "removed": False,
    }
    assert "C-17" not in run("people", "log").stdout


def test_an_item_goes_from_suggestion_to_pack(run: Run, stored: str, tmp_path: Path) -> None:
    suggested = {
        each["flag"]: each for each in json.loads(run("coach", "suggest", "abc", "--json").stdout)
    }
    assert "furious" in suggested["blame"]["role_play"]
    assert "The customer was blamed" in run("coach", "suggest", "abc").stdout

    item = json.loads(run("coach", "add", "abc", "--flag", "blame", "--json").stdout)
    number = str(item["id"])
    words = ("--commitment", "Ask first", "--due", "2099-12-18", "--measure", "score")
    assert (
        "Ask first, by 2099-12-18, shown by score" in run("coach", "agree", number, *words).stdout
    )
    assert "agreed" in run("coach", "list", "--agent", "Anna Meyer").stdout
    assert run("coach", "list", "--due-before", "2027-01-01").stdout == "No coaching items.\n"
    followed = run("coach", "follow-up", number).stdout
    assert "calls since:  none" in followed
    page = tmp_path / "anna.html"
    run("coach", "pack", "Anna Meyer", "--out", str(page))
    assert "Ask first" in page.read_text("utf-8")
    assert "done" in run("coach", "done", number).stdout


def test_a_moment_by_hand_takes_clock_times(run: Run, stored: str) -> None:
    words = ("--at", "0:03", "--to", "7.5", "--title", "Listens", "--praise", "--json")

    item = json.loads(run("coach", "add", stored, *words).stdout)

    assert (item["start_s"], item["end_s"], item["kind"]) == (3.0, 7.5, "praise")
    assert "dropped" in run("coach", "drop", str(item["id"])).stdout


@pytest.mark.parametrize(
    "words",
    [
        ("--flag", "blame", "--at", "0:03"),
        ("--at", "0:03", "--title", "Listens"),
        ("--at", "three", "--to", "0:05", "--title", "Listens"),
        ("--at", "1:2:3:4", "--to", "0:05", "--title", "Listens"),
        (),
    ],
)
def test_half_a_moment_is_wrong_usage(run: Run, stored: str, words: tuple[str, ...]) -> None:
    with pytest.raises(UsageError):
        run("coach", "add", stored, *words)
