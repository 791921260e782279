import random
import statistics
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest

from callqa.domain.edits import OverridePoints
from callqa.domain.listing import CallFilter
from callqa.domain.people import Agent, Membership
from callqa.domain.review import ReviewState, StoreRole, User
from callqa.errors import NotAllowed, UsageError
from callqa.figures.proof import ProofCount
from callqa.service.calibrating import Calibrations
from callqa.service.context import Context
from callqa.service.figures import Figures
from callqa.service.known_names import UnknownName
from callqa.service.people import People
from callqa.service.period_facts import DayRange
from callqa.service.reviewing import Reviews
from callqa.settings import CalibrationSettings, CentreSettings, Settings
from callqa.store.engine import Store
from callqa.store.people import put_agent
from tests.rules.handmade import CallBuilder
from tests.service.desk import BLAME, GREETING, NO_BLAME, NOON, adopt, person
from tests.service.stored_calls import facts_of, put_call
from tests.store.rows import add_agent, add_call

T_29 = 2.045230
"""Two-sided 95 % quantile of Student's t with 29 degrees of freedom, from a printed table."""

MARCH = DayRange(date(2026, 3, 1), date(2026, 3, 31))


def figures_of(store: Store, role: StoreRole = "leader", agent: str | None = None) -> Figures:
    settings = replace(Settings(), centre=CentreSettings(time_zone="Europe/Berlin"))
    return Figures(Context(store, settings, User("lea", role, agent)))


def put_scores(
    store: Store, agent: str, month: int, scores: list[float], state: ReviewState = "new"
) -> None:
    with store.writing() as connection:
        row = add_agent(connection, agent)
        for number, score in enumerate(scores):
            moment = datetime(2026, month, 1 + number % 28, 9, tzinfo=UTC)
            passed = score >= 75
            add_call(
                connection,
                agent=row,
                started_at=moment,
                score=score,
                passed=passed,
                review_state=state,
            )


def test_a_groups_figures_are_those_of_its_calls(store: Store) -> None:
    draw = random.Random(4)
    scores = [round(draw.gauss(70, 9), 2) for _ in range(30)]
    put_scores(store, "Ann", 3, scores)
    put_scores(store, "Ben", 3, [50.0] * 9)

    found = figures_of(store).team("agent", days=MARCH)

    ann, ben = found.figures.groups
    half = T_29 * statistics.stdev(scores) / 30**0.5
    assert (ann.key, ann.figures.n, ann.figures.score.n) == ("Ann", 30, 30)
    assert ann.figures.score.mean == pytest.approx(statistics.mean(scores))
    assert ann.figures.score.low == pytest.approx(statistics.mean(scores) - half, abs=1e-4)
    assert ann.figures.score.high == pytest.approx(statistics.mean(scores) + half, abs=1e-4)
    assert ann.figures.passed.count == sum(score >= 75 for score in scores)
    assert (ann.rank and ann.rank.groups) == 1
    assert ben.rank is None
    assert found.figures.overall.n == 39


def test_a_month_is_compared_with_the_month_before(store: Store) -> None:
    with store.writing() as connection:
        row = add_agent(connection, "Ann")
        for month, base in ((2, 60.0), (3, 80.0)):
            for number in range(12):
                moment = datetime(2026, month, 1 + number, 9, tzinfo=UTC)
                add_call(connection, agent=row, started_at=moment, score=base + number)
        # In Berlin the first of these is still in February, and the other in April already.
        for moment in (
            datetime(2026, 2, 28, 22, 59, tzinfo=UTC),
            datetime(2026, 3, 31, 22, 0, tzinfo=UTC),
        ):
            add_call(connection, agent=row, started_at=moment, score=0.0)

    found = figures_of(store).team("agent", days=MARCH)

    (ann,) = found.figures.groups
    assert found.period.label == "2026-03"
    assert ann.figures.score.n == 12
    assert ann.figures.score.mean == pytest.approx(85.5)
    assert ann.change.score.n_before == 13
    assert ann.change.score.difference == pytest.approx(85.5 - 12 * 65.5 / 13)
    assert ann.change.score.significant is True


def test_without_days_it_is_four_weeks_up_to_the_latest_call(store: Store) -> None:
    with store.writing() as connection:
        # A Wednesday, and the Mondays of its week, of three and of four weeks before.
        for day in (date(2026, 3, 18), date(2026, 3, 16), date(2026, 2, 23), date(2026, 2, 16)):
            moment = datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(hours=8)
            add_call(connection, started_at=moment, score=50.0, queue="billing")
        add_call(connection, score=50.0)

    found = figures_of(store).team("queue")

    assert (found.period.first, found.period.after) == (date(2026, 2, 23), date(2026, 3, 23))
    assert found.figures.overall.n == 3
    assert found.figures.change.score.n_before == 1
    assert found.undated == 1


