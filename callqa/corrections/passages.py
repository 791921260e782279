"""Passages, the words that a meaning was read from, when turns and words change."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from callqa.domain.hearing import Hearing, Passage
from callqa.domain.speech import Turn

MEANING_HOLDS = 0.2
"""Share of a passage's words that may be others than were heard before its meaning is taken for
another (set by hand: the meaning of a sentence bears one word in five misheard)."""


def after_split(
    passages: Iterable[Passage], turn: int, word: int, second: int
) -> tuple[Passage, ...]:
    """Give those from `word` on to turn `second`; one that lies across the cut has no meaning."""
    kept: list[Passage] = []
    for each in passages:
        if each.turn != turn or each.end <= word:
            kept.append(each)
        elif each.first >= word:
            kept.append(Passage(second, each.first - word, each.end - word, each.vector))
    return tuple(kept)


def after_merge(passages: Iterable[Passage], first: Turn, second: Turn) -> tuple[Passage, ...]:
    """Give those of `second` to `first`, whose words come before theirs."""
    words = len(first.words)
    return tuple(
        Passage(first.id, each.first + words, each.end + words, each.vector)
        if each.turn == second.id
        else each
        for each in passages
    )


def after_fix(passages: Iterable[Passage], turn: int, word: int, words: int) -> tuple[Passage, ...]:
    """Count on where a word has become `words` words; a passage without any goes."""
    more = words - 1
    moved = (
        each
        if each.turn != turn or each.end <= word
        else replace(
            each, first=each.first + (more if each.first > word else 0), end=each.end + more
        )
        for each in passages
    )
    return tuple(each for each in moved if each.first < each.end)


def that_still_hold(
    passages: Sequence[Passage], heard: Hearing, now: Hearing
) -> tuple[Passage, ...]:
    """Return `passages` without those of which too many words are not those once heard."""
    known = {word for turn in heard.turns for word in turn.words}
    turns = {turn.id: turn for turn in now.turns}
    kept = []
    for each in passages:
        words = turns[each.turn].words[each.first : each.end]
        others = sum(word not in known for word in words)
        if others <= MEANING_HOLDS * len(words):
            kept.append(each)
    return tuple(kept)
