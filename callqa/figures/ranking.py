"""Ranks that claim no more than the calls show."""

from collections.abc import Mapping
from dataclasses import dataclass

from callqa.figures.intervals import LEVEL, MIN_CALLS, SCORE, Estimate, mean_interval


@dataclass(frozen=True, slots=True)
class Rank:
    """The ranks that a group may have, 1 the highest mean: 2 to 4 of 9, or 1 to 1.

    best, worst : the range; equal where the calls settle the rank
    groups : how many groups are ranked
    """

    best: int
    worst: int
    groups: int


def rank_groups(means: Mapping[str, Estimate]) -> dict[str, Rank]:
    """Return the range of ranks of each group with at least 10 calls; the others get none.

    Two groups differ in rank only where their intervals do not overlap. The intervals are wider
    than those shown beside a mean, so that all of them hold at once and with them the whole
    ranking, 95 times in 100: with k groups each is at the level 0.95 to the power of 1 / k.

    Source: M. Klein, T. Wright and J. Wieczorek, J. R. Stat. Soc. A 183 (2020) 589-606, with
    Šidák's level for independent groups.

    Parameters
    ----------
    means
        The mean score of each group, by its name.
    """
    enough = {name: each for name, each in means.items() if each.n >= MIN_CALLS}
    if not enough:
        return {}
    level = LEVEL ** (1 / len(enough))
    spans = {name: _span(each, level) for name, each in enough.items()}
    ranks = {}
    for name, (low, high) in spans.items():
        above = sum(other_low > high for other_low, _ in spans.values())
        below = sum(other_high < low for _, other_high in spans.values())
        ranks[name] = Rank(above + 1, len(spans) - below, len(spans))
    return ranks


def _span(each: Estimate, level: float) -> tuple[float, float]:
    anywhere = (SCORE.lowest, SCORE.highest)
    if each.mean is None or each.deviation is None:
        return anywhere
    return mean_interval(each.n, each.mean, each.deviation, SCORE, level) or anywhere
