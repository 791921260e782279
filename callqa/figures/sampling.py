"""Which calls to review: plans that a seed makes repeatable.

The caller logs plan, seed and draw, and leaves out calls that were reviewed before. The same seed
draws the same calls, in whatever order the candidates come and on every version of Python: only
``Random.random`` is used, whose sequence Python keeps.

A draw comes in random order: who stops half-way has still reviewed a sample of the same kind.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate, groupby
from math import ceil, isfinite
from random import Random

from callqa.domain.review import Drawn

Stratum = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draw:
    """A call that a plan has drawn.

    reason : the kind of plan; averages of different kinds are shown apart
    inclusion : the chance that this call had of being drawn, above 0 to 1; the average over all
        candidates counts it 1 / inclusion (`callqa.figures.weighting`)
    stratum : what it was drawn for, such as agent and week; empty where there are no strata
    """

    call_id: str
    reason: Drawn
    inclusion: float
    stratum: Stratum = ()


def draw_random(call_ids: Iterable[str], n: int, seed: int) -> tuple[Draw, ...]:
    """Draw `n` calls, each equally likely; all of them where there are no more.

    Raises
    ------
    ValueError
        `n` is negative.
    """
    order = _shuffled(call_ids, Random(f"random:{seed}"))
    taken = order[: _checked(n)]
    return tuple(Draw(each, "random", len(taken) / len(order)) for each in taken)


def draw_stratified(
    strata: Mapping[str, Stratum],
    n_each: int,
    seed: int,
) -> tuple[Draw, ...]:
    """Draw `n_each` calls from each stratum, each call of it equally likely.

    Each stratum has a sequence of its own: a further agent does not change what is drawn for the
    others.

    Parameters
    ----------
    strata
        The stratum of each candidate by call id, such as ``("Emily", "2026-W03")`` for n calls
        per agent and week.
    n_each
        Calls a stratum, fewer where it has no more.
    seed
        Repeats the draw.

    Raises
    ------
    ValueError
        A number of calls is negative.
    """
    drawn: list[Draw] = []
    by_stratum = sorted(strata, key=lambda call_id: (strata[call_id], call_id))
    for stratum, members in groupby(by_stratum, key=lambda call_id: strata[call_id]):
        order = _shuffled(members, Random(f"stratified:{seed}:{stratum!r}"))
        taken = order[: _checked(n_each)]
        drawn += (Draw(each, "stratified", len(taken) / len(order), stratum) for each in taken)
    return tuple(drawn)


def draw_by_risk(weights: Mapping[str, float], n: int, seed: int) -> tuple[Draw, ...]:
    """Draw `n` calls without replacement, each with a chance in proportion to its weight.

    Systematic sampling along the candidates in random order: the inclusion probabilities are
    exact, ``n * weight / sum`` (1 for a call so heavy that this would be more). Sources: W. G.
    Madow, Ann. Math. Stat. 20 (1949) 333-354; H. O. Hartley and J. N. K. Rao, Ann. Math. Stat. 33
    (1962) 350-374.

    Raises
    ------
    ValueError
        `n` is negative, or a weight is not above 0: a call that can never be drawn would make
        every average wrong.
    """
    if not all(weight > 0 and isfinite(weight) for weight in weights.values()):
        raise ValueError("a risk weight must be a number above 0")
    rng = Random(f"risk:{seed}")
    order = _shuffled(weights, rng)
    chances = inclusion_probabilities(weights, min(_checked(n), len(order)))
    start = rng.random()
    taken = [each for each in order if chances[each] == 1.0]
    reached, last = 0.0, 0
    uncertain = [each for each in order if chances[each] < 1.0]
    to_take = min(n, len(order)) - len(taken)
    for each in uncertain:
        # One call is taken at each of start, start + 1, start + 2 ... along the running sum.
        reached += chances[each]
        passed = to_take if each == uncertain[-1] else min(to_take, ceil(reached - start))
        if passed > last:
            taken.append(each)
            last = passed
    place = {each: index for index, each in enumerate(order)}
    return tuple(Draw(each, "risk", chances[each]) for each in sorted(taken, key=place.__getitem__))


def inclusion_probabilities(weights: Mapping[str, float], n: int) -> dict[str, float]:
    """Return the chance of each call in a draw of `n` in proportion to `weights`, 0 to 1.

    They sum to `n`. Calls whose chance would exceed 1 are certain, and the rest share what is
    left; `n` is at most the number of calls.
    """
    chances = dict.fromkeys(weights, 1.0)
    if n == len(weights):
        return chances
    lightest_first = sorted(weights, key=lambda each: (weights[each], each))
    sums = list(accumulate(weights[each] for each in lightest_first))
    left, uncertain = n, len(sums)
    while left * weights[lightest_first[uncertain - 1]] >= sums[uncertain - 1]:
        left, uncertain = left - 1, uncertain - 1
    for each in lightest_first[:uncertain]:
        chances[each] = left * weights[each] / sums[uncertain - 1]
    return chances


def _shuffled(call_ids: Iterable[str], rng: Random) -> list[str]:
    keyed = [(rng.random(), each) for each in sorted(set(call_ids))]
    return [each for _, each in sorted(keyed)]


def _checked(n: int) -> int:
    if n < 0:
        raise ValueError(f"{n} calls cannot be drawn")
    return n
