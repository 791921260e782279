from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, insert

from callqa.domain.listing import CallFilter
from callqa.figures.facts import CallFacts
from callqa.store.call_facts import call_facts, latest_start, undated_count
from callqa.store.engine import Store
from callqa.store.tables import coaching_items, memberships, rubrics, sampled_calls, samples
from tests.store.rows import NOON, add_agent, add_call

BERLIN = ZoneInfo("Europe/Berlin")
EVERY = CallFilter(zone=BERLIN)


def only(connection: Connection, where: CallFilter = EVERY) -> CallFacts:
    (facts,) = call_facts(connection, where)
    return facts


def add_rubric(connection: Connection, rubric_id: str, version: str) -> int:
    values = {
        "rubric_id": rubric_id,
        "version": version,
        "digest": "d",
        "text": "",
        "in_force": True,
    }
    values |= {"adopted_at": NOON, "adopted_by": "ada"}
    query = insert(rubrics).values(**values).returning(rubrics.c.id)
    return int(connection.execute(query).scalar_one())


def add_sample(connection: Connection, call: int, drawn: str, inclusion: float) -> None:
    query = insert(samples).values(at=NOON, who="ada", plan={}, seed=1).returning(samples.c.id)
    sample = connection.execute(query).scalar_one()
    connection.execute(
        insert(sampled_calls).values(sample=sample, call=call, drawn=drawn, inclusion=inclusion)
    )


def add_item(connection: Connection, call: int, state: str) -> None:
    connection.execute(
        insert(coaching_items).values(
            call=call,
            kind="improve",
            origin="by_hand",
            title="",
            tip="",
            role_play="",
            start_s=0.0,
            end_s=1.0,
            state=state,
            created_by="ada",
            created_at=NOON,
            commitment="",
        )
    )


def test_a_call_is_what_the_tables_say(store: Store) -> None:
    with store.writing() as connection:
        ann = add_agent(connection, "Ann")
        row = add_call(
            connection,
            call_id="c1",
            agent=ann,
            queue="billing",
            started_at=NOON,
            score=62.5,
            passed=False,
            rubric=add_rubric(connection, "ours", "3"),
            heard_with="abc",
            answers={
                "greets": [1.0, 0.0],
                "closes": [0.0, 1.0],
                "half": [0.5, 0.0],
                "na": [None, 0],
            },
            apart={"compliance": 40.0, "treatment": None},
            agent_ratio=0.6,
            dead_air_s=12.0,
            interruptions_agent=2,
            flags=[("coach", "blame"), ("urgent", "blame"), ("praise", "relief")],
            situations=["dispute", "high_stress"],
            review_state="closed",
            drawn="random",
        )
        connection.execute(insert(memberships).values(agent=ann, team="North"))
        for state in ("open", "done", "dropped"):
            add_item(connection, row, state)
        add_sample(connection, row, "random", 0.5)
        add_sample(connection, row, "risk", 0.9)
        add_sample(connection, row, "random", 0.25)

    with store.reading() as connection:
        facts = only(connection)

    assert facts.measures["agent_ratio"] == 0.6
    assert facts.measures["dead_air_s"] == 12.0
    assert facts.measures["interruptions_agent"] == 2
    assert facts.measures["empathy_score"] is None
    assert facts.measures["compliance"] == 40.0
    assert facts.measures["treatment"] is None
    assert replace(facts, measures={}) == CallFacts(
        call_id="c1",
        agent="Ann",
        team="North",
        queue="billing",
        started_at=NOON,
        score=62.5,
        passed=False,
        rubric="ours 3",
        models="abc",
        flags={"blame": "urgent", "relief": "praise"},
        coaching_items=2,
        situations=frozenset({"dispute", "high_stress"}),
        missed=frozenset({"closes"}),
        source="random",
        reviewed=True,
        inclusion=0.25,
    )


