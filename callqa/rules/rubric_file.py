"""Reading a rubric file; a mistake is refused with file, line, key, reason and remedy."""

import re
import tomllib
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from pathlib import Path as FilePath
from typing import Any

import msgspec

from callqa.errors import RubricError
from callqa.rules.categories import CATEGORIES
from callqa.rules.rubric import Condition, Rubric
from callqa.rules.rubric_checks import Mistake, find_mistakes
from callqa.rules.toml_lines import Path, line_index, nearest_line

DEFAULT_RUBRIC = "default_rubric.toml"

_TOML_PLACE = re.compile(r"^(?P<what>.*?)\s*\(at (?:line (?P<line>\d+)|end of document).*\)$")
_TYPE_PLACE = re.compile(r"^(?P<what>.*?)(?: - at `(?P<place>.*)`)?$", re.DOTALL)
_FIELD = re.compile(r"Object (?:contains unknown|missing required) field `(?P<name>[^`]+)`")
_STEP = re.compile(r"\[(\d+)\]|\.?([A-Za-z0-9_-]+)")


def load_rubric(path: FilePath, categories: Collection[str] = CATEGORIES) -> Rubric:
    """Read a rubric from a TOML file.

    Parameters
    ----------
    path
        The file.
    categories
        The phrase categories that the site's lexicon knows.

    Raises
    ------
    RubricError
        The file cannot be read, or has a mistake; `subject` is ``file:line: key``.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RubricError(
            f"cannot be read: {error}.", subject=str(path), remedy="Give a readable TOML file."
        ) from error
    return parse_rubric(text, source=str(path), categories=categories)


@cache
def default_rubric() -> Rubric:
    """Return the rubric that ships with the product."""
    return parse_rubric(default_rubric_text(), source=DEFAULT_RUBRIC)


def default_rubric_text() -> str:
    """Return the text of the shipped rubric, to start a site's own from."""
    return (files("callqa.rules") / "rubrics" / DEFAULT_RUBRIC).read_text(encoding="utf-8")


def parse_rubric(text: str, *, source: str, categories: Collection[str] = CATEGORIES) -> Rubric:
    """Read a rubric from TOML text; `source` names it in errors.

    Raises
    ------
    RubricError
        The text has a mistake; the first one in the file is named.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(str(error), text, source) from error
    lines = line_index(text)
    rubric = _convert(document, lines, source)
    mistakes = sorted(
        find_mistakes(rubric, categories), key=lambda each: nearest_line(lines, each.path)
    )
    if mistakes:
        raise _refusal(mistakes[0], lines, source)
    return rubric


def _not_toml(message: str, text: str, source: str) -> RubricError:
    found = _TOML_PLACE.match(message)
    what = found["what"] if found else message
    last_line = text.count("\n") + 1
    line = int(found["line"]) if found and found["line"] else last_line
    return RubricError(
        f"is not TOML: {what[:1].lower()}{what[1:]}.",
        subject=f"{source}:{line}",
        remedy="Correct that line.",
    )


def _convert(document: dict[str, Any], lines: dict[Path, int], source: str) -> Rubric:
    conditions = document.get("conditions")
    at: Path = ()
    try:
        if isinstance(conditions, dict):
            for name, condition in conditions.items():
                at = ("conditions", name)
                msgspec.convert(condition, Condition)
        at = ()
        return msgspec.convert(document, Rubric)
    except msgspec.ValidationError as error:
        raise _refusal(_wrong_type(str(error), at), lines, source) from error


def _wrong_type(message: str, at: Path) -> Mistake:
    found = _TYPE_PLACE.match(message)
    place = (found["place"] or "$") if found else "$"
    what = found["what"] if found else message
    steps = _STEP.findall(place.removeprefix("$"))
    path: Path = (*at, *(int(index) if index else key for index, key in steps))
    if missing_or_unknown := _FIELD.search(what):
        name = missing_or_unknown["name"]
        if "unknown" in what:
            return Mistake((*path, name), "is no key here.", "Correct its name or remove it.")
        return Mistake((*path, name), "is missing.", "Add it.")
    return Mistake(path, f"{what[:1].lower()}{what[1:]}.", "Correct the value.")


def _refusal(mistake: Mistake, lines: dict[Path, int], source: str) -> RubricError:
    key = ".".join(str(part) for part in mistake.path if isinstance(part, str))
    return RubricError(
        mistake.what,
        subject=f"{source}:{nearest_line(lines, mistake.path)}: {key}",
        remedy=mistake.remedy,
    )
