"""Moments that asked for empathy, and whether it came (docs/measures.md section 7). Words only."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

from callqa.domain.hearing import Basis
from callqa.domain.measures import (
    MEANING,
    Empathy,
    EmpathyOpportunity,
    EmpathyOutcome,
    EmpathyResponse,
    PhraseHit,
    RaisedVolume,
)
from callqa.domain.span import Span, merged
from callqa.domain.speech import Turn, Word
from callqa.lexicon.conversation import ConversationWords
from callqa.measures.moments import Answer, Cue, Exchange, cues_in_words, of_customer
from callqa.measures.timeline import Timeline
from callqa.settings import EmpathySettings

ACKNOWLEDGE = frozenset({"acknowledge", "validate"})
APOLOGISE = frozenset({"apologise"})
ACT = frozenset({"act", "ownership"})
REPEATED = frozenset({"repeated_issue", "repeat_contact"})
RESPONDS = ACKNOWLEDGE | APOLOGISE | {"reassurance"}
"""What makes an agent's words a response. An action alone is help, not empathy."""

_HitsByTurn = Mapping[int, Sequence[PhraseHit]]


def measure_empathy(
    timeline: Timeline,
    phrases: Sequence[PhraseHit],
    raised: Sequence[RaisedVolume],
    basis: Basis,
    settings: EmpathySettings,
) -> Empathy:
    """Find the opportunities and their outcomes; `phrases` without lines that only repeat.

    An opportunity is a customer's distress hit (``words``), a negative word in a turn in which
    their volume is raised (``volume_and_words``), or a repeated issue or contact
    (``repeated_issue``); cues with no agent turn between them are one, named by the first. Where
    nothing but meaning suggests distress or a repeated issue, it is named ``meaning``.
    Turns of nothing but continuers are no turns here. A response hit in the agent's next turn
    is ``given`` (where that turn goes on after a pause without the customer speaking, within
    ``response_s`` of the cue), in the second within ``response_s`` of the end of the last cue
    ``late``, else the opportunity is ``missed``. A response suggested by meaning counts, and an
    opportunity suggested by meaning does not: doubt is in the agent's favour.
    """
    if basis == "unreliable":
        return Empathy.of(basis, ())
    exchange = Exchange(timeline)
    hits: defaultdict[int, list[PhraseHit]] = defaultdict(list)
    for hit in phrases:
        if hit.role == "agent":
            hits[hit.turn].append(hit)
    opportunities = tuple(
        _opportunity(cues, exchange, hits, timeline, settings)
        for cues in exchange.together(_cues(phrases, raised, timeline))
    )
    return Empathy.of(basis, opportunities)


def _cues(
    phrases: Sequence[PhraseHit], raised: Sequence[RaisedVolume], timeline: Timeline
) -> list[Cue]:
    turns = {turn.id: turn for turn in timeline.turns}
    loud = of_customer(raised)
    negative = [
        cue
        for cue in cues_in_words(phrases, {"negative_words"}, "volume_and_words")
        if any(_in_turn(event, turns.get(cue.turns[0])) for event in loud)
    ]
    return [
        *cues_in_words(phrases, {"distress"}, "words"),
        *negative,
        *cues_in_words(phrases, REPEATED, "repeated_issue"),
        *cues_in_words(phrases, REPEATED | {"distress"}, MEANING, source="meaning"),
    ]


def _in_turn(event: RaisedVolume, turn: Turn | None) -> bool:
    return turn is not None and event.start_s < turn.end_s and event.end_s > turn.start_s


def _opportunity(
    cues: Sequence[Cue],
    exchange: Exchange,
    hits: _HitsByTurn,
    timeline: Timeline,
    settings: EmpathySettings,
) -> EmpathyOpportunity:
    end_s = max(cue.end_s for cue in cues)
    latest_s = end_s + settings.response_s
    answers = exchange.answers(cues[-1], settings.response_turns)
    chosen = next((each for each in answers if _responds(each, hits, latest_s)), None)
    outcome: EmpathyOutcome = "missed"
    response = None
    if chosen is not None:
        outcome = "given" if chosen.order == 0 else "late"
        block = [each.turn for each in answers if each.order == chosen.order]
        mentioned = {each for cue in cues for each in cue.turns}
        asked = [turn for turn in timeline.turns if turn.id in mentioned]
        response = _response(chosen.turn, (block, asked), hits, timeline.language)
    return EmpathyOpportunity(
        start_s=cues[0].start_s,
        end_s=end_s,
        cue=next((cue.kind for cue in cues if cue.kind != MEANING), MEANING),
        text=_text(cues, timeline.words.customer),
        outcome=outcome,
        response=response,
    )


def _text(cues: Sequence[Cue], words: Sequence[Word]) -> str:
    """Return what the cues say in order of time; words that several cues share stand once."""
    said: list[str] = []
    for span in merged(Span(cue.start_s, cue.end_s) for cue in cues):
        inside = [cue for cue in cues if span.start_s <= cue.start_s <= span.end_s]
        longest = max(inside, key=lambda cue: cue.end_s - cue.start_s)
        text = longest.text
        if longest.end_s - longest.start_s < span.duration_s:
            first = bisect_left(words, span.start_s, key=lambda word: word.start_s)
            last = bisect_left(words, span.end_s, key=lambda word: word.start_s)
            text = " ".join(word.text.strip() for word in words[first:last]) or text
        said.append(text)
    return " … ".join(dict.fromkeys(said))


def _responds(answer: Answer, hits: _HitsByTurn, latest_s: float) -> bool:
    next_turn = answer.order == 0 and answer.first
    return any(
        hit.category in RESPONDS and (next_turn or hit.start_s <= latest_s)
        for hit in hits.get(answer.turn.id, ())
    )


def _response(
    turn: Turn,
    exchanged: tuple[Sequence[Turn], Sequence[Turn]],
    hits: _HitsByTurn,
    language: ConversationWords,
) -> EmpathyResponse:
    block, asked = exchanged
    heard = {hit.category for each in block for hit in hits.get(each.id, ())}
    own = {stem for each in block for stem in language.content_stems(each.text)}
    return EmpathyResponse(
        turn=turn.id,
        text=turn.text,
        specific=any(own & language.content_stems(each.text) for each in asked),
        acknowledge=bool(heard & ACKNOWLEDGE),
        apologise=bool(heard & APOLOGISE),
        act=bool(heard & ACT),
    )
