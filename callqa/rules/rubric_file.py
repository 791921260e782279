"""Reading a rubric file; a mistake is refused with file, line, key, reason and remedy."""

import os
import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path as FilePath

import msgspec

from callqa.errors import RubricError
from callqa.rules.categories import CATEGORIES
from callqa.rules.rubric import Rubric
from callqa.rules.rubric_checks import find_mistakes, find_mistakes_in_parts
from callqa.rules.rubric_mistake import Mistake
from callqa.rules.rubric_shape import find_shape_mistakes, nearest_name
from callqa.rules.toml_lines import Path, line_index, nearest_line

DEFAULT_RUBRIC = "default_rubric"
_SHIPPED = (DEFAULT_RUBRIC, "strict_compliance", "deescalation_training")

_TOML_PLACE = re.compile(r"^(?P<what>.*?)\s*\(at (?:line (?P<line>\d+)|end of document).*\)$")


@dataclass(frozen=True, slots=True)
class PlacedMistake:
    """A mistake in TOML text: its path of keys and indexes, its line from 1, and the error."""

    path: Path
    line: int
    error: RubricError


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
    return parse_rubric(rubric_text(path), source=str(path), categories=categories)


def rubric_mistakes(
    path: FilePath, categories: Collection[str] = CATEGORIES
) -> tuple[RubricError, ...]:
    """Return every mistake in the rubric file `path` in the order of its lines, none where right.

    See `mistakes_in` for what is looked at when; a file that cannot be read is one mistake.
    """
    try:
        text = rubric_text(path)
    except RubricError as error:
        return (error,)
    return mistakes_in(text, source=str(path), categories=categories)


def mistakes_in(
    text: str, *, source: str, categories: Collection[str] = CATEGORIES
) -> tuple[RubricError, ...]:
    """Return every mistake in TOML text in the order of its lines; `source` names it in errors.

    Text that is not TOML has one mistake, where reading stopped. A question or
    condition is looked at as soon as its own keys and values are of the right form; how parts fit
    together (weights, ids, names of conditions), as soon as all are.
    """
    return tuple(each.error for each in read_rubric(text, source=source, categories=categories)[1])


def parse_rubric(text: str, *, source: str, categories: Collection[str] = CATEGORIES) -> Rubric:
    """Read a rubric from TOML text; `source` names it in errors.

    Raises
    ------
    RubricError
        The text has a mistake; the first one in the file is named.
    """
    rubric, mistakes = read_rubric(text, source=source, categories=categories)
    if rubric is None or mistakes:
        raise mistakes[0].error
    return rubric


def shipped_rubrics() -> tuple[str, ...]:
    """Return the names of the rubrics that ship with the product, the default one first."""
    return _SHIPPED


@cache
def shipped_rubric(name: str) -> Rubric:
    """Return a rubric that ships with the product.

    Raises
    ------
    RubricError
        None has that name.
    """
    return parse_rubric(shipped_rubric_text(name), source=f"{name}.toml")


def shipped_rubric_text(name: str) -> str:
    """Return the text of a shipped rubric with its comments, to start a site's own from.

    Raises
    ------
    RubricError
        None has that name.
    """
    if name not in _SHIPPED:
        raise RubricError(
            "is no rubric that ships with CallQA.",
            subject=name,
            remedy=nearest_name(name, _SHIPPED, f"Use one of {', '.join(_SHIPPED)}."),
        )
    return (files("callqa.rules") / "rubrics" / f"{name}.toml").read_text(encoding="utf-8")


def default_rubric() -> Rubric:
    """Return the rubric in force where no other was chosen."""
    return shipped_rubric(DEFAULT_RUBRIC)


def read_rubric(
    text: str, *, source: str, categories: Collection[str] = CATEGORIES
) -> tuple[Rubric | None, tuple[PlacedMistake, ...]]:
    """Read TOML text as far as it goes: the rubric, and every mistake in the order of its lines.

    The rubric is ``None`` where keys or kinds of values are wrong; with other mistakes it is there,
    to be shown and corrected, and must not be judged by.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, (_not_toml(str(error), text, source),)
    lines = line_index(text)
    rubric = None
    mistakes = list(find_shape_mistakes(document, Rubric))
    if mistakes:
        malformed = [each.path for each in mistakes]
        mistakes += find_mistakes_in_parts(document, malformed, categories)
    else:
        rubric = msgspec.convert(document, Rubric)
        mistakes = list(find_mistakes(rubric, categories))
    mistakes.sort(key=lambda each: nearest_line(lines, each.path))
    return rubric, tuple(_refusal(each, lines, source) for each in mistakes)


def rubric_text(path: FilePath) -> str:
    """Return the text of a rubric file.

    Raises
    ------
    RubricError
        The file cannot be read, or is not UTF-8.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise RubricError(
            f"cannot be read: {reason[:1].lower()}{reason[1:]}.",
            subject=str(path),
            remedy="Give a readable TOML file.",
        ) from error
    try:
        # Some editors on Windows put a byte order mark in front, which TOML does not allow.
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RubricError(
            f"is not UTF-8 text: byte 0x{content[error.start]:02x}.",
            subject=f"{path}:{line}",
            remedy="Save it as UTF-8, or give a TOML file.",
        ) from error


def _not_toml(message: str, text: str, source: str) -> PlacedMistake:
    found = _TOML_PLACE.match(message)
    what = found["what"] if found else message
    last_line = text.count("\n") + 1
    line = int(found["line"]) if found and found["line"] else last_line
    error = RubricError(
        f"is not TOML: {what[:1].lower()}{what[1:]}.",
        subject=f"{source}:{line}",
        remedy="Correct that line.",
    )
    return PlacedMistake((), line, error)


def _refusal(mistake: Mistake, lines: dict[Path, int], source: str) -> PlacedMistake:
    key = ".".join(str(part) for part in mistake.path if isinstance(part, str))
    line = nearest_line(lines, mistake.path)
    place = f"{source}:{line}"
    error = RubricError(
        mistake.what, subject=f"{place}: {key}" if key else place, remedy=mistake.remedy
    )
    return PlacedMistake(mistake.path, line, error)
