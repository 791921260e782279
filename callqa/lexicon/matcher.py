"""Find a pack's phrases in turns."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from callqa.domain.measures import PhraseHit
from callqa.domain.speech import Role, Turn
from callqa.lexicon.compiling import Compiled, Soft, token_string
from callqa.lexicon.normalise import COMMA, QUESTION
from callqa.lexicon.pack import Category, Pack, Phrase
from callqa.lexicon.runs import Run, runs
from callqa.lexicon.slips import Slips

CONTEXT_WORDS = 14
"""How far `with` and `not` look to either side of a hit, in tokens: about one sentence."""

GUARD_WORDS = 9
"""How far before a hit negation and reported speech are looked for, in tokens."""

SLIP_MIN_TOKENS = 3
"""A hit with a word read in spite of a slip is at least this long."""

MAX_TURNS = 2
"""A phrase may run over this many consecutive turns of a speaker."""


@dataclass(frozen=True, slots=True)
class _Found:
    phrase: Phrase
    start: int
    end: int


def match(
    turns: Sequence[Turn],
    roles: Mapping[str, Role],
    pack: Pack,
    *,
    any_role: bool = False,
    categories: Collection[str] | None = None,
) -> tuple[PhraseHit, ...]:
    """Find the phrases of `pack` in what was said.

    Parameters
    ----------
    turns
        Turns with their words; a turn without words is skipped.
    roles
        Role of each speaker by id; a speaker that is not there is ``other``.
    pack
        The phrases.
    any_role
        Look for every category in everybody's words, whoever may say it.
    categories
        Look for these only. Otherwise every category but role evidence
        (``purpose = "roles"``), which is found only when it is named here.

    Returns
    -------
    tuple of PhraseHit
        By time. A stretch of words has at most one hit of a category: the longest.
    """
    matcher = _matcher(pack)
    named = None if categories is None else frozenset(categories)
    hits: list[PhraseHit] = []
    for run in runs(turns, pack, matcher.slips):
        role = roles.get(run.speaker, "other")
        wanted = matcher.wanted(None if any_role else role, named)
        found = matcher.search(run, matcher.candidates(run, wanted))
        hits.extend(_hit(each, run, role) for each in _longest(found, run))
    return tuple(sorted(hits, key=lambda hit: (hit.start_s, hit.end_s, hit.category)))


def _is_wanted(category: Category, role: Role | None, categories: frozenset[str] | None) -> bool:
    asked = category.purpose != "roles" if categories is None else category.id in categories
    return asked and (role is None or category.may_be_said_by(role))


@lru_cache(maxsize=8)
def _matcher(pack: Pack) -> "_Matcher":
    return _Matcher(pack)


class _Matcher:
    def __init__(self, pack: Pack) -> None:
        self.slips = Slips(pack)
        self._pack = pack
        self._features: dict[str, tuple[str, ...]] = {}
        self._anchors = pack.by_anchor.keys()
        self._wanted: dict[tuple[Role | None, frozenset[str] | None], frozenset[int]] = {}
        guards = pack.guards
        self._negation = _before(guards.negation)
        self._not_negation = _before(guards.not_negation)
        self._reported = _before(guards.reported)
        self._question = _before(guards.question)
        self._negation_after = _after(guards.negation_after)
        self._reported_after = _after(guards.reported_after)

    def wanted(self, role: Role | None, categories: frozenset[str] | None) -> frozenset[int]:
        """Return the phrases to look for in words of `role` (``None``: of anybody), by number."""
        key = (role, categories)
        if key not in self._wanted:
            self._wanted[key] = frozenset(
                number
                for number, phrase in enumerate(self._pack.phrases)
                if _is_wanted(phrase.category, role, categories)
            )
        return self._wanted[key]

    def candidates(self, run: Run, wanted: frozenset[int]) -> Iterator[Phrase]:
        """Yield the wanted phrases all of whose necessary words are in the run."""
        features: set[str] = set()
        for token in set(run.tokens):
            features.update(self._features_of(token))
        numbers: set[int] = set()
        for each in features & self._anchors:
            numbers.update(self._pack.by_anchor[each])
        for number in sorted(numbers & wanted):
            phrase = self._pack.phrases[number]
            for clause in phrase.pattern.needs:
                if clause.isdisjoint(features):
                    break
            else:
                yield phrase

    def search(self, run: Run, phrases: Iterable[Phrase]) -> Iterator[_Found]:
        """Yield where the phrases are said and nothing around them undoes it."""
        for phrase in phrases:
            for each in _occurrences(phrase.pattern, run):
                found = _Found(phrase, run.token_at(each.start()), run.token_at(each.end()))
                if self._holds(run, found):
                    yield found

    def _features_of(self, token: str) -> tuple[str, ...]:
        features = self._features.get(token)
        if features is None:
            prefixes = (each for each in self._pack.prefixes if token.startswith(each))
            suffixes = (each for each in self._pack.suffixes if token.endswith(each))
            features = (
                token,
                *(f"{each}*" for each in prefixes),
                *(f"*{each}" for each in suffixes),
            )
            self._features[token] = features
        return features

    def _holds(self, run: Run, found: _Found) -> bool:
        return (
            _is_sound(run, found)
            and self._is_meant(run, found)
            and _context_allows(run, found, self._pack.soft_phrases)
        )

    def _is_meant(self, run: Run, found: _Found) -> bool:
        """Tell whether no negation, reported speech or question undoes the hit."""
        category = found.phrase.category
        first, end = run.sentence(found.start)
        window = run.tokens[max(first, found.start - GUARD_WORDS) : found.start]
        plain = [token for token in window if token not in self._pack.soft]
        before = f" {' '.join(plain)} " if plain else " "
        if self._negation.search(before) and not self._not_negation.search(before):
            return False
        if not category.keep_reported and self._reported.search(before):
            return False
        if self._is_undone_after(run, found):
            return False
        if category.in_questions:
            return True
        return run.tokens[end] != QUESTION and not self._question.search(before)

    def _is_undone_after(self, run: Run, found: _Found) -> bool:
        """Tell whether a negation or a "he said" that follows its words undoes the hit."""
        _, last = run.sentence(found.end - 1)
        window = run.tokens[found.end : min(found.end + GUARD_WORDS, last + 1)]
        plain = [each for each in window if each not in self._pack.soft]
        after = f" {' '.join(plain).removeprefix(COMMA).lstrip()} "
        if self._negation_after.match(after, 1):
            return True
        keeps = found.phrase.category.keep_reported
        return not keeps and self._reported_after.match(after, 1) is not None


def _occurrences(pattern: Compiled, run: Run) -> Iterator[re.Match[str]]:
    if not pattern.at_start:
        yield from pattern.expression.finditer(run.text)
        return
    for start in run.starts:
        found = pattern.expression.match(run.text, start)
        if found:
            yield found


def _before(guards: Sequence[Compiled]) -> re.Pattern[str]:
    """Return what finds one of `guards` ending where a hit starts."""
    sources = [each.source for each in guards]
    return re.compile(f"(?:{'|'.join(sources)})\\Z" if sources else r"(?!)")


def _after(guards: Sequence[Compiled]) -> re.Pattern[str]:
    """Return what finds one of `guards` where a hit has ended."""
    return re.compile("|".join(each.source for each in guards) if guards else r"(?!)")


def _is_sound(run: Run, found: _Found) -> bool:
    """Tell whether the hit lies in two turns at most and rests on at most one slip."""
    turns = run.turns[run.places[found.start] : run.places[found.end - 1] + 1]
    if len({turn.id for turn in turns}) > MAX_TURNS:
        return False
    slips = sum(found.start <= each < found.end for each in run.slipped)
    return slips == 0 or (slips == 1 and found.end - found.start >= SLIP_MIN_TOKENS)


def _context_allows(run: Run, found: _Found, soft: Soft) -> bool:
    phrase = found.phrase
    if not (phrase.required or phrase.forbidden):
        return True
    window = run.tokens[max(0, found.start - CONTEXT_WORDS) : found.end + CONTEXT_WORDS]
    around = token_string(window, soft)
    if phrase.required and not any(each.expression.search(around) for each in phrase.required):
        return False
    return not any(each.expression.search(around) for each in phrase.forbidden)


def _longest(found: Iterator[_Found], run: Run) -> list[_Found]:
    """Keep, of hits of one category that get in each other's way, the longest, then the first."""
    kept: dict[str, list[_Found]] = {}
    for each in sorted(found, key=lambda hit: (hit.start - hit.end, hit.start)):
        others = kept.setdefault(each.phrase.category.id, [])
        if not any(_clash(each, other, run) for other in others):
            others.append(each)
    return [each for hits in kept.values() for each in hits]


def _clash(left: _Found, right: _Found, run: Run) -> bool:
    if left.start < right.end and right.start < left.end:
        return True
    once = left.phrase.category.once_a_sentence
    return once and run.sentence(left.start) == run.sentence(right.start)


def _hit(found: _Found, run: Run, role: Role) -> PhraseHit:
    first, last = run.places[found.start], run.places[found.end - 1]
    words = run.words[first : last + 1]
    return PhraseHit(
        category=found.phrase.category.id,
        polarity=found.phrase.category.polarity,
        role=role,
        turn=run.turns[first].id,
        start_s=words[0].start_s,
        end_s=words[-1].end_s,
        text=" ".join(word.text.strip() for word in words),
        source="phrase",
    )
