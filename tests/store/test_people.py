import threading
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, insert, select

from callqa.domain.people import Agent, Membership, overlap_in
from callqa.store.engine import Store
from callqa.store.people import agent_of, all_agents, find_agent, merge_agents, put_agent
from callqa.store.tables import calls, users

A_CALL = {
    "status": "done",
    "added_at": datetime(2026, 3, 2, tzinfo=UTC),
    "duration_s": 60.0,
    "language": "en",
    "layout": "mono",
    "health": "good",
    "heard_with": "",
    "judged_with": "",
    "auto_fail": False,
    "severity": 0,
    "answers": {},
    "apart": {},
    "review_state": "new",
    "revision": 0,
}


def put_call(connection: Connection, name: str, agent: int) -> None:
    connection.execute(insert(calls).values(call_id=name, sha256=name, agent=agent, **A_CALL))


def agent_of_call(connection: Connection, name: str) -> int | None:
    return connection.execute(select(calls.c.agent).where(calls.c.call_id == name)).scalar()


def test_a_name_that_is_not_known_becomes_an_agent(store: Store) -> None:
    with store.writing() as connection:
        row = agent_of(connection, "  Anna   Meyer ")

        assert all_agents(connection) == {row: Agent("Anna Meyer")}


@pytest.mark.parametrize(
    "name", ["Jürgen Groß", "jürgen groß", "JÜRGEN  GROSS", "J. Groß", "j. gross"]
)
def test_an_agent_is_found_by_name_and_alias_without_case(store: Store, name: str) -> None:
    with store.writing() as connection:
        row = put_agent(connection, Agent("Jürgen Groß", ("J. Groß",)))

        assert agent_of(connection, name) == row
        assert list(all_agents(connection)) == [row]


def test_finding_an_agent_makes_none(store: Store) -> None:
    with store.writing() as connection:
        assert find_agent(connection, "Anna") is None
        assert all_agents(connection) == {}


def test_two_writers_who_name_one_new_agent_get_the_same(store: Store) -> None:
    rows: list[int] = []
    ready = threading.Barrier(4)

    def write() -> None:
        ready.wait()
        with store.writing() as connection:
            rows.append(agent_of(connection, "Anna Meyer"))

    writers = [threading.Thread(target=write) for _ in range(4)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()

    assert len(rows) == 4
    assert len(set(rows)) == 1


def test_what_is_put_is_read_back(store: Store) -> None:
    agent = Agent(
        "Anna Meyer",
        ("A. Meyer", "ameyer"),
        (Membership("Blue", None, date(2026, 2, 28)), Membership("Red", date(2026, 3, 1))),
    )
    with store.writing() as connection:
        row = put_agent(connection, agent)

    with store.reading() as connection:
        assert all_agents(connection)[row] == agent


def test_a_merge_moves_calls_aliases_and_login(store: Store) -> None:
    with store.writing() as connection:
        one = put_agent(connection, Agent("A. Meyer", ("ameyer",)))
        other = put_agent(connection, Agent("Anna Meyer"))
        put_call(connection, "one", one)
        put_call(connection, "two", other)
        connection.execute(insert(users).values(login="anna", role="agent", agent=one))

        moved = merge_agents(connection, one, other)

    assert moved == 1
    with store.writing() as connection:
        assert all_agents(connection) == {other: Agent("Anna Meyer", ("A. Meyer", "ameyer"))}
        assert {agent_of_call(connection, each) for each in ("one", "two")} == {other}
        assert connection.execute(select(users.c.agent)).scalar_one() == other
        assert agent_of(connection, "AMEYER") == other


@pytest.mark.parametrize(
    ("first", "second", "at_once"),
    [
        (("2026-01-01", "2026-01-31"), ("2026-02-01", None), False),
        (("2026-01-01", "2026-02-01"), ("2026-02-01", None), True),
        ((None, None), ("2026-02-01", "2026-02-02"), True),
        ((None, "2026-01-31"), (None, "2025-01-31"), True),
        ((None, "2026-01-31"), ("2026-02-01", None), False),
        (("2026-02-01", None), ("2026-03-01", None), True),
    ],
)
def test_an_agent_is_in_one_team_at_a_time(
    first: tuple[str | None, str | None], second: tuple[str | None, str | None], at_once: bool
) -> None:
    teams = [
        Membership(name, *(date.fromisoformat(day) if day else None for day in days))
        for name, days in (("Blue", first), ("Red", second))
    ]

    assert (overlap_in(teams) is not None) is at_once
    assert (overlap_in(teams[::-1]) is not None) is at_once