def test_the_team_is_the_one_of_the_day_that_the_centres_clock_showed(store: Store) -> None:
    last_minute_of_february = datetime(2026, 2, 28, 22, 59, tzinfo=UTC)
    with store.writing() as connection:
        ann = add_agent(connection, "Ann")
        for team, since, until in (
            ("North", None, date(2026, 2, 28)),
            ("South", date(2026, 3, 1), date(2026, 3, 31)),
        ):
            values = {"agent": ann, "team": team, "since": since, "until": until}
            connection.execute(insert(memberships).values(**values))
        for moment in (
            last_minute_of_february,
            last_minute_of_february + timedelta(minutes=1),
            datetime(2026, 3, 31, 21, 59, tzinfo=UTC),
            datetime(2026, 3, 31, 22, 0, tzinfo=UTC),
        ):
            add_call(connection, agent=ann, started_at=moment)

    with store.reading() as connection:
        teams = [each.team for each in call_facts(connection, EVERY)]

    assert teams == ["North", "South", "South", None]


def test_calls_without_speech_or_time_are_left_out(store: Store) -> None:
    with store.writing() as connection:
        add_call(connection, call_id="kept", started_at=NOON)
        add_call(connection, started_at=NOON, status="empty")
        add_call(connection, queue="billing")
        add_call(connection, status="empty")

    with store.reading() as connection:
        assert only(connection).call_id == "kept"
        assert undated_count(connection, EVERY) == 1
        assert undated_count(connection, CallFilter(queues=("sales",))) == 0


def test_the_agents_own_volume_is_a_measure_only_where_it_is_asked_for(store: Store) -> None:
    with store.writing() as connection:
        add_call(connection, started_at=NOON, raised_agent=2, raised_customer=1)

    with store.reading() as connection:
        (without,) = call_facts(connection, EVERY)
        (with_volume,) = call_facts(connection, EVERY, with_agent_volume=True)

    assert "raised_agent" not in without.measures
    assert without.measures["raised_customer"] == 1
    assert with_volume.measures["raised_agent"] == 2


@pytest.mark.parametrize(
    ("known", "source", "reviewed"),
    [
        ({"review_state": "new", "severity": 3}, None, False),
        ({"review_state": "assigned", "drawn": "stratified"}, "stratified", False),
        ({"review_state": "in_review", "severity": 2}, "flag", False),
        ({"review_state": "reviewed", "severity": 3}, "flag", True),
        ({"review_state": "disputed", "severity": 1}, "by_hand", True),
        ({"review_state": "closed", "severity": 3, "drawn": "risk"}, "risk", True),
    ],
)
def test_how_a_call_came_under_review_is_told(
    store: Store, known: dict[str, object], source: str | None, reviewed: bool
) -> None:
    with store.writing() as connection:
        add_call(connection, started_at=NOON, **known)

    with store.reading() as connection:
        facts = only(connection)

    assert (facts.source, facts.reviewed) == (source, reviewed)


def test_a_filter_by_flag_keeps_the_other_flags_of_its_calls(store: Store) -> None:
    with store.writing() as connection:
        flags = [("coach", "blame"), ("praise", "relief")]
        add_call(connection, started_at=NOON, flags=flags, situations=["dispute", "high_stress"])
        add_call(connection, started_at=NOON, flags=[("praise", "relief")], situations=["dispute"])

    with store.reading() as connection:
        facts = only(connection, CallFilter(flags=("blame",), situations=("dispute",)))

    assert facts.flags == {"blame": "coach", "relief": "praise"}
    assert facts.situations == {"dispute", "high_stress"}


def test_calls_are_in_order_of_time_and_the_latest_is_known(store: Store) -> None:
    with store.reading() as connection:
        assert latest_start(connection) is None
    hours = (5, 1, 3)
    with store.writing() as connection:
        for hour in hours:
            add_call(connection, started_at=NOON + timedelta(hours=hour))
        add_call(connection)

    with store.reading() as connection:
        found = [each.started_at - NOON for each in call_facts(connection, EVERY)]
        assert found == [timedelta(hours=hour) for hour in sorted(hours)]
        assert latest_start(connection) == NOON + timedelta(hours=5)
