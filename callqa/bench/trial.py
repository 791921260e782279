"""A recording with its truth, before and after it is analysed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from callqa.bench.figure import Figure
from callqa.bench.truth_files import Utterance
from callqa.domain.speech import Role
from callqa.report.document import Analysis

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Trial(Generic[T]):
    """A recording to analyse and what is known of it; `name` is how the table calls it.

    `vocabulary` is the file of names that it is analysed with, if any.
    """

    name: str
    path: Path
    truth: T
    vocabulary: Path | None = None


@dataclass(frozen=True, slots=True)
class Heard(Generic[T]):
    """A trial with the result of the recording."""

    name: str
    truth: T
    result: Analysis


@dataclass(frozen=True, slots=True)
class BenchSet(Generic[T]):
    """A set of recordings.

    trials : from the folder of the recordings and a folder for files made of them
    figures : from the results, in the order of the trials
    """

    name: str
    trials: Callable[[Path, Path], Sequence[Trial[T]]]
    figures: Callable[[Sequence[Heard[T]]], Iterable[Figure]]

    def scored(
        self, trials: Sequence[Trial[T]], results: Mapping[Path, Analysis]
    ) -> Iterator[Figure]:
        """Yield the figures of `trials`, given the result of each path."""
        yield from self.figures(
            [Heard(each.name, each.truth, results[each.path]) for each in trials]
        )


@dataclass(frozen=True, slots=True)
class CallTruth:
    """Who spoke when, and which speaker is which party.

    utterances : sorted; speakers go by the truth's own names
    roles : the role of each speaker, empty where the speakers have none
    channels : the channel of each speaker, from 1; empty where they share one
    texts : all that each speaker says, empty where it is not known
    """

    utterances: tuple[Utterance, ...]
    roles: Mapping[str, Role]
    channels: Mapping[str, int]
    texts: Mapping[str, str]
