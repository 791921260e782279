import json
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from callqa.domain.edits import AddNote, OverridePoints
from callqa.domain.listing import CallFilter, Sort
from callqa.domain.review import StoreRole
from callqa.errors import NotAllowed, ReviewRefused, UnknownCall, UsageError
from callqa.figures.agreement import Agreement
from callqa.service.calibrating import Calibrations
from callqa.service.calls import Calls
from callqa.service.context import Context
from callqa.service.exporting import Exports
from callqa.service.proof import QuestionAgreement, proven_questions, provisional_counts
from callqa.service.reviewing import Reviews
from callqa.store.engine import Store
from callqa.store.listing import find_call
from tests.service.desk import QUESTIONS, adopt, person, put
from tests.service.people_at_work import is_refused

CALLS = ("c1", "c2", "c3", "c4")
# By call: greets, no_blame, kind. The machine gives greets 4, 4, 0, 0 and no_blame 4, 0, 4, 0.
ANA = {"c1": (4, 4, 2), "c2": (4, 4, 1), "c3": (0, 4, 2), "c4": (0, 4, 0)}
BO = {"c1": (4, 4, 2), "c2": (4, 4, 2), "c3": (0, 4, 1), "c4": (4, 4, None)}
Answers = Mapping[str, tuple[float | None, ...]]


@pytest.fixture
def leader(store: Store) -> Context:
    adopt(store)
    context = person(store, "lea", "leader", min_calls=4)
    put(context, "c1")
    put(context, "c2", blames=True)
    put(context, "c3", greets=False)
    put(context, "c4", greets=False, blames=True)
    return context


@pytest.fixture
def ana(store: Store, leader: Context) -> Context:
    return person(store, "ana", "reviewer", min_calls=4)


@pytest.fixture
def bo(store: Store, leader: Context) -> Context:
    return person(store, "bo", "reviewer", min_calls=4)


@pytest.fixture
def session(leader: Context, ana: Context, bo: Context) -> int:
    return Calibrations(leader).new("November", ["bo", "ana"], CALLS).id


def answer(context: Context, session: int, answers: Answers) -> None:
    for call, given in answers.items():
        Calibrations(context).score(session, call, dict(zip(QUESTIONS, given, strict=True)))


def by_question(found: tuple[QuestionAgreement, ...]) -> dict[str, QuestionAgreement]:
    return {each.question: each for each in found}


def machine(found: QuestionAgreement) -> Agreement:
    assert found.machine is not None
    return found.machine


@pytest.fixture
def closed(leader: Context, ana: Context, bo: Context, session: int) -> int:
    answer(ana, session, ANA)
    answer(bo, session, BO)
    Calibrations(leader).close(session)
    return session


def test_agreement_of_reviewers_is_as_counted_by_hand(ana: Context, closed: int) -> None:
    found = by_question(Calibrations(ana).report(closed).questions)

    greets = found["greets"].people
    # Three calls of four agree. Chance: 0.5 x 0.75 + 0.5 x 0.25, so kappa is (0.75 - 0.5) / 0.5.
    # Alpha: five answers 4 and three 0, so 1 - 7 x 2 / (2 x 5 x 3).
    assert (greets.scale, greets.calls, greets.raters) == ("nominal", 4, 2)
    assert greets.within_tolerance.mean == 0.75
    assert greets.kappa.value == pytest.approx(0.5)
    assert greets.alpha.value == pytest.approx(1 - 14 / 30)
    assert greets.absolute_error.mean == 1.0
    assert {each.rater: each.lean.mean for each in greets.drifts} == {"ana": -1.0, "bo": 1.0}
    no_blame = found["no_blame"].people
    assert (no_blame.within_tolerance.mean, no_blame.kappa.value) == (1.0, None)
    kind = found["kind"].people
    # 1 and 2 are apart by more than 0.2; that a question does not apply is no number of points.
    assert (kind.scale, kind.tolerance) == ("interval", pytest.approx(0.2))
    assert (kind.within_tolerance.mean, kind.absolute_error.n) == (0.25, 3)
    assert kind.absolute_error.mean == pytest.approx(2 / 3)


def test_agreement_with_the_machine_is_as_counted_by_hand(ana: Context, closed: int) -> None:
    found = by_question(Calibrations(ana).report(closed).questions)

    greets = machine(found["greets"])
    assert greets.within_tolerance.mean == 0.875
    assert greets.absolute_error.mean == 0.5
    # Eight pairs, one apart; nine answers 4 and seven 0.
    assert greets.alpha.value == pytest.approx(1 - 15 * 2 / (2 * 9 * 7))
    assert machine(found["no_blame"]).within_tolerance.mean == 0.5
    assert machine(found["no_blame"]).absolute_error.mean == 2.0
    assert found["kind"].machine is None


