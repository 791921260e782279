"""The window's texts: one catalogue per language, a file per area.

``<language>/<area>.toml`` holds ``name = "text with {value}"``; the key is ``area.name``. What the
engine says (reasons, explanations, names of flags) comes from the engine's own catalogue in the
same language.
"""

import tomllib
from functools import cache
from importlib.resources import files

from callqa import catalogue
from callqa.domain.sentence import Sentence

LANGUAGES = ("en", "de")

_language = "en"


def use_language(code: str) -> None:
    """Show texts in this language from now on; English where there is no such catalogue."""
    global _language
    _language = code if code in LANGUAGES else "en"


def language() -> str:
    """Return the code of the language in use."""
    return _language


def text(key: str, /, **values: object) -> str:
    """Return the text of ``area.name``, with its values put in.

    Raises
    ------
    KeyError
        The catalogue has no such text: a mistake in the code, found by the catalogue's test.
    """
    area, _, name = key.partition(".")
    return _area(_language, area)[name].format(**values)


def counted(key: str, n: int, /, **values: object) -> str:
    """Return the text of ``area.name_one`` or ``area.name_other`` for `n` things."""
    return text(f"{key}_{'one' if n == 1 else 'other'}", n=n, **values)


def sentence(said: Sentence) -> str:
    """Return a sentence of the engine."""
    return catalogue.say(said, _language)


def named(kind: str, code: str) -> str:
    """Return the name of a coded thing, as reports have it: ``named("category", "apology")``.

    A code that no catalogue knows, such as a category of a site's own phrase pack, is shown as
    words.
    """
    entry = f"report.{code if code.startswith('situation_') else f'{kind}_{code}'}"
    if catalogue.knows(entry, _language):
        return catalogue.say(Sentence(entry), _language)
    return code.replace("_", " ").capitalize()


@cache
def _area(code: str, area: str) -> dict[str, str]:
    source = files(__name__) / code / f"{area}.toml"
    document: dict[str, str] = tomllib.loads(source.read_text(encoding="utf-8"))
    return document
