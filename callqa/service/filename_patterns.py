"""What file names say about calls: a pattern is tried on a name, or proposed from many."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from callqa.audio.recordings import find_recordings
from callqa.domain.recording import CallDetails
from callqa.jobs.call_details import DetailsSource

GROUPS = ("started_at", "agent", "customer", "queue", "direction")
"""What a pattern can find, in the order of reading."""

_LEAST_SHARE = 0.8
_LEAST_NAMES = 2
_LEAST_PERSONS = 2
_SEPARATORS = re.compile(r"[_\-. ]+")
_TIMES = (
    r"\d{8}-\d{6}",
    r"\d{8}_\d{6}",
    r"\d{4}-\d{2}-\d{2}_\d{2}-\d{2}-\d{2}",
    r"\d{4}-\d{2}-\d{2}T\d{2}:?\d{2}:?\d{2}",
    r"\d{4}-\d{2}-\d{2}",
    r"20\d{12}",
    r"20\d{6}",
)
"""As recorders write the start of a call; see `callqa.jobs.call_details`."""

_TIME = re.compile(rf"(?<!\d)(?:{'|'.join(_TIMES)})(?!\d)")
_DIRECTIONS = {"in", "out", "inbound", "outbound", "incoming", "outgoing"}
_MARK = "\0"


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """A piece of a file name: what it is, where it stands in the name, and what is read from it."""

    group: str
    start: int
    end: int
    value: str


def find_groups(pattern: str, name: str) -> tuple[FoundGroup, ...]:
    """Return what a pattern finds in a file name, in the order of the name.

    Raises
    ------
    UsageError
        The pattern is no regular expression, or has no group that is known.
    """
    details = DetailsSource(pattern).details(Path(name))
    found = re.search(pattern, name)
    if found is None:
        return ()
    groups = (
        FoundGroup(group, found.start(group), found.end(group), _value(details, group))
        for group, piece in found.groupdict().items()
        if piece
    )
    return tuple(sorted(groups, key=lambda each: each.start))


def propose_pattern(names: Iterable[str]) -> str:
    """Return a pattern that finds call details in most of these file names; empty for none.

    A date or time is the start of the call; letters that differ between names and recur are the
    agent; in and out are the direction; five digits or more that are no date are the customer.
    """
    stems = [Path(each).stem for each in names]
    shapes = [_shape(each) for each in stems]
    common = Counter(kinds for kinds, _ in shapes).most_common(1)
    if not common or common[0][1] < max(_LEAST_NAMES, _LEAST_SHARE * len(stems)):
        return ""
    kinds = common[0][0]
    columns = list(zip(*(pieces for kind, pieces in shapes if kind == kinds), strict=True))
    pattern = _pattern(kinds, columns)
    if not re.search(r"\(\?P<(started_at|agent)>", pattern):
        return ""
    fits = sum(re.search(pattern, each) is not None for each in stems)
    return pattern if fits >= _LEAST_SHARE * len(stems) else ""


def propose_for(paths: Iterable[Path]) -> tuple[str, str]:
    """Return a pattern for the recordings that files and folders name, and a name that it fits."""
    names = [each.name for each in find_recordings(paths).recordings]
    pattern = propose_pattern(names)
    fitting = (each for each in names if pattern and re.search(pattern, each))
    return pattern, next(fitting, "")


def _value(details: CallDetails, group: str) -> str:
    value = getattr(details, group)
    return "" if value is None else str(value)


def _shape(stem: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the kinds of the pieces of a name, and the pieces with what separates them."""
    time = _TIME.search(stem)
    marked = stem if time is None else stem[: time.start()] + _MARK + stem[time.end() :]
    kinds: list[str] = []
    pieces: list[str] = []
    at = 0
    for gap in [*_SEPARATORS.finditer(marked), None]:
        piece = marked[at : gap.start() if gap else len(marked)]
        kinds.append(_kind(piece))
        pieces.append(time[0] if time and piece == _MARK else piece)
        if gap:
            kinds.append(gap[0])
            pieces.append(gap[0])
            at = gap.end()
    return tuple(kinds), tuple(pieces)


def _kind(piece: str) -> str:
    if _MARK in piece:
        return "time" if piece == _MARK else "mixed"
    if piece.lower() in _DIRECTIONS:
        return "direction"
    if piece.isdigit():
        return "number" if len(piece) > 4 else "count"
    return "letters" if piece.isalpha() else "mixed"


def _pattern(kinds: Sequence[str], columns: Sequence[Sequence[str]]) -> str:
    made = ""
    taken: set[str] = set()
    for kind, values in zip(kinds, columns, strict=True):
        group = _group(kind, values)
        if _SEPARATORS.fullmatch(kind):
            made += kind.replace(".", r"\.")
        elif kind == "time":
            made += f"(?P<started_at>{_time_pattern(values)})"
        elif group and group not in taken:
            taken.add(group)
            made += f"(?P<{group}>{_PIECES[kind]})"
        elif len(set(values)) == 1:
            made += re.escape(values[0])
        else:
            made += _PIECES.get(kind, r"[^_\-. ]+")
    return f"^{made}"


def _time_pattern(values: Sequence[str]) -> str:
    fitting = (each for each in _TIMES if all(re.fullmatch(each, value) for value in values))
    return next(fitting, "|".join(_TIMES))


_PIECES = {
    "direction": "|".join(sorted(_DIRECTIONS, key=len, reverse=True)),
    "number": r"\d{5,}",
    "count": r"\d+",
    "letters": r"[^\W\d_]+",
}


def _group(kind: str, values: Sequence[str]) -> str:
    if kind == "letters":
        persons = len(set(values))
        return "agent" if _LEAST_PERSONS <= persons < len(values) else ""
    return {"direction": "direction", "number": "customer"}.get(kind, "")