def test_the_machine_is_compared_as_it_is_without_what_people_changed(
    leader: Context, ana: Context, closed: int
) -> None:
    before = Calibrations(ana).report(closed)

    Reviews(leader).edit("c2", OverridePoints("no_blame", 4, "a quote"))

    assert Calibrations(ana).report(closed).questions == before.questions


def test_a_question_is_proven_where_the_machine_meets_the_bar(ana: Context, closed: int) -> None:
    proofs = Calibrations(ana).proven()

    assert {name: each.proven for name, each in proofs.items()} == {
        "greets": True,
        "no_blame": False,
        "kind": False,
    }
    assert next(each.code for each in proofs["no_blame"].missing) == "figures.bar_tolerance"
    assert (proofs["kind"].human, proofs["kind"].missing) == (True, ())


def test_too_few_calls_prove_nothing(store: Store, closed: int) -> None:
    strict = person(store, "cy", "reviewer", min_calls=5)

    missing = Calibrations(strict).proven()["greets"].missing

    assert [each.code for each in missing] == ["figures.bar_calls"]
    assert missing[0].values == {"calls": 4, "needed": 5}


def test_an_open_session_proves_nothing(ana: Context, bo: Context, session: int) -> None:
    answer(ana, session, ANA)
    answer(bo, session, BO)

    assert not any(each.proven for each in Calibrations(ana).proven().values())


def test_a_proven_question_is_not_provisional(ana: Context, closed: int) -> None:
    lines = Reviews(ana).show("c1").lines

    assert [each.id for each in lines if each.provisional] == ["no_blame"]


def test_what_is_provisional_on_a_stored_call_is_told_to_others_as_well(
    store: Store, leader: Context, closed: int
) -> None:
    Reviews(leader).edit("c2", OverridePoints("no_blame", 4, "a quote"))

    with store.reading() as connection:
        rows = [find_call(connection, call) for call in ("c1", "c2")]
        counts = provisional_counts(connection, rows, proven_questions(connection, leader))

    assert [counts[row] for row in rows] == [1, 0]


def test_a_shown_call_says_what_is_provisional(leader: Context, closed: int) -> None:
    Reviews(leader).edit("c2", OverridePoints("no_blame", 4, "a quote"))

    for call, provisional in (("c1", ("no_blame",)), ("c2", ())):
        shown = Calls(leader).show(call)
        assert shown.provisional == provisional


def test_an_exported_call_tells_how_many_answers_are_provisional(
    leader: Context, closed: int, tmp_path: Path
) -> None:
    Reviews(leader).edit("c2", OverridePoints("no_blame", 4, "a quote"))

    Exports(leader).calls(tmp_path / "calls.jsonl", CallFilter())

    rows = [json.loads(line) for line in (tmp_path / "calls.jsonl").read_text().splitlines()]
    told = {row["call_id"]: row["provisional_answers"] for row in rows}
    assert (told["c1"], told["c2"]) == (1, 0)


def test_a_blind_reviewer_is_told_why_there_is_no_verdict(bo: Context, session: int) -> None:
    shown = Calls(bo).show("c1")

    assert (shown.judgement, shown.machine, shown.provisional) == (None, None, ())
    assert shown.blind == "November"


def test_proof_outlives_a_new_pass_mark_but_not_a_new_question(
    store: Store, ana: Context, closed: int
) -> None:
    adopt(store, version="2", pass_mark=50)
    same = Calibrations(ana).proven()["greets"]
    adopt(store, version="3", greets="Greets and gives a name.")
    other = Calibrations(ana).proven()["greets"]

    assert (same.proven, other.proven) == (True, False)


def test_answers_of_several_sessions_count_together_and_the_latest_of_each(
    leader: Context, ana: Context, bo: Context, closed: int
) -> None:
    again = Calibrations(leader).new("Again", ["ana", "bo"], ["c4"]).id
    answer(ana, again, {"c4": ANA["c4"]})
    answer(bo, again, {"c4": (0, 0, 0)})
    Calibrations(leader).close(again)

    greets = Calibrations(ana).proven()["greets"].agreement

    assert greets is not None
    assert (greets.calls, greets.within_tolerance.mean) == (4, 1.0)


