"""What the reports on an agent and on a team share: figures over a period, ready for a page."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from urllib.parse import urlsplit

from callqa.catalogue import knows
from callqa.domain.judgement import Severity
from callqa.domain.scale import Unit
from callqa.domain.sentence import Sentence
from callqa.figures.comparison import Change
from callqa.figures.facts import ReviewSource
from callqa.figures.group_figures import CallFigures, FiguresChange, ReviewFigures
from callqa.figures.intervals import LEVEL, MIN_CALLS, Estimate, Proportion
from callqa.figures.periods import Period
from callqa.figures.proof import ProofCount
from callqa.figures.team_figures import GroupFigures
from callqa.figures.themes import Theme
from callqa.report.figure_words import ChangeWords, FigureWords
from callqa.report.measure_names import in_report_order, measure_name
from callqa.report.spread import draw_histogram, draw_interval
from callqa.report.trend import LARGE, SMALL, Trend, draw_trend
from callqa.report.wording import Wording

MOST_THEMES = 12
"""The weightiest themes come first; a meeting gets through no more."""

_OWN_SCHEMES = ("", "file")
"""A report leads to files beside it, and nowhere else."""

_FOR_ALL_CALLS: tuple[ReviewSource, ...] = ("random", "stratified", "risk")
_BY_SOURCE: tuple[ReviewSource, ...] = (*_FOR_ALL_CALLS, "flag", "by_hand")


@dataclass(frozen=True, slots=True)
class CallLink:
    """How a call is named in a report, and the report on it (empty without one)."""

    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """The figures of one agent or team over a period.

    zone : the centre's time zone
    figures, change : over the period, and against the period before
    weeks : each week of the period, and those before it that the charts are to show
    scores : 0 to 100, of each call that has one
    proof : how many questions of the rubric in force are proven
    pass_mark : the rubric's, ``None`` where rubrics with different marks are mixed
    themes : what is missed in which situation, the weightiest first
    questions : the text of each question by its id
    calls : how the calls of the themes are named, by call id
    """

    period: Period
    zone: tzinfo
    made_at: datetime
    figures: CallFigures
    change: FiguresChange
    weeks: tuple[GroupFigures, ...]
    scores: tuple[float, ...]
    proof: ProofCount
    pass_mark: float | None
    themes: tuple[Theme, ...]
    questions: Mapping[str, str]
    calls: Mapping[str, CallLink]


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure over the period."""

    name: str
    mean: str
    interval: str
    n: int
    change: ChangeWords
    trend: Trend | None


@dataclass(frozen=True, slots=True)
class FlagRow:
    """The share of calls with one flag."""

    severity: Severity
    name: str
    calls: Proportion
    interval: str
    change: ChangeWords


@dataclass(frozen=True, slots=True)
class WeekRow:
    """The figures of one week in words."""

    label: str
    calls: int
    values: tuple[str, ...]


