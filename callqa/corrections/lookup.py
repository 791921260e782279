"""What a change is about, found in the call or refused with what to do instead."""

from collections.abc import Sequence
from itertools import pairwise

from callqa.domain.hearing import Hearing
from callqa.domain.speech import Speaker, Turn, Word
from callqa.errors import EditRefused

_LOOK_AGAIN = "Open the call again and take the number from its transcript."


def speaker_in_call(hearing: Hearing, speaker: str) -> Speaker:
    """Return the speaker with this id.

    Raises
    ------
    EditRefused
        There is none.
    """
    found = next((each for each in hearing.speakers if each.id == speaker), None)
    if found is None:
        raise EditRefused(
            "no voice of this call has this id.",
            subject=f"speaker {speaker}",
            remedy=f"Its voices are {', '.join(each.id for each in hearing.speakers) or 'none'}.",
        )
    return found


def turn_in_call(hearing: Hearing, turn: int) -> Turn:
    """Return the turn with this id.

    Raises
    ------
    EditRefused
        There is none.
    """
    found = next((each for each in hearing.turns if each.id == turn), None)
    if found is None:
        raise EditRefused("this call has no such turn.", subject=f"turn {turn}", remedy=_LOOK_AGAIN)
    return found


def word_in_turn(turn: Turn, word: int) -> Word:
    """Return the word at this index, from 0.

    Raises
    ------
    EditRefused
        The turn has fewer words.
    """
    if not 0 <= word < len(turn.words):
        raise EditRefused(
            f"it has {len(turn.words)} words, and none at index {word} (counted from 0).",
            subject=f"turn {turn.id}",
            remedy=_LOOK_AGAIN,
        )
    return turn.words[word]


def neighbours(hearing: Hearing, first: int, second: int) -> tuple[Turn, Turn]:
    """Return two turns that follow each other among the turns of one speaker, in order of time.

    Turns of others may lie between them.

    Raises
    ------
    EditRefused
        A turn is unknown, they are not of one speaker, or that speaker said more between them.
    """
    named = turn_in_call(hearing, first), turn_in_call(hearing, second)
    subject = f"turns {first} and {second}"
    if first == second:
        raise EditRefused("these are one turn.", subject=subject, remedy="Name two turns.")
    if named[0].speaker != named[1].speaker:
        raise EditRefused(
            f"{named[0].speaker} says one and {named[1].speaker} the other.",
            subject=subject,
            remedy="Re-assign one of them first.",
        )
    for pair in pairwise(turns_of(hearing.turns, named[0].speaker)):
        if {each.id for each in pair} == {first, second}:
            return pair
    raise EditRefused(
        f"{named[0].speaker} has another turn between them.",
        subject=subject,
        remedy="Merge turns that follow each other, one after the other.",
    )


def turns_of(turns: Sequence[Turn], speaker: str) -> list[Turn]:
    """Return the turns of `speaker` in order of time."""
    return sorted((each for each in turns if each.speaker == speaker), key=by_time)


def by_time(turn: Turn) -> tuple[float, float, int]:
    """Return what turns are sorted by."""
    return turn.start_s, turn.end_s, turn.id
