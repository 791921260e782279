"""The findings, flags and notes of a call as moments, in order of time.

Names and reasons are those of the reports: both take them from the engine's catalogue.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from callqa.domain.edits import AddNote, EventKind, EventRef
from callqa.domain.judgement import Flag
from callqa.domain.measures import (
    MEANING,
    Deescalation,
    EmpathyOpportunity,
    Interruption,
    Measures,
    PhraseHit,
    RaisedVolume,
    Silence,
    Situation,
)
from callqa.domain.sentence import Sentence
from callqa.domain.speech import Role, Speaker, Turn, speaker_in
from ui import formats
from ui.i18n import named, sentence, text
from ui.itemmodels.moment import Moment


class CallDocument(Protocol):
    """What moments need of a call's result; ``callqa.service`` returns it as a document."""

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """The voices of the call."""
        ...

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns of all voices."""
        ...

    @property
    def measures(self) -> Measures | None:
        """The findings; ``None`` where there is no speech, or a person scores the call blind."""
        ...


def moments_of(
    document: CallDocument, flags: Sequence[Flag], notes: Sequence[AddNote]
) -> tuple[Moment, ...]:
    """Return what can be looked at in a call, sorted by time.

    Parameters
    ----------
    document
        The result of the call.
    flags
        Its flags; one without evidence has no place in time and is left out.
    notes
        Its notes; those about the whole call are left out.
    """
    found = _Finder(document.speakers, {turn.id: turn.speaker for turn in document.turns})
    moments = [flag_moment(each, document.speakers) for each in flags if each.evidence]
    moments += [_note(each.text, each.at_s) for each in notes if each.at_s is not None]
    if document.measures is not None:
        moments += found.all_of(document.measures)
    return tuple(sorted(moments, key=lambda each: (each.start_s, each.end_s)))


def flag_moment(flag: Flag, speakers: Sequence[Speaker] = ()) -> Moment:
    """Return the moment of a flag: where its first evidence is, 0 where there is none."""
    first = flag.evidence[0] if flag.evidence else None
    speaker = first.speaker if first else None
    return Moment(
        kind="flag",
        start_s=first.start_s if first else 0.0,
        end_s=first.end_s if first else 0.0,
        class_=flag.severity,
        speaker=speaker,
        role=role_of(speaker, speakers),
        title=sentence(flag.title),
        detail=sentence(flag.reason),
        code=flag.code,
    )


def role_of(speaker: str | None, speakers: Sequence[Speaker]) -> Role | None:
    """Return the role of a speaker, ``None`` where nobody has this id."""
    return next((each.role for each in speakers if each.id == speaker), None)


def class_name(kind: EventKind, class_: str) -> str:
    """Return what a class is called, by the kind of its `EventRef`."""
    if kind == "deescalation":
        return sentence(Sentence(f"report.{class_}"))
    return named(_NAMED_AS[kind], class_)


def quoted(words: str) -> str:
    """Return words as a quotation, nothing where there are none."""
    return text("events.quoted", words=words) if words.strip() else ""


_NAMED_AS: dict[EventKind, str] = {
    "interruptions": "kind",
    "raised_volume": "volume",
    "silences": "silence",
    "empathy": "outcome",
    "phrases": "category",
    "situations": "situation",
}


def _note(words: str, at_s: float) -> Moment:
    return Moment("note", at_s, at_s, "", None, None, text("events.note"), words)


class _Finder:
    """Makes moments of the findings of one call."""

    def __init__(self, speakers: Sequence[Speaker], speaker_of_turn: dict[int, str]) -> None:
        self._speakers = speakers
        self._speaker_of_turn = speaker_of_turn

    def all_of(self, measures: Measures) -> Iterator[Moment]:
        yield from map(self._interruption, measures.interruptions)
        yield from map(self._volume, measures.raised_volume)
        yield from map(self._silence, measures.silences)
        yield from map(self._empathy, measures.empathy.opportunities)
        yield from map(self._deescalation, measures.deescalation)
        yield from map(self._phrase, measures.phrases)
        yield from map(self._situation, measures.situations)

    def _interruption(self, cut: Interruption) -> Moment:
        facts = [text("events.overlap", length=formats.length(cut.overlap_s))]
        if cut.yielded:
            facts.append(text("events.yielded"))
        return Moment(
            kind="interruption",
            start_s=cut.start_s,
            end_s=cut.end_s,
            class_=cut.kind,
            speaker=speaker_in(cut.by, self._speakers),
            role=cut.by,
            title=class_name("interruptions", cut.kind),
            detail=_joined(", ".join(facts), quoted(cut.text_by)),
            ref=EventRef("interruptions", cut.start_s, cut.by),
        )

    def _volume(self, volume: RaisedVolume) -> Moment:
        cues = (
            ("report.rise_level", volume.rise_db),
            ("report.rise_pitch", volume.rise_semitones),
            ("report.rise_balance", volume.rise_balance_db),
        )
        rises = [sentence(Sentence(code, value=rise)) for code, rise in cues if rise is not None]
        return Moment(
            kind="raised",
            start_s=volume.start_s,
            end_s=volume.end_s,
            class_=volume.level,
            speaker=volume.speaker,
            role=volume.role,
            title=class_name("raised_volume", volume.level),
            detail=", ".join(rises) or text("events.not_measured"),
            ref=EventRef("raised_volume", volume.start_s, volume.speaker),
        )

    def _silence(self, silence: Silence) -> Moment:
        facts = [formats.length(silence.end_s - silence.start_s)]
        if silence.kind == "hold":
            facts.append(text("events.announced" if silence.announced else "events.unannounced"))
        if silence.courtesy_complete is not None:
            thanked = "events.thanked" if silence.courtesy_complete else "events.not_thanked"
            facts.append(text(thanked))
        return Moment(
            kind="hold" if silence.kind == "hold" else "silence",
            start_s=silence.start_s,
            end_s=silence.end_s,
            class_=silence.kind,
            speaker=None,
            role=None,
            title=class_name("silences", silence.kind),
            detail=", ".join(facts),
            ref=EventRef("silences", silence.start_s),
        )

    def _empathy(self, chance: EmpathyOpportunity) -> Moment:
        answer = (
            text("events.answered", words=chance.response.text)
            if chance.response
            else text("events.unanswered")
        )
        cue = text("events.suggested") if chance.cue == MEANING else ""
        return Moment(
            kind="empathy",
            start_s=chance.start_s,
            end_s=chance.end_s,
            class_=chance.outcome,
            speaker=speaker_in("customer", self._speakers),
            role="customer",
            title=text("events.empathy", outcome=class_name("empathy", chance.outcome)),
            detail=_joined(quoted(chance.text), answer, cue),
            ref=EventRef("empathy", chance.start_s),
        )

    def _deescalation(self, stretch: Deescalation) -> Moment:
        words = next((each.text for each in stretch.evidence if each.text), "")
        return Moment(
            kind="deescalation",
            start_s=stretch.start_s,
            end_s=stretch.end_s,
            class_=stretch.outcome,
            speaker=speaker_in("customer", self._speakers),
            role="customer",
            title=text("events.tension", outcome=class_name("deescalation", stretch.outcome)),
            detail=_joined(
                text("events.tense_for", length=formats.length(stretch.end_s - stretch.start_s)),
                quoted(words),
            ),
            ref=EventRef("deescalation", stretch.start_s),
        )

    def _phrase(self, hit: PhraseHit) -> Moment:
        return Moment(
            kind="phrase",
            start_s=hit.start_s,
            end_s=hit.end_s,
            class_=hit.category,
            speaker=self._speaker_of_turn.get(hit.turn) or speaker_in(hit.role, self._speakers),
            role=hit.role,
            title=class_name("phrases", hit.category),
            detail=_joined(
                quoted(hit.text), text("events.suggested") if hit.source == MEANING else ""
            ),
            ref=EventRef("phrases", hit.start_s, hit.category),
        )

    def _situation(self, situation: Situation) -> Moment:
        first = situation.evidence[0] if situation.evidence else None
        words = next((each.text for each in situation.evidence if each.text), "")
        sure = sentence(Sentence("report.confidence", confidence=situation.confidence))
        start_s = first.start_s if first else 0.0
        return Moment(
            kind="situation",
            start_s=start_s,
            end_s=first.end_s if first else 0.0,
            class_=situation.code,
            speaker=first.speaker if first else None,
            role=role_of(first.speaker if first else None, self._speakers),
            title=class_name("situations", situation.code),
            detail=_joined(sure, quoted(words)),
            ref=EventRef("situations", start_s, situation.code),
        )


def _joined(*parts: str) -> str:
    return " · ".join(each for each in parts if each)
