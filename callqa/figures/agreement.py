"""How far people agree on one question, with each other or with the machine.

Only answers given without sight of the others' (or the machine's) measure agreement: the caller
passes blind ones.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import fsum

from callqa.domain.sentence import Sentence
from callqa.figures.alpha import krippendorff_alpha
from callqa.figures.drift import Deviation, Drift, measure_drift
from callqa.figures.intervals import NOT_NEGATIVE, Estimate, estimate_mean, wilson_interval
from callqa.figures.kappa import cohen_kappa, mean_kappa
from callqa.figures.ratings import Points, Rating, Scale

MACHINE = "machine"
"""Name of the machine among the raters of `measure_machine_agreement`."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """Agreement beyond chance, or ``None`` with the reason in `untold`."""

    value: float | None
    untold: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on one question.

    Each call counts once: where it has several pairs of answers, their mean counts.

    scale, tolerance : how answers were compared; the tolerance is in points
    calls, raters : calls with two answers or more, and who gave them
    within_tolerance : share (0 to 1) of pairs of answers at most `tolerance` apart, with Wilson's
        interval over calls; "does not apply" is within tolerance of itself only
    kappa : Cohen's, mean over pairs of raters; linearly weighted on the interval scale
    alpha : Krippendorff's, in the metric of the scale
    absolute_error : mean points between two answers
    drifts : how each rater leans
    """

    scale: Scale
    tolerance: float
    calls: int
    raters: int
    within_tolerance: Estimate
    kappa: Coefficient
    alpha: Coefficient
    absolute_error: Estimate
    drifts: tuple[Drift, ...]


def measure_agreement(ratings: Iterable[Rating], scale: Scale, tolerance: float) -> Agreement:
    """Return how far two or more people agree who answered the same calls blind.

    Parameters
    ----------
    ratings
        All answers to the question; a call with a single answer is left out.
    scale
        ``nominal`` for yes and no and other kinds, ``interval`` for points.
    tolerance
        Points that two answers may differ and still agree.

    Raises
    ------
    ValueError
        Somebody answered the same call twice.
    """
    calls = {call_id: given for call_id, given in _by_call(ratings).items() if len(given) >= 2}
    answers: defaultdict[str, dict[str, Points]] = defaultdict(dict)
    deviations: defaultdict[str, list[Deviation]] = defaultdict(list)
    for call_id, given in calls.items():
        for rater, rating in given.items():
            answers[rater][call_id] = rating.points
            others = [each.points for name, each in given.items() if name != rater]
            deviations[rater] += _deviation(rating, others)
    pairs = [
        [(a.points, b.points) for a, b in combinations(given.values(), 2)]
        for given in calls.values()
    ]
    units = [[each.points for each in given.values()] for given in calls.values()]
    return _agreement(
        pairs,
        (scale, tolerance),
        (mean_kappa(answers, scale), krippendorff_alpha(units, scale)),
        len(answers),
        tuple(measure_drift(rater, deviations[rater]) for rater in sorted(answers)),
    )


def measure_machine_agreement(
    ratings: Iterable[Rating], machine: Mapping[str, Points], scale: Scale, tolerance: float
) -> Agreement:
    """Return how far the machine agrees with people.

    People count as one rater against the machine, so that each call may have another reviewer.
    The first of `drifts` is that of the machine, from people's mean; each other one is that of a
    person from the machine.

    Parameters
    ----------
    ratings
        The answers of people.
    machine
        The machine's answer by call id; without the calls that it could not measure.
    scale, tolerance
        As for `measure_agreement`.

    Raises
    ------
    ValueError
        Somebody answered the same call twice.
    """
    calls = {call_id: each for call_id, each in _by_call(ratings).items() if call_id in machine}
    deviations: defaultdict[str, list[Deviation]] = defaultdict(list)
    for call_id, given in calls.items():
        times = [each.at for each in given.values() if each.at is not None]
        own = Rating(call_id, MACHINE, machine[call_id], max(times, default=None))
        deviations[MACHINE] += _deviation(own, [each.points for each in given.values()])
        for rater, rating in given.items():
            deviations[rater] += _deviation(rating, [machine[call_id]])
    pairs = [
        [(each.points, machine[call_id]) for each in given.values()]
        for call_id, given in calls.items()
    ]
    flat = [pair for call in pairs for pair in call]
    raters = (MACHINE, *sorted(deviations.keys() - {MACHINE}))
    return _agreement(
        pairs,
        (scale, tolerance),
        (cohen_kappa(flat, scale), krippendorff_alpha(flat, scale)),
        len(raters) if calls else 0,
        tuple(measure_drift(rater, deviations[rater]) for rater in raters),
    )


def _agreement(
    pairs: Sequence[Sequence[tuple[Points, Points]]],
    compared_by: tuple[Scale, float],
    kappa_and_alpha: tuple[float | None, float | None],
    raters: int,
    drifts: tuple[Drift, ...],
) -> Agreement:
    scale, tolerance = compared_by
    kappa, alpha = kappa_and_alpha
    error = _absolute_error(pairs)
    comparable = len(pairs) if scale == "nominal" else error.n
    why = Sentence("figures.one_answer" if comparable else "figures.no_common_calls")
    return Agreement(
        scale,
        tolerance,
        len(pairs),
        raters,
        _within(pairs, tolerance),
        Coefficient(kappa, why if kappa is None else None),
        Coefficient(alpha, why if alpha is None else None),
        error,
        drifts,
    )


def _by_call(ratings: Iterable[Rating]) -> dict[str, dict[str, Rating]]:
    calls: defaultdict[str, dict[str, Rating]] = defaultdict(dict)
    for rating in ratings:
        if rating.rater in calls[rating.call_id]:
            raise ValueError(f"{rating.rater} answered call {rating.call_id} twice")
        calls[rating.call_id][rating.rater] = rating
    return calls


def _deviation(rating: Rating, others: Sequence[Points]) -> list[Deviation]:
    known = [points for points in others if points is not None]
    if rating.points is None or not known:
        return []
    return [Deviation(rating.call_id, rating.points - fsum(known) / len(known), rating.at)]


def _within(calls: Sequence[Sequence[tuple[Points, Points]]], tolerance: float) -> Estimate:
    n = len(calls)
    if n == 0:
        return Estimate(0, None, None, None, None)
    shares = [sum(_agree(*pair, tolerance) for pair in pairs) / len(pairs) for pairs in calls]
    mean = fsum(shares) / n
    return Estimate(n, mean, *wilson_interval(fsum(shares), n), estimate_mean(shares).deviation)


def _agree(a: Points, b: Points, tolerance: float) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= tolerance


def _absolute_error(calls: Sequence[Sequence[tuple[Points, Points]]]) -> Estimate:
    means = []
    for pairs in calls:
        apart = [abs(a - b) for a, b in pairs if a is not None and b is not None]
        if apart:
            means.append(fsum(apart) / len(apart))
    return estimate_mean(means, NOT_NEGATIVE)
