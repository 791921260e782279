import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from callqa.domain.edits import AddNote
from callqa.domain.review import StoreRole
from callqa.errors import ReviewRefused, UsageError
from callqa.service.context import Context
from callqa.service.reviewing import Reviews
from callqa.service.sampling import Drawing, Plan, Samples, last_weeks
from callqa.settings import CentreSettings
from callqa.store.engine import Store
from callqa.store.tables import calls, sampled_calls
from tests.service.desk import NOON, adopt, person, put
from tests.service.people_at_work import is_refused
from tests.store.rows import add_agent, add_call

# A Wednesday at noon, in the tenth ISO week of 2026.
WEEK = timedelta(days=7)


@pytest.fixture
def leader(store: Store) -> Context:
    adopt(store)
    return person(store, "lea", "leader")


@pytest.fixture
def samples(leader: Context) -> Samples:
    return Samples(leader)


@pytest.fixture
def forty(store: Store, leader: Context) -> tuple[str, ...]:
    """Write forty calls: Anna's and Ben's, in two weeks, a quarter of them risky."""
    ids = []
    with store.writing() as connection:
        agents = [add_agent(connection, name) for name in ("Anna", "Ben")]
        for number in range(40):
            ids.append(f"call{number:02d}")
            add_call(
                connection,
                call_id=ids[-1],
                agent=agents[number % 2],
                started_at=NOON + WEEK * (number // 20),
                score=0.0 if number % 4 == 0 else 100.0,
                empathy_score=100.0,
                flags=[("urgent", "auto_fail")] if number % 4 == 0 else [],
            )
    return tuple(ids)


def ids(drawing: Drawing) -> list[str]:
    return [each.call_id for each in drawing.calls]


def drawn(store: Store) -> dict[str, str | None]:
    with store.reading() as connection:
        rows = connection.execute(select(calls.c.call_id, calls.c.drawn)).all()
    return {call: how for call, how in rows if how is not None}


@pytest.mark.usefixtures("forty")
def test_a_random_draw_is_logged_with_all_that_repeats_it(store: Store, samples: Samples) -> None:
    drawing = samples.draw(Plan("random", 10, where=("agent=Anna",), seed=7))

    (logged,) = samples.log()
    assert (logged.id, logged.who, logged.seed, logged.calls) == (drawing.sample, "lea", 7, 10)
    assert logged.plan == {
        "kind": "random",
        "n": 10,
        "where": ["agent=Anna"],
        "candidates": 20,
        "reviewers": [],
    }
    assert drawn(store) == dict.fromkeys(ids(drawing), "random")
    assert {each.agent for each in drawing.calls} == {"Anna"}
    with store.reading() as connection:
        rows = connection.execute(select(sampled_calls.c.drawn, sampled_calls.c.inclusion)).all()
    assert [tuple(row) for row in rows] == [("random", 0.5)] * 10


def test_a_seed_draws_the_same_calls_from_the_same_calls(
    store: Store, samples: Samples, forty: tuple[str, ...]
) -> None:
    first = ids(samples.draw(Plan("random", 10, seed=7)))
    with store.writing() as connection:
        connection.execute(calls.update().values(drawn=None))
    second = ids(samples.draw(Plan("random", 10, seed=7)))
    with store.writing() as connection:
        connection.execute(calls.update().values(drawn=None))
    other = ids(samples.draw(Plan("random", 10, seed=8)))

    assert first == second
    assert first != other
    assert len(set(first)) == 10
    assert set(first) <= set(forty)


@pytest.mark.usefixtures("forty")
def test_without_a_seed_one_is_made_up_and_told(samples: Samples) -> None:
    drawing = samples.draw(Plan("random", 3))

    assert samples.log()[0].seed == drawing.seed


def test_drawing_again_goes_on_with_the_rest(samples: Samples, forty: tuple[str, ...]) -> None:
    first, second, third = (samples.draw(Plan("random", 15, seed=7)) for _ in range(3))

    assert [each.candidates for each in (first, second, third)] == [40, 25, 10]
    assert sorted(ids(first) + ids(second) + ids(third)) == list(forty)


@pytest.mark.usefixtures("forty")
def test_a_draw_by_risk_takes_risky_calls_more_often_and_says_how_much(samples: Samples) -> None:
    drawing = samples.draw(Plan("risk", 10, seed=7))

    # Ten calls weigh 1 + 4 (urgent) + 2 (score 0) = 7, thirty weigh 1: of 100, 10 are drawn.
    chances = {round(each.inclusion, 9) for each in drawing.calls}
    assert chances <= {0.7, 0.1}
    risky = [each for each in drawing.calls if int(each.call_id[4:]) % 4 == 0]
    assert all(round(each.inclusion, 9) == 0.7 for each in risky)
    assert len(risky) >= 6
    assert samples.log()[0].plan["weights"] == {
        "urgent": 4.0,
        "coach": 2.0,
        "score": 2.0,
        "empathy": 1.0,
    }


@pytest.mark.usefixtures("forty")
def test_a_plan_by_risk_leaves_out_what_was_drawn_or_begun(
    store: Store, leader: Context, samples: Samples
) -> None:
    by_chance = ids(samples.draw(Plan("random", 10, seed=7)))
    begun = next(each for each in drawn_not(store) if each not in by_chance)
    Reviews(leader).start(begun)

    by_risk = samples.draw(Plan("risk", 40, seed=7))

    assert by_risk.candidates == 29
    assert not {*by_chance, begun} & set(ids(by_risk))


def drawn_not(store: Store) -> list[str]:
    with store.reading() as connection:
        query = select(calls.c.call_id).where(calls.c.drawn.is_(None)).order_by(calls.c.id)
        return list(connection.execute(query).scalars())


@pytest.mark.usefixtures("forty")
def test_calls_that_risk_drew_may_be_drawn_by_chance_so_that_averages_stay_fair(
    store: Store, samples: Samples
) -> None:
    by_risk = ids(samples.draw(Plan("risk", 10, seed=7)))

    by_chance = samples.draw(Plan("random", 40, seed=7))

    assert by_chance.candidates == 40
    assert set(by_risk) <= set(ids(by_chance))
    assert set(drawn(store).values()) == {"random"}
    with store.reading() as connection:
        kinds = connection.execute(select(sampled_calls.c.drawn)).scalars().all()
    assert Counter(kinds) == {"risk": 10, "random": 40}


@pytest.mark.parametrize(
    ("per_agent", "per_week", "strata"),
    [
        (True, False, {("Anna",), ("Ben",)}),
        (False, True, {("2026-W10",), ("2026-W11",)}),
        (
            True,
            True,
            {(name, week) for name in ("Anna", "Ben") for week in ("2026-W10", "2026-W11")},
        ),
    ],
)
@pytest.mark.usefixtures("forty")
def test_a_stratified_draw_takes_n_of_each(
    samples: Samples, per_agent: bool, per_week: bool, strata: set[tuple[str, ...]]
) -> None:
    drawing = samples.draw(Plan("stratified", 3, per_agent, per_week, seed=7))

    assert Counter(each.stratum for each in drawing.calls) == dict.fromkeys(strata, 3)
    assert {each.reason for each in drawing.calls} == {"stratified"}


def test_a_call_without_agent_or_time_is_a_stratum_too(store: Store, samples: Samples) -> None:
    with store.writing() as connection:
        add_call(connection, call_id="bare")

    drawing = samples.draw(Plan("stratified", 3, True, True, seed=7))

    assert [(each.call_id, each.stratum) for each in drawing.calls] == [("bare", ("", ""))]


def test_a_week_ends_at_midnight_in_the_centres_zone(store: Store, leader: Context) -> None:
    centre = CentreSettings(time_zone="Pacific/Auckland")
    auckland = replace(leader, settings=replace(leader.settings, centre=centre))
    with store.writing() as connection:
        # Sunday noon in UTC is Monday morning in Auckland.
        add_call(connection, call_id="late", started_at=datetime(2026, 3, 8, 12, tzinfo=UTC))

    drawing = Samples(auckland).draw(Plan("stratified", 1, per_week=True, seed=7))

    assert drawing.calls[0].stratum == ("2026-W11",)


@pytest.mark.usefixtures("forty")
def test_drawn_calls_go_round_the_reviewers(store: Store, samples: Samples) -> None:
    for login in ("bo", "cy"):
        person(store, login, "reviewer")

    drawing = samples.draw(Plan("random", 5, seed=7), ("bo", "cy"))

    assert [each.reviewer for each in drawing.calls] == ["bo", "cy", "bo", "cy", "bo"]
    with store.reading() as connection:
        query = select(calls.c.call_id, calls.c.assigned_to, calls.c.review_state, calls.c.drawn)
        rows = connection.execute(query.where(calls.c.assigned_to.is_not(None))).all()
    assert {row.call_id: row.assigned_to for row in rows} == {
        each.call_id: each.reviewer for each in drawing.calls
    }
    assert {(row.review_state, row.drawn) for row in rows} == {("assigned", "random")}


def test_a_call_under_review_stays_with_its_reviewer(store: Store, leader: Context) -> None:
    put(leader, "c1")
    person(store, "bo", "reviewer")
    Reviews(person(store, "cy", "reviewer")).start("c1")

    drawing = Samples(leader).draw(Plan("random", 5, seed=7), ("bo",))

    assert [(each.call_id, each.reviewer) for each in drawing.calls] == [("c1", None)]
    assert Reviews(leader).history("c1").assigned_to == "cy"
    assert drawn(store) == {"c1": "random"}


@pytest.mark.usefixtures("forty")
def test_a_draw_for_somebody_who_cannot_review_changes_nothing(
    store: Store, samples: Samples
) -> None:
    person(store, "anna", "agent", "Anna")

    for login in ("anna", "nobody"):
        with pytest.raises(ReviewRefused):
            samples.draw(Plan("random", 5, seed=7), (login,))

    assert samples.log() == ()
    assert drawn(store) == {}


def test_recordings_without_speech_are_not_drawn(store: Store, samples: Samples) -> None:
    with store.writing() as connection:
        add_call(connection, call_id="silent", status="empty")

    assert samples.draw(Plan("random", 5, seed=7)).candidates == 0


@pytest.mark.parametrize(
    "plan",
    [
        {"kind": "random", "n": 0},
        {"kind": "random", "n": 1, "per_agent": True},
        {"kind": "risk", "n": 1, "per_week": True},
        {"kind": "stratified", "n": 1},
        {"kind": "random", "n": 1, "seed": -1},
        {"kind": "random", "n": 1, "seed": 2**31},
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(plan: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Plan(**plan)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ["agent", "reviewer", "leader", "admin"])
def test_a_leader_draws_and_reviewers_see_the_log(store: Store, role: StoreRole) -> None:
    adopt(store)
    samples = Samples(person(store, "someone", role, "Anna" if role == "agent" else None))

    assert is_refused(lambda: samples.draw(Plan("random", 1))) == (role in ("agent", "reviewer"))
    assert is_refused(samples.log) == (role == "agent")


@pytest.mark.usefixtures("forty")
def test_two_draws_at_once_take_different_calls(store: Store, leader: Context) -> None:
    begin = threading.Barrier(2)
    found: list[Drawing] = []

    def work() -> None:
        begin.wait(timeout=30)
        found.append(Samples(leader).draw(Plan("random", 15, seed=7)))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(each.candidates for each in found) == [25, 40]
    assert len({*ids(found[0]), *ids(found[1])}) == 30


def test_the_last_weeks_are_whole_ones(leader: Context) -> None:
    first, last = last_weeks(leader, 2)

    start = datetime.fromisoformat(first.removeprefix("from="))
    end = datetime.fromisoformat(last.removeprefix("to="))
    assert (start.weekday(), end.weekday()) == (0, 6)
    assert end - start == timedelta(days=13)
    assert timedelta(0) < datetime.now() - end <= timedelta(days=8)


def test_what_people_did_is_not_undone_by_a_draw(store: Store, leader: Context) -> None:
    put(leader, "c1")
    reviews = Reviews(leader)
    reviews.start("c1")
    reviews.edit("c1", AddNote("remark"))
    reviews.sign("c1")

    Samples(leader).draw(Plan("random", 5, seed=7), ("lea",))

    assert reviews.history("c1").state == "reviewed"
