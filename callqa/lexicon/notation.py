"""The pattern notation of a phrase pack: read it, and turn it into one regular expression.

``word``        that word; contractions and spellings are made alike on both sides
``frustrat*``   any word that starts so
``(a|b c)``     one of these
``[a|b]``       the same, or nothing
``...``         up to 4 other words of the sentence (``...7`` up to 7); at the end of a pattern:
                the rest of the clause, up to 6 words
``<feeling>``   one entry of a named word list
``^``           the start of a sentence or clause
``^^``          the start of a sentence or turn
``?``           the question mark
``#``           a number in digits
``.``           the end of a sentence or turn

Between any two words the matcher also allows a comma and a softener of the language ("really",
"you know"). Every repetition is bounded, so no text makes matching slow.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

GAP_WORDS = 4
TAIL_WORDS = 6
MAX_GAP_WORDS = 12
MAX_GAPS = 3

_TOKEN = re.compile(r"\s*(\.\.\.\d*|<[\w-]*>|\^\^|[()\[\]|^?]|[^\s()\[\]|^?<>]+)")
_PAUSE = r"(?:[,|] )?"
_ANY_WORD = rf"(?:[^ .?,|]+ {_PAUSE})"
_SENTENCE_START = r"(?<= [.?|] )"
_END = r"(?=[.?|] )"
_CLAUSE_WORD = r"(?:[^ .?,|]+ )"

Clause = frozenset[str]


class NotationError(Exception):
    """A pattern breaks the notation; the text says what is wrong and how to write it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Literal:
    """One token; `prefix` when any ending will do."""

    word: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Between no and `most` words of the same sentence."""

    most: int


@dataclass(frozen=True, slots=True)
class Start:
    """The start of a sentence; of a clause too unless `strict`."""

    strict: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """The end of a sentence or turn."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences, or nothing when `optional`."""

    options: tuple["Sequenced", ...]
    optional: bool


Element = Literal | Gap | Start | End | Choice
Sequenced = tuple[Element, ...]

_SIGNS: Mapping[str, Element] = {"^": Start(), "^^": Start(strict=True), ".": End(), "?": Literal("?"), "#": Literal("#")}


