import pytest
from pytestqt.qtbot import QtBot

from callqa.domain.edits import AddNote, Change, DismissEvent, EventRef, FixWord, OverridePoints
from callqa.domain.listing import CallFilter, Sort
from callqa.errors import EditRefused
from callqa.service.opened_call import OpenedCall
from callqa.service.workspace import Workspace
from ui.edits import Edits
from ui.session import Session

BAD = "Karen Wolf"
"""The agent of the sample call that is handled badly: it has three interruptions."""


def call_of(workspace: Workspace, agent: str = BAD) -> str:
    page = workspace.calls.list(CallFilter(), Sort())
    return next(row.call_id for row in page.rows if row.agent == agent)


def first_interruption(opened: OpenedCall) -> EventRef:
    document = opened.shown.document
    assert document is not None
    assert document.measures is not None
    cut = document.measures.interruptions[0]
    return EventRef("interruptions", cut.start_s, cut.by)


class Desk:
    """One call open for edits, and what came of them."""

    def __init__(self, session: Session, qtbot: QtBot, call: str) -> None:
        self.qtbot = qtbot
        self.session = session
        self.edits = Edits(session)
        self.opened = session.workspace.calls.open(call)
        self.states: list[tuple[bool, bool, str]] = []
        self.edits.reopened.connect(self._take)
        self.edits.state.connect(lambda *state: self.states.append(state))
        self.edits.show_call(self.opened)

    def make(self, *changes: Change) -> None:
        for each in changes:
            self.edits.apply(each)
        self.wait()

    def wait(self) -> None:
        self.qtbot.waitUntil(lambda: not self.edits.is_writing)

    def undo(self) -> None:
        self.edits.undo()
        self.wait()

    def redo(self) -> None:
        self.edits.redo()
        self.wait()

    @property
    def score(self) -> float | None:
        assert self.opened.card is not None
        return self.opened.card.total

    @property
    def notes(self) -> list[str]:
        return [each.text for each in self.opened.shown.notes]

    def _take(self, opened: OpenedCall) -> None:
        self.opened = opened


@pytest.fixture
def desk(session: Session, qtbot: QtBot) -> Desk:
    return Desk(session, qtbot, call_of(session.workspace))


def test_an_edit_changes_the_score_and_undo_and_redo_go_through_it(desk: Desk) -> None:
    before = desk.score

    desk.make(OverridePoints("lets_finish", 8, "She was asked to."))
    after = desk.score
    desk.undo()
    undone = desk.score
    desk.redo()

    assert before is not None
    assert after is not None
    assert after > before
    assert undone == before
    assert desk.score == after


def test_edits_asked_for_quickly_are_made_in_their_order(desk: Desk) -> None:
    desk.make(*(AddNote(f"note {number}", 1.0) for number in range(5)))

    assert desk.notes == [f"note {number}" for number in range(5)]


def test_undo_pressed_twice_quickly_takes_back_two_edits(desk: Desk) -> None:
    desk.make(AddNote("one", 1.0), AddNote("two", 2.0), AddNote("three", 3.0))

    desk.edits.undo()
    desk.edits.undo()
    desk.wait()

    assert desk.notes == ["one"]
    desk.edits.redo()
    desk.edits.redo()
    desk.wait()
    assert desk.notes == ["one", "two", "three"]


def test_a_new_edit_after_an_undo_leaves_nothing_to_redo(desk: Desk) -> None:
    desk.make(AddNote("one", 1.0))
    desk.undo()

    desk.make(AddNote("other", 1.0))

    assert desk.states[-1][:2] == (True, False)


def test_the_words_say_what_would_be_undone(desk: Desk) -> None:
    event = first_interruption(desk.opened)

    desk.make(DismissEvent(event))

    assert desk.states[-1][0]
    assert "0:21" in desk.states[-1][2]
    assert desk.states[-1][2] == desk.edits.undo_words
    desk.undo()
    assert "0:21" in desk.edits.redo_words


def test_undo_works_after_the_store_was_closed_and_opened_again(
    desk: Desk, session: Session, qtbot: QtBot
) -> None:
    desk.make(AddNote("before the restart", 1.0))
    place = session.workspace.context.store.name

    again = Workspace.open(str(place))
    session.workspace = again
    later = Desk(session, qtbot, call_of(again))
    can_undo = later.states[-1][0]
    later.undo()

    assert can_undo
    assert later.notes == []
    later.redo()
    assert later.notes == ["before the restart"]
    again.context.store.close()


def test_a_refused_edit_is_told_with_its_change_and_the_next_one_is_made(desk: Desk) -> None:
    refused: list[tuple[Change, Exception]] = []
    desk.edits.refused.connect(lambda change, error: refused.append((change, error)))
    wrong = FixWord(turn=999, word=0, text="never")

    desk.make(wrong, AddNote("right", 1.0))

    assert [each[0] for each in refused] == [wrong]
    assert isinstance(refused[0][1], EditRefused)
    assert desk.notes == ["right"]


def test_the_first_judgement_of_a_call_begins_its_review(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.edits.review_began):
        desk.edits.apply(AddNote("looked at", 1.0))
    desk.wait()

    assert desk.opened.shown.summary.review_state == "in_review"
    assert desk.opened.shown.summary.assigned_to == desk.session.workspace.context.user.login


def test_a_corrected_word_does_not_begin_a_review(desk: Desk) -> None:
    document = desk.opened.shown.document
    assert document is not None
    turn = document.turns[0]

    desk.make(FixWord(turn.id, 0, "Maple"))

    assert desk.opened.shown.summary.review_state == "new"


def test_two_windows_on_one_store_see_each_others_edits(
    desk: Desk, session: Session, qtbot: QtBot
) -> None:
    other = Desk(session, qtbot, call_of(session.workspace))

    desk.make(AddNote("from the first window", 1.0))
    other.make(AddNote("from the second", 2.0))

    assert other.notes == ["from the first window", "from the second"]
    desk.undo()
    assert desk.notes == ["from the first window"]


def test_a_call_is_shown_again_only_when_nothing_waits_any_more(desk: Desk) -> None:
    shown: list[int] = []
    desk.edits.reopened.connect(lambda opened: shown.append(len(opened.shown.notes)))

    desk.make(*(AddNote(f"note {number}", 1.0) for number in range(3)))

    assert shown == [3]


def test_the_last_change_refused_shows_what_the_ones_before_made(desk: Desk) -> None:
    desk.make(AddNote("right", 1.0), FixWord(turn=999, word=0, text="never"))

    assert desk.notes == ["right"]


def test_a_refusal_about_the_call_before_is_told_and_puts_nothing_back(
    desk: Desk, session: Session, qtbot: QtBot
) -> None:
    refused: list[object] = []
    desk.edits.refused.connect(lambda change, error: refused.append(change))
    other = session.workspace.calls.open(call_of(session.workspace, "Daniel Fox"))

    with qtbot.waitSignal(session.failed):
        desk.edits.apply(FixWord(turn=999, word=0, text="never"))
        desk.edits.show_call(other)

    assert refused == []
