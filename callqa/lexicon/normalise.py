"""Recognised words to tokens that patterns can be compared with.

Lower case, contractions spelt out, fillers gone, digits and spelling made alike, stutters
collapsed. Punctuation survives as tokens of its own, because it bounds questions and gaps:
``,`` a pause, ``.`` a sentence end, ``?`` a question's end, ``|`` the border between two turns.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

COMMA, STOP, QUESTION, TURN = ",", ".", "?", "|"
MARKS = frozenset({COMMA, STOP, QUESTION, TURN})
NUMBER = "#"

_PIECE = re.compile(
    r"[£$€]?\d[\d.,:/]*\d|[£$€]?\d|[^\W\d_]+(?:'[^\W\d_]+)*'?|[.?!,;:…%&*+-]+|\u2014|\u2013"
)
_MARK_OF = {"?": QUESTION, "!": STOP, ".": STOP, ",": COMMA, ";": COMMA, ":": COMMA, "…": COMMA}
_MARK_OF |= {"\u2014": COMMA, "\u2013": COMMA}
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'"})
_MONEY = {"£": "pounds", "$": "dollars", "€": "euros"}


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a language's pack says about writing words down.

    words : one spelling to another, several words allowed (``can't`` to ``can not``)
    endings : what a contraction's ending stands for (``'ll`` to ``will``, ``n't`` to ``not``)
    beginnings : what a word's shortened beginning stands for (French ``j'`` to ``je``); the letter
        alone stands for it too, because some recognisers set it apart
    fillers : sounds that are dropped
    numbers : digits to the words that patterns use (``2`` to ``two``)
    letters : code point of a letter to what is written for it, before capitals are made small
        (a Turkish capital to its own small letter; Spanish ``á`` to ``a``: accents get lost)
    ise_for_ize : make -ize and -ise alike (``apologize``, ``apologise``)
    """

    words: Mapping[str, str]
    endings: Mapping[str, str]
    fillers: frozenset[str]
    numbers: Mapping[str, str]
    beginnings: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[int, str] = field(default_factory=dict)
    ise_for_ize: bool = True
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    def tokens(self, text: str) -> tuple[str, ...]:
        """Return the tokens of one recognised word or of a piece of text."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = tuple(self._tokens(text))
        return known

    def plain(self, text: str) -> str:
        """Return `text` with the language's letters made alike, and in small letters."""
        return text.translate(self.letters).lower()

    def _tokens(self, text: str) -> list[str]:
        plain = self.plain(text).translate(_QUOTES).strip(" \"'()[]\u00ab\u00bb\u201e\u201c\u201d")
        found: list[str] = []
        for part in plain.split():
            bare = part if part in self.words else part.rstrip(".?!,;:…-")
            if bare in self.words:
                found.extend(self.words[bare].split())
                part = part[len(bare) :]
            for piece in _PIECE.findall(part):
                found.extend(self._piece(piece))
        return found

    def _piece(self, piece: str) -> Sequence[str]:
        if piece[0] in _MONEY:
            return (*self._number(piece[1:]), _MONEY[piece[0]])
        if piece[0].isdigit():
            return self._number(piece)
        if piece[0].isalpha():
            return self._word(piece)
        if len(piece) > 1 and set(piece) == {"."}:
            return (COMMA,)
        if piece == "%":
            return ("percent",)
        mark = _MARK_OF.get("?" if "?" in piece else piece[0])
        return (mark,) if mark else ()

    def _number(self, digits: str) -> Sequence[str]:
        return self.numbers.get(digits, NUMBER).split()

    def _word(self, word: str) -> Sequence[str]:
        if word in self.words:
            return self.words[word].split()
        if word in self.fillers:
            return ()
        for ending, meant in self.endings.items():
            if word.endswith(ending):
                return (word.removesuffix(ending), meant)
        first, apostrophe, rest = word.partition("'")
        if f"{first}'" in self.beginnings:
            return (self.beginnings[f"{first}'"], *(self._word(rest) if rest else ()))
        if apostrophe:
            first = word.rpartition("'")[0]
        return (self._british(first),)

    def _british(self, word: str) -> str:
        if self.ise_for_ize and len(word) > 5 and "iz" in word[-6:]:
            return re.sub(r"iz(e[ds]?|ing|ation)$", r"is\1", word)
        return word


def without_stutter(tokens: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Collapse a word or a pair of words said twice in a row (``I'm I'm sorry``).

    `tokens` are tokens with the index of the word they come from; the first of two is kept.
    """
    kept: list[tuple[str, int]] = []
    words: list[str] = []
    for token, place in tokens:
        width = _repeated(words, token)
        if width:
            cut = len(words) - width + 1
            del kept[cut:], words[cut:]
        else:
            kept.append((token, place))
            words.append(token)
    return kept


def _repeated(words: Sequence[str], token: str) -> int:
    """Return how many words `token` would complete the repetition of, 0 for none."""
    if token in MARKS or token == NUMBER:
        return 0
    for width, back in ((1, 1), (1, 2), (2, 2), (2, 3)):
        if len(words) < back or words[-back] != token:
            continue
        if back > width and words[-width] != COMMA:
            continue
        if width == 1 or (len(words) > back and words[-1] == words[-back - 1] != COMMA):
            return width
    return 0
