"""The sentences that people read: one catalogue per language, for every surface.

``<language>/<area>.toml`` holds ``code = "template"``, where the area is the first part of the
code: ``role.own_name`` is ``own_name`` in ``en/role.toml``. A template names its values in
braces, with a format where needed: ``"{share:.0%} of the speech"``.
"""

import string
import tomllib
from functools import cache
from importlib.resources import files

from callqa.domain.sentence import Sentence, Value

_DECIMAL_COMMA = {"de"}
"""Languages that write 0,5 and not 0.5."""


def say(sentence: Sentence, language: str = "en") -> str:
    """Return `sentence` in `language`.

    Raises
    ------
    KeyError
        The catalogue has no such code: a mistake in the code, found by the catalogue's test.
    """
    area, _, name = sentence.code.partition(".")
    template = _area(language, area)[name]
    if language in _DECIMAL_COMMA:
        return _Comma().vformat(template, (), sentence.values)
    return template.format(**sentence.values)


@cache
def knows(code: str, language: str = "en") -> bool:
    """Tell whether the catalogue has a sentence for `code`."""
    area, _, name = code.partition(".")
    folder = files(__name__) / language
    return (folder / f"{area}.toml").is_file() and name in _area(language, area)


class _Comma(string.Formatter):
    """Writes fractions with a comma and leaves a space before the sign for percent."""

    def format_field(self, value: Value, format_spec: str) -> str:
        """Return a value as its place in the template asks for it."""
        written = str(super().format_field(value, format_spec))
        if isinstance(value, str):
            return written
        return written.replace(".", ",").replace("%", " %")


@cache
def _area(language: str, area: str) -> dict[str, str]:
    source = files(__name__) / language / f"{area}.toml"
    document: dict[str, str] = tomllib.loads(source.read_text(encoding="utf-8"))
    return document
