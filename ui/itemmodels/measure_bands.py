"""The values of a measure that are wanted: the band that earns most in the rubric."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from ui.i18n import text

Standing = Literal["below", "within", "above"]
Format = Callable[[float], str]
"""Writes a value with its unit."""


@dataclass(frozen=True, slots=True)
class Band:
    """The values that are wanted, both ends included; an end that is ``None`` is open."""

    low: float | None
    high: float | None

    def standing(self, value: float) -> Standing:
        """Tell where `value` lies."""
        if self.low is not None and value < self.low:
            return "below"
        if self.high is not None and value > self.high:
            return "above"
        return "within"


class RubricBand(Protocol):
    """Values of a measure that earn points, as a rubric has them."""

    @property
    def points(self) -> float:
        """What they earn."""
        ...

    @property
    def from_(self) -> float | None:
        """The lower end."""
        ...

    @property
    def to(self) -> float | None:
        """The upper end."""
        ...


class RubricQuestion(Protocol):
    """A question that may ask for a measure."""

    @property
    def measure(self) -> str | None:
        """The measure's name in rubrics."""
        ...

    @property
    def bands(self) -> Sequence[RubricBand]:
        """What its values earn."""
        ...


def bands_of(questions: Iterable[RubricQuestion]) -> dict[str, Band]:
    """Return the values that earn most, by the measure's name in rubrics."""
    bands: dict[str, Band] = {}
    for question in questions:
        if question.measure and question.bands:
            best = max(question.bands, key=lambda band: band.points)
            bands[question.measure] = Band(best.from_, best.to)
    return bands


def band_words(band: Band, shown: Format) -> str:
    """Return a band in words, its ends written by `shown`."""
    if band.low is None or band.high is None:
        end = band.high if band.low is None else band.low
        key = "measures.up_to" if band.low is None else "measures.from"
        return text(key, end=shown(end or 0.0))
    return text("measures.from_to", low=shown(band.low), high=shown(band.high))
