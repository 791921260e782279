"""Words, notes and names written over the transcript while the sound goes on."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, Qt, Signal

from callqa.domain.edits import AddNote, FixWord, NameSpeaker
from ui.formats import clock_time
from ui.i18n import text
from ui.itemmodels.turns import TurnRow, with_fixed_word
from ui.widgets.transcript_caret import next_word
from ui.widgets.transcript_delegate import Place
from ui.widgets.transcript_editor import LineOver
from ui.widgets.transcript_view import TranscriptView

_WordKey = tuple[int, float]
"""Turn id and start of a word: what stays the same when words before it are corrected."""


class Writing(QObject):
    """One line at a time, over the words that it is about."""

    change_wanted = Signal(object)

    def __init__(self, view: TranscriptView) -> None:
        super().__init__(view)
        self._view = view
        self._line: LineOver | None = None
        view.scrolled.connect(self.place)

    def place(self) -> None:
        """Put the line where its words are now."""
        if self._line:
            self._line.place()

    def leave(self) -> None:
        """Close the line without saving."""
        if self._line:
            self._line.leave()

    def correct(self, number: int, word: int) -> None:
        """Let a word be written anew; not one that stands for what was taken out."""
        row = self._turn(number)
        if row.is_redacted(word):
            return
        self._view.set_caret((number, word))
        self._view.reveal((number, word))
        old = row.turn.words[word]
        key = row.turn.id, old.start_s
        line = self._open(old.text, lambda: self._view.word_rect(self._place_of(key)))
        line.saved.connect(lambda words: self._fix(key, words))
        line.saved_to_next.connect(lambda words: self._fix(key, words, to_next=True))

    def note(self, number: int, word: int) -> None:
        """Let a note be written at a word."""
        turn = self._turn(number).turn
        at_s = turn.words[word].start_s
        line = self._open_wide("", (turn.id, at_s))
        line.setPlaceholderText(text("transcript.note_at", time=clock_time(at_s)))
        line.saved.connect(lambda words: self._add_note(words, at_s))

    def name(self, number: int, name: str) -> None:
        """Let the voice of a turn, whose name is now `name`, be named."""
        turn = self._turn(number).turn
        line = self._open_wide(name, (turn.id, turn.start_s))
        line.setPlaceholderText(text("transcript.name_of"))
        line.saved.connect(lambda words: self._give_name(turn.speaker, name, words))

    def _fix(self, key: _WordKey, words: str, *, to_next: bool = False) -> None:
        number, word = self._place_of(key)
        row = self._turn(number)
        last = word
        is_sure = not any(mark.kind == "uncertain" for mark in row.marks_on(word))
        if words != row.turn.words[word].text or not is_sure:
            last += len(words.split()) - 1
            self.change_wanted.emit(FixWord(row.turn.id, word, words))
            fixed = with_fixed_word(row, word, words)
            if fixed.turn.words:
                self._view.replace_row(number, fixed)
        if to_next:
            self.correct(*next_word(self._view, (number, last)))

    def _add_note(self, words: str, at_s: float) -> None:
        if words:
            self.change_wanted.emit(AddNote(words, at_s))

    def _give_name(self, speaker: str, old: str, new: str) -> None:
        if new != old:
            self.change_wanted.emit(NameSpeaker(speaker, new))

    def _turn(self, number: int) -> TurnRow:
        row = self._view.turn_at(number)
        assert row is not None
        return row

    def _place_of(self, key: _WordKey) -> Place:
        turn_id, start_s = key
        for number in range(len(self._view.turns.rows)):
            row = self._view.turn_at(number)
            if row and row.turn.id == turn_id:
                words = range(len(row.starts_s))
                return number, min(words, key=lambda word: abs(row.starts_s[word] - start_s))
        return self._view.caret or (0, 0)

    def _open_wide(self, words: str, key: _WordKey) -> LineOver:
        return self._open(words, lambda: self._view.room_below(self._place_of(key)[0]))

    def _open(self, words: str, where: Callable[[], QRect]) -> LineOver:
        self.leave()
        self._line = line = LineOver(words, where, self._view.viewport())
        self._view.is_held = True
        line.left.connect(self._close)
        return line

    def _close(self) -> None:
        self._line = None
        self._view.is_held = False
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
