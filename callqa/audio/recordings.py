"""Finding recordings among the files and folders that a person names."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from callqa.errors import CallError, NoRecordings, RecordingUnreadable

SUFFIXES = frozenset(
    [
        ".3gp",
        ".aac",
        ".aif",
        ".aifc",
        ".aiff",
        ".amr",
        ".asf",
        ".au",
        ".avi",
        ".awb",
        ".caf",
        ".flac",
        ".gsm",
        ".m4a",
        ".m4v",
        ".mka",
        ".mkv",
        ".mov",
        ".mp2",
        ".mp3",
        ".mp4",
        ".mpeg",
        ".mpg",
        ".oga",
        ".ogg",
        ".opus",
        ".snd",
        ".w64",
        ".wav",
        ".wave",
        ".webm",
        ".wma",
        ".wmv",
    ]
)
"""Endings taken from a folder; a file that is named itself is taken whatever its ending."""


@dataclass(frozen=True, slots=True)
class Found:
    """Recordings in the order given, each file once, and what could not be searched."""

    recordings: tuple[Path, ...]
    failures: tuple[CallError, ...]


def find_recordings(paths: Iterable[Path]) -> Found:
    """Return every recording that `paths` name.

    A folder gives the recordings at any depth, sorted by path; hidden files and folders are left
    out, links are followed and loops of links ended. Anything else is taken as a file by name:
    whether it is there and what it holds is found when it is decoded. A folder that cannot be
    read, or holds no recording (`NoRecordings`), is a failure beside the recordings of the rest.
    """
    recordings: dict[Path, Path] = {}
    failures: list[CallError] = []
    for path in paths:
        found = list(_in_folder(path, failures)) if os.path.isdir(path) else [path]
        if not found:
            failures.append(_no_recordings(path))
        for each in found:
            recordings.setdefault(_identity(each), each)
    return Found(tuple(recordings.values()), tuple(failures))


def _in_folder(folder: Path, failures: list[CallError]) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        failures.append(
            RecordingUnreadable(
                f"cannot be searched: {error.strerror}.",
                subject=str(error.filename),
                remedy="Give your user account access to the folder.",
            )
        )

    seen: set[Path] = set()
    found: list[Path] = []
    for parent, folders, files in os.walk(folder, onerror=refuse, followlinks=True):
        here = _identity(Path(parent))
        if here in seen:
            folders.clear()
            continue
        seen.add(here)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(parent, name) for name in files if _is_recording(name)]
    yield from sorted(found)


def _is_recording(name: str) -> bool:
    return not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES


def _identity(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def _no_recordings(folder: Path) -> NoRecordings:
    return NoRecordings(
        "holds no recording at any depth.",
        subject=str(folder),
        remedy=f"Looked for {', '.join(sorted(SUFFIXES))}; name a file itself to take any other.",
    )
