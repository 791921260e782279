"""The same stock line said again and again counts once."""

from collections.abc import Sequence

from rapidfuzz import fuzz

from callqa.domain.measures import PhraseHit
from callqa.lexicon.normalise import MARKS
from callqa.lexicon.pack import Pack

SAME_LINE = 90.0
"""Likeness (rapidfuzz token-sort ratio, 0 to 100) from which two lines are one line."""


def repeated_apologies(hits: Sequence[PhraseHit], pack: Pack) -> dict[PhraseHit, PhraseHit]:
    """Return each apology of the agent that only says a line again, with the first of that line.

    Softeners, fillers and punctuation do not make a line different ("I'm really sorry about
    that", "I'm sorry about that"); what the apology is for does. docs/measures.md section 7: the
    same stock line three times counts once and is noted.
    """
    first: list[tuple[str, PhraseHit]] = []
    repeats: dict[PhraseHit, PhraseHit] = {}
    for hit in sorted(hits, key=lambda each: each.start_s):
        if hit.category != "apologise" or hit.role != "agent":
            continue
        line = _line(hit.text, pack)
        same = next((one for other, one in first if _is_same(line, other)), None)
        if same is None:
            first.append((line, hit))
        else:
            repeats[hit] = same
    return repeats


def _is_same(line: str, other: str) -> bool:
    return fuzz.token_sort_ratio(line, other) >= SAME_LINE


def _line(text: str, pack: Pack) -> str:
    tokens = pack.spelling.tokens(text)
    return " ".join(token for token in tokens if token not in MARKS and token not in pack.soft)
