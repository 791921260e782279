"""Which file a result goes to, so that no recording's result replaces another's."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import msgspec

from callqa.domain.recording import Recording

RESULT_SUFFIX = ".callqa.json"
REPORT_SUFFIX = ".callqa.html"


class _Source(msgspec.Struct):
    path: str
    sha256: str


class _Owner(msgspec.Struct):
    call_id: str
    recording: _Source


def result_path(recording: Recording, call_id: str, folder: Path | None = None) -> Path:
    """Return where the result of `recording` goes: beside it, or in `folder` when one is given.

    The name is ``<name>.callqa.json``. Where a file of that name holds the result of another
    recording (or cannot be read as a result at all), it is ``<name>.<ext>.callqa.json``, then
    ``<name>.<ext>-2.callqa.json`` and so on. A result is the recording's own when it has the
    same sound and came from the same path, or from a path where there is no file any more (the
    recording was moved); a second copy of a recording gets its own result.

    Notes
    -----
    The answer holds until another result is written: choose a name and write to it before
    choosing the next, in one process.
    """
    source = Path(recording.path)
    target = source.parent if folder is None else folder
    return next(
        path
        for path in (target / name for name in _names(source))
        if not os.path.exists(path) or _is_own(path, recording, call_id)
    )


def report_path(result: Path) -> Path:
    """Return where the HTML report beside the result file `result` goes."""
    return result.with_name(result.name.removesuffix(RESULT_SUFFIX) + REPORT_SUFFIX)


def _names(source: Path) -> Iterator[str]:
    yield source.stem + RESULT_SUFFIX
    if source.suffix:
        yield source.name + RESULT_SUFFIX
    for number in count(2):
        yield f"{source.name}-{number}{RESULT_SUFFIX}"


def _is_own(path: Path, recording: Recording, call_id: str) -> bool:
    try:
        owner = msgspec.json.decode(path.read_bytes(), type=_Owner)
    except (OSError, msgspec.MsgspecError):
        return False
    same_sound = owner.call_id == call_id or owner.recording.sha256 == recording.sha256
    before = Path(owner.recording.path)
    return same_sound and (
        before.resolve() == Path(recording.path).resolve() or not before.exists()
    )
