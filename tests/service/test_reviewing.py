from collections.abc import Callable

import pytest
from sqlalchemy import delete, select

from callqa.domain.edits import AddNote, OverridePoints
from callqa.domain.listing import CallFilter, CallSummary, Sort
from callqa.domain.review import Dispute, ReviewState, StoreRole
from callqa.errors import EditRefused, HearingRemoved, NotAllowed, ReviewRefused, UnknownCall
from callqa.service.calls import Calls
from callqa.service.context import Context
from callqa.service.review_card import CardLine
from callqa.service.reviewing import Reviews
from callqa.service.rubrics import Rubrics
from callqa.store.engine import Store
from callqa.store.listing import find_call, get_summary
from callqa.store.tables import access_log, calls, hearings
from tests.service.desk import adopt, person, put
from tests.service.people_at_work import is_refused


@pytest.fixture
def leader(store: Store) -> Context:
    adopt(store)
    return person(store, "lea", "leader")


@pytest.fixture
def bo(store: Store, leader: Context) -> Reviews:
    return Reviews(person(store, "bo", "reviewer"))


@pytest.fixture
def call(leader: Context) -> str:
    """Store a call that greets and blames: the machine gives 50."""
    put(leader, "c1", blames=True)
    return "c1"


def row(store: Store, call: str) -> CallSummary:
    with store.reading() as connection:
        return get_summary(connection, find_call(connection, call))


def line(reviews: Reviews, call: str, question: str) -> CardLine:
    return next(each for each in reviews.show(call).lines if each.id == question)


def signed(reviews: Reviews, call: str) -> None:
    reviews.start(call)
    reviews.sign(call)


def test_a_call_goes_from_new_to_closed(
    store: Store, leader: Context, bo: Reviews, call: str
) -> None:
    anna = Reviews(person(store, "anna", "agent", "Anna"))

    Reviews(leader).assign(call, "bo")
    bo.start(call)
    bo.sign(call, "well done")
    bo.inform(call)
    anna.acknowledge(call, "thank you")
    bo.close(call)

    steps = bo.history(call).steps
    assert [(each.who, each.before, each.after, each.comment) for each in steps] == [
        ("lea", "new", "assigned", "to bo"),
        ("bo", "assigned", "in_review", ""),
        ("bo", "in_review", "reviewed", "well done"),
        ("bo", "reviewed", "agent_informed", ""),
        ("anna", "agent_informed", "acknowledged", "thank you"),
        ("bo", "acknowledged", "closed", ""),
    ]
    assert [each.at for each in steps] == sorted(each.at for each in steps)
    summary = row(store, call)
    assert (summary.review_state, summary.reviewed_by, summary.score) == ("closed", "bo", 50.0)


def test_a_dispute_goes_back_to_review(store: Store, bo: Reviews, call: str) -> None:
    anna = Reviews(person(store, "anna", "agent", "Anna"))
    signed(bo, call)
    bo.inform(call)

    anna.dispute(call, [Dispute("no_blame", "I quoted the letter")])
    assert row(store, call).review_state == "disputed"
    with pytest.raises(ReviewRefused, match="disputed and cannot become closed"):
        bo.close(call)
    bo.reopen(call, "she is right")
    bo.edit(call, OverridePoints("no_blame", 4, "she quotes the letter"))
    bo.sign(call)

    assert row(store, call).score == 100.0
    assert bo.history(call).disputes == (Dispute("no_blame", "I quoted the letter"),)


@pytest.mark.parametrize(
    ("disputed", "why"),
    [
        ([], "without a question"),
        ([Dispute("greets", "  ")], "reason"),
        ([Dispute("warmth", "I was")], "no question of the scorecard"),
    ],
)
def test_a_dispute_names_questions_and_reasons(
    store: Store, bo: Reviews, call: str, disputed: list[Dispute], why: str
) -> None:
    anna = Reviews(person(store, "anna", "agent", "Anna"))
    signed(bo, call)
    bo.inform(call)

    with pytest.raises(ReviewRefused, match=why):
        anna.dispute(call, disputed)

    assert row(store, call).review_state == "agent_informed"


def test_a_step_out_of_turn_is_refused_with_what_may_follow(bo: Reviews, call: str) -> None:
    with pytest.raises(ReviewRefused, match="new and cannot become agent informed") as refused:
        bo.inform(call)

    assert refused.value.remedy == "From here it can become assigned or in review."


@pytest.mark.parametrize("login", ["nobody", "anna"])
def test_only_a_reviewer_can_be_given_a_call(
    store: Store, leader: Context, call: str, login: str
) -> None:
    person(store, "anna", "agent", "Anna")

    with pytest.raises(ReviewRefused, match="no reviewer"):
        Reviews(leader).assign(call, login)

    assert row(store, call).assigned_to is None