class PeriodPage:
    """What the templates ask of a `PeriodFigures`."""

    def __init__(self, content: PeriodFigures, wording: Wording) -> None:
        self.content = content
        self.words = FigureWords(wording)
        self.score_trend = draw_trend(content.weeks, lambda figures: figures.score, "points", LARGE)
        self.histogram = draw_histogram(content.scores, content.pass_mark)
        self.themes = content.themes[:MOST_THEMES]
        self.draw_interval = draw_interval
        self.level = LEVEL
        self.min_calls = MIN_CALLS
        self._wording = wording
        self._keys = in_report_order(content.figures.measures)

    @property
    def span(self) -> str:
        """The first and the last day of the period."""
        return self._days(self.content.period)

    @property
    def span_before(self) -> str:
        """The same of the period before."""
        return self._days(self.content.period.previous())

    @property
    def made_at(self) -> str:
        """When the report was made, in the centre's zone."""
        return self._wording.moment(self.content.made_at.astimezone(self.content.zone).isoformat())

    @property
    def score_change(self) -> ChangeWords:
        """The change of the score."""
        return self.words.change(self.content.change.score, "points", "higher")

    @property
    def passed_change(self) -> ChangeWords:
        """The change of the share that passed."""
        return self.words.change(self.content.change.passed, "share", "higher")

    @property
    def praised_change(self) -> ChangeWords:
        """The change of the share of calls with praise."""
        return self.words.change(self.content.change.praised, "share", "higher")

    def measures(self) -> Iterator[MeasureRow]:
        """Yield every measure that any call of the period has a place for."""
        for key in self._keys:
            name = measure_name(key)
            estimate = self.content.figures.measures[key]
            yield MeasureRow(
                name=self.words.name(key),
                mean=self.words.value(estimate.mean, name.unit),
                interval=self.words.interval(estimate.low, estimate.high, name.unit),
                n=estimate.n,
                change=self.words.change(self.content.change.measures[key], name.unit, name.better),
                trend=draw_trend(self.content.weeks, _picks(key), name.unit, SMALL),
            )

    def flags(self, *severities: Severity) -> list[FlagRow]:
        """Return the flags of these severities, as the figures order them."""
        return [
            FlagRow(
                severity=each.severity,
                name=self.flag_name(each.code),
                calls=each.calls,
                interval=self.words.interval(each.calls.low, each.calls.high, "share"),
                change=self.words.change(
                    self.content.change.flags[each.code],
                    "share",
                    "higher" if each.severity == "praise" else "lower",
                ),
            )
            for each in self.content.figures.flags
            if each.severity in severities
        ]

    def weeks(self) -> Iterator[WeekRow]:
        """Yield the figures of each week: the score, then the measures."""
        for week in self.content.weeks:
            score = week.figures.score
            cells = [self._cell(score, "points")]
            cells += [
                self._cell(week.figures.measures.get(key), measure_name(key).unit)
                for key in self._keys
            ]
            yield WeekRow(week.key or "", week.figures.n, tuple(cells))

    def week_headings(self) -> list[str]:
        """Return what the values of a `WeekRow` are."""
        return [self.words.name(key) for key in self._keys]

    def flag_name(self, code: str) -> str:
        """Return the title of a flag by its code; a code of a centre's own is shown as words."""
        if knows(f"flag.{code}_title", self._wording.language):
            return self._wording.say(Sentence(f"flag.{code}_title"))
        return code.replace("_", " ").capitalize()

    def question(self, question_id: str) -> str:
        """Return the text of a question, or its id as words."""
        known = self.content.questions.get(question_id)
        return known or question_id.replace("_", " ").capitalize()

    def theme_change(self, change: Change) -> ChangeWords:
        """Return how the situation compares with other calls."""
        return self.words.change(change, "share", "lower")

    def call(self, call_id: str) -> CallLink:
        """Return how a call is named."""
        known = self.content.calls.get(call_id, CallLink(call_id[:10]))
        return known if urlsplit(known.href).scheme in _OWN_SCHEMES else CallLink(known.label)

    def reviews(self) -> list[ReviewFigures]:
        """Return the reviewed calls by how they were chosen, those that stand for all first."""
        return sorted(self.content.figures.reviews, key=lambda each: _BY_SOURCE.index(each.source))

    def stands_for_all(self, review: ReviewFigures) -> bool:
        """Tell whether calls reviewed this way speak for all calls of the period."""
        return review.source == "random" or (review.weighted and review.source in _FOR_ALL_CALLS)

    def _cell(self, estimate: Estimate | None, unit: Unit) -> str:
        if estimate is None or estimate.mean is None:
            return self._wording("no_value")
        value = self.words.value(estimate.mean, unit)
        return value if estimate.low is None else self._with_interval(value, estimate, unit)

    def _with_interval(self, value: str, estimate: Estimate, unit: Unit) -> str:
        interval = self.words.interval(estimate.low, estimate.high, unit)
        return self._wording("figure_with_interval", value=value, interval=interval)

    def _days(self, period: Period) -> str:
        last = period.after.fromordinal(period.after.toordinal() - 1)
        return self._wording("period", first=period.first.isoformat(), last=last.isoformat())


def _picks(key: str) -> Callable[[CallFigures], Estimate | None]:
    return lambda figures: figures.measures.get(key)
