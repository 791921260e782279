"""The transcript, with real results of the sample calls."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from callqa.domain.edits import (
    AddNote,
    DismissEvent,
    FixWord,
    MergeTurns,
    NameSpeaker,
    ReassignTurn,
    SetRole,
    SplitTurn,
)
from callqa.domain.listing import CallFilter, Sort
from callqa.domain.speech import Speaker, Turn, Word
from callqa.service.workspace import Workspace
from ui.i18n import use_language
from ui.itemmodels.moments import moments_of
from ui.itemmodels.turns import GapRow, RowFacts, TurnRow, rows_of
from ui.widgets.transcript import Transcript
from ui.widgets.transcript_find import hits_of
from ui.widgets.transcript_layout import Columns, TurnLayout
from ui.widgets.transcript_offers import offers_for
from ui.widgets.transcript_view import TranscriptView

Document = Any


@pytest.fixture
def document_of(workspace: Workspace) -> Callable[[str], Document]:
    """Return what gives the result of the sample call whose file begins so."""
    page = workspace.calls.list(CallFilter(), Sort())
    ids = {Path(row.path or "").name[:2]: row.call_id for row in page.rows}
    return lambda number: workspace.calls.show(ids[number]).document


@pytest.fixture
def document(document_of: Callable[[str], Document]) -> Document:
    return document_of("02")


@pytest.fixture
def transcript(qtbot: QtBot, document: Document) -> Transcript:
    made = Transcript()
    qtbot.addWidget(made)
    made.resize(760, 400)
    made.show()
    qtbot.waitExposed(made)
    fill(made, document)
    made.activateWindow()
    made.setFocus()
    return made


def fill(transcript: Transcript, document: Document) -> None:
    transcript.show_call(
        document.turns,
        document.speakers,
        document.measures.phrases,
        moments_of(document, document.flags, ()),
        document.measures.redaction.spans,
    )


def view_of(transcript: Transcript) -> TranscriptView:
    view = transcript.findChild(TranscriptView)
    assert isinstance(view, TranscriptView)
    return view


def line_of(transcript: Transcript) -> QLineEdit | None:
    lines = view_of(transcript).viewport().findChildren(QLineEdit)
    return next((each for each in lines if each.isVisible()), None)


def row_of(transcript: Transcript, number: int) -> TurnRow:
    row = view_of(transcript).turns.rows[number]
    assert isinstance(row, TurnRow)
    return row


def press(qtbot: QtBot, transcript: Transcript, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(view_of(transcript), key)


def changes_of(transcript: Transcript) -> list[object]:
    wanted: list[object] = []
    transcript.change_wanted.connect(wanted.append)
    return wanted


def test_the_word_that_is_said_is_marked(transcript: Transcript, document: Document) -> None:
    turn = document.turns[2]

    transcript.set_position(turn.words[3].start_s + 0.01)

    assert (2, 3) in view_of(transcript).shown.said


def test_both_are_marked_while_two_talk_at_once(transcript: Transcript, document: Document) -> None:
    cut = next(each for each in document.measures.interruptions if each.kind == "interruption")

    transcript.set_position((cut.start_s + cut.end_s) / 2)

    said = view_of(transcript).shown.said
    assert len({row_of(transcript, number).turn.speaker for number, _ in said}) == 2


def test_the_view_follows_the_sound_until_the_person_scrolls(
    transcript: Transcript, document: Document, qtbot: QtBot
) -> None:
    view = view_of(transcript)
    transcript.set_position(document.turns[-1].start_s + 0.1)
    qtbot.waitUntil(lambda: view.viewport().rect().contains(view.word_rect(view.shown.said[0])))

    view.verticalScrollBar().triggerAction(view.verticalScrollBar().SliderAction.SliderToMinimum)
    transcript.set_position(document.turns[-2].start_s + 0.1)

    assert not view.is_following
    assert view.verticalScrollBar().value() == 0
    transcript.follow()
    qtbot.waitUntil(lambda: view.viewport().rect().contains(view.word_rect(view.shown.said[0])))
    assert view.is_following


def test_a_click_on_a_word_seeks_its_start(
    transcript: Transcript, document: Document, qtbot: QtBot
) -> None:
    view = view_of(transcript)
    word = document.turns[1].words[4]

    with qtbot.waitSignal(transcript.sought) as sought:
        qtbot.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, pos=view.word_rect((1, 4)).center()
        )

    assert sought.args == [word.start_s]


def test_the_caret_walks_words_and_turns_and_enter_plays_from_it(
    transcript: Transcript, document: Document, qtbot: QtBot
) -> None:
    press(qtbot, transcript, Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Right)
    assert view_of(transcript).caret == (1, 1)

    with qtbot.waitSignal(transcript.sought) as sought:
        press(qtbot, transcript, Qt.Key.Key_Return)

    assert sought.args == [document.turns[1].words[1].start_s]


def test_right_at_the_end_of_a_turn_goes_on_in_the_next(
    transcript: Transcript, qtbot: QtBot
) -> None:
    press(qtbot, transcript, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Right)

    assert view_of(transcript).caret == (1, 0)


def test_a_word_is_corrected_in_place_and_shown_at_once(
    transcript: Transcript, qtbot: QtBot
) -> None:
    wanted = changes_of(transcript)
    view_of(transcript).set_caret((1, 2))
    press(qtbot, transcript, Qt.Key.Key_F2)
    line = line_of(transcript)
    assert line is not None

    qtbot.keyClicks(line, "mail order")
    qtbot.keyClick(line, Qt.Key.Key_Return)

    turn = row_of(transcript, 1).turn
    assert wanted == [FixWord(turn.id, 2, "mail order")]
    assert [word.text for word in turn.words[2:4]] == ["mail", "order"]
    assert line_of(transcript) is None


def test_tab_saves_and_goes_on_even_where_one_word_became_two(
    transcript: Transcript, qtbot: QtBot
) -> None:
    wanted = changes_of(transcript)
    old = row_of(transcript, 1).turn
    view_of(transcript).set_caret((1, 2))
    press(qtbot, transcript, Qt.Key.Key_F2)

    qtbot.keyClicks(line_of(transcript), "mail order")
    qtbot.keyClick(line_of(transcript), Qt.Key.Key_Tab)
    line = line_of(transcript)
    assert line is not None
    assert line.text() == old.words[3].text
    qtbot.keyClicks(line, "code")
    qtbot.keyClick(line, Qt.Key.Key_Return)

    assert wanted == [FixWord(old.id, 2, "mail order"), FixWord(old.id, 4, "code")]


def test_escape_leaves_a_word_as_it_was(transcript: Transcript, qtbot: QtBot) -> None:
    wanted = changes_of(transcript)
    press(qtbot, transcript, Qt.Key.Key_Home, Qt.Key.Key_F2)
    qtbot.keyClicks(line_of(transcript), "something else")

    qtbot.keyClick(line_of(transcript), Qt.Key.Key_Escape)

    assert (wanted, line_of(transcript)) == ([], None)


def test_enter_on_an_unsure_word_confirms_it_and_on_a_sure_one_does_nothing(
    transcript: Transcript, qtbot: QtBot
) -> None:
    wanted = changes_of(transcript)
    places = [
        (number, mark.first)
        for number, row in enumerate(view_of(transcript).turns.rows)
        if isinstance(row, TurnRow)
        for mark in row.marks
        if mark.kind == "uncertain"
    ]
    number, word = places[0]
    unsure = row_of(transcript, number).turn.words[word]

    for place in ((number, word), (2, 1)):
        view_of(transcript).set_caret(place)
        press(qtbot, transcript, Qt.Key.Key_F2)
        qtbot.keyClick(line_of(transcript), Qt.Key.Key_Return)

    assert wanted == [FixWord(row_of(transcript, number).turn.id, word, unsure.text)]


def test_the_place_is_kept_when_the_corrected_call_comes_back(
    transcript: Transcript, document: Document, qtbot: QtBot
) -> None:
    view = view_of(transcript)
    view.verticalScrollBar().triggerAction(view.verticalScrollBar().SliderAction.SliderToMaximum)
    view.set_caret((9, 2))
    press(qtbot, transcript, Qt.Key.Key_F2)
    qtbot.keyClicks(line_of(transcript), "half writ")
    scrolled = view.verticalScrollBar().value()

    fill(transcript, document)

    assert view.verticalScrollBar().value() == scrolled
    assert view.caret == (9, 2)
    line = line_of(transcript)
    assert line is not None
    assert line.text() == "half writ"


def test_another_call_is_shown_from_the_top(
    transcript: Transcript, document_of: Callable[[str], Document]
) -> None:
    view = view_of(transcript)
    transcript.go_to(60.0)
    transcript.find("table")

    fill(transcript, document_of("07"))

    assert view.verticalScrollBar().value() == 0
    assert view.caret is None
    assert view.shown.found == {}


def test_one_key_gives_a_turn_to_the_other_party(
    transcript: Transcript, document: Document, qtbot: QtBot
) -> None:
    wanted = changes_of(transcript)
    customer = next(each.id for each in document.speakers if each.role == "customer")

    press(qtbot, transcript, Qt.Key.Key_Home, Qt.Key.Key_O)

    assert wanted == [ReassignTurn(row_of(transcript, 0).turn.id, customer)]


def test_a_turn_is_split_at_the_caret_and_never_before_its_first_word(
    transcript: Transcript, qtbot: QtBot
) -> None:
    wanted = changes_of(transcript)
    view_of(transcript).set_caret((0, 0))

    for _ in range(2):
        qtbot.keyClick(view_of(transcript), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        press(qtbot, transcript, Qt.Key.Key_Right)

    assert wanted == [SplitTurn(row_of(transcript, 0).turn.id, 1)]


def test_turns_of_one_speaker_are_joined_over_those_of_others(
    transcript: Transcript, qtbot: QtBot
) -> None:
    wanted = changes_of(transcript)
    first, second = row_of(transcript, 0).turn, row_of(transcript, 2).turn
    view_of(transcript).set_caret((2, 0))

    press(qtbot, transcript, Qt.Key.Key_Backspace)

    assert wanted == [MergeTurns(first.id, second.id)]


def test_a_note_is_written_at_the_word(transcript: Transcript, qtbot: QtBot) -> None:
    wanted = changes_of(transcript)
    view_of(transcript).set_caret((1, 3))
    press(qtbot, transcript, Qt.Key.Key_N)

    qtbot.keyClicks(line_of(transcript), "ask about this")
    qtbot.keyClick(line_of(transcript), Qt.Key.Key_Return)

    at_s = row_of(transcript, 1).turn.words[3].start_s
    assert wanted == [AddNote("ask about this", at_s)]


def test_every_change_that_is_offered_is_accepted(
    workspace: Workspace, document_of: Callable[[str], Document]
) -> None:
    document = document_of("06")
    rows = rows_of(RowFacts(document.turns, document.speakers, document.measures.phrases))
    number = next(
        number
        for number, row in enumerate(rows)
        if isinstance(row, TurnRow) and any(mark.ref for mark in row.marks_on(1))
    )
    offered = offers_for(rows, document.speakers, (number, 1), editable=True)
    changes = [each.change for each in offered if each.change is not None]

    kinds = {type(change) for change in changes}
    assert kinds >= {ReassignTurn, SplitTurn, MergeTurns, SetRole, DismissEvent}
    for change in changes:
        workspace.reviews.edit(document.call_id, change)
        workspace.reviews.undo(document.call_id)


def test_a_voice_is_named(transcript: Transcript, document: Document, qtbot: QtBot) -> None:
    wanted = changes_of(transcript)
    who = next(each.menu() for each in transcript.menu_at(0, 0).actions() if each.menu())
    next(each for each in who.actions() if each.text().startswith("Name")).trigger()

    qtbot.keyClicks(line_of(transcript), "Sam")
    qtbot.keyClick(line_of(transcript), Qt.Key.Key_Return)

    assert wanted == [NameSpeaker(document.turns[0].speaker, "Sam")]


def test_a_call_that_may_not_be_changed_is_only_read(transcript: Transcript, qtbot: QtBot) -> None:
    wanted = changes_of(transcript)
    transcript.set_editable(False)

    press(
        qtbot,
        transcript,
        Qt.Key.Key_Home,
        Qt.Key.Key_Right,
        Qt.Key.Key_F2,
        Qt.Key.Key_O,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_N,
    )

    assert (wanted, line_of(transcript)) == ([], None)


def test_what_was_taken_out_cannot_be_written_again(
    transcript: Transcript, document_of: Callable[[str], Document], qtbot: QtBot
) -> None:
    document = document_of("09")
    fill(transcript, document)
    number, word = next(
        (number, word)
        for number, turn in enumerate(document.turns)
        for word, each in enumerate(turn.words)
        if each.text == "[card number]"
    )

    view_of(transcript).set_caret((number, word))
    press(qtbot, transcript, Qt.Key.Key_F2)

    assert line_of(transcript) is None
    assert row_of(transcript, number).is_redacted(word)


def test_marks_lie_on_the_words_of_their_finding(document: Document) -> None:
    rows = rows_of(RowFacts(document.turns, document.speakers, document.measures.phrases))
    marks = {
        (row.turn.words[mark.first].text, mark.title, mark.polarity)
        for row in rows
        if isinstance(row, TurnRow)
        for mark in row.marks
        if not mark.is_suggested
    }

    assert ("need", "Dismissive", "negative") in marks


def test_long_silences_stand_between_the_turns(document_of: Callable[[str], Document]) -> None:
    document = document_of("05")
    moments = moments_of(document, (), ())

    rows = rows_of(RowFacts(document.turns, document.speakers, (), moments))

    gaps = [row.moment.class_ for row in rows if isinstance(row, GapRow)]
    assert gaps == ["dead_air", "hold"]
    assert [row.start_s for row in rows] == sorted(row.start_s for row in rows)


def test_search_finds_phrases_whatever_their_case_and_punctuation(document: Document) -> None:
    rows = rows_of(RowFacts(document.turns, document.speakers))

    assert len(hits_of(rows, "ORDER")) == 4
    assert len(hits_of(rows, "order num")) == 2
    assert len(hits_of(rows, "sir your signature")) == 1
    assert len(hits_of(rows, "signature driver")) == 3
    assert hits_of(rows, "zebra") == hits_of(rows, " . ") == ()


def test_search_goes_round_the_hits(transcript: Transcript) -> None:
    assert transcript.find("order") == 4
    view = view_of(transcript)
    first = view.shown.hit

    for _ in range(4):
        transcript.next_hit()

    assert view.shown.hit == first
    transcript.previous_hit()
    assert view.shown.hit is not None
    assert view.shown.hit > (first or (0, 0, 0))


def test_a_screen_reader_hears_when_who_and_what(
    transcript: Transcript, document: Document
) -> None:
    model = view_of(transcript).turns

    said = model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole)

    assert said == f"0:05, Customer: {document.turns[1].text}"


def made_turn(words: str, number: int = 0, speaker: str = "S1") -> Turn:
    timed = tuple(Word(each, k * 0.5, k * 0.5 + 0.4, 0.9) for k, each in enumerate(words.split()))
    return Turn(number, speaker, 0.0, len(timed) * 0.5, words, timed)


@pytest.mark.parametrize(
    "words",
    [
        "yes I 😀👍🏽 see it",
        "שלום וברוכים הבאים לשירות",
        "I was told שלום עולם by them",
        "مرحبا، أود تغيير عنواني",
    ],
)
def test_each_word_is_found_where_it_is_drawn(qapp: QApplication, words: str) -> None:
    speaker = Speaker("S1", "agent", 1, 2.0, 1.0, ())
    row = rows_of(RowFacts([made_turn(words)], [speaker]))[0]
    assert isinstance(row, TurnRow)

    layout = TurnLayout(row, Columns(qapp.font(), 700.0, (row.name,), 60.0))

    for word in range(len(row.turn.words)):
        rect = next(layout.rects(word, word + 1))
        assert layout.word_at(rect.center()) == word


def test_voices_of_one_role_are_numbered_and_names_win(qapp: QApplication) -> None:
    speakers = [
        Speaker("S1", "agent", 1, 2.0, 1.0, ()),
        Speaker("S2", "agent", 1, 2.0, 1.0, ()),
        Speaker("S3", "customer", 2, 2.0, 1.0, (), name="Zoë"),
    ]
    turns = [made_turn("a", number, each.id) for number, each in enumerate(speakers)]

    rows = rows_of(RowFacts(turns, speakers))

    assert [row.name for row in rows if isinstance(row, TurnRow)] == ["Agent 1", "Agent 2", "Zoë"]


def test_a_call_without_words_says_so(transcript: Transcript) -> None:
    transcript.show_call((), (), (), ())

    assert not view_of(transcript).isVisible()


def test_a_wordless_turn_is_passed_over_by_the_caret(transcript: Transcript, qtbot: QtBot) -> None:
    speakers = [Speaker("S1", "agent", 1, 2.0, 1.0, ())]
    silent = Turn(1, "S1", 3.0, 4.0, "", ())
    transcript.show_call((made_turn("one two"), silent), speakers, (), ())

    press(qtbot, transcript, Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Down)

    assert view_of(transcript).caret == (0, 0)


def test_it_speaks_german(qtbot: QtBot, document: Document) -> None:
    use_language("de")
    transcript = Transcript()
    qtbot.addWidget(transcript)

    fill(transcript, document)

    offered = offers_for(view_of(transcript).turns.rows, document.speakers, (0, 1), editable=True)
    assert "Hier etwas anmerken" in {each.label for each in offered}
