import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from typer.testing import CliRunner

from callqa.cli.main import app
from callqa.domain.listing import CallFilter, Sort
from callqa.domain.review import User
from callqa.rules.rubric_file import shipped_rubric_text
from callqa.service.reviewing import Reviews
from callqa.service.workspace import Workspace
from ui.kept import Kept
from ui.pages.rubric import RubricPage
from ui.session import Session
from ui.widgets.rubric_adopt import AdoptDialog
from ui.widgets.rubric_history import HistoryDialog

BLAME = ("sections", 2, "questions", 1)
STRICT = {"behaviour": {"any": ["blame"]}}


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> Iterator[RubricPage]:
    made = RubricPage(session)
    qtbot.addWidget(made)
    made.resize(1180, 760)
    made.show()
    made.entered()
    qtbot.waitUntil(lambda: made.desk.is_open)
    yield made
    made.preview.stop()
    qtbot.waitUntil(lambda: session.bridge.is_idle, timeout=20_000)


def wait_for_preview(page: RubricPage, qtbot: QtBot) -> None:
    def is_whole() -> bool:
        shown = page.preview.shown
        return shown is not None and shown.preview.calls == shown.total

    qtbot.waitUntil(is_whole, timeout=20_000)


def test_the_rubric_in_force_is_shown_and_nothing_would_flip(
    page: RubricPage, qtbot: QtBot
) -> None:
    wait_for_preview(page, qtbot)

    assert page.desk.draft.rubric.version == "1.1"
    assert not page.desk.is_edited
    assert page.preview.shown is not None
    assert page.preview.shown.preview.flips == ()
    assert page.preview.shown.preview.calls == 9


