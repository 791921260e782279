"""Findings that a person adds, filled in from what was heard."""

from collections.abc import Collection
from typing import Any

from callqa.corrections.event_types import IN_WORDS, Event, category_of
from callqa.corrections.lookup import speaker_in_call
from callqa.corrections.role_changes import OTHER_PARTY
from callqa.domain.edits import AddEvent
from callqa.domain.hearing import Hearing
from callqa.domain.measures import (
    Deescalation,
    EmpathyOpportunity,
    Interruption,
    PhraseHit,
    RaisedVolume,
    Silence,
    Situation,
)
from callqa.domain.span import Evidence, Span, intersection, merged, total_s
from callqa.domain.speech import PARTIES, Role, Turn
from callqa.errors import EditRefused

_Class = Any


def added(change: AddEvent, hearing: Hearing) -> Event:
    """Return the finding that a person adds; they are sure of it.

    Words are those heard in its time. How much a voice rose, whether the other stopped, and how
    the agent answered was not measured and stays open; a hold is taken as not announced.

    Raises
    ------
    EditRefused
        `of` names nobody it can be about, or for a phrase nobody speaks there who may say it.
    """
    span = Span(change.start_s, change.end_s)
    a_class: _Class = change.class_
    match change.kind:
        case "interruptions":
            return _interruption(span, change.of, a_class, hearing)
        case "raised_volume":
            speaker = speaker_in_call(hearing, change.of)
            if speaker.role not in PARTIES:
                raise _nobody(change.of, "is no voice of the agent or the customer.")
            return RaisedVolume(
                speaker=speaker.id,
                role=speaker.role,
                level=a_class,
                start_s=span.start_s,
                end_s=span.end_s,
                rise_db=None,
                rise_semitones=None,
                rise_balance_db=None,
                basis=hearing.basis,
            )
        case "silences":
            return Silence(a_class, span.start_s, span.end_s, announced=False)
        case "phrases":
            return _phrase(span, change.class_, hearing)
        case "empathy":
            text = said(hearing, span, _voices(hearing, "customer"))
            return EmpathyOpportunity(span.start_s, span.end_s, IN_WORDS, text, a_class, None)
        case "deescalation":
            return Deescalation(span.start_s, span.end_s, a_class, _evidence(span, hearing))
        case "situations":
            return Situation(change.class_, 1.0, _evidence(span, hearing))


def said(hearing: Hearing, span: Span, speakers: Collection[str]) -> str:
    """Return the words of `speakers` whose middle lies in `span`, in order of time."""
    words = [
        word
        for turn in hearing.turns
        if turn.speaker in speakers and _meets(turn, span)
        for word in turn.words
        if span.start_s <= (word.start_s + word.end_s) / 2 <= span.end_s
    ]
    return " ".join(word.text for word in sorted(words, key=lambda word: word.start_s))


def _interruption(span: Span, of: str, a_class: _Class, hearing: Hearing) -> Interruption:
    by = next((role for role in PARTIES if role == of), None)
    if by is None:
        raise _nobody(of, "is no party that can interrupt.")
    own, others = _voices(hearing, by), _voices(hearing, OTHER_PARTY[by])
    both = intersection(_speech(hearing, own), _speech(hearing, others))
    return Interruption(
        by=by,
        kind=a_class,
        start_s=span.start_s,
        end_s=span.end_s,
        overlap_s=round(total_s(intersection(both, (span,))), 3),
        yielded=False,
        confidence=1.0,
        basis=hearing.basis,
        text_by=said(hearing, span, own),
        text_of=said(hearing, span, others),
    )


def _phrase(span: Span, category: str, hearing: Hearing) -> PhraseHit:
    """Return a hit in the turn that shares most time with `span` and whose speaker may say it."""
    known = category_of(hearing, category)
    roles = {each.id: each.role for each in hearing.speakers}
    turns = [
        each
        for each in hearing.turns
        if _meets(each, span) and known.may_be_said_by(roles[each.speaker])
    ]
    if not turns:
        raise EditRefused(
            "nobody who may say it speaks at that time.",
            subject=category,
            remedy="Mark the words in a turn of the agent or the customer.",
        )
    turn = max(turns, key=lambda each: span.overlap_s(Span(each.start_s, each.end_s)))
    return PhraseHit(
        category=category,
        polarity=known.polarity,
        role=roles[turn.speaker],
        turn=turn.id,
        start_s=span.start_s,
        end_s=span.end_s,
        text=said(hearing, span, {turn.speaker}),
        source="phrase",
    )


def _evidence(span: Span, hearing: Hearing) -> tuple[Evidence, ...]:
    voices = _voices(hearing, "customer")
    text = said(hearing, span, voices)
    return (Evidence(span.start_s, span.end_s, hearing.speaker_of("customer"), text),)


def _voices(hearing: Hearing, role: Role) -> frozenset[str]:
    return frozenset(each.id for each in hearing.speakers if each.role == role)


def _speech(hearing: Hearing, speakers: Collection[str]) -> tuple[Span, ...]:
    return merged(span for span in hearing.speech if span.speaker in speakers)


def _meets(turn: Turn, span: Span) -> bool:
    return turn.start_s < span.end_s and turn.end_s > span.start_s


def _nobody(of: str, what: str) -> EditRefused:
    return EditRefused(what, subject=of or "(blank)", remedy="Name the agent or the customer.")
