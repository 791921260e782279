"""What a person typed into the search field: words that were said, and filters among them."""

import re
from dataclasses import dataclass
from datetime import tzinfo

from callqa.domain.listing import CallFilter
from callqa.service.filter_text import NAMES, filter_of

_TOKEN = re.compile(r'[a-z0-9_]+(?:<=|>=|=)(?:"[^"]*"?|\S+)|-?"[^"]*"?\*?|\S+')
_TERM = re.compile(r"(?P<name>[a-z0-9_]+)(?P<sign><=|>=|=)(?P<value>.+)", re.DOTALL)
_LEAST_PREFIX = 3


@dataclass(frozen=True, slots=True)
class Typed:
    """Words to look for, and the terms of a filter, each as it was typed."""

    words: str
    terms: tuple[str, ...]

    @property
    def as_beginning(self) -> str:
        """The words while a person is typing: the last one may go on."""
        last = self.words.rpartition(" ")[2]
        is_plain = last.isalnum() and len(last) >= _LEAST_PREFIX and last != "OR"
        return f"{self.words}*" if is_plain else self.words

    def where(self, zone: tzinfo | None) -> CallFilter:
        """Return the filter that the terms describe.

        Raises
        ------
        UsageError
            A term has a value that it cannot have.
        """
        return filter_of(self.terms, zone)


def read_typed(line: str) -> Typed:
    """Tell words from filters: ``score<=60``, ``agent="Ana Silva"`` are filters."""
    words, terms = [], []
    for token in _TOKEN.findall(line):
        found = _TERM.fullmatch(token)
        if found and found["name"] in NAMES:
            terms.append(f"{found['name']}{found['sign']}{found['value'].strip(chr(34))}")
        else:
            words.append(token)
    return Typed(" ".join(words), tuple(terms))