def test_flips_of_the_draft_are_those_of_the_command_line(
    page: RubricPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page.desk.set_values(BLAME, STRICT)
    page.desk.set_values((), {"pass_mark": 97})
    wait_for_preview(page, qtbot)
    path = tmp_path / "ours.toml"
    path.write_text(page.desk.draft.text, encoding="utf-8")
    place = page.session.workspace.context.store.name

    told = CliRunner().invoke(app, ["rubric", "preview", str(path), "--store", place, "--json"])

    assert page.preview.shown is not None
    shown = page.preview.shown.preview
    expected = json.loads(told.stdout)
    assert shown.flips
    assert [each.call_id for each in shown.flips] == [each["call_id"] for each in expected["flips"]]
    assert list(shown.after.bars) == expected["after"]["bars"]
    rows = page.panel.list.flips
    qtbot.waitUntil(lambda: rows.unnamed() == ())
    names = {rows.row(rows.index(row, 0)).name for row in range(rows.rowCount())}
    assert len(names) == len(shown.flips)
    assert all(each.endswith((".wav", ".flac", ".mp3")) for each in names)


def test_a_click_on_a_flip_opens_the_call(page: RubricPage, qtbot: QtBot) -> None:
    page.desk.set_values((), {"pass_mark": 97})
    wait_for_preview(page, qtbot)
    index = page.panel.list.flips.index(0, 0)

    with qtbot.waitSignal(page.session.call_wanted) as wanted:
        page.panel.list.clicked.emit(index)

    assert wanted.args == [page.panel.list.flips.row(index).call_id, None]


def test_who_comes_back_from_a_flipped_call_finds_the_list_as_it_was(
    page: RubricPage, session: Session, qtbot: QtBot
) -> None:
    page.desk.set_values(BLAME, STRICT)
    wait_for_preview(page, qtbot)
    qtbot.waitUntil(lambda: session.bridge.is_idle)
    shown = page.preview.shown

    page.entered()
    qtbot.waitUntil(lambda: session.bridge.is_idle)
    assert page.preview.shown is shown

    session.calls_changed.emit(frozenset())
    wait_for_preview(page, qtbot)
    assert page.preview.shown is not shown


def test_adopting_makes_a_new_version_and_scores_change(
    page: RubricPage, qtbot: QtBot, workspace: Workspace
) -> None:
    page.desk.set_values(BLAME, STRICT)
    wait_for_preview(page, qtbot)
    assert page.preview.shown is not None
    expected = page.preview.shown.preview.after.mean
    page._ask_adopt()
    dialog = page.findChild(AdoptDialog)
    assert dialog is not None
    assert dialog.version == "1.2"

    with qtbot.waitSignal(page.adopting.ended, timeout=30_000):
        dialog.accept()

    assert [each.version for each in workspace.rubrics.adopted()] == ["1.2", "1.1"]
    rows = workspace.calls.list(CallFilter(), Sort()).rows
    scores = [each.score for each in rows if each.score is not None]
    assert sum(scores) / len(scores) == pytest.approx(expected, abs=0.01)
    qtbot.waitUntil(lambda: not page.desk.is_edited)
    assert workspace.rubrics.unfinished() == 0


def test_scoring_again_stops_after_the_calls_in_hand_and_goes_on_where_it_stopped(
    page: RubricPage, qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("callqa.service.rescore.CHUNK", 2)
    page.desk.set_values(BLAME, STRICT)
    wait_for_preview(page, qtbot)
    page.adopt("1.2", "")
    qtbot.mouseClick(page.strip.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.adopting.is_running and page.session.bridge.is_idle)

    left = workspace.rubrics.unfinished()
    assert 0 < left < 9
    assert page.strip.isVisible()
    assert page.strip.words.startswith(f"{left} calls")

    with qtbot.waitSignal(page.adopting.ended, timeout=30_000):
        qtbot.mouseClick(page.strip.button, Qt.MouseButton.LeftButton)
    assert workspace.rubrics.unfinished() == 0
    qtbot.waitUntil(lambda: not page.strip.isVisible())


def test_all_conditions_together_can_be_taken_in_hand_and_have_no_text(page: RubricPage) -> None:
    for place, has_text in (
        (("conditions",), False),
        (("conditions", "difficult"), True),
        (("flags",), True),
    ):
        page.editor.show_place(place)

        assert page.editor.place == place
        assert page.editor.source.isVisible() == has_text


def test_a_version_that_was_adopted_before_is_not_offered_again(
    page: RubricPage, qtbot: QtBot
) -> None:
    page.desk.set_values((), {"pass_mark": 80})
    page._ask_adopt()
    dialog = page.findChild(AdoptDialog)
    assert dialog is not None

    dialog._version.setText("1.1")

    assert not dialog._adopt.isEnabled()
    assert "adopted before" in dialog._field.mistake
    dialog.reject()


def test_a_mistake_is_told_at_its_field_and_stops_the_preview(
    page: RubricPage, qtbot: QtBot
) -> None:
    page.editor.show_place(BLAME)
    points = page.editor.question.points

    points.setText("0")
    points.editingFinished.emit()

    assert page.editor.question.field("points").mistake.startswith("Must be above 0, not 0.")
    assert page.editor.question.field("text").mistake == ""
    assert not page._adopt.isEnabled()
    item = page.editor.outline.currentItem()
    assert item is not None
    assert item.text(0).startswith("⚠")
    page.desk.undo()
    assert page.editor.question.field("points").mistake == ""


def test_raw_text_is_checked_as_it_is_typed(page: RubricPage, qtbot: QtBot) -> None:
    page.editor.show_place(BLAME)
    page.editor.show_source(True)
    source = page.editor.source
    body = source.editor.toPlainText()

    source.editor.setPlainText(body.replace("points", "pints"))
    qtbot.waitUntil(lambda: "line 4" in source.verdict)
    assert not page.desk.is_edited
    source.editor.setPlainText(body.replace("points = 8", "points = 7"))

    qtbot.waitUntil(lambda: page.desk.is_edited)
    assert page.desk.draft.rubric.sections[2].questions[1].points == 7


def test_the_way_of_answering_and_its_parts_are_written_from_the_form(page: RubricPage) -> None:
    page.editor.show_place(BLAME)
    form = page.editor.question

    form._ways.button(0).click()
    form.measure.setCurrentIndex(form.measure.findData("talk.agent_ratio"))
    form.measure.activated.emit(form.measure.currentIndex())
    form.fails.setCurrentIndex(2)
    form.fails.activated.emit(2)
    form.critical.click()

    question = page.desk.draft.rubric.sections[2].questions[1]
    assert (question.measure, question.behaviour) == ("talk.agent_ratio", None)
    assert (question.auto_fail, question.critical) == ("call", True)
    assert page.desk.draft.mistakes == ()


def test_weights_in_the_tree_make_room_but_for_locked_ones(page: RubricPage) -> None:
    page.desk.lock(1, True)

    page.editor.outline.weight_wanted.emit(0, 40.0)

    weights = [each.weight for each in page.desk.draft.rubric.sections]
    assert weights[:2] == [40.0, 20.0]
    assert sum(each or 0 for each in weights) == 100
    assert weights[-1] is None


def test_dropping_a_question_on_another_section_moves_it_there(page: RubricPage) -> None:
    page.editor.outline.drop_at(BLAME, ("sections", 0, "questions", 0), below=True)

    sections = page.desk.draft.rubric.sections
    assert [each.id for each in sections[0].questions] == ["greets", "no_blame", "closes"]
    assert page.editor.place == ("sections", 0, "questions", 1)
    page.editor.outline.drop_at(("sections", 0), ("sections", 2), below=True)
    assert [each.id for each in page.desk.draft.rubric.sections][2] == "opening_closing"


def test_a_draft_survives_a_restart(page: RubricPage, session: Session, qtbot: QtBot) -> None:
    page.desk.set_values((), {"pass_mark": 66})
    page.preview.stop()
    session.kept = Kept(session.kept._path)

    again = RubricPage(session)
    qtbot.addWidget(again)
    again.entered()

    qtbot.waitUntil(lambda: again.desk.is_open)
    assert again.desk.draft.rubric.pass_mark == 66
    assert again.desk.is_edited
    again.preview.stop()


def test_a_draft_can_begin_from_a_file_and_a_damaged_one_is_told(
    page: RubricPage, qtbot: QtBot, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(shipped_rubric_text("strict_compliance"), encoding="utf-8")
    text = shipped_rubric_text("strict_compliance")
    bad.write_text(text.replace("pass_mark = ", "pass_marc = "), encoding="utf-8")

    page.open_file(bad)
    qtbot.waitUntil(lambda: "Did you mean 'pass_mark'?" in page.banner.message)
    page.open_file(good)

    qtbot.waitUntil(lambda: page.desk.base_name == "good.toml")
    assert page.desk.draft.rubric.id == "strict_compliance"


def test_the_history_compares_versions_and_puts_one_in_force_again(
    page: RubricPage, qtbot: QtBot, workspace: Workspace
) -> None:
    page.desk.set_values((), {"pass_mark": 97})
    with qtbot.waitSignal(page.adopting.ended, timeout=30_000):
        page.adopt("1.2", "stricter")
    qtbot.waitUntil(lambda: len(page._adopted) == 2)
    page._ask_history()
    dialog = page.findChild(HistoryDialog)
    assert dialog is not None

    assert "stricter" in dialog.list.item(0).text()
    assert "pass mark" in dialog.differences.item(0).text()
    dialog.list.setCurrentRow(1)
    with qtbot.waitSignal(page.adopting.ended, timeout=30_000):
        dialog._restore.click()

    assert workspace.rubrics.in_force().version == "1.1"


def test_a_signed_call_is_said_to_stay(
    page: RubricPage, qtbot: QtBot, workspace: Workspace
) -> None:
    call = workspace.calls.list(CallFilter(), Sort("score")).rows[0].call_id
    Reviews(workspace.context).start(call)
    Reviews(workspace.context).sign(call)

    page.desk.set_values((), {"pass_mark": 97})
    wait_for_preview(page, qtbot)

    assert "1 signed call keeps its verdict." in page.panel._said.text()


def test_who_may_not_change_the_rubric_may_look(session: Session, qtbot: QtBot) -> None:
    context = replace(session.workspace.context, user=User("rita", "reviewer", None))
    session.workspace = Workspace(context)

    page = RubricPage(session)
    qtbot.addWidget(page)
    page.entered()

    qtbot.waitUntil(lambda: page.desk.is_open)
    assert not page.editor.question.isEnabled()
    assert not page._adopt.isEnabled()
    assert "look, not change" in page._state.text()
