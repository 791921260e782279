"""Turns that another speaker said, that are two, or that are one."""

from collections.abc import Iterable
from dataclasses import replace

from callqa.corrections.lookup import (
    by_time,
    neighbours,
    speaker_in_call,
    turn_in_call,
    word_in_turn,
)
from callqa.corrections.passages import after_merge, after_split
from callqa.corrections.voice_moves import speech_of, with_voice_moved
from callqa.domain.edits import MergeTurns, ReassignTurn, SplitTurn
from callqa.domain.hearing import Hearing
from callqa.domain.span import Span
from callqa.domain.speech import Turn, Word
from callqa.errors import EditRefused


def reassign_turn(hearing: Hearing, change: ReassignTurn) -> Hearing:
    """Let another speaker have said a turn, with speech and loudness (see `with_voice_moved`).

    Raises
    ------
    EditRefused
        There is no such turn or speaker, or the turn is that speaker's already.
    """
    turn = turn_in_call(hearing, change.turn)
    to = speaker_in_call(hearing, change.speaker)
    if turn.speaker == to.id:
        raise EditRefused(
            f"{to.id} says it already.",
            subject=f"turn {turn.id}",
            remedy="Name another voice of the call.",
        )
    moved = with_voice_moved(hearing, turn, to)
    return with_turns(moved, (turn,), (replace(turn, speaker=to.id),))


def split_turn(hearing: Hearing, change: SplitTurn) -> Hearing:
    """Cut a turn before one of its words; the second part gets the next free id.

    The cut lies in the middle between the two words; each part ends, or starts, with the speech
    of its speaker next to it.

    Raises
    ------
    EditRefused
        There is no such turn, or no word on both sides of the cut.
    """
    turn = turn_in_call(hearing, change.turn)
    if change.word < 1:
        raise EditRefused(
            "the first part would have no words.",
            subject=f"turn {turn.id}",
            remedy="Name the first word of the second part, 1 or later (the first word is 0).",
        )
    after = word_in_turn(turn, change.word)
    first_end_s, second_start_s = _cut(hearing, turn, turn.words[change.word - 1], after)
    new_id = max(each.id for each in hearing.turns) + 1
    first = with_words(replace(turn, end_s=first_end_s), turn.words[: change.word])
    second = with_words(replace(turn, id=new_id, start_s=second_start_s), turn.words[change.word :])
    return replace(
        with_turns(hearing, (turn,), (first, second)),
        passages=after_split(hearing.passages, turn.id, change.word, new_id),
    )


def merge_turns(hearing: Hearing, change: MergeTurns) -> Hearing:
    """Make one turn of two that follow each other among those of one speaker.

    Raises
    ------
    EditRefused
        See `callqa.corrections.lookup.neighbours`.
    """
    first, second = neighbours(hearing, change.first, change.second)
    whole = replace(first, end_s=max(first.end_s, second.end_s))
    return replace(
        with_turns(hearing, (first, second), (with_words(whole, (*first.words, *second.words)),)),
        passages=after_merge(hearing.passages, first, second),
    )


def with_words(turn: Turn, words: tuple[Word, ...]) -> Turn:
    """Return `turn` with other words; its text is these with spaces."""
    return replace(turn, words=words, text=" ".join(word.text for word in words))


def with_turns(hearing: Hearing, old: Iterable[Turn], new: Iterable[Turn]) -> Hearing:
    """Return `hearing` with turns replaced, all of them in order of time."""
    gone = {each.id for each in old}
    kept = [each for each in hearing.turns if each.id not in gone]
    return replace(hearing, turns=tuple(sorted([*kept, *new], key=by_time)))


def _cut(hearing: Hearing, turn: Turn, before: Word, after: Word) -> tuple[float, float]:
    """Return when the first part ends and the second starts, in seconds."""
    middle_s = (before.end_s + after.start_s) / 2
    cut_s = round(min(max(middle_s, turn.start_s), turn.end_s), 3)
    own = [
        span
        for span in speech_of(hearing, turn.speaker)
        if span.overlap_s(Span(turn.start_s, turn.end_s)) > 0
    ]
    end_s = max((min(each.end_s, cut_s) for each in own if each.start_s < cut_s), default=cut_s)
    start_s = min((max(each.start_s, cut_s) for each in own if each.end_s > cut_s), default=cut_s)
    return round(max(end_s, turn.start_s), 3), round(min(start_s, turn.end_s), 3)
