"""The weights of sections always sum to 100: what one gains, the others give."""

from collections.abc import Collection, Sequence

_HUNDREDTHS = 10_000
"""100 in the unit that is reckoned in, so that sums are exact."""


def shared_weights(
    weights: Sequence[float], changed: int, weight: float, locked: Collection[int] = ()
) -> tuple[float, ...]:
    """Set one weight and share the rest out among the others as they stand to each other.

    Whole weights stay whole; others have at most two decimals. No weight falls under the smallest
    step.

    Parameters
    ----------
    weights
        Weights of the sections that count in the total; their sum may be off 100.
    changed
        Index of the one that is set, to `weight` or the nearest that the others leave room for.
    locked
        Indexes of weights that stay as they are.

    Returns
    -------
    tuple of float
        Weights that sum to 100; `weights` as they are where the locked ones leave no room.
    """
    units = [round(each * 100) for each in weights]
    is_whole = all(each % 100 == 0 for each in (*units, round(weight * 100)))
    step = 100 if is_whole else 1
    free = [i for i in range(len(units)) if i != changed and i not in locked]
    room = _HUNDREDTHS - sum(units[i] for i in locked if i != changed)
    if room < step * (len(free) + 1):
        return tuple(weights)
    most = room - step * len(free)
    set_to = min(max(round(weight * 100), step), most) if free else room
    shares = _shares([units[i] for i in free], room - set_to, step)
    result = dict(enumerate(units)) | {changed: set_to} | dict(zip(free, shares, strict=True))
    return tuple(result[i] / 100 for i in range(len(units)))


def _shares(units: Sequence[int], total: int, step: int) -> list[int]:
    """Share `total` out in proportion to `units`, at least `step` each; largest remainders first.

    `total` is enough for a step each.
    """
    if not units:
        return []
    spare = total // step - len(units)
    parts = [max(each, 0) for each in units]
    whole = sum(parts) or len(parts)
    parts = parts if sum(parts) else [1] * len(parts)
    wanted = [max(part * total / whole / step - 1, 0.0) for part in parts]
    scale = spare / sum(wanted) if sum(wanted) else 0.0
    exact = [each * scale for each in wanted]
    given = [int(each) for each in exact]
    left = spare - sum(given)
    order = sorted(range(len(units)), key=lambda i: (given[i] - exact[i], i))
    for place in range(left):
        given[order[place % len(order)]] += 1
    shares = [(each + 1) * step for each in given]
    shares[order[0]] += total - sum(shares)
    return shares
