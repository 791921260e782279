"""A folder is looked through again and again for recordings that have been written to their end.

Looking works everywhere, also on network shares, whose servers send no word of changes.
"""

import math
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from callqa.audio.recordings import find_recordings
from callqa.errors import RecordingMissing

LOOK_EVERY_S = 10.0
"""A recorder that writes 64 KiB at a time, at 8,000 bytes a second, leaves 8.2 s between two."""

# A share with very many files takes long to look through: it gets this many times as long a rest.
_REST_TIMES = 10

Shape = tuple[int, int]
"""Size in bytes and time of the last change in ns: a file that has both is as it was."""


class FolderWatch:
    """Recordings that come into a folder, at any depth.

    A file is taken when its size and its time were the same in two looks in a row, and again
    when they change later. A recorder that is silent for longer than the time between two looks
    while it still writes cannot be told from one that is done.

    Parameters
    ----------
    folder
        Looked through from its top.
    every_s
        Least time between two looks; it is longer where a look itself takes long.
    clock
        Seconds that only grow.
    passed_over
        Files that are not taken as long as they are so.
    """

    def __init__(
        self,
        folder: Path,
        every_s: float = LOOK_EVERY_S,
        clock: Callable[[], float] = time.monotonic,
        passed_over: Mapping[Path, Shape] | None = None,
    ) -> None:
        self.folder = folder
        self._every_s = every_s
        self._clock = clock
        self._due_s = -math.inf
        self._seen: dict[Path, Shape] = {}
        self._taken: dict[Path, Shape] = dict(passed_over or {})

    @property
    def is_due(self) -> bool:
        """Whether it is time for the next look."""
        return self._clock() >= self._due_s

    def shape_of(self, path: Path) -> Shape | None:
        """Return how a file was when it was taken, ``None`` where it was not."""
        return self._taken.get(path)

    def look(self) -> tuple[Path, ...]:
        """Look once; return the files that are complete now and were not returned as they are.

        Raises
        ------
        RecordingMissing
            The folder is not there now; what was seen in it stays known.
        """
        began_s = self._clock()
        self._due_s = began_s + self._every_s
        if not os.path.isdir(self.folder):
            raise RecordingMissing(
                "is watched and is not there now.",
                subject=str(self.folder),
                remedy="Connect its drive or network share; it is looked for again and again.",
            )
        now = {path: shape for path in self._recordings() if (shape := _shape(path)) is not None}
        took_s = self._clock() - began_s
        self._due_s = began_s + max(self._every_s, _REST_TIMES * took_s)
        complete = tuple(
            path
            for path, shape in now.items()
            if self._seen.get(path) == shape and self._taken.get(path) != shape
        )
        self._seen = now
        self._taken.update({path: now[path] for path in complete})
        return complete

    def _recordings(self) -> tuple[Path, ...]:
        return find_recordings([self.folder]).recordings


def _shape(path: Path) -> Shape | None:
    """Return size and time of a file, ``None`` while it is empty or when it is gone."""
    try:
        state = path.stat()
    except OSError:
        return None
    return (state.st_size, state.st_mtime_ns) if state.st_size else None