@dataclass(frozen=True, slots=True)
class Grammar:
    """What a language adds to the notation.

    tokens : text to tokens, as recognised words are tokenised
    lists : word lists by name
    soft : words allowed between any two words of a pattern
    openers : words after which a sentence may be said to start
    common : words so frequent that looking for them first saves nothing
    """

    tokens: Callable[[str], Sequence[str]]
    lists: Mapping[str, Sequence[str]]
    soft: Sequence[str]
    openers: Sequence[str]
    common: frozenset[str]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A pattern ready to search with.

    needs : each clause is a set of words (``word*`` for a prefix) of which the text must hold
        one, or the expression cannot match
    words : every word that the pattern names
    at_start : the pattern begins with ``^``
    """

    text: str
    expression: re.Pattern[str]
    at_start: bool
    needs: tuple[Clause, ...]
    words: frozenset[str]


def compile_pattern(text: str, grammar: Grammar) -> Compiled:
    """Read `text` and return what searches for it in a token string.

    Raises
    ------
    NotationError
        The pattern breaks the notation.
    """
    sequence = _Reader(text, grammar).read()
    _check(sequence)
    source = _Writer(grammar).sequence(sequence)
    return Compiled(
        text=text,
        expression=re.compile(f"(?<= ){source}"),
        at_start=isinstance(sequence[0], Start),
        needs=tuple(_needs(sequence, grammar.common)),
        words=frozenset(_words(sequence)),
    )


class _Reader:
    def __init__(self, text: str, grammar: Grammar, *, within: tuple[str, ...] = ()) -> None:
        self._tokens = _TOKEN.findall(text)
        self._at = 0
        self._grammar = grammar
        self._within = within

    def read(self) -> Sequenced:
        sequence = self._sequence(closing="")
        if self._at < len(self._tokens):
            token = self._tokens[self._at]
            raise NotationError(f"has {token!r} without its opening.", "Remove it or open it.")
        return sequence

    def _sequence(self, closing: str) -> Sequenced:
        found: list[Element] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token in (")", "]") or (token == "|" and closing):
                break
            self._at += 1
            found.extend(self._element(token))
        return tuple(found)

    def _element(self, token: str) -> Sequence[Element]:
        if token in ("(", "["):
            return (self._choice(")" if token == "(" else "]"),)
        if token.startswith("..."):
            return (Gap(_gap_words(token)),)
        if token.startswith("<"):
            return (self._list(token[1:-1]),)
        if token == "|":
            raise NotationError("has | outside brackets.", "Write (one|other).")
        if token in _SIGNS:
            return (_SIGNS[token],)
        return self._words(token)

    def _words(self, token: str) -> Sequence[Element]:
        if token.endswith("*"):
            return (Literal(token[:-1].lower(), prefix=True),)
        words = self._grammar.tokens(token)
        if not words:
            raise NotationError(
                f"has {token!r}, which the matcher never sees (a filler or a sign).", "Remove it."
            )
        return tuple(Literal(word) for word in words)

    def _choice(self, closing: str) -> Choice:
        options = [self._sequence(closing)]
        while self._at < len(self._tokens) and self._tokens[self._at] == "|":
            self._at += 1
            options.append(self._sequence(closing))
        if self._at >= len(self._tokens) or self._tokens[self._at] != closing:
            raise NotationError(f"lacks a closing {closing!r}.", f"Add {closing!r}.")
        self._at += 1
        if not all(_is_solid(option) or option == (End(),) for option in options):
            raise NotationError(
                "has an alternative without a word of its own.", "Use [ ] for what may be absent."
            )
        return Choice(tuple(options), optional=closing == "]")

    def _list(self, name: str) -> Choice:
        if name not in self._grammar.lists:
            known = ", ".join(sorted(self._grammar.lists))
            raise NotationError(f"names an unknown list <{name}>.", f"Use one of: {known}.")
        if name in self._within:
            raise NotationError(f"uses the list <{name}> inside itself.", "Take it out.")
        within = (*self._within, name)
        entries = self._grammar.lists[name]
        return Choice(
            tuple(_Reader(entry, self._grammar, within=within).read() for entry in entries),
            optional=False,
        )


def _gap_words(token: str) -> int:
    words = int(token[3:] or GAP_WORDS)
    if not 1 <= words <= MAX_GAP_WORDS:
        raise NotationError(
            f"has a gap of {words} words.", f"Use ...1 to ...{MAX_GAP_WORDS}, or two patterns."
        )
    return words


def _is_solid(sequence: Sequenced) -> bool:
    return any(
        isinstance(each, Literal) or (isinstance(each, Choice) and not each.optional)
        for each in sequence
    )


def _check(sequence: Sequenced) -> None:
    if not sequence or not _is_solid(sequence):
        raise NotationError("has no word that must be said.", "Add one.")
    if isinstance(sequence[0], Gap):
        raise NotationError("starts with a gap.", "Start with a word; a gap goes between words.")
    if sum(isinstance(each, Gap) for each in sequence) > MAX_GAPS:
        raise NotationError(f"has more than {MAX_GAPS} gaps.", "Split it into two patterns.")
    if any(isinstance(each, Start) for each in sequence[1:]):
        raise NotationError("has ^ after its start.", "^ can only come first.")


class _Writer:
    def __init__(self, grammar: Grammar) -> None:
        soft = "|".join(re.escape(each) for each in grammar.soft)
        self._between = rf"(?:(?:,|\||{soft}) ){{0,3}}" if soft else r"(?:(?:,|\|) ){0,2}"
        openers = "".join(rf"|(?<= {re.escape(word)} )" for word in grammar.openers)
        self._start = rf"(?:(?<= [.?,|] ){openers})"

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
                parts.append(f"(?:{self._choice(each)}{self._between})?")
            else:
                parts.append(self._joined(each, "" if glued else self._between))
                begun = True
                glued = False
        return "".join(parts)

    def _joined(self, each: Element, between: str) -> str:
        if isinstance(each, Choice):
            source = f"{between}{self._choice(each)}"
            return f"(?:{source})?" if each.optional else source
        if isinstance(each, Literal):
            ending = "[^ ]*" if each.prefix else ""
            return f"{between}{re.escape(each.word)}{ending} "
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
    return f"{literal.word}*" if literal.prefix else literal.word


def _words(sequence: Sequenced) -> Iterator[str]:
    for each in sequence:
        if isinstance(each, Literal):
            yield _feature(each)
        elif isinstance(each, Choice):
            for option in each.options:
                yield from _words(option)
