"""Work on a recording in a process of its own: decoders stay out of the caller's.

Measured while a recording of two hours was read, 3 to 5 s: in a thread of the window its longest
pause was 37 ms and one painting in twenty took 14 instead of 1 ms; in a process 21 ms and 5 ms. A
file that brings a decoder down then takes no window with it. The process costs 0.3 s.
"""

from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import ParamSpec, TypeVar

from callqa.errors import WorkerDied
from callqa.jobs.own_process import Processes

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


def read_packed_peaks(path: Path) -> bytes:
    """Return the outline of a recording as `callqa.audio.peaks.pack_peaks` packs it.

    Raises
    ------
    CallError
        As `callqa.audio.peak_reading.read_peaks`.
    WorkerDied
        The process ended without an answer.
    """
    return _apart(_packed_peaks, path)


def cut_solo(path: Path, channel: int, out: Path) -> None:
    """Write one channel, counted from 1, of a recording to `out` as a WAV file.

    Raises
    ------
    CallError, OSError
        As `callqa.audio.solo.write_solo`.
    WorkerDied
        The process ended without an answer.
    """
    _apart(_solo, path, channel, out)


def _apart(work: Callable[_Given, _Made], *args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
    try:
        with Processes(1, _ready, None) as processes:
            return processes.submit(work, *args, **kwargs).result()
    except BrokenExecutor as error:
        raise WorkerDied(
            "The process that read the recording was ended from outside.",
            remedy="If memory was short, close other programs; then open the call again.",
        ) from error


def _ready(_given: None) -> None:
    """Nothing has to be set up."""


def _packed_peaks(path: Path) -> bytes:
    from callqa.audio.peak_reading import read_peaks
    from callqa.audio.peaks import pack_peaks

    return pack_peaks(read_peaks(path))


def _solo(path: Path, channel: int, out: Path) -> None:
    from callqa.audio.solo import write_solo

    write_solo(path, channel, out)
