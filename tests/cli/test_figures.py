import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert
from typer.testing import CliRunner, Result

from callqa.cli.main import app
from callqa.errors import CallQAError, UsageError
from callqa.service.workspace import Workspace
from callqa.store.tables import memberships
from tests.rules.handmade import CallBuilder
from tests.service.desk import adopt
from tests.service.stored_calls import facts_of, put_call
from tests.store.rows import add_agent, add_call

Run = Callable[..., Result]
NO_VALUE = "\N{EN DASH}"
MARCH = ("--from", "2026-03-01", "--to", "2026-03-31")


@pytest.fixture
def store_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Store 12 calls of Ann's in February and 12 in March, 20 points better, and 3 of Ben's."""
    place = str(tmp_path / "team.db")
    monkeypatch.setenv("CALLQA_STORE", place)
    with Workspace.open(place).context.store.writing() as connection:
        ann, ben = add_agent(connection, "Ann"), add_agent(connection, "Ben")
        connection.execute(insert(memberships).values(agent=ann, team="North"))
        for number in range(12):
            for month, score in ((2, 50.0), (3, 70.0)):
                add_call(
                    connection,
                    agent=ann,
                    queue="billing",
                    started_at=datetime(2026, month, 10, 12, number, tzinfo=UTC),
                    score=score + number,
                    agent_ratio=0.5,
                    heard_with=f"model {month}",
                )
        for number in range(3):
            moment = datetime(2026, 3, 11, 12, tzinfo=UTC) + timedelta(days=number)
            add_call(
                connection,
                agent=ben,
                started_at=moment,
                score=90.0,
                flags=[("urgent", "blame")],
                review_state="closed",
                heard_with="model 3",
            )
        add_call(connection)
    return place


@pytest.fixture
def run(store_path: str) -> Run:
    """Run a command on the store; an error of CallQA is raised as it is."""

    def invoke(*words: str) -> Result:
        result = CliRunner().invoke(app, list(words))
        if isinstance(result.exception, CallQAError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result

    return invoke


def row(output: str, first: str) -> str:
    return next(line for line in output.splitlines() if line.startswith(first))


def test_agents_are_shown_with_n_interval_rank_and_change(run: Run) -> None:
    shown = run("figures", "agents", *MARCH).stdout

    # Mean 75.5; standard deviation of 0 to 11 is 3.606; t with 11 degrees of freedom 2.201.
    ann = "Ann 12 76 73 to 78 1 +20.0 ▲"
    assert row(shown, "Ann").split() == [*ann.split(), NO_VALUE, "0", "0", "0", "0", "m"]
    assert row(shown, "Ben").count("too few") == 2
    assert "2026-03-01 to 2026-03-31, 15 calls; before: 2026-02-01 to 2026-02-28" in shown
    assert "1 call is in no period" in shown
    assert "--where agent=Ann --where from=2026-03-01 --where to=2026-03-31" in shown


@pytest.mark.parametrize("where", [(), ("--where", "agent=Ann", "--where", "agent=Ben")])
def test_the_filter_of_a_row_lists_its_calls(run: Run, where: tuple[str, ...]) -> None:
    figures = json.loads(run("figures", "agents", *MARCH, *where, "--json").stdout)

    assert [group["key"] for group in figures["groups"]] == ["Ann", "Ben"]
    for group in figures["groups"]:
        terms = [word for term in group["where"] for word in ("--where", term)]
        listed = json.loads(run("calls", "list", *terms, "--json").stdout)
        assert listed["total"] == group["figures"]["n"]
        assert {call["agent"] for call in listed["rows"]} == {group["key"]}


def test_figures_for_programs_say_why_a_change_is_not_told(run: Run) -> None:
    figures = json.loads(run("figures", "agents", *MARCH, "--json").stdout)

    ann, ben = figures["groups"]
    assert ann["change"]["score"]["difference"] == pytest.approx(20.0)
    assert ann["rank"] == {"best": 1, "worst": 1, "groups": 1}
    assert ben["rank"] is None
    assert "Too few calls to tell: 3 against 0" in ben["change"]["score"]["untold"]
    assert figures["undated"] == 1


@pytest.mark.parametrize(
    ("command", "groups"),
    [("teams", ["North", "(unknown)"]), ("queues", ["billing", "(unknown)"])],
)
def test_calls_without_a_group_are_gathered(run: Run, command: str, groups: list[str]) -> None:
    shown = run("figures", command, *MARCH).stdout

    assert row(shown, groups[0]).split()[1] == "12"
    assert row(shown, groups[1]).split()[1] == "3"


def test_weeks_follow_each_other(run: Run) -> None:
    shown = run("figures", "weeks", *MARCH).stdout

    assert row(shown, "2026-W11").split()[1:3] == ["15", "78"]
    assert "rank" not in shown


def test_another_measure_takes_the_place_of_the_score(run: Run) -> None:
    shown = run("figures", "agents", *MARCH, "--measure", "agent_ratio").stdout

    assert row(shown, "Ann").split()[1:4] == ["12", "12", "50%"]
    assert row(shown, "Ben").split()[1:4] == ["3", "0", NO_VALUE]
    with pytest.raises(UsageError, match="no measure"):
        run("figures", "agents", *MARCH, "--measure", "charm")


def test_reviewed_calls_stand_apart(run: Run) -> None:
    shown = run("figures", "agents", *MARCH).stdout

    assert row(shown, "chosen by hand").split()[3] == "3"


def test_figures_are_exported(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "agents.csv"

    run("figures", "agents", *MARCH, "--export", str(path))

    with path.open(encoding="utf-8-sig", newline="") as source:
        found = {(each["Agent"], each["Figure"]): each for each in csv.DictReader(source)}
    assert float(found["Ann", "score"]["Value"]) == pytest.approx(75.5)
    with pytest.raises(UsageError, match="already"):
        run("figures", "agents", *MARCH, "--export", str(path))


def test_figures_say_how_many_questions_are_proven(run: Run, store_path: str) -> None:
    assert "proven" not in run("figures", "agents", *MARCH).stdout
    adopt(Workspace.open(store_path).context.store)

    for command in ("agents", "weeks"):
        shown = run("figures", command, *MARCH).stdout
        assert "0 proven by calibration, 2 provisional, 1 for people to answer" in shown
    figures = json.loads(run("figures", "agents", *MARCH, "--json").stdout)
    assert figures["questions"] == {"proven": 0, "provisional": 2, "human": 1}


@pytest.mark.parametrize("command", ["agents", "teams", "queues", "weeks", "themes"])
def test_a_filter_for_an_unknown_team_is_told_beside_the_figures(run: Run, command: str) -> None:
    known = run("figures", command, *MARCH, "--where", "team=North", "--json")
    mistyped = run("figures", command, *MARCH, "--where", "team=Norht", "--json")

    assert known.stderr == ""
    assert mistyped.stderr == ("callqa: the store knows no team 'Norht'. Did you mean North?\n")
    json.loads(mistyped.stdout)


def test_a_period_without_calls_is_said(run: Run) -> None:
    shown = run("figures", "agents", "--from", "2025-01-01", "--to", "2025-01-31").stdout

    assert "0 calls" in shown


def test_a_day_that_is_none_is_wrong_usage(run: Run) -> None:
    with pytest.raises(UsageError, match="no day"):
        run("figures", "agents", "--from", "March")


def test_themes_lead_to_moments(run: Run, store_path: str) -> None:
    context = Workspace.open(store_path).context
    call = CallBuilder()
    call.say("agent", "Yes what is it")
    call.say("customer", "It never arrived I am still waiting")
    call.say("agent", "You should have read the terms")
    moment = datetime(2026, 3, 20, 9, tzinfo=UTC)
    put_call(context, call, "abc123", facts_of(context, agent="Ann", started_at=moment))

    themes = run("figures", "themes", *MARCH).stdout
    assert row(themes, "service_failure").split()[2:5] == ["1", "of", "1"]

    shown = run("figures", "moments", "service_failure", "no_blame", *MARCH).stdout
    assert "missed in 1 of 1 calls (100%)" in shown
    assert "abc123  2026-03-20" in shown
    assert "0:03 situation: never arrived" in shown
    assert "missed: " in shown
