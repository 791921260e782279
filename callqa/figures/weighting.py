"""Averages from a sample whose calls were not equally likely to be drawn."""

from collections.abc import Sequence
from math import fsum, sqrt

from callqa.figures.intervals import UNBOUNDED, Bounds, Estimate, estimate_mean, mean_interval


def estimate_weighted_mean(
    drawn: Sequence[tuple[float, float]], bounds: Bounds = UNBOUNDED
) -> Estimate:
    """Return the mean over all candidates that a sample speaks for.

    Each value counts 1 / inclusion probability: a call that was drawn because it is risky stands
    for few others like it. This is Hájek's ratio form of the Horvitz-Thompson estimator, which
    does not move when all values move together; its variance is by linearisation, as if drawn with
    replacement, which is on the safe side. `deviation` of the result is the one that gives this
    variance at `n` calls. Where all probabilities are equal it is the plain mean.

    Source: C.-E. Särndal, B. Swensson and J. Wretman, Model Assisted Survey Sampling (1992),
    sections 2.8, 2.9 and 5.7.

    Parameters
    ----------
    drawn
        Pairs of value and inclusion probability, above 0 to 1.

    Raises
    ------
    ValueError
        A probability is not above 0 to 1.
    """
    if not all(0.0 < probability <= 1.0 for _, probability in drawn):
        raise ValueError("an inclusion probability must lie above 0 and be at most 1")
    n = len(drawn)
    if n < 2 or len({value for value, _ in drawn}) == 1:
        return estimate_mean((value for value, _ in drawn), bounds)
    weights = [1.0 / probability for _, probability in drawn]
    total = fsum(weights)
    mean = fsum(w * value for w, (value, _) in zip(weights, drawn, strict=True)) / total
    squares = fsum((w * (value - mean)) ** 2 for w, (value, _) in zip(weights, drawn, strict=True))
    deviation = sqrt(squares / (n - 1)) * n / total
    interval = mean_interval(n, mean, deviation, bounds)
    low, high = interval if interval else (None, None)
    return Estimate(n, mean, low, high, deviation)