def test_reviewers_see_no_answer_until_the_session_is_closed(
    leader: Context, ana: Context, bo: Context, session: int
) -> None:
    Reviews(leader).edit("c1", OverridePoints("kind", 1, "patient"))
    answer(ana, session, ANA)
    reviews = Reviews(bo)

    card = reviews.show("c1")
    shown = Calls(bo).show("c1")
    listed = Calls(bo).list(CallFilter(), Sort())
    found = Calls(bo).search("order", CallFilter())
    sheet = Calibrations(bo).sheet(session)

    assert card.blind == "November"
    assert [each.id for each in card.lines] == list(QUESTIONS)
    assert {(each.machine, each.person, each.points, each.answer) for each in card.lines} == {
        (None, None, 0.0, "")
    }
    assert (card.total, card.machine_total, card.flags, card.edits) == (None, None, (), ())
    assert (shown.document.scorecard, shown.document.measures, shown.machine) == (None, None, None)
    assert shown.document.turns
    assert {each.score for each in listed.rows} == {None}
    assert {(each.call.score, each.call.flags) for each in found.rows} == {(None, ())}
    assert sheet.answers == {each: {} for each in CALLS}
    for act in (
        lambda: reviews.history("c1"),
        lambda: reviews.edit("c1", AddNote("remark")),
        lambda: Calibrations(bo).report(session),
    ):
        with pytest.raises(ReviewRefused):
            act()


def test_a_leader_who_takes_part_writes_no_report_on_the_calls(
    leader: Context, ana: Context, tmp_path: Path
) -> None:
    Calibrations(leader).new("November", ["ana", "lea"], ["c1"])

    with pytest.raises(ReviewRefused, match="blind"):
        Exports(leader).call_report(tmp_path / "c1.html", "c1")
    Exports(leader).call_report(tmp_path / "c2.html", "c2")

    assert [each.name for each in tmp_path.glob("*.html")] == ["c2.html"]


def test_a_blind_reviewer_does_not_sign(leader: Context, bo: Context, session: int) -> None:
    Reviews(bo).start("c1")

    with pytest.raises(ReviewRefused, match="blind"):
        Reviews(bo).sign("c1")

    assert Reviews(leader).history("c1").state == "in_review"


def test_who_does_not_take_part_works_on_as_before(
    store: Store, leader: Context, session: int
) -> None:
    cy = person(store, "cy", "reviewer")

    assert Reviews(cy).show("c1").total == 100.0
    with pytest.raises(NotAllowed, match="take part"):
        Calibrations(cy).sheet(session)
    with pytest.raises(NotAllowed, match="take part"):
        Calibrations(leader).score(session, "c1", {"greets": 4})


def test_all_is_shown_once_the_session_is_closed(bo: Context, closed: int) -> None:
    assert Reviews(bo).show("c2").total == 50.0
    assert Reviews(bo).history("c2").edits == ()
    assert Calls(bo).list(CallFilter(), Sort()).rows[0].score is not None


def test_answers_may_be_given_anew_until_the_end(
    leader: Context, ana: Context, bo: Context, session: int
) -> None:
    calibrations = Calibrations(ana)
    first = calibrations.score(session, "c1", {"greets": 0, "kind": None})
    again = calibrations.score(session, "c1", {"greets": 4})

    assert [(each.answered, each.asked) for each in (first, again)] == [(2, 12), (2, 12)]
    assert calibrations.sheet(session).answers["c1"] == {"greets": 4.0, "kind": None}
    Calibrations(leader).close(session, early=True)
    with pytest.raises(ReviewRefused, match="closed"):
        calibrations.score(session, "c1", {"greets": 0})


def test_an_early_end_names_who_is_not_done(leader: Context, ana: Context, session: int) -> None:
    answer(ana, session, ANA)
    calibrations = Calibrations(leader)

    with pytest.raises(ReviewRefused, match="bo 0 of 12"):
        calibrations.close(session)
    closed = calibrations.close(session, early=True)

    assert closed.closed_at is not None
    assert [each.login for each in closed.late] == ["bo"]
    with pytest.raises(ReviewRefused, match="closed"):
        calibrations.close(session, early=True)


