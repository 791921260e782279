"""Whether a figure has changed against another period, or differs from other calls."""

from dataclasses import dataclass
from math import erfc, exp, lgamma, sqrt

from callqa.domain.sentence import Sentence
from callqa.figures.intervals import (
    LEVEL,
    MIN_CALLS,
    Estimate,
    Proportion,
    t_quantile,
    t_two_sided_p,
)


@dataclass(frozen=True, slots=True)
class Change:
    """How far one figure lies from another, and whether chance explains it.

    n, n_before : calls on each side
    difference : now less before, in the figure's own unit; ``None`` where a side has no value
    low, high : 95 % interval of the difference
    p : chance of a difference at least this large if nothing had changed
    significant : at 5 %; ``None`` where it cannot be told, for the reason in `untold`

    Each such test is wrong once in twenty when nothing has changed: in a table of many figures a
    few marks are chance.
    """

    n: int
    n_before: int
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    significant: bool | None
    untold: Sentence | None


def compare_means(now: Estimate, before: Estimate) -> Change:
    """Compare two means by Welch's t-test, which lets the sides vary differently.

    Source: B. L. Welch, Biometrika 34 (1947) 28-35.
    """
    difference = _difference(now.mean, before.mean)
    untold = _too_few(now.n, before.n)
    if untold or difference is None or now.deviation is None or before.deviation is None:
        return _untold(now.n, before.n, difference, untold)
    variance = now.deviation**2 / now.n
    variance_before = before.deviation**2 / before.n
    error = sqrt(variance + variance_before)
    if error == 0.0:
        return _untold(now.n, before.n, difference, Sentence("figures.no_spread"))
    part = variance / (variance + variance_before)
    part_before = 1 - part
    freedom = 1 / (part**2 / (now.n - 1) + part_before**2 / (before.n - 1))
    half = t_quantile(freedom) * error
    p = t_two_sided_p(difference / error, freedom)
    low, high = difference - half, difference + half
    return Change(now.n, before.n, difference, low, high, p, p < 1 - LEVEL, None)


def compare_shares(now: Proportion, before: Proportion) -> Change:
    """Compare two shares: interval after Newcombe, p of the two-proportion or the exact test.

    The test is the chi-squared test in its 'N - 1' form where each expected count is at least 1,
    Fisher's exact test below that. Interval and test are different formulas, so a difference is
    significant only where they agree: p under 5 % and an interval that leaves 0 out.

    Sources: R. G. Newcombe, Stat. Med. 17 (1998) 873-890, method 10; I. Campbell, Stat. Med. 26
    (2007) 3661-3675.
    """
    difference = _difference(now.share, before.share)
    untold = _too_few(now.n, before.n)
    interval = newcombe_interval(now, before)
    if untold or difference is None or interval is None:
        return _untold(now.n, before.n, difference, untold)
    low, high = interval
    p = shares_p(now, before)
    significant = p < 1 - LEVEL and not low <= 0.0 <= high
    return Change(now.n, before.n, difference, low, high, p, significant, None)


def newcombe_interval(now: Proportion, before: Proportion) -> tuple[float, float] | None:
    """Return the 95 % interval of ``now.share - before.share`` from the two Wilson intervals."""
    if now.share is None or now.low is None or now.high is None:
        return None
    if before.share is None or before.low is None or before.high is None:
        return None
    difference = now.share - before.share
    below = sqrt((now.share - now.low) ** 2 + (before.high - before.share) ** 2)
    above = sqrt((now.high - now.share) ** 2 + (before.share - before.low) ** 2)
    return difference - below, difference + above


def shares_p(now: Proportion, before: Proportion) -> float:
    """Return the two-sided p of equal shares; 1 where all calls are alike. `n` is at least 1."""
    total, hits = now.n + before.n, now.count + before.count
    rarer = min(hits, total - hits)
    if rarer == 0:
        return 1.0
    if min(now.n, before.n) * rarer / total < 1.0:
        return fisher_p(now.count, now.n, before.count, before.n)
    pooled = hits / total
    error = sqrt(pooled * (1 - pooled) * (1 / now.n + 1 / before.n))
    z = (now.count / now.n - before.count / before.n) / error * sqrt((total - 1) / total)
    return erfc(abs(z) / sqrt(2))


def fisher_p(count: int, n: int, count_before: int, n_before: int) -> float:
    """Return the two-sided p of Fisher's exact test: all tables no likelier than this one."""
    hits, total = count + count_before, n + n_before
    ways = _log_choose(total, hits)
    chances = {
        each: exp(_log_choose(n, each) + _log_choose(n_before, hits - each) - ways)
        for each in range(max(0, hits - n_before), min(n, hits) + 1)
    }
    # Tables that are equally likely by symmetry differ in the last digits.
    limit = chances[count] * (1 + 1e-7)
    return min(1.0, sum(chance for chance in chances.values() if chance <= limit))


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _difference(now: float | None, before: float | None) -> float | None:
    return None if now is None or before is None else now - before


def _too_few(n: int, n_before: int) -> Sentence | None:
    if min(n, n_before) >= MIN_CALLS:
        return None
    return Sentence("figures.too_few_calls", n=n, before=n_before, needed=MIN_CALLS)


def _untold(n: int, n_before: int, difference: float | None, why: Sentence | None) -> Change:
    return Change(n, n_before, difference, None, None, None, None, why)
