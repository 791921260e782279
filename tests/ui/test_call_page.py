from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import delete, select, update

from callqa.domain.edits import OverridePoints, SetDetail, SwapRoles
from callqa.domain.listing import CallFilter, Sort
from callqa.service.adding import add_heard
from callqa.service.hearing_run import Heard
from callqa.service.opened_call import OpenedCall
from callqa.service.workspace import Workspace
from callqa.store.tables import calls, hearings
from tests.rules.handmade import CallBuilder
from ui.itemmodels.turns import TurnRow
from ui.pages.call import CallPage
from ui.session import Session
from ui.widgets.coaching_form import WantedItem
from ui.widgets.transcript_view import TranscriptView

BAD = "Karen Wolf"
OTHER = "Daniel Fox"

Open = Callable[[str], CallPage]


def call_of(workspace: Workspace, agent: str = BAD) -> str:
    page = workspace.calls.list(CallFilter(), Sort())
    return next(row.call_id for row in page.rows if row.agent == agent)


def opened(page: CallPage) -> OpenedCall:
    assert page.opened is not None
    return page.opened


def score(page: CallPage) -> float | None:
    card = opened(page).card
    assert card is not None
    return card.total


@pytest.fixture
def open_call(session: Session, qtbot: QtBot) -> Open:
    """Return what opens a page on the call with this id, shown and complete."""

    def open_(call_id: str) -> CallPage:
        page = CallPage(session)
        qtbot.addWidget(page)
        page.resize(1180, 760)
        page.show()
        qtbot.waitExposed(page)
        page.open_call(call_id)
        qtbot.waitUntil(lambda: page.opened is not None and session.bridge.is_idle, timeout=20_000)
        return page

    return open_


@pytest.fixture
def page(open_call: Open, session: Session) -> CallPage:
    """Return a page on the call that is handled badly."""
    return open_call(call_of(session.workspace))


def settle(page: CallPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(
        lambda: not page.edits.is_writing and page.session.bridge.is_idle, timeout=20_000
    )


def kinds_of(page: CallPage) -> list[str]:
    model = page.parts.events.view.model()
    return [model.moment(row).kind for row in range(model.rowCount())]  # type: ignore[attr-defined]


def choose(page: CallPage, kind: str, row: int | None = None) -> None:
    """Choose the first moment of a kind in the list, or the one in a row."""
    page.parts.show_tab("events")
    view = page.parts.events.view
    view.setFocus()
    place = kinds_of(page).index(kind) if row is None else row
    view.setCurrentIndex(view.model().index(place, 0))


def press(qtbot: QtBot, page: CallPage, key: Qt.Key, *, into: object = None) -> None:
    target = into or QApplication.focusWidget() or page
    qtbot.keyClick(target, key)


def test_a_moment_that_is_chosen_in_the_list_moves_the_playhead_there(page: CallPage) -> None:
    choose(page, "interruption")

    chosen = page.view.chosen
    assert chosen is not None
    assert chosen.kind == "interruption"
    assert page.session.player.position_s == pytest.approx(chosen.start_s, abs=0.05)


def test_a_key_reclasses_the_chosen_interruption_and_everything_follows(
    page: CallPage, qtbot: QtBot
) -> None:
    before = score(page)
    counted = page.parts.summary.accessible_measures[1]
    rows = [row for row, kind in enumerate(kinds_of(page)) if kind == "interruption"]

    for row in rows:
        choose(page, "interruption", row)
        at_s = page.session.player.position_s
        press(qtbot, page, Qt.Key.Key_B)
        settle(page, qtbot)

    cuts = opened(page).shown.document.measures.interruptions  # type: ignore[union-attr]
    assert {each.kind for each in cuts} == {"backchannel"}
    assert score(page) != before
    assert page.parts.summary.accessible_measures[1] != counted
    assert page.view.chosen is not None
    assert page.view.chosen.class_ == "backchannel"
    assert page.session.player.position_s == pytest.approx(at_s, abs=0.05)


def test_undo_and_redo_by_key_show_what_was(page: CallPage, qtbot: QtBot) -> None:
    before = score(page)
    page.edits.apply(OverridePoints("lets_finish", 8, "She was asked to."))
    settle(page, qtbot)
    after = score(page)

    page.acts.undo.trigger()
    settle(page, qtbot)
    undone = score(page)
    page.acts.redo.trigger()
    settle(page, qtbot)

    assert undone == before
    assert score(page) == after != before


def test_a_signed_call_is_found_as_it_was_left(
    page: CallPage, open_call: Open, session: Session, qtbot: QtBot
) -> None:
    call = call_of(session.workspace)
    page.edits.apply(OverridePoints("lets_finish", 8, "She was asked to."))
    settle(page, qtbot)
    total = score(page)

    page.review.ask("sign")
    page.review.form.comment.setPlainText("Talked over.")
    page.review.form.button.click()
    settle(page, qtbot)

    again = open_call(call)
    assert opened(again).shown.summary.review_state == "reviewed"
    assert score(again) == total
    assert again.parts.review.state_words == "Signed"
    assert not again.acts.undo.isEnabled()
    assert not again.parts.header.swap.isEnabled()
    assert "Signed by" in again.parts.banners[0].message


def test_signing_points_at_questions_that_wait_for_a_person(page: CallPage, qtbot: QtBot) -> None:
    card = opened(page).card
    assert card is not None
    waiting = [each.id for each in card.lines if each.open]
    assert waiting

    page.review.ask("sign")
    with qtbot.waitSignal(page.review.form.question_wanted) as asked:
        page.review.form.first_waiting().click()

    assert asked.args == [waiting[0]]
    assert not page.review.form.isVisible()


def test_letters_do_not_reach_the_page_while_one_types(page: CallPage, qtbot: QtBot) -> None:
    page.parts.show_tab("notes")
    page.write_note()
    field = page.parts.notes.field
    qtbot.waitUntil(field.hasFocus)

    qtbot.keyClicks(field, "s n jkl 1 c, x.")

    assert field.toPlainText() == "s n jkl 1 c, x."
    assert not page.review.form.isVisible()
    assert not page.session.player.is_playing


def test_the_space_bar_plays_on_the_page_and_presses_a_button_that_has_the_focus(
    page: CallPage, qtbot: QtBot
) -> None:
    page.parts.transcript.setFocus()
    press(qtbot, page, Qt.Key.Key_Space)
    played = page.session.player.is_playing
    page.session.player.pause()

    button = page.parts.review.buttons["sign"]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)

    assert played
    assert page.review.form.isVisible()
    assert not page.session.player.is_playing


