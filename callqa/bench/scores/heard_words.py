"""The words of a result by channel, by role and by speaker, and where they lie in time."""

from collections.abc import Iterable

from callqa.domain.span import Span, merged, subtracted
from callqa.domain.speech import Role, Word
from callqa.report.document import Analysis

OUTSIDE_S = 0.25
"""A word that reaches further than this beyond its speaker's speech is out of place."""


def words_of_channel(result: Analysis, channel: int) -> tuple[Word, ...]:
    """Return the words heard on a channel, which counts from 1."""
    return _words(result, {each.id for each in result.speakers if each.channel == channel})


def words_of_role(result: Analysis, role: Role) -> tuple[Word, ...]:
    """Return the words of every speaker in a role."""
    return _words(result, {each.id for each in result.speakers if each.role == role})


def texts_by_speaker(result: Analysis) -> list[str]:
    """Return all that each speaker says, in the order of the speakers."""
    return [as_text(_words(result, {each.id})) for each in result.speakers]


def as_text(words: Iterable[Word]) -> str:
    """Return words as running text."""
    return " ".join(word.text for word in words)


def count_outside(words: Iterable[Word], speech: Iterable[Span]) -> int:
    """Return how many words reach more than `OUTSIDE_S` beyond `speech` at any point."""
    near = merged(Span(each.start_s - OUTSIDE_S, each.end_s + OUTSIDE_S) for each in speech)
    return sum(bool(subtracted([Span(word.start_s, word.end_s)], near)) for word in words)


def _words(result: Analysis, speakers: set[str]) -> tuple[Word, ...]:
    words = (word for turn in result.turns if turn.speaker in speakers for word in turn.words)
    return tuple(sorted(words, key=lambda each: each.start_s))
