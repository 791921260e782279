"""Precision, recall and F1 of things that are there or not."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from callqa.bench.figure import Figure

A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Detections:
    """How many were found, missed, and found where there is none."""

    found: int = 0
    missed: int = 0
    wrong: int = 0

    def __add__(self, other: "Detections") -> "Detections":
        return Detections(
            self.found + other.found, self.missed + other.missed, self.wrong + other.wrong
        )

    @property
    def precision(self) -> float | None:
        """Share of what was found that is there."""
        return _share(self.found, self.found + self.wrong)

    @property
    def recall(self) -> float | None:
        """Share of what is there that was found."""
        return _share(self.found, self.found + self.missed)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall."""
        return _share(2 * self.found, 2 * self.found + self.missed + self.wrong)

    def figures(self, head: tuple[str, str], basis: str) -> Iterator[Figure]:
        """Yield precision, recall and F1; `head` is set and what was looked for.

        The cases of precision are what was found, those of recall what is there.
        """
        name, what = head
        found, there = self.found + self.wrong, self.found + self.missed
        yield Figure(name, f"{what}: precision", self.precision, "share", found, basis, best="high")
        yield Figure(name, f"{what}: recall", self.recall, "share", there, basis, best="high")
        yield Figure(name, f"{what}: F1", self.f1, "share", there, basis, best="high")


def detections(truth: Sequence[A], found: Sequence[B], same: Callable[[A, B], bool]) -> Detections:
    """Match truth and findings one to one, as many as possible, and count."""
    hits = len(matched(truth, found, same))
    return Detections(hits, len(truth) - hits, len(found) - hits)


def matched(
    truth: Sequence[A], found: Sequence[B], same: Callable[[A, B], bool]
) -> tuple[tuple[int, int], ...]:
    """Return the largest set of pairs (index in `truth`, index in `found`) that are the same."""
    from scipy.optimize import linear_sum_assignment

    if not truth or not found:
        return ()
    alike = np.array([[same(one, other) for other in found] for one in truth])
    rows, columns = linear_sum_assignment(alike, maximize=True)
    return tuple(
        (int(row), int(column))
        for row, column in zip(rows, columns, strict=True)
        if alike[row, column]
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
