"""Recordings are heard by worker processes, one message at a time until all are done."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from callqa.domain.hearing import Hearing
from callqa.errors import CallQAError, UsageError
from callqa.jobs.call_details import DetailsSource
from callqa.jobs.engine import LocalEngine
from callqa.jobs.machine import usable_cores
from callqa.jobs.messages import Answer, Failed, HearCall, Progress, Stage
from callqa.jobs.worker import WorkerPlan
from callqa.settings import Settings
from callqa.speech.weights import recognition_model

# A worker on an hour of two-channel sound peaks below this (see 'callqa bench speed').
_WORKER_BYTES = 1_500_000_000


@dataclass(frozen=True, slots=True)
class Heard:
    """A recording that was heard; without speech there is nothing in it to judge."""

    path: Path
    hearing: Hearing


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


def hear_calls(
    paths: Iterable[Path], details: DetailsSource, settings: Settings
) -> Iterator[Heard | NotAnalyzed | RunProgress]:
    """Hear recordings and report on the way; a call that fails is told and the others go on.

    Raises
    ------
    UsageError
        The settings cannot work for any call: a profile without its model, a device that
        does not work, a language that the model does not know.
    """
    calls = [HearCall(index, path, details.details(path)) for index, path in enumerate(paths)]
    if not calls:
        return
    recognition_model(settings.hearing.profile)
    clock = _RunClock({call.job_id: stated_length_s(call.path) for call in calls})
    workers, threads = share_of_cores(len(calls))
    with LocalEngine(WorkerPlan(settings, threads), workers) as engine:
        for message in engine.run(calls):
            path = calls[message.job_id].path
            if isinstance(message, Progress):
                yield clock.moved(path, message)
            elif isinstance(message, Answer):
                clock.finished(message.job_id)
                yield _concluded(path, message)


def _concluded(path: Path, message: Answer) -> Heard | NotAnalyzed:
    if not isinstance(message, Failed):
        return Heard(path, message.hearing)
    if isinstance(message.error, UsageError):
        raise message.error
    return NotAnalyzed(path, message.error)


def share_of_cores(calls: int) -> tuple[int, int]:
    """Return how many workers to start for `calls` calls, and how many threads each has.

    One single-thread worker a core has the best throughput; fewer calls than cores share them,
    and memory sets a limit.
    """
    cores = usable_cores()
    fit = max(1, int(psutil.virtual_memory().available // _WORKER_BYTES))
    workers = max(1, min(calls, cores, fit))
    return workers, max(1, cores // workers)


def stated_length_s(path: Path) -> float:
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
