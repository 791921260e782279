"""How right the results are on recordings whose truth is known.

Every recording is analysed once, as ``callqa analyze`` does it, also where several sets use it.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from callqa.bench.figure import Figure
from callqa.bench.sets.ami import AMI
from callqa.bench.sets.asr import ASR
from callqa.bench.sets.calls import CALLS
from callqa.bench.sets.edge import EDGE
from callqa.bench.sets.interruptions import INTERRUPTIONS
from callqa.bench.sets.mono import MONO
from callqa.bench.sets.raised_volume import RAISED_VOLUME
from callqa.bench.sets.samples import SAMPLE_CALLS
from callqa.bench.trial import BenchSet, Trial
from callqa.errors import CallError, UsageError
from callqa.jobs.call_details import DetailsSource
from callqa.report.document import Analysis
from callqa.service import Analyzed, NotAnalyzed, Output, RunProgress, Workspace

_SETS: dict[str, BenchSet[Any]] = {
    each.name: each
    for each in (CALLS, MONO, INTERRUPTIONS, RAISED_VOLUME, EDGE, AMI, ASR, SAMPLE_CALLS)
}
SET_NAMES = tuple(_SETS)
"""The sets by the name that ``--set`` takes, in the order of the table."""


def needs_data(name: str) -> bool:
    """Tell whether the recordings of a set are not among those that come with CallQA."""
    return name != SAMPLE_CALLS.name


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be analysed: the trials of each set, and a folder for the results."""

    trials: Mapping[str, Sequence[Trial[Any]]]
    folder: Path

    @property
    def recordings(self) -> tuple[Path, ...]:
        """The recordings, each one once."""
        paths = (each.path for several in self.trials.values() for each in several)
        return tuple(dict.fromkeys(paths))

    def analyzed(
        self, workspace: Workspace, follow: Callable[[RunProgress | Analyzed], None]
    ) -> dict[Path, Analysis]:
        """Analyse every recording; `follow` is called as the analysis moves on.

        Raises
        ------
        CallQAError
            A recording could not be analysed: figures without it would look better than they are.
        """
        results: dict[Path, Analysis] = {}
        output = Output(self.folder / "results")
        for step in workspace.analyze(self.recordings, DetailsSource(), output):
            if isinstance(step, NotAnalyzed):
                raise step.error
            if isinstance(step, Analyzed):
                results[step.path] = step.document
            follow(step)
        return results

    def figures(self, results: Mapping[Path, Analysis]) -> list[Figure]:
        """Return the figures of every set, given the result of each recording."""
        return [
            figure
            for name, trials in self.trials.items()
            for figure in _SETS[name].scored(trials, results)
        ]


@contextmanager
def planned(names: Sequence[str], data: Path, samples: Path) -> Iterator[Plan]:
    """Give the plan for some sets; recordings made for it are gone afterwards.

    Parameters
    ----------
    names
        Sets out of `SET_NAMES`.
    data
        Folder of the development recordings.
    samples
        Folder of the sample calls.

    Raises
    ------
    UsageError
        A name is none of `SET_NAMES`, or recordings or truth of a set cannot be read.
    """
    chosen = [_chosen(name) for name in names]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        trials = {
            each.name: _trials(each, data if needs_data(each.name) else samples, work)
            for each in chosen
        }
        yield Plan(trials, work)


def _chosen(name: str) -> BenchSet[Any]:
    if name not in _SETS:
        raise UsageError(
            "There is no such set.", subject=name, remedy=f"Choose from {', '.join(SET_NAMES)}."
        )
    return _SETS[name]


def _trials(chosen: BenchSet[Any], folder: Path, work: Path) -> Sequence[Trial[Any]]:
    try:
        trials = chosen.trials(folder, work)
    except (OSError, CallError) as error:
        raise UsageError(
            f"The set '{chosen.name}' cannot be read: {error}.", subject=str(folder)
        ) from error
    if not trials:
        raise UsageError(f"There is nothing of the set '{chosen.name}' here.", subject=str(folder))
    return trials