def test_a_call_that_changes_hands_begins_anew(
    store: Store, leader: Context, bo: Reviews, call: str
) -> None:
    cy = Reviews(person(store, "cy", "reviewer"))
    Reviews(leader).assign(call, "bo")
    Reviews(leader).assign(call, "cy")
    cy.start(call)

    Reviews(leader).assign(call, "bo")

    assert [each.comment for each in bo.history(call).steps] == ["to bo", "to cy", "", "to bo"]
    summary = row(store, call)
    assert (summary.review_state, summary.assigned_to) == ("assigned", "bo")


def test_a_reviewer_leaves_the_call_of_another_alone(
    store: Store, leader: Context, bo: Reviews, call: str
) -> None:
    cy = Reviews(person(store, "cy", "reviewer"))
    bo.start(call)

    for act in (cy.start, cy.sign):
        with pytest.raises(ReviewRefused, match="is with bo"):
            act(call)
    Reviews(leader).sign(call)

    assert row(store, call).reviewed_by == "lea"


def test_a_call_that_a_person_chose_is_marked_so(
    store: Store, leader: Context, bo: Reviews, call: str
) -> None:
    put(leader, "c2")
    put(leader, "c3")
    with store.writing() as connection:
        connection.execute(calls.update().where(calls.c.call_id == "c3").values(drawn="random"))

    bo.start(call)
    Reviews(leader).assign("c2", "bo")
    bo.start("c3")

    assert [row(store, each).drawn for each in ("c1", "c2", "c3")] == [
        "by_hand",
        "by_hand",
        "random",
    ]


def test_a_signed_call_keeps_its_verdict(store: Store, bo: Reviews, call: str) -> None:
    admin = person(store, "ada", "admin")
    bo.start(call)
    bo.edit(call, OverridePoints("kind", 1, "patient"))
    bo.sign(call)
    adopt(store, version="2", pass_mark=10)

    list(Rubrics(admin).rescore())

    card = bo.show(call)
    assert (card.total, card.passed, card.rubric.version) == (50.0, False, "1")
    assert (row(store, call).score, row(store, call).passed) == (50.0, False)
    for act in (
        lambda: bo.edit(call, OverridePoints("kind", 2, "very")),
        lambda: bo.edit(call, AddNote("late")),
        lambda: bo.undo(call),
    ):
        with pytest.raises(EditRefused, match="signed"):
            act()
    assert len(bo.history(call).edits) == 1


def test_a_call_opened_again_is_scored_by_the_rubric_in_force(
    store: Store, bo: Reviews, call: str
) -> None:
    bo.start(call)
    bo.edit(call, OverridePoints("kind", 1, "patient"))
    bo.sign(call)
    adopt(store, version="2", pass_mark=10)

    bo.reopen(call, "a second look")

    card = bo.show(call)
    assert (card.total, card.passed, card.rubric.version) == (50.0, True, "2")
    assert row(store, call).passed is True


@pytest.mark.parametrize(("state", "reason"), [("reviewed", " "), ("in_review", "again")])
def test_only_a_signed_call_is_opened_again_and_with_a_reason(
    store: Store, bo: Reviews, call: str, state: ReviewState, reason: str
) -> None:
    bo.start(call)
    if state == "reviewed":
        bo.sign(call)

    with pytest.raises(ReviewRefused):
        bo.reopen(call, reason)

    assert row(store, call).review_state == state


def test_a_signed_call_is_neither_started_nor_given_away(
    leader: Context, bo: Reviews, call: str
) -> None:
    signed(bo, call)

    for act in (lambda: bo.start(call), lambda: Reviews(leader).assign(call, "bo")):
        with pytest.raises(ReviewRefused, match="reopen"):
            act()


def test_the_card_keeps_the_machines_points_beside_the_persons(bo: Reviews, call: str) -> None:
    bo.start(call)
    bo.edit(call, OverridePoints("no_blame", 3, "half a quote"))
    bo.edit(call, OverridePoints("greets", None, "call was put through"))

    blamed, greets, kind = (line(bo, call, each) for each in ("no_blame", "greets", "kind"))
    card = bo.show(call)

    assert (blamed.machine, blamed.most) == (0.0, 4.0)
    assert blamed.person is not None
    assert (blamed.person.points, blamed.person.who) == (3.0, "bo")
    assert blamed.person.reason == "half a quote"
    assert greets.machine == 4.0
    assert greets.person is not None
    assert greets.person.points is None
    assert (kind.open, kind.machine) == (True, None)
    assert (card.total, card.machine_total) == (75.0, 50.0)


def test_what_a_person_answered_is_not_provisional(bo: Reviews, call: str) -> None:
    before = {each.id for each in bo.show(call).lines if each.provisional}

    bo.edit(call, OverridePoints("greets", 4, "sure"))

    assert before == {"greets", "no_blame"}
    assert {each.id for each in bo.show(call).lines if each.provisional} == {"no_blame"}


@pytest.mark.parametrize("shown", ["agent_informed", "acknowledged", "closed"])
def test_an_agent_sees_own_calls_that_were_shown(
    store: Store, bo: Reviews, call: str, shown: ReviewState
) -> None:
    anna = person(store, "anna", "agent", "Anna")
    signed(bo, call)
    bo.inform(call)
    if shown != "agent_informed":
        Reviews(anna).acknowledge(call)
    if shown == "closed":
        bo.close(call)

    page = Calls(anna).list(CallFilter(), Sort())

    assert [each.call_id for each in page.rows] == [call]
    assert Reviews(anna).show(call).total == 50.0
    assert Reviews(anna).history(call).state == shown


