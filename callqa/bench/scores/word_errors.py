"""Word errors, as jiwer counts them after Whisper's normalisation of English.

The normaliser makes case, punctuation, contractions, numbers, fillers and British spelling
alike; text in brackets, such as a redacted card number, goes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations

import jiwer
from whisper_normalizer.english import EnglishTextNormalizer

# The normaliser knows contractions by their straight apostrophe only.
_CURLY = "\u2019"


@dataclass(frozen=True, slots=True)
class WordErrors:
    """Substitutions, deletions and insertions, and the words of the reference."""

    errors: int = 0
    words: int = 0

    def __add__(self, other: "WordErrors") -> "WordErrors":
        return WordErrors(self.errors + other.errors, self.words + other.words)

    @property
    def rate(self) -> float | None:
        """Errors per word of the reference, ``None`` without any word."""
        return self.errors / self.words if self.words else None


def word_errors(reference: str, heard: str) -> WordErrors:
    """Compare what was said with what was heard."""
    spoken, recognised = _normalised(reference), _normalised(heard)
    if not spoken:
        return WordErrors(len(recognised.split()), 0)
    found = jiwer.process_words(spoken, recognised)
    return WordErrors(found.substitutions + found.deletions + found.insertions, len(spoken.split()))


def speaker_word_errors(references: Sequence[str], heard: Sequence[str]) -> WordErrors:
    """Compare texts per speaker under the assignment of speakers with the fewest errors.

    This is the concatenated minimum-permutation word error rate (cpWER): a word that is right
    but given to the wrong speaker counts as an error.
    """
    size = max(len(references), len(heard))
    said = [*references, *[""] * (size - len(references))]
    found = [*heard, *[""] * (size - len(heard))]
    pairs = [[word_errors(text, other) for other in found] for text in said]
    totals = (
        sum((pairs[row][column] for row, column in enumerate(order)), WordErrors())
        for order in permutations(range(size))
    )
    return min(totals, key=lambda each: each.errors)


def _normalised(text: str) -> str:
    return str(_normaliser()(text.replace(_CURLY, "'")))


@cache
def _normaliser() -> EnglishTextNormalizer:
    return EnglishTextNormalizer()
