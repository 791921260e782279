"""How fast recordings are heard, and how long the rest will take."""

import time
from collections.abc import Callable
from pathlib import Path

from callqa.domain.intake import IntakePace

# A worker first loads its models: what is measured before says nothing of the rest.
_STEADY_AFTER_S = 8.0


class PaceMeter:
    """Counts seconds of sound, in files that are to be heard, from one empty queue to the next.

    Time counts only while something is being heard.

    Parameters
    ----------
    clock
        Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun_s: float | None = None
        self._elapsed_s = 0.0
        self._durations_s: dict[Path, float] = {}
        self._shares: dict[Path, float] = {}
        self._open_s = 0.0
        self._heard_s = 0.0

    def expect(self, path: Path, duration_s: float) -> None:
        """Count a file that is to be heard."""
        self._open_s += duration_s - self._durations_s.get(path, 0.0)
        self._durations_s[path] = duration_s

    def move(self, path: Path, share: float) -> None:
        """Note how much of a file has been heard."""
        self._shares[path] = share

    def finish(self, path: Path) -> None:
        """Note that a file was heard to its end."""
        self._heard_s += self._forget(path)

    def drop(self, path: Path) -> None:
        """Count a file no more: it is known already, it failed, or nobody wants it."""
        self._forget(path)

    def run(self, is_running: bool) -> None:
        """Let the time run, or stand still."""
        if self._begun_s is not None:
            now_s = self._clock()
            self._elapsed_s += now_s - self._begun_s
            self._begun_s = now_s if is_running else None
        elif is_running:
            self._begun_s = self._clock()

    def pace(self, *, paused: bool) -> IntakePace:
        """Return how it goes now."""
        self.run(self._begun_s is not None)
        partly_s = sum(
            self._durations_s.get(path, 0.0) * part for path, part in self._shares.items()
        )
        done_s = self._heard_s + partly_s
        total_s = self._heard_s + self._open_s
        is_steady = done_s > 0 and self._elapsed_s >= _STEADY_AFTER_S
        speed = done_s / self._elapsed_s if is_steady else None
        left_s = (total_s - done_s) / speed if speed and not paused else None
        return IntakePace(done_s, total_s, self._elapsed_s, speed, left_s, paused)

    def _forget(self, path: Path) -> float:
        duration_s = self._durations_s.pop(path, 0.0)
        self._shares.pop(path, None)
        self._open_s -= duration_s
        return duration_s
