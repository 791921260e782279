"""The transcript as rows: turns with their marked words, and the long silences between them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from callqa.domain.edits import EventRef
from callqa.domain.measures import PhraseHit, Polarity
from callqa.domain.span import Span
from callqa.domain.speech import Role, Speaker, Turn, Word
from ui.formats import clock_time
from ui.i18n import named, text
from ui.itemmodels.moment import Moment

MarkKind = Literal["phrase", "raised", "loud", "interruption", "uncertain", "redacted"]

_MARGIN_KINDS = ("interruption", "raised", "flag", "note")
_LONG_SILENCES = ("dead_air", "hold")
_AT_ONCE = 8
"""Turns before the current one that may still go on: more than anybody talks over."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What there is to know about the words `first` up to before `end` of a turn.

    title : what it is, for the tooltip
    polarity, is_suggested : of a phrase; suggested by meaning alone
    ref : the finding, where it is one that can be dismissed
    """

    kind: MarkKind
    first: int
    end: int
    title: str
    polarity: Polarity = "neutral"
    is_suggested: bool = False
    ref: EventRef | None = None


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A turn as it is shown. `moments` are those of its margin."""

    turn: Turn
    role: Role
    name: str
    marks: tuple[Mark, ...]
    moments: tuple[Moment, ...]
    starts_s: tuple[float, ...]

    @property
    def start_s(self) -> float:
        """When it begins."""
        return self.turn.start_s

    def word_at(self, at_s: float) -> int | None:
        """Return the word that is said at a time, or was last; ``None`` outside the turn."""
        if not self.turn.start_s <= at_s <= self.turn.end_s or not self.starts_s:
            return None
        return max(0, bisect_right(self.starts_s, at_s) - 1)

    def marks_on(self, word: int) -> tuple[Mark, ...]:
        """Return what there is to know about a word."""
        return tuple(each for each in self.marks if each.first <= word < each.end)

    def is_redacted(self, word: int) -> bool:
        """Tell whether a word stands for what was taken out."""
        return any(each.kind == "redacted" for each in self.marks_on(word))

    def spoken(self) -> str:
        """Return the row as a screen reader says it."""
        return f"{clock_time(self.start_s)}, {self.name}: {self.turn.text}"


@dataclass(frozen=True, slots=True)
class GapRow:
    """A long silence or a hold between turns."""

    moment: Moment

    @property
    def start_s(self) -> float:
        """When it begins."""
        return self.moment.start_s

    def spoken(self) -> str:
        """Return the row as a screen reader says it."""
        return f"{clock_time(self.start_s)}, {self.moment.title}"


Row = TurnRow | GapRow


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What rows are made from: parts of the call's document, and its moments."""

    turns: Sequence[Turn]
    speakers: Sequence[Speaker]
    phrases: Sequence[PhraseHit] = ()
    moments: Sequence[Moment] = ()
    redacted: Sequence[Span] = ()
    uncertain_below: float = 0.0


def rows_of(facts: RowFacts) -> tuple[Row, ...]:
    """Return turns and the long silences between them, in order of time."""
    names = names_of(facts.speakers)
    roles = {each.id: each.role for each in facts.speakers}
    hits: dict[int, list[PhraseHit]] = {}
    for hit in facts.phrases:
        hits.setdefault(hit.turn, []).append(hit)
    categories = {hit.category: named("category", hit.category) for hit in facts.phrases}
    marked = _by_turn(facts, roles)
    rows: list[Row] = [
        TurnRow(
            turn=turn,
            role=roles.get(turn.speaker, "other"),
            name=names.get(turn.speaker, turn.speaker),
            marks=(
                *_phrase_marks(turn, hits.get(turn.id, ()), categories),
                *_moment_marks(turn, marked.get(turn.id, ())),
                *_word_marks(turn, facts.redacted, facts.uncertain_below),
            ),
            moments=tuple(marked.get(turn.id, ())),
            starts_s=tuple(word.start_s for word in turn.words),
        )
        for turn in facts.turns
    ]
    silences = (each for each in facts.moments if each.class_ in _LONG_SILENCES)
    rows.extend(GapRow(each) for each in silences)
    return tuple(sorted(rows, key=lambda row: row.start_s))


def names_of(speakers: Sequence[Speaker]) -> dict[str, str]:
    """Return what each voice is called: the person, or the role, numbered where it has several."""
    names: dict[str, str] = {}
    for each in speakers:
        same = [other.id for other in speakers if other.role == each.role and not other.name]
        role = named("role", each.role)
        number = same.index(each.id) + 1 if each.id in same else 1
        names[each.id] = each.name or (f"{role} {number}" if len(same) > 1 else role)
    return names


