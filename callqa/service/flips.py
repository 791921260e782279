"""What another rubric would change: verdicts that flip, why, and how scores are spread."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from callqa.rules.rubric import Rubric
from callqa.store.rescoring import StandingVerdict
from callqa.store.saving import VerdictRows

BIN_POINTS = 10
"""Width of a bar in the distribution of scores."""

_MAX_REASONS = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """A question whose answer counts differently.

    Shares of its points are 0 to 1, ``None`` where it does not apply or was not asked.
    """

    question: str
    text: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Flip:
    """A call whose verdict would change, or has changed.

    raised, cleared : codes of flags that are new, and that are gone
    """

    call_id: str
    score_before: float | None
    score_after: float | None
    passed_before: bool | None
    passed_after: bool | None
    raised: tuple[str, ...]
    cleared: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Distribution:
    """Scores of calls in bars of ten points; 100 is in the last one."""

    mean: float | None
    passed: int
    unscored: int
    bars: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rubric would change; calls that were signed keep their verdict."""

    calls: int
    signed: int
    flips: tuple[Flip, ...]
    before: Distribution
    after: Distribution


def flip_of(standing: StandingVerdict, verdict: VerdictRows, rubric: Rubric) -> Flip | None:
    """Compare a call's new verdict with the one that stands; ``None`` where nothing flips.

    Pass or fail flips a verdict, and so does a flag raised or cleared. `rubric` gave the new one.
    """
    codes = {str(each["code"]) for each in verdict.flags}
    raised = tuple(sorted(codes - standing.flags.keys()))
    cleared = tuple(sorted(standing.flags.keys() - codes))
    if verdict.passed == standing.passed and not raised and not cleared:
        return None
    return Flip(
        call_id=standing.call_id,
        score_before=standing.score,
        score_after=verdict.score,
        passed_before=standing.passed,
        passed_after=verdict.passed,
        raised=raised,
        cleared=cleared,
        reasons=_reasons(standing.answers, verdict.answers, rubric),
    )


def distribution(scores: Iterable[float | None], passed: Iterable[bool | None]) -> Distribution:
    """Count scores in bars of ten points."""
    every = list(scores)
    known = [score for score in every if score is not None]
    bars = [0] * (100 // BIN_POINTS)
    for score in known:
        bars[min(int(score // BIN_POINTS), len(bars) - 1)] += 1
    return Distribution(
        mean=round(fmean(known), 2) if known else None,
        passed=sum(1 for each in passed if each),
        unscored=len(every) - len(known),
        bars=tuple(bars),
    )


def _reasons(
    before: Mapping[str, Sequence[float | None]],
    after: Mapping[str, Sequence[float | None]],
    rubric: Rubric,
) -> tuple[Reason, ...]:
    """Return the questions whose answer changed most, by their part in the total.

    A question that is no longer asked comes last: what it counted for stands in another rubric.
    """
    changed: list[tuple[float, Reason]] = []
    for section in rubric.sections:
        points = sum(each.points for each in section.questions)
        for question in section.questions:
            old, new = before.get(question.id, [None])[0], after[question.id][0]
            if old == new:
                continue
            difference = 1.0 if old is None or new is None else abs(new - old)
            part = difference * (section.weight or 0.0) * question.points / points
            changed.append((part, Reason(question.id, question.text, old, new)))
    for gone in before.keys() - after.keys():
        if (old := before[gone][0]) is not None:
            changed.append((0.0, Reason(gone, "No longer asked.", old, None)))
    changed.sort(key=lambda each: (-each[0], each[1].question))
    return tuple(reason for _, reason in changed[:_MAX_REASONS])
