"""A scale of round numbers, and where a value lies on it in a drawing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Literal

Unit = Literal["share", "seconds", "points", "count", "rate"]
"""How a value is written: in percent, in seconds, as 0 to 100, as a mean count, per something."""

_ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_STEPS = 4
_HEADROOM = 2.0
"""An interval may stand this many times the highest mean above 0 before it is cut off: with three
calls it can be so wide that nothing else could be seen."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From `lowest` to `highest` in steps of `step`, drawn from `start_px` to `end_px`."""

    lowest: float
    highest: float
    step: float
    start_px: float
    end_px: float

    def at(self, value: float) -> float:
        """Return where `value` is, to 0.1 px; a value off the scale is at its end."""
        share = (value - self.lowest) / (self.highest - self.lowest)
        return round(self.start_px + min(1.0, max(0.0, share)) * (self.end_px - self.start_px), 1)

    def ticks(self) -> Iterator[float]:
        """Yield the values of the steps, both ends included."""
        for index in range(round((self.highest - self.lowest) / self.step) + 1):
            yield self.lowest + index * self.step


def scale_for(
    unit: Unit, means: Iterable[float], highs: Iterable[float], start_px: float, end_px: float
) -> Scale:
    """Return an honest scale: whole for shares and points, else from 0 to a round number."""
    if unit == "points":
        return Scale(0.0, 100.0, 25.0, start_px, end_px)
    if unit == "share":
        return Scale(0.0, 1.0, 0.25, start_px, end_px)
    known = list(means)
    top = max(known, default=1.0)
    most = max([top, *(min(high, _HEADROOM * top) for high in highs)])
    step = _round_step(max(most, 1e-9) / _STEPS)
    lowest = floor(min(0.0, min(known, default=0.0)) / step) * step
    return Scale(lowest, max(step, ceil(most / step - 1e-9) * step), step, start_px, end_px)


def _round_step(least: float) -> float:
    power = 10.0 ** floor(log10(least))
    return next(step * power for step in _ROUND_STEPS if step * power >= least * (1 - 1e-9))