def _by_turn(facts: RowFacts, roles: Mapping[str, Role]) -> dict[int, list[Moment]]:
    """Return which moments are shown with each turn."""
    turns = sorted(facts.turns, key=lambda turn: turn.start_s)
    starts_s = [turn.start_s for turn in turns]
    found: dict[int, list[Moment]] = {}
    for moment in facts.moments:
        if moment.kind not in _MARGIN_KINDS or _is_overlap_of_no_harm(moment):
            continue
        last = bisect_right(starts_s, max(moment.end_s, moment.start_s))
        near = turns[max(0, last - _AT_ONCE) : last]
        own = [each for each in near if moment.role in (None, roles.get(each.speaker))]
        over = [each for each in own if each.end_s > moment.start_s]
        for turn in over or near[-1:]:
            found.setdefault(turn.id, []).append(moment)
            if moment.kind in ("flag", "note"):
                break
    return found


def _is_overlap_of_no_harm(moment: Moment) -> bool:
    return moment.kind == "interruption" and moment.class_ != "interruption"


def _phrase_marks(
    turn: Turn, hits: Sequence[PhraseHit], categories: Mapping[str, str]
) -> Iterator[Mark]:
    for hit in hits:
        first, end = _words_in(turn, hit.start_s, hit.end_s)
        name = categories[hit.category]
        is_suggested = hit.source == "meaning"
        if first < end:
            yield Mark(
                "phrase",
                first,
                end,
                text("transcript.suggested", name=name) if is_suggested else name,
                hit.polarity,
                is_suggested,
                EventRef("phrases", hit.start_s, hit.category),
            )


def _moment_marks(turn: Turn, moments: Sequence[Moment]) -> Iterator[Mark]:
    kinds: dict[str, MarkKind] = {"interruption": "interruption", "raised": "raised"}
    for moment in moments:
        kind = kinds.get(moment.kind)
        first, end = _words_in(turn, moment.start_s, moment.end_s)
        if kind and first < end:
            shown = "loud" if moment.class_ == "loud" else kind
            yield Mark(shown, first, end, moment.title, ref=moment.ref)


def _word_marks(turn: Turn, redacted: Sequence[Span], uncertain_below: float) -> Iterator[Mark]:
    doubt = text("transcript.uncertain")
    for place, word in enumerate(turn.words):
        if word.text.startswith("[") and _is_in(Span(word.start_s, word.end_s), redacted):
            yield Mark("redacted", place, place + 1, text("transcript.redacted"))
        elif word.probability < uncertain_below:
            yield Mark("uncertain", place, place + 1, doubt)


def _is_in(word: Span, spans: Sequence[Span]) -> bool:
    return any(span.overlap_s(word) > 0 for span in spans)


def _words_in(turn: Turn, start_s: float, end_s: float) -> tuple[int, int]:
    """Return which words lie mostly inside a stretch of time: the first, and past the last."""
    middles = [(word.start_s + word.end_s) / 2 for word in turn.words]
    return bisect_left(middles, start_s), bisect_right(middles, end_s)


def with_fixed_word(row: TurnRow, word: int, words: str) -> TurnRow:
    """Return `row` as it is once a word is replaced by `words`: one, several, or none.

    The new ones share the time of the old, as `callqa.domain.edits.FixWord` will have it.
    """
    old = row.turn.words[word]
    texts = words.split()
    letters = sum(map(len, texts))
    new, said = [], 0
    for each in texts:
        start_s = old.start_s + (old.end_s - old.start_s) * said / letters
        said += len(each)
        end_s = old.start_s + (old.end_s - old.start_s) * said / letters
        new.append(Word(each, start_s, end_s, 1.0))
    all_words = (*row.turn.words[:word], *new, *row.turn.words[word + 1 :])
    shift = len(new) - 1
    marks = (
        replace(
            mark,
            first=mark.first + (shift if mark.first > word else 0),
            end=mark.end + (shift if mark.end > word else 0),
        )
        for mark in row.marks
        if mark.kind != "uncertain" or mark.first != word
    )
    return replace(
        row,
        turn=replace(row.turn, words=all_words, text=" ".join(each.text for each in all_words)),
        marks=tuple(mark for mark in marks if mark.first < mark.end),
        starts_s=tuple(each.start_s for each in all_words),
    )


class TurnsModel(QAbstractListModel):
    """The rows of one call."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()
        self._starts_s: tuple[float, ...] = ()

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self.rows = rows
        self._starts_s = tuple(row.start_s for row in rows)
        self.endResetModel()

    def replace_row(self, number: int, row: Row) -> None:
        """Show another row, which begins at the same time, in the place of one."""
        self.rows = (*self.rows[:number], row, *self.rows[number + 1 :])
        self.dataChanged.emit(self.index(number), self.index(number))

    def row_at(self, at_s: float) -> int:
        """Return the row that began last at a time; -1 before the first."""
        return bisect_right(self._starts_s, at_s) - 1

    def words_at(self, at_s: float) -> tuple[tuple[int, int], ...]:
        """Return row and place of each word said at a time, the one that began last at the end."""
        last = self.row_at(at_s)
        found = []
        for place in range(max(0, last - _AT_ONCE), last + 1):
            row = self.rows[place]
            word = row.word_at(at_s) if isinstance(row, TurnRow) else None
            if word is not None:
                found.append((place, word))
        return tuple(found)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.rows[index.row()].spoken()
        return None
