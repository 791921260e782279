"""Krippendorff's alpha: agreement of any number of people, with answers missing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from callqa.figures.ratings import Points, Scale


def krippendorff_alpha(calls: Iterable[Sequence[Points]], scale: Scale) -> float | None:
    """Return alpha: 1 is full agreement, 0 what chance gives, below 0 systematic disagreement.

    The metric is the scale's: 0 or 1 on the nominal, the squared difference in points on the
    interval scale, where "does not apply" is a missing value. A call with fewer than two answers
    says nothing about agreement and is left out.

    Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011).

    Parameters
    ----------
    calls
        The answers that each call got, in any order.
    scale
        Of the question.

    Returns
    -------
    alpha, or ``None`` where there is only one answer in all, or no call with two.
    """
    observed = 0.0
    times: Counter[Points] = Counter()
    for answers in calls:
        counted = [each for each in answers if scale == "nominal" or each is not None]
        if len(counted) < 2:
            continue
        times.update(counted)
        apart = sum(_difference(a, b, scale) for a, b in combinations(counted, 2))
        observed += 2 * apart / (len(counted) - 1)
    n = times.total()
    expected = 2 * sum(
        times[a] * times[b] * _difference(a, b, scale) for a, b in combinations(times, 2)
    )
    return None if expected == 0 else 1 - (n - 1) * observed / expected


def _difference(a: Points, b: Points, scale: Scale) -> float:
    if scale == "nominal" or a is None or b is None:
        return float(a != b)
    return (a - b) ** 2
