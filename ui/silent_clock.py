"""Time that passes at a chosen speed without any sound."""

from collections.abc import Callable
from time import monotonic


class SilentClock:
    """Stands in for a recording that cannot be heard, so that its transcript can be followed.

    Parameters
    ----------
    duration_s
        Where it ends.
    now_s
        The clock on the wall, in seconds from anywhere.
    """

    def __init__(self, duration_s: float, now_s: Callable[[], float] = monotonic) -> None:
        self._duration_s = duration_s
        self._now_s = now_s
        self._rate = 1.0
        self._at_s = 0.0
        self._since_s: float | None = None

    @property
    def position_s(self) -> float:
        """Seconds from the start of the recording."""
        if self._since_s is None:
            return self._at_s
        passed_s = (self._now_s() - self._since_s) * self._rate
        return min(self._at_s + passed_s, self._duration_s)

    @property
    def has_ended(self) -> bool:
        """Whether the end is reached."""
        return self.position_s >= self._duration_s

    def play(self) -> None:
        """Let the time pass."""
        if self._since_s is None:
            self._since_s = self._now_s()

    def pause(self) -> None:
        """Hold it."""
        self._at_s = self.position_s
        self._since_s = None

    def seek(self, at_s: float) -> None:
        """Go to a position."""
        self._at_s = at_s
        if self._since_s is not None:
            self._since_s = self._now_s()

    def set_rate(self, rate: float) -> None:
        """Let it pass this many times as fast."""
        self.seek(self.position_s)
        self._rate = rate
