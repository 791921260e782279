"""How fast the time line of a long call is, from its file to a redraw.

``python -m tests.bench.timeline [--hours 2] [--width 1400] [--json]`` makes a two-channel telephone
recording with a voice on each, and prints in milliseconds

read : the outline read from the recording, in this process and as the window has it read, in a
    process of its own
kept : the outline packed for the cache, and unpacked
zoom : a redraw at a random place and length, the time line painted whole
follow : a redraw after the playhead moved
"""

import argparse
import json
import os
import sys
import tempfile
import time
import wave
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

RATE_HZ = 8000
ROUNDS = 200
TURN_S = 12.0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, in milliseconds."""

    step: str
    rounds: int
    median_ms: float
    p95_ms: float
    worst_ms: float


def write_call(path: Path, hours: float) -> None:
    """Write a call in which two voices take turns, and pause in every fifth."""
    chance = np.random.default_rng(1)
    with wave.open(str(path), "wb") as sink:
        sink.setparams((2, 2, RATE_HZ, 0, "NONE", ""))
        for turn in range(round(hours * 3600 / TURN_S)):
            samples = chance.normal(0, 1, (round(TURN_S * RATE_HZ), 2))
            loudness = np.repeat(chance.random((120, 2)) ** 2 * 6000, RATE_HZ // 10, axis=0)
            loudness[:, turn % 2] = 30
            if turn % 5 == 0:
                loudness[:] = 30
            sink.writeframesraw((samples * loudness).clip(-32768, 32767).astype("<i2").tobytes())


def timed(step: str, work: Callable[[int], object], rounds: int) -> Row:
    """Do `work` so often and return how long it took."""
    taken = []
    for number in range(rounds):
        started_s = time.perf_counter()
        work(number)
        taken.append(1000 * (time.perf_counter() - started_s))
    median, p95, worst = np.percentile(taken, [50, 95, 100])
    return Row(step, rounds, round(median, 2), round(p95, 2), round(worst, 2))


def of_the_file(path: Path) -> list[Row]:
    """Time reading, packing and unpacking."""
    from callqa.audio.peak_reading import read_peaks
    from callqa.audio.peaks import pack_peaks, unpack_peaks
    from callqa.jobs.sound_work import read_packed_peaks

    peaks = read_peaks(path)
    packed = pack_peaks(peaks)
    return [
        timed("read here", lambda _: read_peaks(path), 3),
        timed("read in a process of its own", lambda _: read_packed_peaks(path), 3),
        timed(f"pack ({len(packed) / 1e6:.1f} MB)", lambda _: pack_peaks(peaks), 5),
        timed("unpack", lambda _: unpack_peaks(packed), 5),
    ]


def of_the_window(path: Path, hours: float, width_px: int) -> list[Row]:
    """Time redraws of the time line."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from callqa.audio.peak_reading import read_peaks
    from tests.bench.long_call import long_call
    from ui import theme
    from ui.widgets.timeline import Timeline

    app = QApplication.instance() or QApplication([])
    theme.dress(app, "light")
    facts, moments = long_call(hours * 3600, TURN_S)
    line = Timeline()
    line.resize(width_px, 260)
    line.show_call(facts)
    line.show_moments(moments)
    line.set_peaks(read_peaks(path))
    line.show()
    app.processEvents()
    chance = np.random.default_rng(2)
    canvas = line.canvas

    def zoom(_number: int) -> None:
        length_s = facts.duration_s * 2.0 ** -chance.uniform(0, 10)
        start_s = chance.uniform(0, facts.duration_s - length_s)
        canvas.show_window(canvas.window_shown.between(start_s, start_s + length_s))
        canvas.repaint()
        line.overview.repaint()

    def whole(_number: int) -> None:
        line.fit()
        canvas.repaint()

    def follow(number: int) -> None:
        line.set_position(number * 0.05)
        app.processEvents()

    rows = [
        timed(f"zoom ({len(moments)} marks)", zoom, ROUNDS),
        timed("whole call", whole, ROUNDS // 4),
    ]
    line.fit()
    for _ in range(6):
        line.zoom_in()
    app.processEvents()
    rows.append(timed("follow the playhead", follow, ROUNDS))
    line.close()
    return rows


def show(rows: list[Row]) -> None:
    """Print the table."""
    table = Table("step", "rounds", "median ms", "p95 ms", "worst ms")
    for each in rows:
        numbers = (f"{value:,.1f}" for value in (each.median_ms, each.p95_ms, each.worst_ms))
        table.add_row(each.step, str(each.rounds), *numbers)
    Console().print(table)


def main() -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(description="Time the time line of a long call.")
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--width", type=int, default=1400, help="pixels")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.wav"
        write_call(path, options.hours)
        rows = of_the_file(path) + of_the_window(path, options.hours, options.width)
    if options.json:
        sys.stdout.write(json.dumps([asdict(each) for each in rows], indent=2) + "\n")
    else:
        show(rows)


if __name__ == "__main__":
    main()
