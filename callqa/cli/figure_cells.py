"""Figures as the cells of a table on the command line."""

from callqa.domain.listing import MEASURES
from callqa.domain.scale import Unit
from callqa.figures.comparison import Change
from callqa.figures.group_figures import CallFigures, FiguresChange
from callqa.figures.intervals import Estimate, Proportion
from callqa.report.figure_words import FigureWords
from callqa.report.measure_names import Better, measure_name
from callqa.report.wording import Wording

WORDS = FigureWords(Wording())
SCORE = "score"


def unit_of(measure: str) -> Unit:
    """Return the unit of a measure; the score of a section apart is 0 to 100 like the score."""
    return measure_name(measure).unit if measure in MEASURES else "points"


def better_of(measure: str) -> Better:
    """Return which way of a measure is better."""
    return measure_name(measure).better if measure in MEASURES else "higher"


def name_of(measure: str) -> str:
    """Return the name of a measure, or of the score."""
    return "score" if measure == SCORE else WORDS.name(measure)


def estimate_of(figures: CallFigures, measure: str) -> Estimate:
    """Return a measure, or the score."""
    return figures.score if measure == SCORE else figures.measures[measure]


def change_of(change: FiguresChange, measure: str) -> Change:
    """Return the change of a measure, or of the score."""
    return change.score if measure == SCORE else change.measures[measure]


def mean_cells(each: Estimate, measure: str) -> tuple[str, str]:
    """Return a mean and its interval."""
    unit = unit_of(measure)
    return WORDS.value(each.mean, unit), WORDS.interval(each.low, each.high, unit)


def share_cells(each: Proportion) -> tuple[str, str]:
    """Return a share and its interval."""
    return WORDS.value(each.share, "share"), WORDS.interval(each.low, each.high, "share")


def change_cell(change: Change, unit: Unit, better: Better = "neither") -> str:
    """Return a change with an arrow where it is more than chance; or that calls are too few."""
    if change.significant is None:
        is_few = change.untold is not None and change.untold.code == "figures.too_few_calls"
        return "too few" if is_few else WORDS.value(None, unit)
    words = WORDS.change(change, unit, better)
    difference = words.difference.removesuffix(" points") if unit == "points" else words.difference
    return f"{difference} {words.sign}".rstrip()
