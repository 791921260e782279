"""Closed lists of words that tell how an utterance works in a conversation, for one language.

They are lists of function, not of meaning: what listeners say to show that they follow, what a
clause cannot end on, what carries no content. They stand in a pack's ``language.toml`` under
``[conversation]``; behaviours are told by the pack's categories instead.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Self

from callqa.domain.speech import Word

_EDGE = re.compile(r"^[^\w]+|[^\w]+$")
_MIN_CONTENT = 4
"""Shortest word that carries content, in letters, and shortest stem."""


class PhraseSet(NamedTuple):
    """Phrases as tuples of tokens, and the length of the longest."""

    phrases: frozenset[tuple[str, ...]]
    longest: int

    @classmethod
    def of(cls, phrases: Iterable[str]) -> Self:
        """Return the set of `phrases`, each one word or several."""
        split = frozenset(tuple(each.split()) for each in phrases)
        return cls(split, max(map(len, split), default=0))


@dataclass(frozen=True, slots=True)
class ConversationWords:
    """The lists of one language.

    continuers : what a listener says without taking the floor (docs/measures.md section 5)
    support : agreement, assessment and sympathy
    intensifiers : passed over where an utterance is checked to be nothing but those
    acceptance : how a speaker takes up a completion that the other offered
    refusal : words that a completion offered to the other does not contain
    never_last : words a clause does not end on, whatever punctuation the recogniser set
    seldom_last : words a clause seldom ends on: open where no punctuation says otherwise
    content_free : words without content of their own, formulas of courtesy among them
    endings : endings taken off so that forms of a word meet, longest first
    """

    continuers: PhraseSet
    support: PhraseSet
    intensifiers: frozenset[str]
    acceptance: frozenset[str]
    refusal: frozenset[str]
    never_last: frozenset[str]
    seldom_last: frozenset[str]
    content_free: frozenset[str]
    endings: tuple[str, ...]

    def is_continuer(self, words: Sequence[Word]) -> bool:
        """Tell whether `words` are nothing but continuers; never when there are none."""
        return self._is_made_of(tokens(words), self.continuers)

    def is_support(self, words: Sequence[Word]) -> bool:
        """Tell whether `words` are nothing but continuers, agreement and sympathy."""
        return self._is_made_of(tokens(words), self.continuers, self.support)

    def content_stems(self, text: str) -> frozenset[str]:
        """Return the stems of the words of `text` that carry content, and its numbers.

        Words of four letters or more outside the closed lists, without their endings, so that
        "frustrated" and "frustration" meet.
        """
        said = (token(word) for word in text.split())
        return frozenset(
            word if word.isdigit() else self._stem(word)
            for word in said
            if word.isdigit() or (len(word) >= _MIN_CONTENT and not self._is_content_free(word))
        )

    def _is_content_free(self, word: str) -> bool:
        return word in self.content_free or word in self.never_last or word in self.seldom_last

    def _stem(self, word: str) -> str:
        ending = next((each for each in self.endings if word.endswith(each)), "")
        return word.removesuffix(ending)

    def _is_made_of(self, said: Sequence[str], *lists: PhraseSet) -> bool:
        core = [each for each in said if each not in self.intensifiers]
        return _is_covered(said, lists) or _is_covered(core, lists)


@lru_cache(maxsize=32768)
def token(text: str) -> str:
    """Return `text` as the lists spell it: lower case, no punctuation round it."""
    small = text.strip().replace("İ", "i").lower()
    return _EDGE.sub("", small.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))


def tokens(words: Sequence[Word]) -> tuple[str, ...]:
    """Return the tokens of `words`, without those that are punctuation alone."""
    found = (token(word.text) for word in words)
    return tuple(each for each in found if each)


def _is_covered(said: Sequence[str], lists: Sequence[PhraseSet]) -> bool:
    position = 0
    while position < len(said):
        step = max(_match(said, position, each) for each in lists)
        if step == 0:
            return False
        position += step
    return bool(said)


def _match(said: Sequence[str], position: int, known: PhraseSet) -> int:
    for length in range(min(known.longest, len(said) - position), 0, -1):
        if tuple(said[position : position + length]) in known.phrases:
            return length
    return 0


_NO_WORDS: frozenset[str] = frozenset()

IN_ANY_LANGUAGE = ConversationWords(
    continuers=PhraseSet.of(
        ["mm", "mmm", "mhm", "hm", "hmm", "mm hm", "mm-hm", "uh huh", "uh-huh", "aha", "ah", "oh",
         "okay", "ok"]
    ),
    support=PhraseSet.of([]),
    intensifiers=_NO_WORDS,
    acceptance=_NO_WORDS,
    refusal=_NO_WORDS,
    never_last=_NO_WORDS,
    seldom_last=_NO_WORDS,
    content_free=_NO_WORDS,
    endings=(),
)  # fmt: skip
"""What is known of a language without a pack: the sounds listeners make in most of them."""
