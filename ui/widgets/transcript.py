"""The transcript: what is said now, click to hear, one key to correct."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from callqa.domain.measures import PhraseHit
from callqa.domain.span import Span
from callqa.domain.speech import Speaker, Turn
from callqa.settings import ReportSettings
from ui.i18n import text
from ui.icons import icon
from ui.itemmodels.moment import Moment
from ui.itemmodels.turns import RowFacts, TurnRow, rows_of
from ui.widgets.transcript_offers import KEYS, Offer, offers_for
from ui.widgets.transcript_search import Search
from ui.widgets.transcript_view import TranscriptView
from ui.widgets.transcript_writing import Writing

_EXCERPT_CHARACTERS = 80


class Transcript(QWidget):
    """Shows who said what, follows the sound, and lets a person correct it in place.

    A corrected word is shown at once; `show_call` with the same call then shows what the service
    made of it (or, where it refused, what still holds) and keeps the place.
    """

    sought = Signal(float)
    change_wanted = Signal(object)
    play_wanted = Signal(float, float)
    coaching_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._speakers: tuple[Speaker, ...] = ()
        self._uncertain_below = ReportSettings().uncertain_probability
        self._is_editable = True
        self._view = TranscriptView(self)
        self._search = Search(self._view, self)
        self._writing = Writing(self._view)
        self._empty = QLabel(text("transcript.empty"), self)
        self._empty.setProperty("role", "soft")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._follow = self._follow_button()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for each in (self._search.bar, self._view, self._empty):
            column.addWidget(each)
        self._empty.hide()
        self.setFocusProxy(self._view)
        self._connect()

    def show_call(
        self,
        turns: Sequence[Turn],
        speakers: Sequence[Speaker],
        phrases: Sequence[PhraseHit],
        moments: Sequence[Moment],
        redacted: Sequence[Span] = (),
    ) -> None:
        """Show a call; where it is the one shown already, corrected, everything stays in place.

        `redacted` are the spans of the call's redaction.
        """
        facts = RowFacts(turns, speakers, phrases, moments, redacted, self._uncertain_below)
        is_same = self._is_same_call(turns)
        self._speakers = tuple(speakers)
        rows = rows_of(facts)
        if not is_same:
            self._writing.leave()
        self._view.show_rows(rows, keep_place=is_same)
        self._view.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._writing.place()
        if is_same:
            self._search.follow()
        else:
            self._search.close()

    def set_uncertain_below(self, probability: float) -> None:
        """Grey words that the recogniser gave less, in the calls shown from now on."""
        self._uncertain_below = probability

    def set_position(self, at_s: float) -> None:
        """Mark what is said at a time."""
        self._view.set_position(at_s)

    def set_editable(self, editable: bool) -> None:
        """Let a person correct the call, or only read it."""
        self._is_editable = editable
        if not editable:
            self._writing.leave()

    def go_to(self, at_s: float) -> None:
        """Bring what is said at a time into view, and put the caret there."""
        number = self._view.turns.row_at(at_s)
        places = self._view.turns.words_at(at_s)
        turn = self._view.turn_at(number) if number >= 0 else None
        if places or turn:
            place = places[-1] if places else (number, 0)
            self._view.set_caret(place)
            self._view.reveal(place, comfort=(0.0, 0.9))

    def find(self, words: str) -> int:  # type: ignore[override]
        """Mark where `words` are said, go to the first place, and return how many there are."""
        return self._search.find(words)

    def open_find(self) -> None:
        """Let the person type what to find."""
        self._search.bar.open()

    def edit_here(self, at_s: float) -> None:
        """Correct the word with the caret, or else the one that is said at a time."""
        place = self._view.caret or next(iter(self._view.turns.words_at(at_s)), None)
        if place is None and (number := self._view.turns.row_at(at_s)) >= 0:
            place = (number, 0) if self._view.turn_at(number) else None
        if place is not None:
            self._correct(*place)

    def next_hit(self) -> None:
        """Go to the next place where what was looked for is said; the first after the last."""
        self._search.step(1)

    def previous_hit(self) -> None:
        """Go to the place before."""
        self._search.step(-1)

    def follow(self) -> None:
        """Keep what is said in view again."""
        self._view.set_following(True)

    def menu_at(self, number: int, word: int) -> QMenu:
        """Return a menu of what can be done with a word of a row and with its turn."""
        menu = QMenu(self)
        who: QMenu | None = None
        group = ""
        for offer in self._offers((number, word)):
            if offer.group != group and group:
                menu.addSeparator()
            group = offer.group
            if group == "who" and who is None:
                who = menu.addMenu(text("transcript.who", name=self._turn(number).name))
            action = (who or menu).addAction(offer.label)
            action.setShortcut(QKeySequence(offer.key))
            if offer.is_so is not None:
                action.setCheckable(True)
                action.setChecked(offer.is_so)
            action.triggered.connect(
                lambda _checked=False, offer=offer: self._do(offer, (number, word))
            )
        return menu

    def _connect(self) -> None:
        self._view.chosen.connect(self._choose)
        self._view.edit_wanted.connect(self._correct)
        self._view.menu_wanted.connect(self._open_menu)
        self._view.key_pressed.connect(self._do_key)
        self._view.moment_clicked.connect(self._play_moment)
        self._view.following_changed.connect(self._show_follow)
        self._writing.change_wanted.connect(self.change_wanted)
        self._view.keys = frozenset(KEYS.values())

    def _follow_button(self) -> QToolButton:
        made = QToolButton(self._view)
        made.setText(text("transcript.follow"))
        made.setToolTip(text("transcript.follow_tip"))
        made.setIcon(icon("follow"))
        made.setIconSize(QSize(16, 16))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setProperty("chip", True)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(self.follow)
        made.hide()
        return made

    def _show_follow(self, follows: bool) -> None:
        self._follow.setVisible(not follows)
        self._follow.adjustSize()
        inside = self._view.viewport().geometry()
        corner = QPoint(self._follow.width() + 16, self._follow.height() + 12)
        self._follow.move(inside.bottomRight() - corner)

    def _is_same_call(self, turns: Sequence[Turn]) -> bool:
        """Tell whether most turns shown are among `turns`: an edit changes few of them."""
        shown = {
            (row.turn.id, row.turn.start_s)
            for row in self._view.turns.rows
            if isinstance(row, TurnRow)
        }
        kept = sum((turn.id, turn.start_s) in shown for turn in turns)
        return bool(shown) and kept * 2 >= len(shown)

    def _choose(self, number: int, word: int) -> None:
        turn = self._turn(number)
        self.sought.emit(turn.turn.words[word].start_s)
        self._view.set_following(True)

    def _turn(self, number: int) -> TurnRow:
        row = self._view.turns.rows[number]
        assert isinstance(row, TurnRow)
        return row

    def _play_moment(self, moment: Moment) -> None:
        self.play_wanted.emit(moment.start_s, max(moment.end_s, moment.start_s + 1.0))

    def _offers(self, place: tuple[int, int]) -> tuple[Offer, ...]:
        rows = self._view.turns.rows
        return offers_for(rows, self._speakers, place, editable=self._is_editable)

    def _do_key(self, key: str) -> None:
        if place := self._view.caret:
            offers = (each for each in self._offers(place) if each.key == key)
            if offer := next(offers, None):
                self._do(offer, place)

    def _do(self, offer: Offer, place: tuple[int, int]) -> None:
        """Do what was offered for a place."""
        if offer.change is not None:
            self.change_wanted.emit(offer.change)
            return
        asked: dict[str, Callable[[int, int], None]] = {
            "fix": self._correct,
            "note": self._writing.note,
            "name": self._write_name,
            "coach": self._want_coaching,
            "copy": self._copy,
        }
        asked[offer.name](*place)

    def _open_menu(self, number: int, word: int, where: QPoint) -> None:
        menu = self.menu_at(number, word)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(where)

    def _correct(self, number: int, word: int) -> None:
        if self._is_editable:
            self._writing.correct(number, word)

    def _write_name(self, number: int, _word: int) -> None:
        speaker = self._turn(number).turn.speaker
        name = next((each.name for each in self._speakers if each.id == speaker), None)
        self._writing.name(number, name or "")

    def _want_coaching(self, number: int, word: int) -> None:
        row = self._turn(number)
        at_s = row.turn.words[word].start_s
        own = (each for each in row.moments if each.start_s <= at_s <= each.end_s)
        said = row.turn.text
        title = said if len(said) <= _EXCERPT_CHARACTERS else f"{said[:_EXCERPT_CHARACTERS]} …"
        turn = Moment(
            "note", row.start_s, row.turn.end_s, "", row.turn.speaker, row.role, title, ""
        )
        self.coaching_wanted.emit(next(own, turn))

    def _copy(self, number: int, _word: int) -> None:
        QGuiApplication.clipboard().setText(self._turn(number).spoken())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_follow(self._view.is_following)
        self._writing.place()
