"""The scorecard: what was answered, and points that a person gives instead."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit

from callqa.domain.edits import OverridePoints
from callqa.domain.listing import CallFilter, Sort
from callqa.domain.review import Dispute
from callqa.service.workspace import Workspace
from ui.widgets.scorecard import Scorecard


@pytest.fixture
def call_id(workspace: Workspace) -> str:
    rows = workspace.calls.list(CallFilter(), Sort()).rows
    return next(each.call_id for each in rows if "02_" in (each.path or ""))


@pytest.fixture
def scorecard(qtbot) -> Scorecard:
    made = Scorecard()
    qtbot.addWidget(made)
    made.resize(400, 700)
    made.show()
    return made


def show(scorecard, workspace, call_id):
    card = workspace.reviews.show(call_id)
    document = workspace.calls.show(call_id).document
    sections = document.scorecard.sections if document.scorecard else ()
    scorecard.show_card(card, sections, document.speakers)
    return card


def row_of(scorecard, question):
    return next(each for each in scorecard.rows if each.line.id == question)


def words_in(widget):
    return [each.text() for each in widget.findChildren(QLabel) if not each.isHidden()]


def test_a_row_is_read_out_with_answer_and_points(scorecard, workspace, call_id):
    show(scorecard, workspace, call_id)

    assert row_of(scorecard, "closes").accessibleName() == (
        "Question 2 of 27: Closes with thanks, a kind word or an offer of more help., "
        "answered no, 0 of 5, provisional"
    )


def test_the_verdict_says_why_the_call_did_not_pass(scorecard, workspace, call_id):
    show(scorecard, workspace, call_id)

    words = words_in(scorecard.head)
    assert "✗ Not passed" in words
    assert any("the pass mark is 75" in each for each in words)


def test_a_digit_gives_points_and_enter_saves_them_with_the_reason(
    qtbot, scorecard, workspace, call_id
):
    before = show(scorecard, workspace, call_id)
    row = row_of(scorecard, "closes")
    qtbot.keyClick(row, Qt.Key.Key_4)
    reason = row.editor.findChild(QLineEdit, "reason")
    qtbot.keyClicks(reason, "Thanked as the line dropped.")

    with qtbot.waitSignal(scorecard.change_wanted) as wanted:
        qtbot.keyClick(reason, Qt.Key.Key_Return)

    change = OverridePoints("closes", 4.0, "Thanked as the line dropped.")
    assert wanted.args == [change]
    workspace.reviews.edit(call_id, change)
    after = show(scorecard, workspace, call_id)
    assert f"Machine {before.total:.0f}, now {after.total:.0f}" in words_in(scorecard.head)
    assert any("Thanked as the line dropped." in each for each in words_in(row))


def test_points_without_a_reason_are_not_sent(qtbot, scorecard, workspace, call_id):
    show(scorecard, workspace, call_id)
    row = row_of(scorecard, "closes")
    row.edit(3.0)

    with qtbot.assertNotEmitted(scorecard.change_wanted):
        row.editor.give()

    assert "Say why in a few words; the agent will read it." in words_in(row.editor)


def test_a_question_may_be_said_not_to_apply(qtbot, scorecard, workspace, call_id):
    show(scorecard, workspace, call_id)
    row = row_of(scorecard, "closes")
    row.edit()
    row.editor.findChild(QCheckBox).setChecked(True)
    qtbot.keyClicks(row.editor.findChild(QLineEdit, "reason"), "The line broke.")

    with qtbot.waitSignal(scorecard.change_wanted) as wanted:
        row.editor.give()

    assert wanted.args == [OverridePoints("closes", None, "The line broke.")]


def test_what_is_being_typed_survives_a_change_elsewhere(qtbot, scorecard, workspace, call_id):
    show(scorecard, workspace, call_id)
    row = row_of(scorecard, "closes")
    row.edit(2.0)
    qtbot.keyClicks(row.editor.findChild(QLineEdit, "reason"), "half")

    workspace.reviews.edit(call_id, OverridePoints("greets", 0.0, "Nobody greeted."))
    show(scorecard, workspace, call_id)

    assert row_of(scorecard, "closes") is row
    assert row.editor.findChild(QLineEdit, "reason").text() == "half"


def test_a_question_for_a_person_stands_out_until_it_is_answered(
    qtbot, scorecard, workspace, call_id
):
    card = show(scorecard, workspace, call_id)
    left = [each.id for each in card.lines if each.open]
    assert "3 questions are yours" in scorecard.head.open_button.text()

    scorecard.head.open_button.click()

    qtbot.waitUntil(row_of(scorecard, left[0]).hasFocus)


def test_evidence_plays(qtbot, scorecard, workspace, call_id):
    show(scorecard, workspace, call_id)
    row = row_of(scorecard, "no_blame")

    with qtbot.waitSignal(scorecard.play_wanted) as wanted:
        row.play()

    evidence = row.line.evidence[0]
    assert wanted.args == [evidence.start_s, evidence.end_s]


def test_a_call_that_is_scored_blind_shows_no_verdict(qtbot, scorecard, workspace, call_id):
    workspace.people.allow("second", "reviewer")
    workspace.calibrations.new("November", [workspace.context.user.login, "second"], [call_id])

    card = show(scorecard, workspace, call_id)

    assert card.blind == "November"
    words = words_in(scorecard)
    assert any("November" in each for each in words)
    assert not any("provisional" in each or "Not passed" in each for each in words)
    assert scorecard.head.ring.isHidden()


def test_a_card_that_may_not_be_edited_takes_no_points(qtbot, scorecard, workspace, call_id):
    show(scorecard, workspace, call_id)
    scorecard.set_editable(False)
    row = row_of(scorecard, "closes")

    qtbot.keyClick(row, Qt.Key.Key_4)
    row.edit()

    assert row.editor is None


def test_another_call_takes_nothing_from_the_one_before(qtbot, scorecard, workspace, call_id):
    show(scorecard, workspace, call_id)
    row_of(scorecard, "closes").edit(2.0)
    rows = workspace.calls.list(CallFilter(), Sort()).rows
    other = next(each.call_id for each in rows if "01_" in (each.path or ""))

    show(scorecard, workspace, other)

    assert all(row.editor is None for row in scorecard.rows)


def test_a_disputed_answer_says_why_the_agent_does_not_accept_it(scorecard, workspace, call_id):
    card = workspace.reviews.show(call_id)
    scorecard.show_card(replace(card, disputes=(Dispute("closes", "I did say thank you."),)))

    row = row_of(scorecard, "closes")
    assert "Disputed by the agent: “I did say thank you.”" in words_in(row)