@pytest.mark.parametrize(
    ("call", "answers", "why"),
    [
        ("c1", {}, "at least one"),
        ("c1", {"warmth": 1.0}, "no question"),
        ("c1", {"greets": 4.5}, "0 to 4 points"),
        ("c1", {"greets": float("nan")}, "0 to 4 points"),
        ("c9", {"greets": 4.0}, "no call of this session"),
        ("zz", {"greets": 4.0}, "no call of the store"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(
    leader: Context, ana: Context, session: int, call: str, answers: dict[str, float], why: str
) -> None:
    put(leader, "c9")

    with pytest.raises(UsageError, match=why):
        Calibrations(ana).score(session, call, answers)

    assert not any(Calibrations(ana).sheet(session).answers.values())


@pytest.mark.parametrize(
    ("title", "reviewers", "chosen", "why"),
    [
        ("A", ["ana"], CALLS, "two reviewers"),
        ("A", ["ana", "ana"], CALLS, "two reviewers"),
        ("A", ["ana", "nobody"], CALLS, "no reviewer"),
        ("A", ["ana", "anna"], CALLS, "no reviewer"),
        (" ", ["ana", "bo"], CALLS, "title"),
        ("A", ["ana", "bo"], [], "no calls"),
    ],
)
def test_a_session_that_makes_no_sense_is_refused(  # noqa: PLR0913
    store: Store,
    leader: Context,
    ana: Context,
    bo: Context,
    title: str,
    reviewers: list[str],
    chosen: list[str],
    why: str,
) -> None:
    person(store, "anna", "agent", "Anna")

    with pytest.raises(UsageError, match=why):
        Calibrations(leader).new(title, reviewers, chosen)

    assert Calibrations(leader).list() == ()


def test_an_unknown_call_opens_no_session(leader: Context, ana: Context, bo: Context) -> None:
    with pytest.raises(UnknownCall):
        Calibrations(leader).new("A", ["ana", "bo"], ["c1", "zz"])


def test_calls_are_drawn_from_those_that_nobody_has_looked_at(
    leader: Context, ana: Context, bo: Context
) -> None:
    Reviews(leader).start("c2")
    calibrations = Calibrations(leader)
    first = calibrations.draw("A", ["ana", "bo"], CallFilter(), 2, seed=3)
    second = calibrations.draw("B", ["ana", "bo"], CallFilter(), 2, seed=3)

    assert len(first.calls) == 2
    assert sorted((*first.calls, *second.calls)) == ["c1", "c3", "c4"]
    with pytest.raises(UsageError, match="no calls"):
        calibrations.draw("C", ["ana", "bo"], CallFilter(), 2, seed=3)


@pytest.mark.parametrize("role", ["agent", "reviewer", "leader", "admin"])
def test_leaders_lead_and_agents_stay_out(
    store: Store, leader: Context, session: int, role: StoreRole
) -> None:
    calibrations = Calibrations(person(store, "someone", role, "Anna" if role == "agent" else None))
    leads: list[Callable[[], object]] = [
        lambda: calibrations.new("A", ["ana", "bo"], ["c1"]),
        lambda: calibrations.draw("A", ["ana", "bo"], CallFilter(), 1),
        lambda: calibrations.close(session, early=True),
    ]
    looks: list[Callable[[], object]] = [
        calibrations.list,
        calibrations.proven,
        lambda: calibrations.status(session),
        lambda: calibrations.report(session),
    ]

    assert {is_refused(act) for act in looks} == {role == "agent"}
    assert {is_refused(act) for act in leads} == {role in ("agent", "reviewer")}


def test_reviewers_answer_at_once_and_nothing_is_lost(
    leader: Context, ana: Context, bo: Context, session: int
) -> None:
    begin = threading.Barrier(2)

    def work(context: Context, answers: Answers) -> None:
        begin.wait(timeout=30)
        answer(context, session, answers)

    threads = [threading.Thread(target=work, args=each) for each in ((ana, ANA), (bo, BO))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert Calibrations(leader).status(session).late == ()
    for context, answers in ((ana, ANA), (bo, BO)):
        given = Calibrations(context).sheet(session).answers
        assert given == {
            call: dict(zip(QUESTIONS, points, strict=True)) for call, points in answers.items()
        }


def test_an_unknown_session_is_named(leader: Context) -> None:
    with pytest.raises(UsageError, match="no such session"):
        Calibrations(leader).status(99)


def test_one_reviewer_at_two_places_answers_at_once(
    leader: Context, ana: Context, session: int
) -> None:
    begin = threading.Barrier(2)
    refused: list[BaseException] = []

    def work(points: float) -> None:
        begin.wait(timeout=30)
        try:
            for _ in range(20):
                Calibrations(ana).score(session, "c1", dict.fromkeys(QUESTIONS, points))
        except Exception as error:  # noqa: BLE001 - whatever a thread would lose
            refused.append(error)

    threads = [threading.Thread(target=work, args=(points,)) for points in (1.0, 2.0)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert refused == []
    given = Calibrations(ana).sheet(session).answers["c1"].values()
    assert set(given) in ({1.0}, {2.0})


def test_calls_are_drawn_from_the_state_that_was_asked_for(
    leader: Context, ana: Context, bo: Context
) -> None:
    Reviews(leader).assign("c2", "ana")
    calibrations = Calibrations(leader)

    drawn = calibrations.draw("A", ["ana", "bo"], CallFilter(review_states=("assigned",)), 4)

    assert drawn.calls == ("c2",)
    with pytest.raises(UsageError, match="state=reviewed"):
        calibrations.draw("B", ["ana", "bo"], CallFilter(review_states=("new", "reviewed")), 4)
