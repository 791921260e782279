from datetime import timedelta

import pytest
from sqlalchemy import update

from callqa.domain.edits import AddNote, OverridePoints, SetDetail
from callqa.errors import EditRefused, NotAllowed, UnknownCall
from callqa.service.calls import Calls
from callqa.service.coaching import Coaching
from callqa.service.context import Context
from callqa.service.people import People
from callqa.service.reviewing import Reviews
from callqa.store.engine import Store
from callqa.store.tables import calls
from tests.service.desk import NOON, QUESTIONS, adopt, person, put

CALL, OTHER = "c1", "c2"


@pytest.fixture
def bo(store: Store) -> Context:
    adopt(store)
    context = person(store, "bo", "leader")
    put(context, CALL, blames=True)
    return context


def test_an_opened_call_is_what_show_and_the_review_card_say(bo: Context) -> None:
    Reviews(bo).edit(CALL, OverridePoints("kind", 1, "patient"))
    Reviews(bo).edit(CALL, AddNote("A note.", 1.0))

    opened = Calls(bo).open(CALL)

    assert opened.shown == Calls(bo).show(CALL)
    assert opened.card == Reviews(bo).show(CALL)
    assert opened.recording is None


def test_an_opened_call_has_the_legs_of_its_conversation_by_time(bo: Context) -> None:
    put(bo, OTHER, started_at=NOON - timedelta(minutes=5))
    alone = Calls(bo).open(CALL).legs
    Calls(bo).link([CALL, OTHER])

    legs = Calls(bo).open(CALL).legs

    assert alone == ()
    assert [each.call_id for each in legs] == [OTHER, CALL]


def test_an_opened_call_has_its_coaching_items(bo: Context) -> None:
    Coaching(bo).add_by_hand(CALL, 1.0, 3.0, "Breathe")

    assert [each.title for each in Calls(bo).open(CALL).coaching] == ["Breathe"]


def test_an_opened_call_keeps_its_coaching_from_who_does_not_coach(
    store: Store, bo: Context
) -> None:
    Coaching(bo).add_by_hand(CALL, 1.0, 3.0, "Breathe")
    rea = person(store, "rea", "reviewer")

    assert Calls(rea).open(CALL).coaching == ()
    with pytest.raises(NotAllowed):
        Coaching(rea).items()


def test_an_agent_sees_no_coaching_of_another_whose_call_it_was_thought_to_be(
    store: Store, bo: Context
) -> None:
    Coaching(bo).add_by_hand(CALL, 1.0, 3.0, "Breathe")
    reviews = Reviews(bo)
    reviews.edit(CALL, SetDetail("agent", "Ben"), new_agent=True)
    Coaching(bo).add_by_hand(CALL, 1.0, 3.0, "Listen")
    for question in QUESTIONS:
        reviews.edit(CALL, OverridePoints(question, 1, "heard"))
    reviews.start(CALL)
    reviews.sign(CALL)
    reviews.inform(CALL)
    ben = person(store, "ben", "agent", "Ben")

    opened = Calls(ben).open(CALL)

    assert [each.title for each in opened.coaching] == ["Listen"]


def test_who_opens_a_call_is_in_the_access_log(store: Store, bo: Context) -> None:
    Calls(bo).open(CALL)

    log = People(person(store, "ada", "admin")).log(call_id=CALL)
    assert ("bo", "see") in {(each.who, each.action) for each in log}


def test_a_recording_that_cannot_be_looked_for_is_not_there(bo: Context) -> None:
    with bo.store.writing() as connection:
        connection.execute(update(calls).values(path="/" + "long" * 100 + ".wav"))

    assert Calls(bo).open(CALL).recording is None


def test_a_call_of_others_is_not_opened_for_an_agent(store: Store, bo: Context) -> None:
    anna = person(store, "anna", "agent", "Anna")

    with pytest.raises(UnknownCall):
        Calls(anna).open(CALL)


def test_redo_brings_back_what_was_undone_last_first(bo: Context) -> None:
    reviews = Reviews(bo)
    for words in ("one", "two"):
        reviews.edit(CALL, AddNote(words))
    reviews.undo(CALL)
    reviews.undo(CALL)

    first = Calls(bo).open(CALL)
    reviews.redo(CALL)
    one = Calls(bo).open(CALL).shown.notes
    reviews.redo(CALL)
    both = Calls(bo).open(CALL)

    assert (first.undone_next, first.redone_next is not None) == (None, True)
    assert [each.text for each in one] == ["one"]
    assert [each.text for each in both.shown.notes] == ["one", "two"]
    assert both.redone_next is None


def test_an_edit_of_ones_own_ends_what_can_be_redone_and_one_of_others_does_not(
    store: Store, bo: Context
) -> None:
    ann = person(store, "ann", "leader")
    reviews = Reviews(bo)
    reviews.edit(CALL, AddNote("one"))
    reviews.undo(CALL)
    Reviews(ann).edit(CALL, AddNote("by another"))
    still = Calls(bo).open(CALL).redone_next

    reviews.edit(CALL, AddNote("two"))

    assert still is not None
    assert Calls(bo).open(CALL).redone_next is None
    with pytest.raises(EditRefused, match="undid last"):
        reviews.redo(CALL)


def test_a_judgement_begins_the_review_of_a_call_that_nobody_has(bo: Context) -> None:
    corrected = Reviews(bo).edit(CALL, SetDetail("queue", "Sales"), begins=True)
    before = Calls(bo).open(CALL).shown.summary.review_state
    noted = Reviews(bo).edit(CALL, AddNote("Heard."), begins=True)
    again = Reviews(bo).edit(CALL, AddNote("Heard again."), begins=True)

    call = Calls(bo).open(CALL).shown.summary
    assert (corrected.began, before) == (False, "new")
    assert (noted.began, again.began) == (True, False)
    assert (call.review_state, call.assigned_to) == ("in_review", "bo")


def test_a_leaders_judgement_does_not_begin_the_review_of_a_call_that_another_has(
    store: Store, bo: Context
) -> None:
    person(store, "ann", "reviewer")
    Reviews(bo).assign(CALL, "ann")

    noted = Reviews(bo).edit(CALL, AddNote("Heard."), begins=True)

    assert not noted.began
    assert Calls(bo).open(CALL).shown.summary.assigned_to == "ann"
