"""The transcript as lines of marked words, with notes beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from callqa.domain.span import clock
from callqa.domain.speech import Turn, Word
from callqa.report.document import Analysis
from callqa.report.in_force import settings_in_force
from callqa.report.moments import VOLUMES, Moment
from callqa.report.places import anchor
from callqa.report.wording import Wording

SHOWN_GAPS = ("dead_air", "hold")
UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Something that marks the words spoken from `start_s` to `end_s`."""

    kind: str
    label: str
    title: str
    start_s: float
    end_s: float

    def covers(self, word: Word) -> bool:
        """Tell whether most of `word` lies inside."""
        return self.start_s <= (word.start_s + word.end_s) / 2 <= self.end_s


@dataclass(frozen=True, slots=True)
class Run:
    """Words that carry the same marks; `kinds` are their CSS classes."""

    text: str
    kinds: str
    title: str


@dataclass(frozen=True, slots=True)
class Note:
    """What a mark is called, for the margin."""

    kind: str
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """One turn, or (with `role` empty) a long silence between turns."""

    anchor: str
    clock: str
    role: str
    speaker: str
    runs: tuple[Run, ...]
    notes: tuple[Note, ...]


def transcript_lines(
    document: Analysis, found: Sequence[Moment], names: dict[str, str], wording: Wording
) -> tuple[Line, ...]:
    """Return turns and the long silences between them in order of time; none without words.

    Parameters
    ----------
    document
        The result of one call.
    found
        Its findings.
    names
        What each speaker id is called.
    wording
        The words of the report.
    """
    low = float(settings_in_force(document)["report.uncertain_probability"])
    timed = [
        (turn.start_s, _turn_line(turn, document, found, names, low, wording))
        for turn in document.turns
    ]
    for gap in found if timed else ():
        if gap.kind in SHOWN_GAPS:
            note = Note(gap.kind, gap.title.partition(" ")[2], gap.title)
            timed.append((gap.start_s, Line("", clock(gap.start_s), "", "", (), (note,))))
    return tuple(line for _, line in sorted(timed, key=lambda pair: pair[0]))


def _turn_line(
    turn: Turn,
    document: Analysis,
    found: Sequence[Moment],
    names: dict[str, str],
    low: float,
    wording: Wording,
) -> Line:
    role = next((each.role for each in document.speakers if each.id == turn.speaker), "other")
    stretches = tuple(_stretches(turn, role, document, found, wording))
    return Line(
        anchor=anchor(turn),
        clock=clock(turn.start_s),
        role=role,
        speaker=names.get(turn.speaker, turn.speaker),
        runs=tuple(_runs(turn, stretches, low, wording)),
        notes=tuple(dict.fromkeys(Note(s.kind, s.label, s.title) for s in stretches)),
    )


def _stretches(
    turn: Turn, role: str, document: Analysis, found: Sequence[Moment], wording: Wording
) -> Iterator[Stretch]:
    measures = document.measures
    if measures is None:
        return
    for hit in measures.phrases:
        if hit.turn == turn.id and hit.role == role:
            name = wording.named("category", hit.category)
            said = wording(f"source_{hit.source}", name=name)
            kind = hit.polarity if hit.source == "phrase" else f"{hit.polarity} suggested"
            yield Stretch(kind, said, said, hit.start_s, hit.end_s)
    for moment in found:
        if moment.start_s >= turn.end_s or moment.end_s <= turn.start_s or moment.role != role:
            continue
        if moment.kind in VOLUMES or moment.kind == "interruption":
            yield Stretch(moment.kind, moment.name, moment.title, moment.start_s, moment.end_s)
    for span in measures.redaction.spans:
        if turn.start_s <= span.start_s < turn.end_s:
            label = wording("redacted", kind=wording.named("redacted", span.kind))
            yield Stretch("redacted", label, label, span.start_s, span.end_s)


def _runs(turn: Turn, stretches: Sequence[Stretch], low: float, wording: Wording) -> Iterator[Run]:
    if not turn.words:
        yield Run(turn.text, "", "")
        return
    doubt = wording("uncertain_word")

    def marks(word: Word) -> tuple[str, str]:
        covering = [stretch for stretch in stretches if stretch.covers(word)]
        kinds = [stretch.kind for stretch in covering]
        titles = [stretch.title for stretch in covering]
        if word.probability < low:
            kinds.append(UNCERTAIN)
            titles.append(doubt)
        return " ".join(dict.fromkeys(kinds)), " · ".join(dict.fromkeys(titles))

    for (kinds, title), words in groupby(turn.words, key=marks):
        yield Run(" ".join(word.text.strip() for word in words), kinds, title)
