"""The same stock line said again and again counts once."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from callqa.domain.measures import PhraseHit
from callqa.lexicon.normalise import MARKS
from callqa.lexicon.pack import Pack

SAME_LINE = 90.0
"""Likeness (rapidfuzz token-sort ratio, 0 to 100) from which two lines are one line."""


@dataclass(frozen=True, slots=True)
class DistinctHits:
    """The first hit of each different line, and the later ones that only repeat it."""

    kept: tuple[PhraseHit, ...]
    repeats: tuple[PhraseHit, ...]


def distinct_apologies(
    hits: Sequence[PhraseHit], pack: Pack, category: str = "apologise"
) -> DistinctHits:
    """Part the apologies of a call into different lines and repeats of a line.

    Softeners, fillers and punctuation do not make a line different ("I'm really sorry about
    that", "I'm sorry about that"); what the apology is for does. MEASURES.md section 7: the same
    stock line three times counts once and is noted.
    """
    kept: list[tuple[str, PhraseHit]] = []
    repeats: list[PhraseHit] = []
    for hit in sorted(hits, key=lambda each: each.start_s):
        if hit.category != category:
            continue
        line = _line(hit.text, pack)
        if any(fuzz.token_sort_ratio(line, other) >= SAME_LINE for other, _ in kept):
            repeats.append(hit)
        else:
            kept.append((line, hit))
    return DistinctHits(tuple(hit for _, hit in kept), tuple(repeats))


def _line(text: str, pack: Pack) -> str:
    tokens = pack.spelling.tokens(text)
    return " ".join(token for token in tokens if token not in MARKS and token not in pack.soft)
