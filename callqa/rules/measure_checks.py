"""Mistakes in what a rubric asks of measures: their names, and ranges of their values."""

import math
from collections.abc import Iterator, Sequence

from callqa.rules.quantities import QUANTITIES
from callqa.rules.rubric import Band, Question
from callqa.rules.rubric_mistake import Mistake
from callqa.rules.rubric_shape import nearest_name
from callqa.rules.toml_lines import Path


def in_measure(name: str, path: Path) -> Iterator[Mistake]:
    """Yield the mistake of a `name` that is no measure."""
    if name not in QUANTITIES:
        yield Mistake(
            (*path, "measure"),
            f"'{name}' is no measure.",
            nearest_name(name, QUANTITIES, f"Use one of {', '.join(QUANTITIES)}."),
        )


def in_bands(question: Question, path: Path) -> Iterator[Mistake]:
    """Yield the mistakes in the bands of `question`."""
    for k, band in enumerate(question.bands):
        band_path: Path = (*path, "bands", k)
        if not 0 <= band.points <= question.points:
            yield Mistake(
                (*band_path, "points"),
                f"must lie in 0 to the question's {question.points:g}, not {band.points:g}.",
                "Correct the band's points or the question's.",
            )
        yield from in_ends(band.from_, band.to, question.measure, band_path)
        if _is_covered(band, question.bands[:k]):
            yield Mistake(
                band_path,
                "is never reached: the bands above it hold all its values.",
                "Put the narrower band first, or remove this one.",
            )
    best = max((band.points for band in question.bands), default=question.points)
    if best < question.points:
        yield Mistake(
            (*path, "bands"),
            f"give at most {best:g} of the question's {question.points:g} points.",
            "Let the best band give all points of the question.",
        )


def in_ends(
    low: float | None, high: float | None, measure: str | None, path: Path
) -> Iterator[Mistake]:
    """Yield the mistakes in a range from `low` to `high` of the values of `measure`."""
    if low is not None and high is not None and low > high:
        yield Mistake((*path, "from"), f"{low:g} lies above to = {high:g}.", "Swap them.")
    for key, value in (("from", low), ("to", high)):
        if value is not None and measure and not 0 <= value <= 1 and _is_share(measure):
            remedy = f"Write {value:g} % as {value / 100:g}." if value > 1 else "Correct it."
            yield Mistake(
                (*path, key), f"must lie in 0 to 1, as {measure} does, not {value:g}.", remedy
            )


def _is_share(measure: str) -> bool:
    return measure in QUANTITIES and QUANTITIES[measure].shown_as.endswith("%}")


def _is_covered(band: Band, earlier: Sequence[Band]) -> bool:
    low, high = _ends(band)
    if low > high:
        return False
    reached = low
    for other_low, other_high in sorted(_ends(each) for each in earlier):
        if other_low <= reached <= other_high:
            reached = other_high
            if reached >= high:
                return True
    return False


def _ends(band: Band) -> tuple[float, float]:
    return (
        -math.inf if band.from_ is None else band.from_,
        math.inf if band.to is None else band.to,
    )
