"""One party starting while the other speaks, in the four classes of docs/measures.md section 5."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from callqa.domain.hearing import Basis
from callqa.domain.measures import Interruption, InterruptionKind, PerParty, PhraseHit
from callqa.domain.span import Span
from callqa.domain.speech import Role
from callqa.lexicon.conversation import token, tokens
from callqa.measures.confidence import Start, confidence_of
from callqa.measures.floor import KEEPS_FLOOR_S, WORD_SLIP_S, Floor, is_backchannel
from callqa.measures.handover import (
    OVERLAP_TAIL_S,
    ends_sentence_near,
    is_signal,
    is_slip,
    is_unspoken,
    passes_cleanly,
)
from callqa.measures.timeline import Stretch
from callqa.settings import InterruptionSettings

SUPPORTIVE_CATEGORIES = frozenset({"acknowledge", "validate", "apologise", "reassurance"})
COMPLETION_WORDS = 5
"""Longest completion of the other's sentence."""

UPTAKE_WORDS = 4
"""A completion is accepted within this many of the other's next words."""


@dataclass(frozen=True, slots=True)
class _Event:
    """A start of `by` in speech of the other.

    stretch : what `by` says, from stretch `index` to stretch `until`
    under, last : the other's stretch at that start, and the last of its run
    """

    by: Floor
    of: Floor
    index: int
    until: int
    under: int
    stretch: Stretch

    @property
    def start_s(self) -> float:
        return self.stretch.start_s

    @property
    def last(self) -> int:
        return self.of.run_last[self.of.run[self.under]]

    @property
    def other_end_s(self) -> float:
        return self.of.stretches[self.last].end_s

    @property
    def overlap_s(self) -> float:
        return self.of.spoken_s(self.start_s, min(self.stretch.end_s, self.other_end_s))


def find_interruptions(
    floors: PerParty[Floor],
    phrases: Sequence[PhraseHit],
    basis: Basis,
    settings: InterruptionSettings,
) -> tuple[Interruption, ...]:
    """Find and class every start of one party in the other's speech, sorted by start.

    Each event's ``start_s`` is when `by` starts, ``end_s`` when at last one of the two has
    stopped, and ``overlap_s`` the seconds of the other's speech between them (less than the
    difference where the other paused for a moment). ``yielded`` is true when the other stops
    within ``yield_s`` of that start in the middle of a clause (or without a word that tells)
    while `by` speaks on. ``confidence`` is the share of such events that are what they are
    called, as measured on calls with placed overlaps.

    A party who goes on after a pause shorter than ``resume_s`` does not start; restarts within
    one second are one event. Voices in role ``other`` take no part.
    """
    agent, customer = floors.agent, floors.customer
    comforts = _comforting(phrases)
    found = [
        *_one_way("agent", agent, customer, comforts, basis, settings),
        *_one_way("customer", customer, agent, (), basis, settings),
    ]
    return tuple(sorted(found, key=lambda event: (event.start_s, event.by)))


def _comforting(phrases: Sequence[PhraseHit]) -> tuple[Span, ...]:
    hits = (hit for hit in phrases if hit.role == "agent" and hit.category in SUPPORTIVE_CATEGORIES)
    return tuple(sorted((Span(h.start_s, h.end_s) for h in hits), key=lambda span: span.start_s))


def _one_way(
    role: Role,
    by: Floor,
    of: Floor,
    comforts: Sequence[Span],
    basis: Basis,
    settings: InterruptionSettings,
) -> list[Interruption]:
    found: list[Interruption] = []
    last_run = index = -1
    while (index := index + 1) < len(by.stretches):
        event = _event(by, of, index, settings)
        if event is None or (basis == "diarized" and is_slip(event.stretch)):
            continue
        kind: InterruptionKind | None = "backchannel"
        signal = is_backchannel(by, of, index, settings) or (
            basis == "diarized" and is_signal(by, of, index, settings)
        )
        if event.overlap_s == 0 or not signal:
            if basis == "diarized" and _is_label_alone(event, settings):
                continue
            event = _whole_run(event)
            kind = _class_of(event, comforts, basis, settings)
            index = event.until
        if kind is None:
            continue
        finding = _finding(role, event, kind, basis, settings)
        if found and of.run[event.under] == last_run and _is_restart(found[-1], finding):
            found[-1] = _joined(found[-1], finding)
        else:
            found.append(finding)
        last_run = of.run[event.under]
    return found


def _event(by: Floor, of: Floor, index: int, settings: InterruptionSettings) -> _Event | None:
    stretch = by.stretches[index]
    under = of.at(stretch.start_s)
    if under is None:
        return None
    event = _Event(by, of, index, index, under, stretch)
    lead_s = by.run_start_s[by.run[index]] - of.run_start_s[of.run[under]]
    late = event.other_end_s <= stretch.start_s or lead_s < settings.min_lead_s
    return None if late else event


def _is_label_alone(event: _Event, settings: InterruptionSettings) -> bool:
    """Tell whether nothing but a label of the diarizer says that `by` started.

    Where the other breaks off in a clause, something made them.
    """
    broken_off = event.of.clause_ended(event.last) is False
    return is_unspoken(event.stretch, settings) and not broken_off


def _whole_run(event: _Event) -> _Event:
    by = event.by
    until = by.run_last[by.run[event.index]]
    pieces = by.stretches[event.index : until + 1]
    words = tuple(word for piece in pieces for word in piece.words)
    stretch = Stretch(event.start_s, pieces[-1].end_s, words)
    return replace(event, until=until, stretch=stretch)


