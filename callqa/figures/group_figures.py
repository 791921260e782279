"""The figures of one group of calls, and how they changed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from callqa.domain.judgement import Severity
from callqa.figures.comparison import Change, compare_means, compare_shares
from callqa.figures.facts import CallFacts, ReviewSource
from callqa.figures.intervals import (
    SCORE,
    UNBOUNDED,
    Bounds,
    Estimate,
    Proportion,
    estimate_mean,
    estimate_share,
)
from callqa.figures.weighting import estimate_weighted_mean

_NO_VALUE = estimate_mean(())
SEVERITY_ORDER: tuple[Severity, ...] = ("urgent", "coach", "praise")


@dataclass(frozen=True, slots=True)
class FlagRate:
    """The share of calls with a flag, under the gravest severity that it had."""

    code: str
    severity: Severity
    calls: Proportion


@dataclass(frozen=True, slots=True)
class ReviewFigures:
    """Calls that a person has reviewed and that came under review in the same way.

    An average over drawn calls counts each 1 / its chance of being drawn, and so stands for all
    candidates. One over calls with a flag or chosen by hand stands for those calls only.

    weighted : the chances of all these calls are known, and `score` is weighted by them
    """

    source: ReviewSource
    calls: int
    score: Estimate
    weighted: bool


@dataclass(frozen=True, slots=True)
class CallFigures:
    """Figures over some calls, each with its own n and 95 % interval.

    n : all calls; each other figure counts those that have a value
    flags : by severity, then the most frequent first
    praised : calls with a flag of praise
    coached : calls with a coaching item
    reviews : one entry for each way under review, apart from each other and from `score`
    mixes_rubrics, mixes_models : calls judged or heard by different versions are in one figure
    """

    n: int
    score: Estimate
    passed: Proportion
    measures: Mapping[str, Estimate]
    flags: tuple[FlagRate, ...]
    praised: Proportion
    coached: Proportion
    coaching_items: int
    reviews: tuple[ReviewFigures, ...]
    rubrics: tuple[str, ...]
    models: tuple[str, ...]
    mixes_rubrics: bool
    mixes_models: bool


@dataclass(frozen=True, slots=True)
class FiguresChange:
    """Each figure against the period before; the marks are over both periods."""

    score: Change
    passed: Change
    measures: Mapping[str, Change]
    flags: Mapping[str, Change]
    praised: Change
    mixes_rubrics: bool
    mixes_models: bool


def call_figures(facts: Sequence[CallFacts], bounds: Mapping[str, Bounds]) -> CallFigures:
    """Return the figures of `facts`; `bounds` gives the range of measures that have one."""
    n = len(facts)
    passed = [each.passed for each in facts if each.passed is not None]
    rubrics = tuple(sorted({each.rubric for each in facts}))
    models = tuple(sorted({each.models for each in facts}))
    return CallFigures(
        n=n,
        score=estimate_mean((each.score for each in facts if each.score is not None), SCORE),
        passed=estimate_share(sum(passed), len(passed)),
        measures=_measures(facts, bounds),
        flags=_flags(facts),
        praised=estimate_share(sum("praise" in each.flags.values() for each in facts), n),
        coached=estimate_share(sum(each.coaching_items > 0 for each in facts), n),
        coaching_items=sum(each.coaching_items for each in facts),
        reviews=_reviews(facts),
        rubrics=rubrics,
        models=models,
        mixes_rubrics=len(rubrics) > 1,
        mixes_models=len(models) > 1,
    )


def compare_figures(now: CallFigures, before: CallFigures) -> FiguresChange:
    """Return how each figure of `now` differs from `before`."""
    return FiguresChange(
        score=compare_means(now.score, before.score),
        passed=compare_shares(now.passed, before.passed),
        measures={
            name: compare_means(each, before.measures.get(name, _NO_VALUE))
            for name, each in now.measures.items()
        },
        flags=_flag_changes(now, before),
        praised=compare_shares(now.praised, before.praised),
        mixes_rubrics=len({*now.rubrics, *before.rubrics}) > 1,
        mixes_models=len({*now.models, *before.models}) > 1,
    )


def _measures(facts: Sequence[CallFacts], bounds: Mapping[str, Bounds]) -> dict[str, Estimate]:
    columns: dict[str, list[float]] = {}
    for each in facts:
        for name, value in each.measures.items():
            column = columns.setdefault(name, [])
            if value is not None:
                column.append(value)
    return {
        name: estimate_mean(columns[name], bounds.get(name, UNBOUNDED)) for name in sorted(columns)
    }


def _flags(facts: Sequence[CallFacts]) -> tuple[FlagRate, ...]:
    counts: Counter[str] = Counter()
    gravest: dict[str, Severity] = {}
    for each in facts:
        counts.update(each.flags.keys())
        for code, severity in each.flags.items():
            gravest[code] = min(severity, gravest.get(code, severity), key=SEVERITY_ORDER.index)
    order = sorted(
        counts, key=lambda code: (SEVERITY_ORDER.index(gravest[code]), -counts[code], code)
    )
    return tuple(
        FlagRate(code, gravest[code], estimate_share(counts[code], len(facts))) for code in order
    )


def _flag_changes(now: CallFigures, before: CallFigures) -> dict[str, Change]:
    rates = {each.code: each.calls for each in now.flags}
    earlier = {each.code: each.calls for each in before.flags}
    return {
        code: compare_shares(
            rates.get(code, estimate_share(0, now.n)),
            earlier.get(code, estimate_share(0, before.n)),
        )
        for code in sorted({*rates, *earlier})
    }


def _reviews(facts: Sequence[CallFacts]) -> tuple[ReviewFigures, ...]:
    by_source: dict[ReviewSource, list[CallFacts]] = {}
    for each in facts:
        if each.reviewed and each.source is not None:
            by_source.setdefault(each.source, []).append(each)
    return tuple(_review_figures(source, by_source[source]) for source in sorted(by_source))


def _review_figures(source: ReviewSource, facts: Sequence[CallFacts]) -> ReviewFigures:
    drawn = [
        (each.score, each.inclusion)
        for each in facts
        if each.score is not None and each.inclusion is not None
    ]
    scores = [each.score for each in facts if each.score is not None]
    weighted = len(drawn) == len(scores) > 0
    score = estimate_weighted_mean(drawn, SCORE) if weighted else estimate_mean(scores, SCORE)
    return ReviewFigures(source, len(facts), score, weighted)
