"""Sharing points out so that they add up to the hundredth."""

from collections.abc import Sequence

UNITS_PER_POINT = 100
TOTAL_UNITS = 100 * UNITS_PER_POINT


def shared_out(units: int, weights: Sequence[float]) -> tuple[int, ...]:
    """Split `units` in proportion to `weights` into whole units that sum to `units`.

    Largest remainder: everyone gets the whole part of the exact share; the units left go to the
    largest fractions, the earlier one where they are equal. A weight of 0 gets none.

    Examples
    --------
    >>> shared_out(100, (1, 1, 1))
    (34, 33, 33)
    """
    total = sum(weights)
    if total <= 0:
        return (0,) * len(weights)
    exact = [units * weight / total for weight in weights]
    whole = [int(share) for share in exact]
    by_remainder = sorted(
        (i for i in range(len(weights)) if weights[i] > 0), key=lambda i: whole[i] - exact[i]
    )
    for i in by_remainder[: units - sum(whole)]:
        whole[i] += 1
    return tuple(whole)


def as_points(units: int) -> float:
    """Return hundredths as points."""
    return units / UNITS_PER_POINT
