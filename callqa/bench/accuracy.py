"""How right the results are on recordings and written calls whose truth is known.

Every recording is analysed once, as ``callqa analyze`` does it, also where several sets use it.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from callqa.bench.figure import Figure
from callqa.bench.sets.ami import AMI
from callqa.bench.sets.asr import ASR
from callqa.bench.sets.calls import CALLS
from callqa.bench.sets.edge import EDGE
from callqa.bench.sets.interruptions import INTERRUPTIONS
from callqa.bench.sets.mono import MONO
from callqa.bench.sets.placed import PLACED
from callqa.bench.sets.raised_volume import RAISED_VOLUME
from callqa.bench.sets.samples import SAMPLE_CALLS
from callqa.bench.sets.vocabulary import VOCABULARY
from callqa.bench.texts import consultations, esconv, scripts, sentences
from callqa.bench.trial import BenchSet, Trial
from callqa.errors import CallError, UsageError
from callqa.jobs.call_details import DetailsSource
from callqa.report.document import Analysis
from callqa.service.analysis import Analyzed, Analyzer, Output
from callqa.service.hearing_run import NotAnalyzed, RunProgress
from callqa.settings import with_values

_SETS: dict[str, BenchSet[Any]] = {
    each.name: each
    for each in (
        CALLS,
        MONO,
        INTERRUPTIONS,
        PLACED,
        RAISED_VOLUME,
        EDGE,
        AMI,
        ASR,
        VOCABULARY,
        SAMPLE_CALLS,
    )
}
_TEXT_SETS: dict[str, Callable[[Path], Iterable[Figure]]] = {
    sentences.NAME: sentences.sentence_figures,
    scripts.NAME: scripts.script_figures,
    esconv.NAME: esconv.esconv_figures,
    consultations.NAME: consultations.consultation_figures,
}
SET_NAMES = (*_SETS, *_TEXT_SETS)
"""The sets by the name that ``--set`` takes, in the order of the table."""


@dataclass(frozen=True, slots=True)
class Material:
    """Where the truth lies: recordings that do not come along, sample calls, labelled texts."""

    data: Path
    samples: Path
    labelled: Path

    def folder(self, name: str) -> Path:
        """Return the folder that the set of this name is read from."""
        if name == SAMPLE_CALLS.name:
            return self.samples
        return self.labelled if name in (sentences.NAME, scripts.NAME) else self.data


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be analysed: the trials of each set, and a folder for the results.

    texts : the folder of each set of written text
    """

    trials: Mapping[str, Sequence[Trial[Any]]]
    texts: Mapping[str, Path]
    folder: Path

    @property
    def recordings(self) -> tuple[Path, ...]:
        """The recordings, each one once."""
        paths = (each.path for several in self.trials.values() for each in several)
        return tuple(dict.fromkeys(paths))

    def analyzed(
        self, analyzer: Analyzer, follow: Callable[[RunProgress | Analyzed], None]
    ) -> dict[Path, Analysis]:
        """Analyse every recording; `follow` is called as the analysis moves on.

        Raises
        ------
        CallQAError
            A recording could not be analysed: figures without it would look better than they are.
        """
        results: dict[Path, Analysis] = {}
        output = Output(self.folder / "results")
        for vocabulary, paths in self._by_vocabulary().items():
            named = {"hearing.vocabulary": str(vocabulary or "")}
            settings = with_values(analyzer.settings, named, source="bench")
            told = replace(analyzer, settings=settings)
            for step in told.analyze(paths, DetailsSource(), output):
                if isinstance(step, NotAnalyzed):
                    raise step.error
                if isinstance(step, Analyzed):
                    results[step.path] = step.document
                follow(step)
        return results

    def _by_vocabulary(self) -> Mapping[Path | None, Sequence[Path]]:
        grouped: dict[Path | None, dict[Path, None]] = {}
        for several in self.trials.values():
            for trial in several:
                grouped.setdefault(trial.vocabulary, {})[trial.path] = None
        return {vocabulary: tuple(paths) for vocabulary, paths in grouped.items()}

    def figures(self, results: Mapping[Path, Analysis]) -> list[Figure]:
        """Return the figures of every set, given the result of each recording."""
        figures: list[Figure] = []
        for name, trials in self.trials.items():
            figures.extend(_SETS[name].scored(trials, results))
        for name, folder in self.texts.items():
            figures.extend(_text_figures(name, folder))
        return figures


@contextmanager
def planned(names: Sequence[str], material: Material) -> Iterator[Plan]:
    """Give the plan for some sets; recordings made for it are gone afterwards.

    Parameters
    ----------
    names
        Sets out of `SET_NAMES`.
    material
        Where their recordings and texts are.

    Raises
    ------
    UsageError
        A name is none of `SET_NAMES`, or recordings or truth of a set cannot be read.
    """
    for name in names:
        if name not in SET_NAMES:
            raise UsageError(
                "There is no such set.", subject=name, remedy=f"Choose from {', '.join(SET_NAMES)}."
            )
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        trials = {
            name: _trials(_SETS[name], material.folder(name), work)
            for name in names
            if name in _SETS
        }
        texts = {name: material.folder(name) for name in names if name in _TEXT_SETS}
        yield Plan(trials, texts, work)


def _trials(chosen: BenchSet[Any], folder: Path, work: Path) -> Sequence[Trial[Any]]:
    try:
        trials = chosen.trials(folder, work)
    except (OSError, CallError) as error:
        raise UsageError(
            f"The set '{chosen.name}' cannot be read: {error}.", subject=str(folder)
        ) from error
    if not trials:
        raise _nothing_of(chosen.name, folder)
    return trials


def _text_figures(name: str, folder: Path) -> Sequence[Figure]:
    try:
        figures = tuple(_TEXT_SETS[name](folder))
    except OSError as error:
        raise UsageError(
            f"The set '{name}' cannot be read: {error}.", subject=str(folder)
        ) from error
    if not figures:
        raise _nothing_of(name, folder)
    return figures


def _nothing_of(name: str, folder: Path) -> UsageError:
    return UsageError(f"There is nothing of the set '{name}' here.", subject=str(folder))
