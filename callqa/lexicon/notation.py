"""The pattern notation of a phrase pack, and its reader.

``word``        that word; contractions and spellings are made alike on both sides
``frustrat*``   any word that starts so
``*nummer``     any word that ends so
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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

GAP_WORDS = 4
TAIL_WORDS = 6
MAX_GAP_WORDS = 12
MAX_GAPS = 3

_TOKEN = re.compile(r"\s*(\.\.\.\d*|<[\w-]*>|\^\^|[()\[\]|^?]|[^\s()\[\]|^?<>]+)")


class NotationError(Exception):
    """A pattern breaks the notation; the text says what is wrong and how to write it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Literal:
    """One token; `prefix` when any ending will do, `suffix` when any beginning will."""

    word: str
    prefix: bool = False
    suffix: bool = False


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

_SIGNS: Mapping[str, Element] = {
    "^": Start(),
    "^^": Start(strict=True),
    ".": End(),
    "?": Literal("?"),
    "#": Literal("#"),
}


@dataclass(frozen=True, slots=True)
class Grammar:
    """What a language adds to the notation.

    tokens : text to tokens, as recognised words are tokenised
    lists : word lists by name
    soft : words allowed between any two words of a pattern
    openers : words after which a sentence may be said to start
    common : words so frequent that looking for them first saves nothing
    plain : text to small letters, those made alike that the language takes for one
    """

    tokens: Callable[[str], Sequence[str]]
    lists: Mapping[str, Sequence[str]]
    soft: Sequence[str]
    openers: Sequence[str]
    common: frozenset[str]
    plain: Callable[[str], str] = str.lower


def read_pattern(text: str, grammar: Grammar) -> Sequenced:
    """Read `text` and check that it can be searched for.

    Raises
    ------
    NotationError
        The pattern breaks the notation.
    """
    sequence = _Reader(text, grammar).read()
    _check(sequence)
    return sequence


class _Reader:
    def __init__(self, text: str, grammar: Grammar, *, within: tuple[str, ...] = ()) -> None:
        self._tokens: list[str] = _TOKEN.findall(text)
        if len("".join(self._tokens)) != len("".join(text.split())):
            raise NotationError("has < or > that name no list.", "Write <name>.")
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
            return (Literal(self._grammar.plain(token[:-1]), prefix=True),)
        if token.startswith("*"):
            return (Literal(self._grammar.plain(token[1:]), suffix=True),)
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
