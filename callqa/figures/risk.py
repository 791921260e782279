"""How much a call's flags and score speak for a person's look at it."""

from collections.abc import Collection
from dataclasses import dataclass

from callqa.domain.judgement import Severity


@dataclass(frozen=True, slots=True)
class RiskWeights:
    """What each sign of risk adds to the 1 that every call has.

    Chosen: an urgent flag counts as much as two lesser signs, and no call weighs more than ten
    times another: in the weighted average (`callqa.figures.weighting`) one call then stands for at
    most ten times as many as another, which keeps its interval useful. Log them with the draw.

    urgent, coach : with at least one flag of this severity
    score, empathy : at a score of 0, proportionally less up to 100
    """

    urgent: float = 4.0
    coach: float = 2.0
    score: float = 2.0
    empathy: float = 1.0


RISK_WEIGHTS = RiskWeights()


def risk_weight(
    severities: Collection[Severity],
    score: float | None,
    empathy_score: float | None,
) -> float:
    """Return the weight of a call in `callqa.figures.sampling.draw_by_risk`, at least 1.

    Parameters
    ----------
    severities
        Those of the call's flags; praise adds nothing.
    score, empathy_score
        0 to 100; ``None``, not measurable, adds nothing.
    """
    weight = 1.0
    weight += RISK_WEIGHTS.urgent * ("urgent" in severities)
    weight += RISK_WEIGHTS.coach * ("coach" in severities)
    weight += RISK_WEIGHTS.score * _lost(score)
    weight += RISK_WEIGHTS.empathy * _lost(empathy_score)
    return weight


def _lost(score: float | None) -> float:
    return 0.0 if score is None else 1.0 - score / 100.0