def _class_of(
    event: _Event, comforts: Sequence[Span], basis: Basis, settings: InterruptionSettings
) -> InterruptionKind | None:
    """Return the class of what is no back-channel; ``None`` when it is none of the others."""
    overlap_s = event.overlap_s
    if overlap_s == 0:
        return None
    stops_after_s = event.other_end_s - event.start_s
    ended = event.of.clause_ended(event.last)
    room_s = max(0.0, settings.min_overlap_s - settings.terminal_overlap_s)
    tail_s = min(settings.activity_tail_s, room_s)
    if stops_after_s < settings.terminal_overlap_s + tail_s - 1e-6 and not event.of.breaks_off(
        event.last
    ):
        return "terminal_overlap"
    if basis == "diarized" and _may_be_none(event, settings):
        return "terminal_overlap"
    if event.of.keeps_floor(event.stretch.end_s, settings.goes_on_s) and _supports(
        event, comforts, settings
    ):
        return "supportive"
    cut_off = (
        settings.activity_tail_s < stops_after_s <= settings.yield_s + settings.activity_tail_s
        and ended is False
        and event.by.holds(event.index, settings.floor_s, KEEPS_FLOOR_S)
    )
    return "interruption" if cut_off or overlap_s >= settings.min_overlap_s else None


def _may_be_none(event: _Event, settings: InterruptionSettings) -> bool:
    """Tell whether an overlap on one channel may be the diarizer's: too short, or words deny it."""
    by, of = event.by, event.of
    stops_after_s = event.other_end_s - event.start_s
    if stops_after_s <= settings.terminal_overlap_s:
        return True
    if stops_after_s < settings.min_overlap_s + OVERLAP_TAIL_S and ends_sentence_near(
        by, of, event.start_s
    ):
        return True
    return passes_cleanly(by, of, event.start_s, settings)


def _supports(event: _Event, comforts: Sequence[Span], settings: InterruptionSettings) -> bool:
    if not event.stretch.words:
        return False
    return (
        event.by.reader.language.is_support(event.stretch.words)
        or _comforts(event.stretch, comforts)
        or _completes(event, settings)
    )


def _comforts(stretch: Stretch, comforts: Sequence[Span]) -> bool:
    shared_s = sum(each.overlap_s(stretch) for each in comforts)
    return shared_s > 0 and shared_s >= stretch.duration_s / 2


def _completes(event: _Event, settings: InterruptionSettings) -> bool:
    language = event.by.reader.language
    said = tokens(event.stretch.words)
    short = (
        0 < len(said) <= COMPLETION_WORDS
        and event.stretch.duration_s <= settings.backchannel_max_s
        and event.of.clause_ended(event.under) is not None
    )
    if not short or language.refusal.intersection(said):
        return False
    after = event.of.next_words(event.start_s + WORD_SLIP_S, UPTAKE_WORDS)
    reply = [token(word.text) for word in after]
    return bool(reply) and (
        reply[0] in language.acceptance or (len(said[-1]) > 3 and said[-1] in reply)
    )


def _finding(
    role: Role, event: _Event, kind: InterruptionKind, basis: Basis, settings: InterruptionSettings
) -> Interruption:
    of = event.of
    end_s = min(event.stretch.end_s, event.other_end_s)
    over = of.stretches[event.under : event.last + 1]
    return Interruption(
        by=role,
        kind=kind,
        start_s=event.start_s,
        end_s=end_s,
        overlap_s=round(event.overlap_s, 3),
        yielded=kind == "interruption" and _yields(event, settings),
        confidence=_confidence(event, kind, basis, settings),
        basis=basis,
        text_by=event.stretch.text,
        text_of=" ".join(each.text for each in over if each.words and each.start_s < end_s),
    )


def _yields(event: _Event, settings: InterruptionSettings) -> bool:
    """Tell whether the other stops for `by`, who speaks on, and is not soon back with more.

    What the recogniser wrote does not matter: it puts a full stop after words that break off.
    """
    stopped_s = event.other_end_s
    if stopped_s - event.start_s > settings.yield_s + settings.activity_tail_s:
        return False
    if event.by.spoken_s(stopped_s, stopped_s + KEEPS_FLOOR_S) == 0:
        return False
    back = event.of.stretches[event.last + 1 : event.last + 2]
    until_s = min(event.stretch.end_s, stopped_s + KEEPS_FLOOR_S)
    return not any(
        each.start_s < until_s and not event.of.reader.language.is_continuer(each.words)
        for each in back
    )


def _confidence(
    event: _Event, kind: InterruptionKind, basis: Basis, settings: InterruptionSettings
) -> float:
    start = Start(
        kind,
        event.overlap_s,
        talked_over=event.other_end_s > event.stretch.end_s
        and event.stretch.duration_s <= settings.floor_s,
        worded=bool(event.stretch.words),
    )
    return confidence_of(start, basis, settings)


def _is_restart(before: Interruption, after: Interruption) -> bool:
    return (
        before.kind == after.kind == "interruption" and after.start_s - before.end_s < KEEPS_FLOOR_S
    )


def _joined(before: Interruption, after: Interruption) -> Interruption:
    return replace(
        before,
        end_s=after.end_s,
        overlap_s=before.overlap_s + after.overlap_s,
        yielded=after.yielded,
        confidence=max(before.confidence, after.confidence),
        text_by=f"{before.text_by} {after.text_by}".strip(),
    )
