"""Patterns as regular expressions over a token string, and what must be in it for a match."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from callqa.lexicon.notation import (
    GAP_WORDS,
    TAIL_WORDS,
    Choice,
    Element,
    End,
    Gap,
    Grammar,
    Literal,
    Sequenced,
    Start,
    read_pattern,
)

_PAUSE = r"(?:[,|] )?"
_ANY_WORD = rf"(?:[^ .?,|]+ {_PAUSE})"
_SENTENCE_START = r"(?<= [.?|] )"
_END = r"(?=[.?|] )"
_CLAUSE_WORD = r"(?:[^ .?,|]+ )"

_BETWEEN = r"(?:(?:[,|]|[^ ]+~) ){0,3}"

Clause = frozenset[str]
Soft = Mapping[str, tuple[tuple[str, ...], ...]]


SOFT_MARK = "~"
"""Follows, in a token string, a word that may stand between any two words of a pattern."""


@dataclass(frozen=True)
class Compiled:
    """A pattern ready to search with.

    source : the regular expression over a token string, compiled when first used
    needs : each clause is a set of words (``word*`` for a prefix, ``*word`` for a suffix) of which
        the text must hold one, or the expression cannot match
    words : every word that the pattern names
    at_start : the pattern begins with ``^``
    """

    text: str
    source: str
    at_start: bool
    needs: tuple[Clause, ...]
    words: frozenset[str]

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """What searches a token string. Compiled late: a call needs few of a pack's patterns."""
        return re.compile(self.source)


def compile_pattern(text: str, grammar: Grammar) -> Compiled:
    """Read `text` and return what searches for it in a token string.

    Raises
    ------
    NotationError
        The pattern breaks the notation.
    """
    sequence = read_pattern(text, grammar)
    return Compiled(
        text=text,
        source=f"(?<= ){_Writer(grammar).sequence(sequence)}",
        at_start=isinstance(sequence[0], Start),
        needs=tuple(_needs(sequence, grammar.common)),
        words=frozenset(_words(sequence)),
    )


def token_string(tokens: Sequence[str], soft: Soft) -> str:
    """Return `tokens` as patterns search them: each followed by a space, soft ones marked."""
    return f" {' '.join(marked(tokens, soft))} "


def marked(tokens: Sequence[str], soft: Soft) -> list[str]:
    """Return `tokens` with `SOFT_MARK` after those of a soft word or phrase."""
    found = list(tokens)
    for place, token in enumerate(tokens):
        for phrase in soft.get(token, ()):
            end = place + len(phrase)
            if tuple(tokens[place:end]) == phrase:
                found[place:end] = [f"{word}{SOFT_MARK}" for word in phrase]
    return found


def soft_by_first(phrases: Iterable[str]) -> Soft:
    """Return soft words and phrases by their first word."""
    table: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in phrases:
        words = tuple(phrase.split())
        table[words[0]] = (*table.get(words[0], ()), words)
    return table


class _Writer:
    def __init__(self, grammar: Grammar) -> None:
        self._soft = {word for phrase in grammar.soft for word in phrase.split()}
        openers = (form for word in grammar.openers for form in self._forms(word))
        lookbehinds = "".join(rf"|(?<= {re.escape(form)} )" for form in openers)
        self._start = rf"(?:(?<= [.?,|] ){lookbehinds})"

    def _forms(self, word: str) -> tuple[str, ...]:
        return (word, f"{word}{SOFT_MARK}") if word in self._soft else (word,)

    def sequence(self, sequence: Sequenced, *, inner: bool = False) -> str:
        parts: list[str] = []
        begun = False
        glued = True
        last = len(sequence) - 1
        for place, each in enumerate(sequence):
            if isinstance(each, Start):
                parts.append(_SENTENCE_START if each.strict else self._start)
            elif isinstance(each, End):
                parts.append(_END)
            elif isinstance(each, Gap):
                parts.append(_gap(each, is_tail=place == last and not inner))
                glued = True
            elif isinstance(each, Choice) and each.optional and not begun:
                parts.append(f"(?:{self._choice(each)}{_BETWEEN})?")
            else:
                parts.append(self._joined(each, "" if glued else _BETWEEN))
                begun = True
                glued = False
        return "".join(parts)

    def _joined(self, each: Element, between: str) -> str:
        if isinstance(each, Choice):
            source = f"{between}{self._choice(each)}"
            return f"(?:{source})?" if each.optional else source
        if isinstance(each, Literal):
            mark = f"{SOFT_MARK}?" if each.word in self._soft else ""
            beginning = "[^ ]*" if each.suffix else ""
            ending = "[^ ]*" if each.prefix else mark
            return f"{between}{beginning}{re.escape(each.word)}{ending} "
        raise AssertionError(each)

    def _choice(self, choice: Choice) -> str:
        options = (self.sequence(option, inner=True) for option in choice.options)
        return f"(?:{'|'.join(sorted(options, key=len, reverse=True))})"


def _gap(gap: Gap, *, is_tail: bool) -> str:
    if is_tail:
        most = TAIL_WORDS if gap.most == GAP_WORDS else gap.most
        return f"{_CLAUSE_WORD}{{0,{most}}}"
    return f"{_PAUSE}{_ANY_WORD}{{0,{gap.most}}}?"


def _needs(sequence: Sequenced, common: frozenset[str]) -> Iterator[Clause]:
    for each in sequence:
        if isinstance(each, Literal):
            yield frozenset({_feature(each)})
        elif isinstance(each, Choice) and not each.optional:
            yield from _needs_of_choice(each, common)


def _needs_of_choice(choice: Choice, common: frozenset[str]) -> Iterator[Clause]:
    """Yield one clause: the most telling words of each option, when every option has one."""

    def cost(clause: AbstractSet[str]) -> tuple[int, int, int]:
        return (len(clause & common), len(clause), -max(map(len, clause)))

    if len(choice.options) == 1:
        yield from _needs(choice.options[0], common)
        return
    needed: set[str] = set()
    for option in choice.options:
        clauses = list(_needs(option, common))
        if not clauses:
            return
        needed |= min(clauses, key=cost)
    yield frozenset(needed)


def _feature(literal: Literal) -> str:
    if literal.prefix:
        return f"{literal.word}*"
    return f"*{literal.word}" if literal.suffix else literal.word


def _words(sequence: Sequenced) -> Iterator[str]:
    for each in sequence:
        if isinstance(each, Literal):
            yield _feature(each)
        elif isinstance(each, Choice):
            for option in each.options:
                yield from _words(option)
