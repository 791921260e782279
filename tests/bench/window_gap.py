"""How quick the window stays while recordings are heard beside it.

``python -m tests.bench.window_gap``, started in the repository, adds sample calls to a new store
through the window's own `Intake`, shows them on the page on which they are followed, and measures
how late a timer of 10 ms comes in the window's thread: the longest time for which a click would
wait.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TICK_MS = 10
SAMPLES = Path(__file__).resolve().parents[2] / "sample_calls"


@dataclass(frozen=True)
class Gaps:
    """How far apart two turns of the window's timer were, in ms, while two calls were heard."""

    p50_ms: float
    p99_ms: float
    longest_ms: float
    turns: int
    heard: int

    def __str__(self) -> str:
        return (
            f"gap of a {TICK_MS} ms timer: p50 {self.p50_ms:.1f}, p99 {self.p99_ms:.1f}, "
            f"longest {self.longest_ms:.1f} ms over {self.turns} turns; "
            f"{self.heard} calls heard on the way"
        )


def measure(seconds: float, folder: Path) -> Gaps:
    """Hear sample calls for `seconds`, counted from when two are under way."""
    from PySide6.QtCore import QElapsedTimer, Qt, QTimer
    from PySide6.QtWidgets import QApplication

    from callqa.service.workspace import Workspace
    from ui import theme
    from ui.bridge import Bridge
    from ui.intake import Intake
    from ui.kept import Kept
    from ui.pages.batch import BatchPage
    from ui.player import Player
    from ui.session import Session

    app = QApplication([])
    theme.dress(app, "light")
    store = str(folder / "callqa.db")
    kept = Kept(folder / "window.json")
    intake = Intake(store, kept)
    bridge = Bridge()
    session = Session(Workspace.open(store), bridge, kept, Player(app), intake)
    page = BatchPage(session)
    page.resize(1190, 760)
    page.show()
    gaps: list[float] = []
    clock = QElapsedTimer()
    last_ns = 0

    def turn() -> None:
        nonlocal last_ns
        now_ns = clock.nsecsElapsed()
        gaps.append((now_ns - last_ns) / 1e6)
        last_ns = now_ns

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(turn)

    def begin() -> None:
        nonlocal last_ns
        running = [each for each in intake.files() if each.state == "running" and each.share > 0]
        if len(running) >= 2 and not timer.isActive():
            clock.start()
            last_ns = 0
            timer.start(TICK_MS)
            QTimer.singleShot(round(seconds * 1000), app.quit)

    intake.file_changed.connect(lambda _file: begin())
    intake.add(copies(folder / "calls"))
    app.exec()
    timer.stop()
    heard = sum(each.state == "done" for each in intake.files())
    intake.close()
    bridge.close()
    return summed_up(gaps, heard)


def summed_up(gaps_ms: Sequence[float], heard: int) -> Gaps:
    """Return the figures of the gaps."""
    ordered = sorted(gaps_ms)
    return Gaps(
        p50_ms=ordered[len(ordered) // 2],
        p99_ms=ordered[round(0.99 * (len(ordered) - 1))],
        longest_ms=ordered[-1],
        turns=len(ordered),
        heard=heard,
    )


def copies(folder: Path) -> list[Path]:
    """Return sample calls often enough for some minutes, each copy with a content of its own."""
    folder.mkdir()
    made = []
    for number in range(8):
        for sample in sorted(SAMPLES.glob("0[127]_*.wav")):
            copy = folder / f"{number}_{sample.name}"
            copy.write_bytes(sample.read_bytes() + bytes(2 * number))
            made.append(copy)
    return made


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        gaps = measure(given.seconds, Path(folder))
    sys.stdout.write(f"{gaps}; {time.monotonic() - began:.0f} s in all\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