def test_weeks_are_whole_and_compared_with_the_week_before(store: Store) -> None:
    with store.writing() as connection:
        for week, score in enumerate((40.0, 60.0, 90.0)):
            for number in range(10):
                moment = datetime(2026, 3, 2, 9 + number, tzinfo=UTC) + timedelta(weeks=week)
                add_call(connection, started_at=moment, score=score + number)

    found = figures_of(store).weeks(days=DayRange(date(2026, 3, 12), date(2026, 3, 18)))

    assert [each.key for each in found.figures.groups] == ["2026-W11", "2026-W12"]
    assert [each.figures.n for each in found.figures.groups] == [10, 10]
    assert [each.change.score.difference for each in found.figures.groups] == [
        pytest.approx(20.0),
        pytest.approx(30.0),
    ]
    assert all(each.change.score.significant for each in found.figures.groups)


def test_an_agent_sees_the_own_figures_without_a_rank(store: Store) -> None:
    put_scores(store, "Ann", 3, [70.0 + number for number in range(12)], "closed")
    put_scores(store, "Ben", 3, [60.0 + number for number in range(12)], "closed")
    own = figures_of(store, "agent", "Ann")

    (group,) = own.team("agent", CallFilter(agents=("Ben",)), MARCH).figures.groups

    assert (group.key, group.figures.n, group.rank) == ("Ann", 12, None)
    assert own.weeks(days=MARCH).figures.overall.n == 12
    with pytest.raises(NotAllowed):
        own.themes()
    with pytest.raises(NotAllowed):
        own.moments("dispute", "greets")


@pytest.mark.parametrize("state", get_args(ReviewState))
def test_an_agents_own_figures_are_of_calls_that_were_shown(
    store: Store, state: ReviewState
) -> None:
    put_scores(store, "Ann", 3, [80.0], state)
    own = figures_of(store, "agent", "Ann")

    shown = int(state in ("agent_informed", "acknowledged", "disputed", "closed"))
    assert own.team("agent", days=MARCH).figures.overall.n == shown
    assert own.weeks(days=MARCH).figures.overall.n == shown
    asked = CallFilter(review_states=("new", "in_review"))
    assert own.team("agent", asked, MARCH).figures.overall.n == 0
    assert figures_of(store).team("agent", days=MARCH).figures.overall.n == 1


def test_names_that_a_store_does_not_know_are_told_with_those_like_them(store: Store) -> None:
    put_scores(store, "Ann", 3, [80.0])
    with store.writing() as connection:
        put_agent(connection, Agent("Benjamin", ("Benny",), (Membership("North"),)))
        add_call(connection, queue="billing")
    known = CallFilter(agents=("Ann", "Benny"), team="North", queues=("billing",))
    mistyped = CallFilter(agents=("Ann", "benjamin"), team="Nroth", queues=("zzz",))

    assert figures_of(store).unknown_names(known) == ()
    assert figures_of(store).unknown_names(mistyped) == (
        UnknownName("agent", "benjamin", ("Benjamin", "Benny")),
        UnknownName("team", "Nroth", ("North",)),
        UnknownName("queue", "zzz", ()),
    )
    assert figures_of(store, "agent", "Ann").unknown_names(mistyped) == ()


def test_figures_count_the_questions_that_are_proven(told: Context) -> None:
    provisional = Figures(told).team("agent", days=MARCH).proof
    bo = person(told.store, "bo", "reviewer")
    easy = replace(told, settings=replace(told.settings, calibration=CalibrationSettings(4)))
    session = Calibrations(easy).new("March", ["lea", "bo"], ["c0", "c1", "c2", "c4"])
    for context in (easy, bo):
        for call, greets in (("c0", 0.0), ("c1", 0.0), ("c2", 4.0), ("c4", 4.0)):
            given = {"greets": greets, "no_blame": 0.0, "kind": 2.0}
            Calibrations(context).score(session.id, call, given)
    Calibrations(easy).close(session.id)

    assert provisional == ProofCount(proven=0, provisional=2, human=1)
    proven = ProofCount(proven=1, provisional=1, human=1)
    assert Figures(easy).team("agent", days=MARCH).proof == proven
    assert Figures(easy).weeks(days=MARCH).proof == proven


def test_a_store_without_calls_has_figures_of_none(store: Store) -> None:
    found = figures_of(store).team("agent", days=MARCH)

    assert (found.figures.overall.n, found.proof.questions) == (0, 0)