def test_comma_and_full_stop_step_through_the_moments_that_are_shown(
    page: CallPage, qtbot: QtBot
) -> None:
    page.parts.timeline.legend.set_kinds(frozenset({"interruption"}))
    page.parts.transcript.setFocus()

    starts = []
    for _ in range(2):
        press(qtbot, page, Qt.Key.Key_Period)
        starts.append(page.session.player.position_s)
    press(qtbot, page, Qt.Key.Key_Comma)

    assert starts[0] < starts[1]
    assert page.session.player.position_s == pytest.approx(starts[0], abs=0.05)


def test_one_click_swaps_the_parties_and_undo_puts_them_back(page: CallPage, qtbot: QtBot) -> None:
    def agents() -> list[str]:
        document = opened(page).shown.document
        assert document is not None
        return [each.id for each in document.speakers if each.role == "agent"]

    before = agents()
    page.parts.header.swap.click()
    settle(page, qtbot)
    swapped = agents()
    page.acts.undo.trigger()
    settle(page, qtbot)

    assert swapped != before
    assert agents() == before
    assert any(isinstance(each.change, SwapRoles) for each in opened(page).card.edits)  # type: ignore[union-attr]


def test_a_new_agent_is_asked_about_once_and_then_entered(page: CallPage, qtbot: QtBot) -> None:
    page.edit_details()
    form = page.errands.details
    qtbot.waitUntil(form.isVisible)

    form.agent.setText("Nadia Newcomer")
    form.button.click()
    asked = form.isVisible()
    form.button.click()
    settle(page, qtbot)

    assert asked
    assert opened(page).shown.summary.agent == "Nadia Newcomer"


def test_details_that_were_not_touched_are_not_sent(page: CallPage, qtbot: QtBot) -> None:
    page.edit_details()
    form = page.errands.details
    qtbot.waitUntil(form.isVisible)

    form.queue.setText("Complaints")
    form.button.click()
    settle(page, qtbot)

    card = opened(page).card
    assert card is not None
    assert [each.change for each in card.edits] == [SetDetail("queue", "Complaints")]


def test_a_coaching_item_is_made_of_the_chosen_moment(page: CallPage, qtbot: QtBot) -> None:
    choose(page, "interruption")
    page.coach_here()
    form = page.errands.coaching

    form.title.setText("Let the customer finish")
    with qtbot.waitSignal(form.item_wanted) as wanted:
        form.button.click()
    settle(page, qtbot)

    item = wanted.args[0]
    assert isinstance(item, WantedItem)
    assert [each.title for each in opened(page).coaching] == ["Let the customer finish"]


def test_a_refused_note_is_back_in_its_field(page: CallPage, qtbot: QtBot) -> None:
    call_id = opened(page).call_id
    page.session.workspace.reviews.start(call_id)
    page.session.workspace.reviews.sign(call_id)

    with qtbot.waitSignal(page.session.failed):
        page.parts.notes.field.setPlainText("Too late, but written.")
        page.parts.notes.field.given.emit()
    settle(page, qtbot)

    assert page.parts.notes.field.toPlainText() == "Too late, but written."
    assert opened(page).shown.summary.review_state == "reviewed"


def test_a_call_without_its_recording_is_shown_and_says_so(
    open_call: Open, session: Session
) -> None:
    call = call_of(session.workspace)
    with session.workspace.context.store.writing() as connection:
        connection.execute(update(calls).values(path="/nowhere/call.wav"))

    page = open_call(call)

    assert "not where it was" in page.parts.banners[0].message
    assert session.player.lost_reason == "no_recording"
    session.player.play()
    assert session.player.is_playing
    session.player.pause()


