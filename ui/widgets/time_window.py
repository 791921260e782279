"""The part of a call that is shown, and how times and pixels belong together."""

from dataclasses import dataclass

SHORTEST_S = 5.0
"""No closer: the outline has a value every 10 ms, and words are read in the transcript."""

_LEAST_CALL_S = 1.0
_PAGE_LEAD = 0.05


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """From `start_s` to `end_s` of a call that lasts `duration_s`."""

    start_s: float
    end_s: float
    duration_s: float

    @classmethod
    def whole(cls, duration_s: float) -> "TimeWindow":
        """Return the window that shows a whole call; at least a second, so that it has a scale."""
        length_s = max(duration_s, _LEAST_CALL_S)
        return cls(0.0, length_s, length_s)

    @property
    def length_s(self) -> float:
        """Seconds shown."""
        return self.end_s - self.start_s

    @property
    def is_whole(self) -> bool:
        """Whether all of the call is shown."""
        return self.length_s >= self.duration_s

    def between(self, start_s: float, end_s: float) -> "TimeWindow":
        """Return the nearest window that is neither too short nor beyond the call."""
        length_s = min(self.duration_s, max(end_s - start_s, SHORTEST_S))
        middle_s = (start_s + end_s) / 2
        first_s = min(max(0.0, middle_s - length_s / 2), self.duration_s - length_s)
        return TimeWindow(first_s, first_s + length_s, self.duration_s)

    def zoomed(self, factor: float, at_s: float) -> "TimeWindow":
        """Return the window with 1 / `factor` of the length, in which `at_s` keeps its place."""
        length_s = min(self.duration_s, max(self.length_s / factor, SHORTEST_S))
        share = (at_s - self.start_s) / self.length_s
        return self.moved_to(at_s - share * length_s, length_s)

    def moved(self, by_s: float) -> "TimeWindow":
        """Return the window that much later, as far as the call goes."""
        return self.moved_to(self.start_s + by_s, self.length_s)

    def moved_to(self, start_s: float, length_s: float) -> "TimeWindow":
        """Return the window of this length that begins there, as far as the call goes."""
        first_s = min(max(0.0, start_s), max(0.0, self.duration_s - length_s))
        return TimeWindow(first_s, first_s + length_s, self.duration_s)

    def page_at(self, time_s: float) -> "TimeWindow":
        """Return the window turned like a page, so that `time_s` is shortly after its start."""
        return self.moved_to(time_s - _PAGE_LEAD * self.length_s, self.length_s)

    def shows(self, time_s: float) -> bool:
        """Tell whether a time is in the window."""
        return self.start_s <= time_s <= self.end_s


@dataclass(frozen=True, slots=True)
class Scale:
    """A window laid out from `left_px` on over `width_px` pixels."""

    window: TimeWindow
    left_px: float
    width_px: float

    @property
    def px_per_s(self) -> float:
        """Pixels of a second."""
        return self.width_px / self.window.length_s

    def x(self, time_s: float) -> float:
        """Return where a time is, in pixels."""
        return self.left_px + (time_s - self.window.start_s) * self.px_per_s

    def time_s(self, x: float) -> float:
        """Return the time at a pixel, within the call."""
        time_s = self.window.start_s + (x - self.left_px) / self.px_per_s
        return min(max(0.0, time_s), self.window.duration_s)
