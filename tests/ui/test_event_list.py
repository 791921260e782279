"""The list of moments: choosing, playing, and making of a finding what a person says it is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from callqa.domain.edits import AddEvent, DismissEvent, ReclassEvent
from callqa.domain.listing import CallFilter, Sort
from callqa.service.workspace import Workspace
from ui import i18n
from ui.itemmodels.moments import moments_of
from ui.widgets.event_list import EventList


@pytest.fixture
def call_id(workspace: Workspace) -> str:
    rows = workspace.calls.list(CallFilter(), Sort()).rows
    return next(each.call_id for each in rows if "02_" in (each.path or ""))


@pytest.fixture
def moments(workspace: Workspace, call_id: str):
    document = workspace.calls.show(call_id).document
    return moments_of(document, document.flags, ())


@pytest.fixture
def events(qtbot, workspace, call_id, moments) -> EventList:
    made = EventList()
    qtbot.addWidget(made)
    document = workspace.calls.show(call_id).document
    made.set_call(document.speakers, document.recording.duration_s)
    made.show_moments(moments)
    made.resize(400, 700)
    made.show()
    return made


def first(moments, kind):
    return next(each for each in moments if each.kind == kind)


def chosen(events):
    return events.view.currentIndex().data(Qt.ItemDataRole.UserRole)


def test_one_letter_makes_an_interruption_a_back_channel(qtbot, events, moments):
    cut = first(moments, "interruption")
    events.choose(cut)

    with qtbot.waitSignal(events.change_wanted) as wanted:
        qtbot.keyClick(events.view, Qt.Key.Key_B)

    assert wanted.args == [ReclassEvent(cut.ref, "backchannel")]


def test_the_letters_are_those_of_the_language(qtbot, workspace, moments):
    i18n.use_language("de")
    events = EventList()
    qtbot.addWidget(events)
    events.show_moments(moments)
    cut = first(moments, "interruption")
    events.choose(cut)

    with qtbot.waitSignal(events.change_wanted) as wanted:
        qtbot.keyClick(events.view, Qt.Key.Key_H)

    assert wanted.args == [ReclassEvent(cut.ref, "backchannel")]


@pytest.mark.parametrize("key", [Qt.Key.Key_X, Qt.Key.Key_Delete])
def test_a_key_dismisses_any_finding(qtbot, events, moments, key):
    phrase = first(moments, "phrase")
    events.choose(phrase)

    with qtbot.waitSignal(events.change_wanted) as wanted:
        qtbot.keyClick(events.view, key)

    assert wanted.args == [DismissEvent(phrase.ref)]


def test_what_a_key_says_the_service_does(qtbot, workspace, events, moments, call_id):
    raised = first(moments, "raised")
    events.choose(raised)

    with qtbot.waitSignal(events.change_wanted) as wanted:
        qtbot.keyClick(events.view, Qt.Key.Key_R)
    workspace.reviews.edit(call_id, wanted.args[0])

    now = workspace.calls.show(call_id).document.measures.raised_volume
    assert [each.level for each in now].count("raised") == 1


def test_no_key_changes_a_call_that_may_not_be_edited(qtbot, events, moments):
    events.set_editable(False)
    events.choose(first(moments, "interruption"))

    with qtbot.assertNotEmitted(events.change_wanted):
        qtbot.keyClick(events.view, Qt.Key.Key_B)
        qtbot.keyClick(events.view, Qt.Key.Key_X)


def test_a_letter_that_means_nothing_here_does_not_reach_the_page(qtbot, moments):
    page = QWidget()
    qtbot.addWidget(page)
    events = EventList()
    QVBoxLayout(page).addWidget(events)
    swapped = []
    QShortcut(QKeySequence("X"), page, lambda: swapped.append("X"))
    events.show_moments(moments)
    events.choose(first(moments, "flag"))
    page.show()
    page.activateWindow()
    events.view.setFocus()
    qtbot.waitUntil(events.view.hasFocus)

    with qtbot.assertNotEmitted(events.change_wanted):
        qtbot.keyClick(events.view, Qt.Key.Key_X)
    assert swapped == []

    events.set_editable(False)
    qtbot.keyClick(events.view, Qt.Key.Key_X)
    assert swapped == ["X"]


def test_enter_plays_the_chosen_moment(qtbot, events, moments):
    silence = first(moments, "raised")
    events.choose(silence)

    with qtbot.waitSignal(events.play_wanted) as wanted:
        qtbot.keyClick(events.view, Qt.Key.Key_Return)

    assert wanted.args == [silence.start_s, silence.end_s]


def test_moving_tells_which_moment_is_chosen_and_choosing_from_outside_does_not(
    qtbot, events, moments
):
    with qtbot.assertNotEmitted(events.moment_chosen):
        events.choose(moments[0])

    with qtbot.waitSignal(events.moment_chosen) as told:
        qtbot.keyClick(events.view, Qt.Key.Key_Down)

    assert told.args == [moments[1]]


def test_kinds_that_are_hidden_leave_the_list(events):
    events.set_kinds(frozenset({"interruption", "raised"}))

    model = events.view.model()
    kinds = {
        model.index(row).data(Qt.ItemDataRole.UserRole).kind for row in range(model.rowCount())
    }
    assert kinds == {"interruption", "raised"}


def test_a_finding_of_another_class_stays_chosen(workspace, events, moments, call_id):
    cut = first(moments, "interruption")
    events.choose(cut)

    workspace.reviews.edit(call_id, ReclassEvent(cut.ref, "supportive"))
    document = workspace.calls.show(call_id).document
    events.show_moments(moments_of(document, document.flags, ()))

    assert chosen(events).ref == cut.ref
    assert chosen(events).class_ == "supportive"


def test_after_a_dismissal_the_next_moment_is_chosen(qtbot, events, moments):
    phrase = first(moments, "phrase")
    row = moments.index(phrase)
    events.choose(phrase)
    events.activateWindow()
    events.view.setFocus()
    qtbot.waitUntil(events.view.hasFocus)

    left = moments[:row] + moments[row + 1 :]
    with qtbot.waitSignal(events.moment_chosen) as told:
        events.show_moments(left)

    assert chosen(events) == left[row]
    assert told.args == [left[row]]


def test_a_moment_that_is_gone_while_the_person_is_elsewhere_leaves_none_chosen(events, moments):
    events.choose(moments[3])
    events.view.clearFocus()

    events.show_moments(moments[:3] + moments[4:])

    assert chosen(events) is None


def test_a_missed_event_is_added_at_the_playhead(qtbot, workspace, events, call_id):
    events.set_position(40.5)
    events.form.open()

    with qtbot.waitSignal(events.change_wanted) as wanted:
        qtbot.keyClick(events.form, Qt.Key.Key_Return)

    assert wanted.args == [AddEvent("interruptions", 40.5, 42.5, "agent", "interruption")]
    before = len(workspace.calls.show(call_id).document.measures.interruptions)
    workspace.reviews.edit(call_id, wanted.args[0])
    assert len(workspace.calls.show(call_id).document.measures.interruptions) == before + 1


def test_a_row_says_all_of_it_to_people_who_do_not_see_it(events, moments):
    events.choose(first(moments, "interruption"))

    words = events.view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)

    assert words.startswith("0:21, Interruption, Agent. 1.0 s at once")