def test_a_recording_that_was_found_again_can_be_heard(
    open_call: Open,
    session: Session,
    sample_calls: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    call = call_of(session.workspace)
    with session.workspace.context.store.writing() as connection:
        connection.execute(update(calls).values(path="/nowhere/call.wav"))
    page = open_call(call)
    found = sample_calls / "02_damaged_table_handled_badly.wav"
    monkeypatch.setattr("ui.dialogs.recordings_to_add", lambda *_: (found,))

    page.parts.banners[0].acted.emit()
    settle(page, qtbot)

    assert opened(page).recording == found
    assert page.parts.banners[0].message == ""
    assert session.player.lost_reason != "no_recording"


def test_a_call_without_speech_has_nothing_to_review(open_call: Open, session: Session) -> None:
    hearing = CallBuilder().hearing()
    heard = Heard(Path("silent.wav"), hearing)
    add_heard(session.workspace.context, heard)

    page = open_call(hearing.call_id)

    assert opened(page).card is None
    assert page.parts.review.buttons == {}
    assert not page.acts.editing[0].isEnabled()


def test_a_call_whose_words_were_removed_keeps_its_score_and_measures(
    open_call: Open, session: Session
) -> None:
    call = call_of(session.workspace)
    with session.workspace.context.store.writing() as connection:
        row = select(calls.c.id).where(calls.c.call_id == call).scalar_subquery()
        connection.execute(delete(hearings).where(hearings.c.call == row))

    page = open_call(call)

    assert "words of this call were removed" in page.parts.banners[0].message
    assert score(page) is not None
    assert page.parts.summary.accessible_measures[1].startswith("Interruptions by the agent: 3")
    assert not page.acts.editing[0].isEnabled()


def test_the_sheet_of_keys_names_every_action_with_a_key(page: CallPage, qtbot: QtBot) -> None:
    page.show_keys()

    assert page.keys_sheet.isVisible()
    named = page.keys_sheet.names()
    assert {"Undo", "Play or pause", "Next event", "Zoom in"} <= set(named)
    qtbot.keyClick(page.keys_sheet, Qt.Key.Key_Escape)
    assert not page.keys_sheet.isVisible()


def test_the_page_fits_a_small_screen(page: CallPage) -> None:
    assert page.minimumSizeHint().height() <= 720
    assert page.minimumSizeHint().width() <= 1180


def test_a_step_that_was_asked_for_does_not_reach_the_next_call(
    page: CallPage, session: Session, qtbot: QtBot
) -> None:
    page.review.ask("sign")
    page.review.form.comment.setPlainText("Well done.")
    page.edit_details()
    qtbot.waitUntil(page.errands.details.isVisible)

    page.open_call(call_of(session.workspace, OTHER))
    settle(page, qtbot)

    assert not page.review.form.isVisible()
    assert page.review.form.comment.toPlainText() == ""
    assert not page.errands.details.isVisible()


def test_the_form_for_details_opens_in_its_whole_height(page: CallPage, qtbot: QtBot) -> None:
    form = page.errands.details

    page.edit_details()
    qtbot.waitUntil(form.isVisible)

    assert form.height() >= form.sizeHint().height()


def test_a_half_typed_note_does_not_go_to_the_next_call(
    page: CallPage, session: Session, qtbot: QtBot
) -> None:
    page.write_note()
    qtbot.keyClicks(page.parts.notes.field, "She was asked to")

    page.open_call(call_of(session.workspace, OTHER))
    settle(page, qtbot)

    assert page.parts.notes.field.toPlainText() == ""


def test_a_party_alone_that_comes_late_is_not_heard_in_the_next_call(
    page: CallPage, session: Session, qtbot: QtBot
) -> None:
    multimedia = pytest.importorskip("PySide6.QtMultimedia")
    page.view.sound.hear_party("agent")
    page.open_call(call_of(session.workspace, OTHER))
    settle(page, qtbot)

    playing = QApplication.instance().findChild(multimedia.QMediaPlayer)  # type: ignore[union-attr]
    assert playing.source().toLocalFile() == str(opened(page).recording)


def test_words_below_the_probability_in_the_settings_are_marked(
    page: CallPage, session: Session
) -> None:
    def uncertain() -> int:
        rows = page.parts.transcript.findChild(TranscriptView).turns.rows
        turns = [row for row in rows if isinstance(row, TurnRow)]
        return sum(mark.kind == "uncertain" for row in turns for mark in row.marks)

    before = uncertain()
    context = session.workspace.context
    report = replace(context.settings.report, uncertain_probability=0.95)
    settings = replace(context.settings, report=report)
    session.workspace = Workspace(replace(context, settings=settings))
    page.view.show_new(opened(page), None, {})

    assert uncertain() > before


def test_a_call_that_was_removed_meanwhile_is_not_shown_any_more(
    page: CallPage, session: Session, qtbot: QtBot
) -> None:
    workspace, call = session.workspace, opened(page).call_id
    workspace.reviews.edit(call, SetDetail("customer", "Joan Hill"))
    workspace.privacy.forget("Joan Hill")

    page.refresh()
    settle(page, qtbot)

    assert page.opened is None
    assert session.player.state == "empty"
