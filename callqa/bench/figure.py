"""One line of the accuracy table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Unit = Literal["share", "seconds", "count"]


@dataclass(frozen=True, slots=True)
class Figure:
    """How well one measure did on one set.

    set, measure : what it is about
    value : a share from 0 up, seconds, or a count, as `unit` says; ``None`` where no case counts
    cases : what the value is taken over; for a count, what it is a count of
    basis : how the parties are told apart, and what the truth comes from
    each : the value of each recording or category, where there is more than one; ``None`` where it
        is not measurable (such a one is no case)
    failed : for a count, the recordings that fall short
    best : whether a low value is best (an error) or a high one
    """

    set: str
    measure: str
    value: float | None
    unit: Unit
    cases: int
    basis: str
    each: Mapping[str, float | None] = field(default_factory=dict)
    failed: tuple[str, ...] = ()
    best: Literal["low", "high"] = "low"


def mean_figure(
    head: tuple[str, str], unit: Unit, each: Mapping[str, float | None], basis: str
) -> Figure:
    """Return the mean over recordings; `head` is set and measure."""
    values = [value for value in each.values() if value is not None]
    mean = sum(values) / len(values) if values else None
    return Figure(*head, mean, unit, len(values), basis, each)


def count_figure(head: tuple[str, str], each: Mapping[str, bool], basis: str) -> Figure:
    """Return how many recordings pass; `head` is set and measure."""
    failed = tuple(name for name, passed in each.items() if not passed)
    return Figure(*head, len(each) - len(failed), "count", len(each), basis, failed=failed)