def test_a_reviewer_sees_no_figures(store: Store) -> None:
    for ask in (lambda each: each.team("agent"), lambda each: each.weeks()):
        with pytest.raises(NotAllowed):
            ask(figures_of(store, "reviewer"))


@pytest.mark.parametrize(
    ("where", "days"),
    [
        (CallFilter(started_from=NOON), DayRange()),
        (CallFilter(), DayRange(date(2026, 3, 2), date(2026, 3, 1))),
    ],
)
def test_days_that_make_no_period_are_refused(
    store: Store, where: CallFilter, days: DayRange
) -> None:
    with pytest.raises(UsageError):
        figures_of(store).team("agent", where, days)


def put_told(context: Context, call_id: str, *, fails: bool, greets: bool) -> None:
    """Store a call in which something never arrived, or not, and the agent greets, or not."""
    call = CallBuilder()
    call.say("agent", GREETING if greets else "Yes what is it")
    call.say("customer", "It never arrived I am still waiting" if fails else "I have moved house")
    call.say("agent", NO_BLAME)
    day = NOON + timedelta(hours=int(call_id.removeprefix("c")))
    put_call(context, call, call_id, facts_of(context, agent="Anna", started_at=day))


@pytest.fixture
def told(store: Store) -> Context:
    """Store 3 calls with a service failure, 2 of them without a greeting, and 4 others, 1 so."""
    adopt(store)
    leader = person(store, "lea", "leader")
    cases = [(True, False), (True, False), (True, True), (False, False), *[(False, True)] * 3]
    for number, (fails, greets) in enumerate(cases):
        put_told(leader, f"c{number}", fails=fails, greets=greets)
    return leader


def test_a_theme_counts_what_is_missed_in_a_situation(told: Context) -> None:
    found = Figures(told).themes(days=MARCH)

    (theme,) = [each for each in found.themes if each.situation == "service_failure"]
    assert theme.question == "greets"
    assert (theme.missed.count, theme.missed.n) == (2, 3)
    assert (theme.elsewhere.count, theme.elsewhere.n) == (1, 4)
    assert theme.call_ids == ("c0", "c1")
    assert found.questions["greets"] == "Greets."


def test_a_theme_leads_to_its_moments(told: Context) -> None:
    found = Figures(told).moments("service_failure", "greets", days=MARCH, limit=1)

    (call,) = found.calls
    assert (call.call_id, call.agent) == ("c1", "Anna")
    # "Yes what is it" takes 2 s, a pause of 1 s follows, and "It" takes 0.5 s.
    assert call.situation[0].start_s == pytest.approx(3.5)
    assert "never arrived" in call.situation[0].text
    assert call.why is not None
    assert found.text == "Greets."
    seen = [each.call_id for each in People(admin_of(told)).log() if each.action == "see moments"]
    assert seen == ["c1"]


def test_themes_name_no_call_that_the_person_scores_blind(told: Context) -> None:
    person(told.store, "bo", "reviewer")
    Calibrations(told).new("November", ["lea", "bo"], ["c1"])

    mine = Figures(told)
    theirs = Figures(person(told.store, "pat", "leader"))

    named = {call for each in mine.themes(days=MARCH).themes for call in each.call_ids}
    assert "c0" in named
    assert "c1" not in named
    assert "c1" in {call for each in theirs.themes(days=MARCH).themes for call in each.call_ids}
    moments = mine.moments("service_failure", "greets", days=MARCH).calls
    assert [each.call_id for each in moments] == ["c0"]
    assert mine.team("agent", days=MARCH) == theirs.team("agent", days=MARCH)


def test_what_a_reviewer_changed_counts_in_themes(told: Context) -> None:
    Reviews(told).edit("c0", OverridePoints("greets", 4.0, "He did greet, on the other line."))

    (theme,) = [
        each
        for each in Figures(told).themes(days=MARCH).themes
        if each.situation == "service_failure"
    ]

    assert theme.call_ids == ("c1",)


def test_a_theme_that_is_none_is_refused(told: Context) -> None:
    with pytest.raises(UsageError, match="no theme"):
        Figures(told).moments("service_failure", "no_blame", days=MARCH)


def admin_of(context: Context) -> Context:
    return replace(context, user=User("ada", "admin"))


def test_blame_without_a_situation_is_no_theme(store: Store) -> None:
    adopt(store)
    leader = person(store, "lea", "leader")
    call = CallBuilder()
    call.say("agent", GREETING)
    call.say("customer", "I have moved house")
    call.say("agent", BLAME)
    put_call(leader, call, "c1", facts_of(leader, agent="Anna", started_at=NOON))

    assert Figures(leader).themes(days=MARCH).themes == ()
