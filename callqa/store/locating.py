"""Where in a call the words of a query were said: pure, from the turns that the search keeps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from callqa.domain.listing import TextHit
from callqa.domain.speech import Role
from callqa.store.folding import fold
from callqa.store.search_query import Query, Term
from callqa.store.spoken import SpokenTurn

CONTEXT_WORDS = 7
"""Words shown before and after a match: a line of about 80 letters in all."""

_PER_S = 1000
_LEFT_OUT = "…"


@dataclass(frozen=True, slots=True)
class Place:
    """Matches in one turn that are shown as one hit, each as its first and last word."""

    turn: SpokenTurn
    matches: tuple[tuple[int, int], ...]


def find_places(
    turns: Sequence[SpokenTurn], query: Query, role: Role | None = None
) -> tuple[Place, ...]:
    """Return where `query` is found; matches whose surroundings touch are one place."""
    return tuple(
        place
        for turn in turns
        if role is None or turn.role == role
        for place in _places(turn, query.wanted)
    )


def hit_at(place: Place) -> TextHit:
    """Return a place as people see it."""
    turn = place.turn
    first, last = place.matches[0][0], max(end for _, end in place.matches)
    start = max(first - CONTEXT_WORDS, 0)
    end = min(last + CONTEXT_WORDS + 1, len(turn.words))
    text = f"{_LEFT_OUT} " if start > 0 else ""
    begins: dict[int, int] = {}
    ends: dict[int, int] = {}
    for index in range(start, end):
        begins[index] = len(text)
        text += turn.words[index]
        ends[index] = len(text)
        text += " "
    return TextHit(
        role=turn.role,
        turn=turn.id,
        start_s=turn.starts_ms[first] / _PER_S,
        end_s=turn.ends_ms[last] / _PER_S,
        text=text + _LEFT_OUT if end < len(turn.words) else text.rstrip(),
        marks=tuple((begins[one], ends[other]) for one, other in place.matches),
    )


def _places(turn: SpokenTurn, terms: Sequence[Term]) -> Iterator[Place]:
    gathered: list[tuple[int, int]] = []
    reach = -1
    for match in _matches(turn, terms):
        if gathered and match[0] > reach:
            yield Place(turn, tuple(gathered))
            gathered = []
        gathered.append(match)
        reach = max(reach, match[1] + CONTEXT_WORDS)
    if gathered:
        yield Place(turn, tuple(gathered))


def _matches(turn: SpokenTurn, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Return the matches of `terms` as first and last word, sorted, none inside another."""
    parts = tuple(map(fold, turn.words))
    words = tuple(chain.from_iterable(parts))
    starts = [(term, start) for term in terms for start in _starts(words, term)]
    if not starts:
        return []
    sources = [index for index, part in enumerate(parts) for _ in part]
    found = {(sources[start], sources[start + len(term.words) - 1]) for term, start in starts}
    kept: list[tuple[int, int]] = []
    for each in sorted(found, key=lambda match: (match[0], -match[1])):
        if not kept or each[1] > kept[-1][1]:
            kept.append(each)
    return kept


def _starts(words: tuple[str, ...], term: Term) -> Iterator[int]:
    head = term.words[0]
    alone = term.prefix and len(term.words) == 1
    if not alone and head not in words:
        return
    for start, word in enumerate(words):
        if (word.startswith(head) if alone else word == head) and term.is_at(words, start):
            yield start
