"""How fast calls are analysed here, and how that compares with the plain pipeline."""

import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from callqa.errors import CallQAError
from callqa.jobs.engine import LocalEngine
from callqa.jobs.machine import usable_cores
from callqa.jobs.messages import Done, Empty, Failed, HearCall
from callqa.jobs.worker import WorkerPlan
from callqa.settings import Settings

# Calls per worker in a throughput run: enough that the last one, alone, weighs little.
_CALLS_PER_WORKER = 3


@dataclass(frozen=True, slots=True)
class SpeedRow:
    """One line of the table.

    `x_real_time` is seconds of sound per second of wall time; `stages_s` the wall time of each
    stage of the last call (stages may run side by side).
    """

    what: str
    audio_s: float
    wall_s: float
    x_real_time: float
    peak_mb: float
    stages_s: dict[str, float]


def machine() -> str:
    """Return what the figures were measured on."""
    cores = usable_cores()
    memory_gb = psutil.virtual_memory().total / 1e9
    return f"{platform.machine()} ({_processor()}), {cores} cores, {memory_gb:.0f} GB"


def one_call(what: str, path: Path, settings: Settings, cores: int) -> SpeedRow:
    """Time one call in one worker that uses all cores and has its models loaded."""
    with LocalEngine(WorkerPlan(settings, cores), workers=1) as engine:
        _heard(engine, [path])
        return _timed(what, engine, [path])


def throughput(what: str, path: Path, settings: Settings, cores: int) -> SpeedRow:
    """Time several calls in one single-thread worker a core."""
    with LocalEngine(WorkerPlan(settings, 1), workers=cores) as engine:
        _heard(engine, [path] * cores)
        return _timed(what, engine, [path] * (cores * _CALLS_PER_WORKER))


def plain_pipeline(what: str, path: Path, cores: int) -> SpeedRow:
    """Time faster-whisper and pyannote's pipeline at their defaults, in a process of its own."""
    code = "from callqa.bench.plain import main; main()"
    command = [sys.executable, "-c", code, str(path), str(cores)]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    if finished.returncode != 0:
        last = finished.stderr.strip().splitlines()[-1:]
        raise CallQAError("The plain pipeline did not run: " + "".join(last))
    audio_s, recognition_s, diarization_s, peak_mb = map(float, finished.stdout.split())
    wall_s = recognition_s + diarization_s
    return SpeedRow(
        what,
        round(audio_s, 1),
        round(wall_s, 2),
        round(audio_s / wall_s, 2),
        round(peak_mb),
        {"recognising": round(recognition_s, 2), "diarizing": round(diarization_s, 2)},
    )


def help_s() -> float:
    """Return the wall time of ``callqa --help`` in seconds, the best of three."""
    return min(_seconds(_show_help) for _ in range(3))


def _show_help() -> None:
    command = [sys.executable, "-m", "callqa", "--help"]
    subprocess.run(command, capture_output=True, check=True)


def _seconds(action: Callable[[], None]) -> float:
    started_s = time.monotonic()
    action()
    return time.monotonic() - started_s


def _heard(engine: LocalEngine, paths: Sequence[Path]) -> list[Done]:
    done: list[Done] = []
    for message in engine.run([HearCall(index, path) for index, path in enumerate(paths)]):
        if isinstance(message, Failed):
            raise message.error
        if isinstance(message, Done):
            done.append(message)
        elif isinstance(message, Empty):
            raise CallQAError("There is no speech in it.", subject=str(paths[message.job_id]))
    return done


def _timed(what: str, engine: LocalEngine, paths: Sequence[Path]) -> SpeedRow:
    started_s = time.monotonic()
    done = _heard(engine, paths)
    wall_s = time.monotonic() - started_s
    audio_s = sum(each.hearing.recording.duration_s for each in done)
    return SpeedRow(
        what,
        round(audio_s, 1),
        round(wall_s, 2),
        round(audio_s / wall_s, 2),
        round(engine.peak_bytes() / 1e6),
        done[-1].hearing.provenance.timings_s,
    )


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as info:
            line = next((each for each in info if each.startswith("model name")), "")
    except OSError:
        line = ""
    return line.partition(":")[2].strip() or platform.processor() or "unknown processor"
