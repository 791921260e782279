"""Whether somebody scores higher or lower than the others, and whether that changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from callqa.figures.comparison import Change, compare_means
from callqa.figures.intervals import Estimate, estimate_mean


@dataclass(frozen=True, slots=True)
class Deviation:
    """By how many points one answer lies above the others' mean on the same call."""

    call_id: str
    points: float
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Drift:
    """How one rater leans.

    lean : mean points above (below, where negative) the others on the same calls
    change : the lean in the later half of the answers against the earlier half; ``None`` where
        an answer has no time
    """

    rater: str
    lean: Estimate
    change: Change | None


def measure_drift(rater: str, deviations: Sequence[Deviation]) -> Drift:
    """Return how `rater` leans; halves are by number of answers, not by time."""
    lean = estimate_mean(each.points for each in deviations)
    timed = [(each.at, each.call_id, each.points) for each in deviations if each.at is not None]
    if len(timed) < len(deviations):
        return Drift(rater, lean, None)
    ordered = [points for _, _, points in sorted(timed)]
    half = len(ordered) // 2
    change = compare_means(estimate_mean(ordered[half:]), estimate_mean(ordered[:half]))
    return Drift(rater, lean, change)
