"""Names of a vocabulary in what was said and in what was heard."""

import re
from collections.abc import Iterable

from callqa.bench.scores.detections import Detections

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['\u2019]s\b")


def name_detections(said: str, heard: str, names: Iterable[str]) -> Detections:
    """Count names that are said and heard, said and missed, and heard without being said.

    Names are compared word by word without case and possessive; the order in the text is not
    looked at, so both texts must be of one voice.
    """
    total = Detections()
    for name in names:
        there, found = _count(said, name), _count(heard, name)
        total += Detections(min(there, found), max(0, there - found), max(0, found - there))
    return total


def _count(text: str, name: str) -> int:
    words, parts = _words(text), _words(name)
    return sum(words[at : at + len(parts)] == parts for at in range(len(words) - len(parts) + 1))


def _words(text: str) -> list[str]:
    return _WORD.findall(_POSSESSIVE.sub("", text.lower()))
