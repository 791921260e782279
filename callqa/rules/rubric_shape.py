"""Whether a TOML document has the keys and the kinds of values that a rubric has."""

import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from difflib import get_close_matches
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin

from msgspec import Struct
from msgspec.structs import fields

from callqa.rules.rubric_mistake import Mistake
from callqa.rules.toml_lines import Path

_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (int, "a number"),
    (float, "a number"),
    (str, "text"),
    (list, "a list"),
    (dict, "a table"),
    (datetime, "a date"),
    (date, "a date"),
    (time, "a time"),
)


def find_shape_mistakes(document: Mapping[str, Any], kind: type[Struct]) -> Iterator[Mistake]:
    """Yield every unknown key, missing key and value of a wrong kind in `document`.

    Parameters
    ----------
    document
        The parsed TOML.
    kind
        What the document should hold; where nothing is yielded, it converts to this type.
    """
    yield from _in_table(document, kind, ())


def nearest_name(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return a remedy that names what `name` was probably meant to be, or `otherwise`."""
    near = _nearest(name, known)
    return f"Did you mean '{near}'?" if near else otherwise


def _nearest(name: str, known: Iterable[str]) -> str | None:
    return next(iter(get_close_matches(name, list(known), n=1)), None)


def _in_table(value: object, kind: type[Struct], path: Path) -> Iterator[Mistake]:
    if not isinstance(value, dict):
        yield _wrong(value, "a table", path)
        return
    known = {each.encode_name: each for each in fields(kind)}
    misspelt = set()
    for key, each in value.items():
        if key in known:
            yield from _in_value(each, known[key].type, (*path, key))
        else:
            misspelt.add(_nearest(key, known))
            listed = f"Remove it, or use one of {', '.join(known)}."
            yield Mistake((*path, key), "is no key here.", nearest_name(key, known, listed))
    for name, each in known.items():
        if each.required and name not in value and name not in misspelt:
            yield Mistake((*path, name), "is missing.", "Add it.")


def _in_value(value: object, kind: Any, path: Path) -> Iterator[Mistake]:
    if isinstance(kind, UnionType):
        kind = next(each for each in get_args(kind) if each is not NoneType)
    if isinstance(kind, type) and issubclass(kind, Struct):
        yield from _in_table(value, kind, path)
    elif get_origin(kind) is tuple:
        yield from _in_list(value, get_args(kind)[0], path)
    elif get_origin(kind) is dict:
        yield from _in_named(value, get_args(kind)[1], path)
    elif get_origin(kind) is Literal:
        yield from _in_choice(value, get_args(kind), path)
    else:
        yield from _in_plain(value, kind, path)


def _in_list(value: object, kind: Any, path: Path) -> Iterator[Mistake]:
    if not isinstance(value, list):
        remedy = "Write [[...]] above it." if isinstance(value, dict) else "Put it in [ ]."
        yield _wrong(value, "a list", path, remedy)
        return
    for i, each in enumerate(value):
        yield from _in_value(each, kind, (*path, i))


def _in_named(value: object, kind: Any, path: Path) -> Iterator[Mistake]:
    if not isinstance(value, dict):
        yield _wrong(value, "a table", path)
        return
    for name, each in value.items():
        yield from _in_value(each, kind, (*path, name))


def _in_choice(value: object, choices: tuple[str, ...], path: Path) -> Iterator[Mistake]:
    if value not in choices:
        shown = f"'{value}'" if isinstance(value, str) else _kind_of(value)
        listed = ", ".join(f'"{each}"' for each in choices)
        yield Mistake(path, f"cannot be {shown}.", f"Use one of {listed}.")


def _in_plain(value: object, kind: type, path: Path) -> Iterator[Mistake]:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind is float and is_number:
        if not math.isfinite(value):  # type: ignore[arg-type]
            yield Mistake(path, f"must be a number, not {value}.", "Write a number in digits.")
    elif kind is int and isinstance(value, float):
        yield Mistake(path, f"must be a whole number, not {value:g}.", "Leave out the decimals.")
    elif not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
        yield _wrong(value, _KIND_NAMES[kind], path, _REMEDIES[kind])


def _wrong(value: object, wanted: str, path: Path, remedy: str = "Correct the value.") -> Mistake:
    return Mistake(path, f"must be {wanted}, not {_kind_of(value)}.", remedy)


def _kind_of(value: object) -> str:
    return next(name for kind, name in _KINDS if isinstance(value, kind))


_KIND_NAMES = dict(_KINDS)
_REMEDIES = {
    bool: "Write true or false without quotes.",
    int: "Write a number without quotes.",
    float: "Write a number without quotes.",
    str: 'Put it in quotes: "...".',
}
