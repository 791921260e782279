"""A mean or a share with its 95 % interval and the number of calls it rests on.

An interval speaks of what the agent or team would show over many more such calls, not only of the
calls at hand. It takes calls as independent of each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import fsum, inf, nan, sqrt
from statistics import NormalDist

LEVEL = 0.95
"""Confidence level of every interval (docs/measures.md section 8)."""

MIN_CALLS = 10
"""Fewer calls are neither ranked nor compared with another period.

The ranking's limit is docs/measures.md section 8. Measured for the comparison by simulation, on
skewed scores capped at 100 with 5 % automatic fails: of 20 000 changes that are none, Welch's test
against 40 calls calls 14 % significant with 5 calls, 9 % with 10, 6 % with 20, where 5 % are meant.
"""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The range that a measure cannot leave, in the measure's own unit."""

    lowest: float = -inf
    highest: float = inf


UNBOUNDED = Bounds()
NOT_NEGATIVE = Bounds(lowest=0.0)
SHARE = Bounds(0.0, 1.0)
SCORE = Bounds(0.0, 100.0)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over calls.

    n : calls with a value; those without one are not counted
    mean : ``None`` where `n` is 0
    low, high : 95 % interval of the mean, ``None`` where the calls do not give one
    deviation : sample standard deviation (n - 1), ``None`` where `n` is under 2
    """

    n: int
    mean: float | None
    low: float | None
    high: float | None
    deviation: float | None


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share of calls.

    count, n : calls that have it, of how many
    share : 0 to 1, ``None`` where `n` is 0
    low, high : 95 % interval after Wilson, ``None`` where `n` is 0
    """

    count: int
    n: int
    share: float | None
    low: float | None
    high: float | None


def estimate_mean(values: Iterable[float], bounds: Bounds = UNBOUNDED) -> Estimate:
    """Return the mean of `values` with its interval (`mean_interval`)."""
    data = tuple(values)
    n = len(data)
    if n == 0:
        return Estimate(0, None, None, None, None)
    lowest, highest = min(data), max(data)
    mean = min(max(fsum(data) / n, lowest), highest)
    if n == 1:
        return Estimate(1, mean, None, None, None)
    if lowest == highest:
        deviation = 0.0
    else:
        deviation = sqrt(fsum([(value - mean) ** 2 for value in data]) / (n - 1))
    interval = mean_interval(n, mean, deviation, bounds)
    low, high = interval if interval else (None, None)
    return Estimate(n, mean, low, high, deviation)


def mean_interval(
    n: int, mean: float, deviation: float, bounds: Bounds = UNBOUNDED, level: float = LEVEL
) -> tuple[float, float] | None:
    """Return the interval of a mean after Student's t, cut at `bounds`.

    Where all values are equal, t would give an interval without width, as if nothing else could
    ever come. Between two bounds Wilson's interval stands in, which holds for every measure on
    that range: none varies more than one that is always at an end. Without bounds there is no
    interval, nor with a single value.

    Returns
    -------
    (low, high) or ``None``
    """
    if n < 2:
        return None
    if deviation == 0.0:
        span = bounds.highest - bounds.lowest
        if span in (0.0, inf):
            return None
        low, high = wilson_interval(n * (mean - bounds.lowest) / span, n, level)
        return bounds.lowest + span * low, bounds.lowest + span * high
    half = t_quantile(n - 1, level) * deviation / sqrt(n)
    return max(mean - half, bounds.lowest), min(mean + half, bounds.highest)


def estimate_share(count: int, n: int) -> Proportion:
    """Return `count` of `n` calls as a share with Wilson's interval.

    Raises
    ------
    ValueError
        `count` is not among 0 to `n`.
    """
    if not 0 <= count <= n:
        raise ValueError(f"{count} of {n} is no share")
    if n == 0:
        return Proportion(0, 0, None, None, None)
    return Proportion(count, n, count / n, *wilson_interval(count, n))


def wilson_interval(count: float, n: int, level: float = LEVEL) -> tuple[float, float]:
    """Return Wilson's score interval of the share `count` / `n`, within 0 to 1.

    `count` need not be whole: a mean of shares over `n` calls has this interval as well, which is
    then wider than needed. `n` is at least 1. Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927)
    209-212; recommended for small n by L. D. Brown, T. T. Cai and A. DasGupta, Stat. Sci. 16 (2001)
    101-133.
    """
    z = normal_quantile(level)
    share = count / n
    shrunk = 1 + z * z / n
    middle = (share + z * z / (2 * n)) / shrunk
    half = z / shrunk * sqrt(max(0.0, share * (1 - share)) / n + z * z / (4 * n * n))
    # At the ends the formula gives 0 and 1 exactly; rounding must not leave the share outside.
    return max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share))


@lru_cache(maxsize=4096)
def t_quantile(freedom: float, level: float = LEVEL) -> float:
    """Return the two-sided quantile of Student's t at `level`, for `freedom` degrees of freedom."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1 + level) / 2))


def t_two_sided_p(t: float, freedom: float) -> float:
    """Return the chance of a value at least as far from 0 as `t`; NaN for no degrees of freedom."""
    from scipy.special import stdtr

    return float(2 * stdtr(freedom, -abs(t))) if freedom > 0 else nan


@lru_cache(maxsize=64)
def normal_quantile(level: float = LEVEL) -> float:
    """Return the two-sided quantile of the normal distribution at `level` (1.96 at 95 %)."""
    return NormalDist().inv_cdf((1 + level) / 2)
