"""Words as the search knows them, the same in both databases: without case, accents or apostrophes.

Folding here, and not in the databases, makes SQLite, PostgreSQL and the time of a hit agree on what
a word is, and needs no extension of PostgreSQL to find "senor" in "señor".
"""

import unicodedata
from functools import lru_cache

# Letters that no normal form takes apart, as keyboards without them write them.
_PLAIN = str.maketrans(
    {
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "'": None,
        "\N{RIGHT SINGLE QUOTATION MARK}": None,
        "\N{LEFT SINGLE QUOTATION MARK}": None,
        "\N{MODIFIER LETTER APOSTROPHE}": None,
    }
)
_FIRST_ACCENT, _LAST_ACCENT = "\u0300", "\u036f"

TURN_END = "\N{LATIN LETTER LATERAL CLICK}"
"""Stands between two turns in an indexed text, so that no phrase reaches from one into the next."""


@lru_cache(maxsize=65_536)
def fold(text: str) -> tuple[str, ...]:
    """Return the words of `text`: runs of letters and digits, in lower case and without accents.

    ``"Don't"`` is ``dont``; ``"forty-two"`` is two words, and so is ``"3.50"``.
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN)
    return tuple("".join(each for each in map(_kept, plain)).split())


def _kept(letter: str) -> str:
    if _FIRST_ACCENT <= letter <= _LAST_ACCENT or letter == TURN_END:
        return ""
    return letter if letter.isalnum() or unicodedata.category(letter)[0] == "M" else " "
