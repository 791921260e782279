"""What a person types into the search, and the same in the words of each database.

Words must all occur, in any order; ``"a phrase"`` within one turn; ``refund*`` is any word that
begins so, also at the end of a phrase; ``OR`` joins its two neighbours; ``-word`` must not occur.
Anything else that is typed counts as space, so no text breaks the search.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from callqa.domain.speech import Role
from callqa.errors import UsageError
from callqa.store.folding import fold

MOST_WORDS = 32
"""Words of one query; more is a pasted text, and each costs a look-up."""

LEAST_PREFIX = 2
"""Letters before a star: after one letter nearly every call has such a word."""

_TOKEN = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?(?P<star>\*?)|(?P<word>[^\s"]+))')
_WEIGHTS: dict[Role, str] = {"agent": "A", "customer": "B", "other": "C"}


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words that follow each other in one turn; the last is only a beginning if `prefix`."""

    words: tuple[str, ...]
    prefix: bool = False

    def is_at(self, words: tuple[str, ...], place: int) -> bool:
        """Tell whether the term stands at `place` of a turn's folded `words`."""
        end = place + len(self.words)
        found = words[place:end]
        if not self.prefix:
            return found == self.words
        return found[:-1] == self.words[:-1] and (
            len(found) == len(self.words) and found[-1].startswith(self.words[-1])
        )


@dataclass(frozen=True, slots=True)
class Query:
    """Every group needs one of its terms in a call, and none of `without` may be there."""

    groups: tuple[tuple[Term, ...], ...]
    without: tuple[Term, ...] = ()

    @property
    def wanted(self) -> tuple[Term, ...]:
        """All terms that are looked for."""
        return tuple(term for group in self.groups for term in group)

    def for_sqlite(self, role: Role | None) -> str:
        """Return the query as an FTS5 expression over columns named for the roles."""
        wanted = " AND ".join(_any_of(map(_fts5, group), " OR ") for group in self.groups)
        unwanted = _any_of(map(_fts5, self.without), " OR ")
        whole = f"({wanted}) NOT {unwanted}" if self.without else wanted
        return f"{{{role}}} : ({whole})" if role else whole

    def for_postgresql(self, role: Role | None) -> str:
        """Return the query for ``to_tsquery`` over a vector whose weights are the roles."""
        weight = _WEIGHTS[role] if role else ""
        wanted = [
            _any_of((_tsquery(term, weight) for term in group), " | ") for group in self.groups
        ]
        unwanted = [f"!{_tsquery(term, weight)}" for term in self.without]
        return " & ".join([*wanted, *unwanted])


def read_query(text: str) -> Query:
    """Read what a person typed.

    Raises
    ------
    UsageError
        There is no word to look for, there are too many, or a star follows a single letter.
    """
    groups: list[tuple[Term, ...]] = []
    without: list[Term] = []
    joins = False
    for token in _TOKEN.finditer(text):
        if token["word"] == "OR" and not token["minus"]:
            joins = bool(groups)
            continue
        term = _term(token)
        if term is None:
            continue
        if token["minus"]:
            without.append(term)
        elif joins:
            groups[-1] = (*groups[-1], term)
        else:
            groups.append((term,))
        joins = False
    query = Query(tuple(groups), tuple(without))
    _check(query)
    return query


def _term(token: re.Match[str]) -> Term | None:
    text = token["phrase"] if token["word"] is None else token["word"]
    words = fold(text)
    return Term(words, prefix=bool(token["star"]) or text.rstrip().endswith("*")) if words else None


def _check(query: Query) -> None:
    terms = (*query.wanted, *query.without)
    if not query.groups:
        raise UsageError(
            "the search has no word to look for.",
            remedy='Give words, a "phrase in quotes" or the beginning of a word and a star.',
        )
    if sum(len(each.words) for each in terms) > MOST_WORDS:
        raise UsageError(
            f"the search has more than {MOST_WORDS} words.", remedy="Look for fewer words."
        )
    for each in terms:
        if each.prefix and len(each.words[-1]) < LEAST_PREFIX:
            raise UsageError(
                f"{each.words[-1]}* would find nearly every call.",
                remedy=f"Give at least {LEAST_PREFIX} letters before the star.",
            )


def _fts5(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + (" *" if term.prefix else "")


def _tsquery(term: Term, weight: str) -> str:
    marks = [weight] * len(term.words)
    marks[-1] = ("*" if term.prefix else "") + weight
    lexemes = [
        f"'{word}':{mark}" if mark else f"'{word}'"
        for word, mark in zip(term.words, marks, strict=True)
    ]
    return f"({' <-> '.join(lexemes)})" if len(lexemes) > 1 else lexemes[0]


def _any_of(parts: Iterable[str], joined_by: str) -> str:
    given = list(parts)
    return f"({joined_by.join(given)})" if len(given) > 1 else "".join(given)
