"""Cohen's kappa: agreement of two people beyond what their habits give by chance."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from callqa.figures.ratings import Points, Scale


def cohen_kappa(pairs: Sequence[tuple[Points, Points]], scale: Scale) -> float | None:
    """Return kappa of the answers of two people to the same calls, -1 to 1.

    On the nominal scale every disagreement is alike. On the interval scale kappa is weighted
    linearly, a disagreement counting its points, and pairs in which one says that the question
    does not apply are left out. Linear, because tolerance and mean absolute error count points as
    well, and because quadratically weighted kappa grows with the number of categories.

    Sources: J. Cohen, Educ. Psychol. Meas. 20 (1960) 37-46 and Psychol. Bull. 70 (1968) 213-220;
    H. Brenner and U. Kliebsch, Epidemiology 7 (1996) 199-202.

    Returns
    -------
    kappa, or ``None`` where both always give the same one answer, or there is no pair.
    """
    counted = [pair for pair in pairs if scale == "nominal" or None not in pair]
    n = len(counted)
    if n == 0:
        return None
    observed = sum(_distance(a, b, scale) for a, b in counted) / n
    left = Counter(a for a, _ in counted)
    right = Counter(b for _, b in counted)
    expected = sum(
        times * other_times * _distance(a, b, scale)
        for a, times in left.items()
        for b, other_times in right.items()
    ) / (n * n)
    return None if expected == 0 else 1 - observed / expected


def mean_kappa(answers: Mapping[str, Mapping[str, Points]], scale: Scale) -> float | None:
    """Return the mean of kappa over all pairs of people (Light's kappa).

    A pair counts by the calls that both have answered, so that a pair with few does not weigh as
    much as the others. Pairs without a kappa are left out.

    Source: R. J. Light, Psychol. Bull. 76 (1971) 365-377.

    Parameters
    ----------
    answers
        For each person, the points by call id.
    scale
        Of the question.
    """
    total, weight = 0.0, 0
    for first, second in combinations(answers.values(), 2):
        pairs = [(points, second[call]) for call, points in first.items() if call in second]
        kappa = cohen_kappa(pairs, scale)
        if kappa is not None:
            total += kappa * len(pairs)
            weight += len(pairs)
    return total / weight if weight else None


def _distance(a: Points, b: Points, scale: Scale) -> float:
    if scale == "nominal" or a is None or b is None:
        return float(a != b)
    return abs(a - b)