def test_an_agent_is_told_nothing_of_other_calls(
    store: Store, leader: Context, bo: Reviews
) -> None:
    put(leader, "abc1", agent="Anna")
    put(leader, "abc2", agent="Ben")
    put(leader, "abc3", agent="Anna")
    for each in ("abc1", "abc2"):
        signed(bo, each)
        bo.inform(each)
    anna = person(store, "anna", "agent", "Anna")
    reviews = Reviews(anna)
    acts: list[Callable[[str], object]] = [
        reviews.show,
        reviews.history,
        reviews.acknowledge,
        Calls(anna).show,
        lambda each: reviews.dispute(each, [Dispute("greets", "no")]),
    ]

    told = set()
    for act in acts:
        for each in ("abc2", "abc3", "nothing", "a2"):
            with pytest.raises(UnknownCall) as refused:
                act(each)
            told.add(refused.value.what)

    assert told == {"there is no such call among yours."}
    assert reviews.show("abc").call.call_id == "abc1"
    assert [each.call_id for each in Calls(anna).list(CallFilter(), Sort()).rows] == ["abc1"]


def test_a_call_opened_again_is_out_of_the_agents_sight(
    store: Store, bo: Reviews, call: str
) -> None:
    anna = Reviews(person(store, "anna", "agent", "Anna"))
    signed(bo, call)
    bo.inform(call)
    bo.reopen(call, "a mistake")

    with pytest.raises(UnknownCall):
        anna.show(call)


# Written out by hand from the issue: what each role may do in a review.
MAY = {
    "agent": {"acknowledge", "dispute"},
    "reviewer": {"edit", "undo", "start", "sign", "inform", "close", "reopen"},
    "leader": {"edit", "undo", "start", "sign", "inform", "close", "reopen", "assign"},
    "admin": {"edit", "undo", "start", "sign", "inform", "close", "reopen", "assign"},
}


@pytest.mark.parametrize("role", ["agent", "reviewer", "leader", "admin"])
def test_each_role_does_its_own_part(
    store: Store, leader: Context, call: str, role: StoreRole
) -> None:
    reviews = Reviews(person(store, "someone", role, "Ben" if role == "agent" else None))
    acts: dict[str, Callable[[], object]] = {
        "edit": lambda: reviews.edit(call, AddNote("remark")),
        "undo": lambda: reviews.undo(call),
        "start": lambda: reviews.start(call),
        "sign": lambda: reviews.sign(call),
        "inform": lambda: reviews.inform(call),
        "close": lambda: reviews.close(call),
        "reopen": lambda: reviews.reopen(call, "reason"),
        "assign": lambda: reviews.assign(call, "lea"),
        "acknowledge": lambda: reviews.acknowledge(call),
        "dispute": lambda: reviews.dispute(call, [Dispute("greets", "no")]),
    }

    assert {name for name, act in acts.items() if not is_refused(act)} == MAY[role]


def test_who_looks_and_who_acts_is_logged(store: Store, bo: Reviews, call: str) -> None:
    bo.start(call)
    bo.show(call)
    bo.edit(call, AddNote("remark"))
    bo.sign(call)

    with store.reading() as connection:
        query = select(access_log.c.action).where(access_log.c.who == "bo").order_by("id")
        actions = connection.execute(query).scalars().all()
    assert actions == ["review: in review", "see", "edit", "review: reviewed"]


def test_a_leader_may_not_answer_for_the_agent(leader: Context, bo: Reviews, call: str) -> None:
    signed(bo, call)
    bo.inform(call)

    with pytest.raises(NotAllowed):
        Reviews(leader).acknowledge(call)


def test_a_call_whose_words_were_removed_is_still_shown_and_signed(
    store: Store, bo: Reviews, call: str
) -> None:
    bo.start(call)
    bo.edit(call, OverridePoints("no_blame", 3, "half a quote"))
    with store.writing() as connection:
        connection.execute(delete(hearings))

    shown = bo.show(call)
    bo.sign(call)

    assert (shown.total, shown.machine_total) == (87.5, 50.0)
    assert bo.show(call).total == 87.5
    bo.reopen(call, "again")
    with pytest.raises(HearingRemoved):
        bo.edit(call, OverridePoints("no_blame", 4, "a quote"))


def test_a_recording_without_speech_is_not_reviewed(
    store: Store, leader: Context, bo: Reviews, call: str
) -> None:
    with store.writing() as connection:
        connection.execute(calls.update().values(status="empty"))
    acts: list[Callable[[], object]] = [
        lambda: bo.show(call),
        lambda: bo.start(call),
        lambda: Reviews(leader).assign(call, "bo"),
    ]

    for act in acts:
        with pytest.raises(ReviewRefused, match="no speech"):
            act()
