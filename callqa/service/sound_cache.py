"""Files made from recordings, kept so that they need not be made again: outlines and solos."""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from callqa.paths import cache_dir

_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class CacheFolder:
    """A folder of files whose names begin with the id of their call.

    most_bytes : what all files together may take; those used longest ago go first
    unused_days : a file that nobody used for so long goes as well
    """

    name: str
    most_bytes: int
    unused_days: float

    @property
    def path(self) -> Path:
        """Where the folder is."""
        return cache_dir() / self.name

    def file(self, name: str) -> Path:
        """Return the path of a file, which need not be there; one that is counts as used now."""
        path = self.path / name
        with suppress(OSError):
            os.utime(path)
        return path

    def tidy(self, *but: Path) -> None:
        """Remove what is too old or too much; what another program holds open stays."""
        found = sorted(self._files(but), reverse=True)
        oldest = time.time() - self.unused_days * _DAY_S
        held = sum(path.stat().st_size for path in but if path.exists())
        for used_at, size, path in found:
            held += size
            if used_at < oldest or held > self.most_bytes:
                with suppress(OSError):
                    path.unlink()

    def forget(self, call_ids: Iterable[str]) -> None:
        """Remove what was made from the recordings of calls."""
        for call_id in call_ids:
            for path in self.path.glob(f"{call_id}*"):
                with suppress(OSError):
                    path.unlink()

    def _files(self, but: tuple[Path, ...]) -> Iterator[tuple[float, int, Path]]:
        for path in self.path.glob("*"):
            with suppress(OSError):
                if path not in but and path.is_file():
                    yield path.stat().st_mtime, path.stat().st_size, path


PEAKS = CacheFolder("peaks", most_bytes=500_000_000, unused_days=90.0)
"""Outlines: 2.5 MB for two hours of two channels, so some thousand calls."""

SOLOS = CacheFolder("solos", most_bytes=1_000_000_000, unused_days=1.0)
"""Voices are personal, and a solo is cut again in seconds: a day is enough."""


def forget_sound(call_ids: Iterable[str]) -> None:
    """Remove everything on this machine that was made from the recordings of calls."""
    ids = tuple(call_ids)
    for folder in (PEAKS, SOLOS):
        folder.forget(ids)
