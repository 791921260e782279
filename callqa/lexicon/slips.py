"""One wrong letter in a long word, as recognisers make it ("fustrating", "apologse")."""

from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from callqa.lexicon.loading import SLIP_MIN_LETTERS
from callqa.lexicon.pack import Pack

LONG_WORD_LETTERS = 10
"""From this length two letters may be wrong: an edit is then at most 20 % of the word."""


@dataclass(frozen=True, slots=True)
class Slips:
    """Reads a token as the pack's word that it was meant to be.

    A token is left alone when the pack knows it, when it is short, and when it is only another
    form of the word (``refund``, ``refunding``): those are words in their own right.
    """

    pack: Pack
    _known: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def meant(self, token: str) -> str:
        """Return the pack's word for `token`, or `token` itself."""
        if len(token) < SLIP_MIN_LETTERS - 1 or token in self.pack.vocabulary:
            return token
        meant = self._known.get(token)
        if meant is None:
            meant = self._known[token] = self._nearest(token)
        return meant

    def _nearest(self, token: str) -> str:
        allowed = 2 if len(token) >= LONG_WORD_LETTERS else 1
        if not token.isalpha() or self._is_open_form(token):
            return token
        found = process.extractOne(
            token, self.pack.slips, scorer=Levenshtein.distance, score_cutoff=allowed
        )
        if found is None or _is_form_of(token, found[0], self.pack.inflections):
            return token
        return found[0]

    def _is_open_form(self, token: str) -> bool:
        """Tell whether a ``word*`` or ``*word`` of the pack covers `token`."""
        return token.startswith(self.pack.prefixes) or token.endswith(self.pack.suffixes)


def _is_form_of(token: str, word: str, inflections: frozenset[str]) -> bool:
    """Tell whether the two are forms of one word, or differ in their first letter only."""
    if token[1:] == word[1:]:
        return True
    shared = 0
    while shared < min(len(token), len(word)) and token[shared] == word[shared]:
        shared += 1
    return {token[shared:], word[shared:]} <= inflections | {""}
