"""The door to the engine: what the command line may ask for."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from callqa.domain.hearing import Hearing
from callqa.errors import CallQAError, UsageError
from callqa.jobs.call_details import DetailsSource
from callqa.jobs.engine import LocalEngine
from callqa.jobs.machine import usable_cores
from callqa.jobs.messages import Answer, Failed, HearCall, Progress, Stage
from callqa.jobs.worker import WorkerPlan
from callqa.lexicon import load_pack
from callqa.report.atomic import write_atomically
from callqa.report.document import Analysis, analysis, encode
from callqa.report.html import render_report
from callqa.report.index import IndexRow, render_index
from callqa.report.naming import report_path, result_path
from callqa.rules.judge import judge
from callqa.rules.rubric import Rubric
from callqa.rules.rubric_file import default_rubric
from callqa.settings import Settings
from callqa.speech.weights import recognition_model

# A worker on an hour of two-channel sound peaks below this (see 'callqa bench speed').
_WORKER_BYTES = 1_500_000_000


@dataclass(frozen=True, slots=True)
class Output:
    """Where results go: beside each recording, or in `folder`; with an HTML report or without."""

    folder: Path | None = None
    html: bool = False


@dataclass(frozen=True, slots=True)
class Analyzed:
    """A call that was analysed, and the files written for it."""

    path: Path
    document: Analysis
    result: Path
    report: Path | None


@dataclass(frozen=True, slots=True)
class NotAnalyzed:
    """A call that could not be analysed, and why."""

    path: Path
    error: CallQAError


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a run is.

    `left_s` is worked out from the sound done so far; ``None`` until there is any. `stage` is
    what the call at `path` is in.
    """

    path: Path
    stage: Stage
    done_s: float
    total_s: float
    elapsed_s: float
    left_s: float | None


@dataclass(frozen=True, slots=True)
class Workspace:
    """The engine with its settings and rubric."""

    settings: Settings = field(default_factory=Settings)
    rubric: Rubric = field(default_factory=default_rubric)

    def analyze(
        self, paths: Iterable[Path], details: DetailsSource, output: Output
    ) -> Iterator[Analyzed | NotAnalyzed | RunProgress]:
        """Analyse recordings, write each result as soon as it is there, and report on the way.

        A call that fails is reported and the others go on.

        Raises
        ------
        UsageError
            The settings cannot work for any call: a profile without its model, a device that
            does not work, a language that the model does not know.
        """
        calls = [HearCall(index, path, details.details(path)) for index, path in enumerate(paths)]
        if not calls:
            return
        recognition_model(self.settings.hearing.profile)
        clock = _RunClock({call.job_id: _duration_s(call.path) for call in calls})
        workers, threads = share_of_cores(len(calls))
        with LocalEngine(WorkerPlan(self.settings, threads), workers) as engine:
            for message in engine.run(calls):
                path = calls[message.job_id].path
                if isinstance(message, Progress):
                    yield clock.moved(path, message)
                elif isinstance(message, Answer):
                    clock.finished(message.job_id)
                    yield self._concluded(path, message, output)

    def judged(self, hearing: Hearing) -> Analysis:
        """Return the whole result of a call: what was heard and what is made of it."""
        if not hearing.speech:
            return analysis(hearing, None)
        pack = load_pack(hearing.language.code)
        return analysis(hearing, judge(hearing, self.rubric, pack, self.settings))

    def _concluded(self, path: Path, message: Answer, output: Output) -> Analyzed | NotAnalyzed:
        if isinstance(message, Failed):
            if isinstance(message.error, UsageError):
                raise message.error
            return NotAnalyzed(path, message.error)
        document = self.judged(message.hearing)
        try:
            result, report = _write(document, output)
        except CallQAError as error:
            return NotAnalyzed(path, error)
        return Analyzed(path, document, result, report)


def write_index(folder: Path, rows: Sequence[IndexRow], failures: Sequence[NotAnalyzed]) -> Path:
    """Write the page that lists the reports in `folder`, and return where it is.

    Raises
    ------
    OutputFailed
        The page could not be written.
    """
    page = render_index(rows, [(str(each.path), each.error.what) for each in failures])
    path = folder / "index.callqa.html"
    write_atomically(path, page.encode("utf-8"))
    return path


def share_of_cores(calls: int) -> tuple[int, int]:
    """Return how many workers to start for `calls` calls, and how many threads each has.

    One single-thread worker a core has the best throughput; fewer calls than cores share them,
    and memory sets a limit.
    """
    cores = usable_cores()
    fit = max(1, int(psutil.virtual_memory().available // _WORKER_BYTES))
    workers = max(1, min(calls, cores, fit))
    return workers, max(1, cores // workers)


def _write(document: Analysis, output: Output) -> tuple[Path, Path | None]:
    result = result_path(document.recording, document.call_id, output.folder)
    write_atomically(result, encode(document))
    if not output.html:
        return result, None
    report = report_path(result)
    write_atomically(report, render_report(document).encode("utf-8"))
    return result, report


def _duration_s(path: Path) -> float:
    """Return the length that the file's header states; 0 where it cannot be read."""
    from callqa.audio.source import stated_duration_s

    try:
        return stated_duration_s(path) or 0.0
    except CallQAError:
        return 0.0


class _RunClock:
    """Turns the shares that workers report into seconds of sound done and time left."""

    def __init__(self, durations_s: dict[int, float]) -> None:
        self._durations_s = durations_s
        self._shares = dict.fromkeys(durations_s, 0.0)
        self._started_s = time.monotonic()

    def moved(self, path: Path, message: Progress) -> RunProgress:
        self._shares[message.job_id] = message.share
        total_s = sum(self._durations_s.values())
        done_s = sum(self._durations_s[job] * share for job, share in self._shares.items())
        elapsed_s = time.monotonic() - self._started_s
        left_s = elapsed_s * (total_s - done_s) / done_s if done_s > 0 else None
        return RunProgress(path, message.stage, done_s, total_s, elapsed_s, left_s)

    def finished(self, job_id: int) -> None:
        self._shares[job_id] = 1.0
