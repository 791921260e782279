"""Flags, notes and the log of a call."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton

from callqa.domain.edits import AddNote, DismissFlag, OverridePoints
from callqa.domain.listing import CallFilter, Sort
from callqa.service.workspace import Workspace
from ui.widgets.flag_list import FlagList
from ui.widgets.history_list import HistoryList
from ui.widgets.note_list import NoteList


@pytest.fixture
def call_id(workspace: Workspace) -> str:
    rows = workspace.calls.list(CallFilter(), Sort()).rows
    return next(each.call_id for each in rows if "02_" in (each.path or ""))


@pytest.fixture
def flags(qtbot, workspace, call_id) -> FlagList:
    made = FlagList()
    qtbot.addWidget(made)
    card = workspace.reviews.show(call_id)
    made.show_flags(card.flags, card.dismissed)
    made.show()
    return made


def words_in(widget):
    return [each.text() for each in widget.findChildren(QLabel)]


def test_a_flag_is_dismissed_by_a_key_and_a_reason(qtbot, workspace, flags, call_id):
    card = flags.cards[0]
    qtbot.keyClick(card, Qt.Key.Key_X)
    field = card.reason.field
    qtbot.keyClicks(field, "She was joking.")

    with qtbot.waitSignal(flags.change_wanted) as wanted:
        qtbot.keyClick(field, Qt.Key.Key_Return)

    assert wanted.args == [DismissFlag(card.flag.code, "She was joking.")]
    workspace.reviews.edit(call_id, wanted.args[0])
    now = workspace.reviews.show(call_id)
    flags.show_flags(now.flags, now.dismissed)
    assert "Dismissed: She was joking." in words_in(flags)
    assert "A threat went unanswered" in words_in(flags)
    assert len(flags.cards) == len(now.flags)


def test_a_dismissal_without_a_reason_is_not_sent(qtbot, flags):
    card = flags.cards[0]
    card.ask_reason()

    with qtbot.assertNotEmitted(flags.change_wanted):
        qtbot.keyClick(card.reason.field, Qt.Key.Key_Return)


def test_escape_leaves_the_flag_as_it_is(qtbot, flags):
    card = flags.cards[0]
    card.ask_reason()

    qtbot.keyClick(card.reason.field, Qt.Key.Key_Escape)

    assert card.reason.isHidden()


def test_a_flag_can_be_made_a_coaching_item(qtbot, flags):
    card = flags.cards[0]

    with qtbot.waitSignal(flags.coaching_wanted) as wanted:
        qtbot.keyClick(card, Qt.Key.Key_C)

    moment = wanted.args[0]
    assert (moment.code, moment.start_s) == (card.flag.code, card.flag.evidence[0].start_s)


def test_enter_plays_what_a_flag_rests_on(qtbot, flags):
    with qtbot.waitSignal(flags.play_wanted) as wanted:
        qtbot.keyClick(flags.cards[0], Qt.Key.Key_Return)

    assert wanted.args[0] == flags.cards[0].flag.evidence[0].start_s


def test_a_call_without_flags_says_that_nothing_is_to_be_done(qtbot):
    flags = FlagList()
    qtbot.addWidget(flags)

    flags.show_flags((), {})

    assert "Nothing in this call asks for a person's time." in words_in(flags)


def test_a_note_is_made_at_the_playhead(qtbot):
    notes = NoteList()
    qtbot.addWidget(notes)
    notes.set_position(61.25)
    qtbot.keyClicks(notes.field, "Was the form shown?")

    with qtbot.waitSignal(notes.change_wanted) as wanted:
        qtbot.keyClick(notes.field, Qt.Key.Key_Return)

    assert wanted.args == [AddNote("Was the form shown?", 61.25)]
    assert notes.field.toPlainText() == ""


def test_the_log_says_what_was_before_and_offers_to_take_each_edit_back(qtbot, workspace, call_id):
    workspace.reviews.edit(call_id, OverridePoints("closes", 5.0, "Thanked."))
    workspace.reviews.edit(call_id, AddNote("Look again", 12.0))
    workspace.reviews.undo(call_id)
    card = workspace.reviews.show(call_id)
    history = HistoryList()
    qtbot.addWidget(history)

    history.show_log(card.edits, card.steps, {each.id: each.text for each in card.lines})

    undo, note, points = (each for each in history.entries if each.edit is not None)
    assert undo.what == "Took back: Note at 0:12"
    assert note.is_undone
    assert not points.is_undone
    assert (points.before, points.after, points.why) == ("0", "5", "Thanked.")
    assert points.what.startswith("Points: Closes with thanks")
    with qtbot.waitSignal(history.undo_wanted) as wanted:
        history.findChildren(QToolButton)[-1].click()
    assert wanted.args == [points.edit]
