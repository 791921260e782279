"""Times the window's thread while a library of made-up calls is scrolled, sorted and narrowed.

    python -m tests.bench.call_table [--store FILE] [--calls 100000] [--size 1920x1080] [--json]

Without ``--store`` the library is made in a temporary folder first: 6 to 12 minutes and 1.5 GB for
100,000 calls. A store that ``tests.bench.library`` made may be given; nothing is written to it. A
timer that is due every 4 ms notes how late it comes: what is late by 100 ms, a person sees. Exit
status 1 where any step is.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles

from PySide6.QtCore import QElapsedTimer, QEventLoop, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from callqa.domain.listing import CallFilter, Sort
from callqa.domain.review import User
from callqa.service.context import Context
from callqa.service.workspace import Workspace
from callqa.settings import Settings
from callqa.store.engine import Store, engine_for
from callqa.store.opening import open_store
from tests.bench.made_calls import write_library
from ui import theme
from ui.bridge import Bridge
from ui.intake import Intake
from ui.itemmodels.filters import ListFilter
from ui.kept import Kept
from ui.pages.library import LibraryPage
from ui.player import Player
from ui.session import Session

LIMIT_MS = 100.0
_TICK_MS = 4
_FRAME_MS = 16
_SORTS = ("score", "severity", "agent", "customer", "duration_s", "review_state", "started_at")
_FILTERS = {
    "narrow: urgent, new": CallFilter(severity="urgent", review_states=("new",)),
    "narrow: a flag": CallFilter(flags=("interruptions",)),
    "narrow: score under 60": CallFilter(score=(None, 60.0)),
    "narrow: nothing": CallFilter(),
}


@dataclass(frozen=True, slots=True)
class Step:
    """How long the window's thread let a person wait at a stretch, in ms.

    cpu_ms : the most work of its own at a stretch, which other programs on the machine and other
        threads do not change
    until_shown_ms : from a question to its answer on the screen
    """

    what: str
    cpu_ms: float
    median_ms: float
    p99_ms: float
    max_ms: float
    until_shown_ms: float | None = None


class Probe(QObject):
    """Notes the gaps between the ticks of a fast timer."""

    def __init__(self) -> None:
        super().__init__()
        self._clock = QElapsedTimer()
        self._gaps_ms: list[float] = []
        self._worked_s = 0.0
        self.most_work_ms = 0.0
        self._timer = QTimer(self, interval=_TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._note)

    @contextmanager
    def watching(self) -> Iterator[list[float]]:
        """Collect gaps in ms."""
        self._gaps_ms = []
        self.most_work_ms, self._worked_s = 0.0, time.thread_time()
        self._clock.start()
        self._timer.start()
        yield self._gaps_ms
        self._timer.stop()
        self._note()

    def _note(self) -> None:
        self._gaps_ms.append(self._clock.nsecsElapsed() / 1e6)
        worked_s = time.thread_time()
        self.most_work_ms = max(self.most_work_ms, (worked_s - self._worked_s) * 1000)
        self._worked_s = worked_s
        self._clock.restart()


def main() -> int:
    """Run every step and print the table."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--store", help="a store that an earlier run made")
    words.add_argument("--calls", type=int, default=100_000)
    words.add_argument("--size", default="1920x1080")
    words.add_argument("--json", action="store_true")
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.store or _made(Path(folder) / "library.db", given.calls)
        steps = _timed(place, Path(folder), given.size)
    if given.json:
        sys.stdout.write(json.dumps([asdict(each) for each in steps], indent=2) + "\n")
    else:
        _print(steps)
    return int(any(each.max_ms > LIMIT_MS for each in steps))


def _made(path: Path, count: int) -> str:
    store = open_store(str(path))
    write_library(store, count)
    store.close()
    return str(path)


def _timed(place: str, folder: Path, size: str) -> list[Step]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    theme.dress(app, "light")
    # Opened by hand: a library that only lists and searches look at has no rubric and no person.
    store = Store(engine_for(place))
    workspace = Workspace(Context(store, Settings(), User("bench", "admin")))
    kept = Kept(folder / "window.json")
    bridge, player, intake = Bridge(app), Player(app), Intake(place, kept, app)
    page = LibraryPage(Session(workspace, bridge, kept, player, intake))
    page.resize(*map(int, size.split("x")))
    page.show()
    _wait_until(lambda: page.model.total > 0 and bridge.is_idle)
    steps = list(_steps(page, bridge, Probe()))
    page.close()
    intake.close()
    player.close()
    bridge.close()
    store.close()
    return steps


def _steps(page: LibraryPage, bridge: Bridge, probe: Probe) -> Iterator[Step]:
    yield _step("nothing", probe, lambda: _pause(1000))
    yield _step("wheel, 200 notches", probe, lambda: _wheel(page, 200))
    yield _step("drag the bar down and up", probe, lambda: _drag(page))
    yield _step("page down, 60 times", probe, lambda: _page_down(page, 60))
    for column in _SORTS:
        for falls in (True, False):
            sort = Sort(column, descending=falls)
            said = f"sort by {column} {'down' if falls else 'up'}"
            yield _answered(
                said, page, bridge, probe, lambda s=sort: page.table.header.sort_wanted.emit(s)
            )
            yield _step(f"drag after {said}", probe, lambda: _drag(page))
    for said, where in _FILTERS.items():
        yield _answered(said, page, bridge, probe, lambda w=where: page.narrow(ListFilter(w)))
    yield _answered("select all", page, bridge, probe, page.table.selectAll)
    page.table.clearSelection()
    yield _step("refresh", probe, lambda: (page.model.refresh(frozenset()), _pause(500)))


def _step(what: str, probe: Probe, act: Callable[[], object]) -> Step:
    with probe.watching() as gaps_ms:
        act()
    return _summed(what, probe, gaps_ms)


def _answered(
    what: str, page: LibraryPage, bridge: Bridge, probe: Probe, act: Callable[[], object]
) -> Step:
    with probe.watching() as gaps_ms:
        started = time.perf_counter()
        act()
        _wait_until(lambda: not page.model.is_asking)
        shown_ms = (time.perf_counter() - started) * 1000
        _wait_until(lambda: bridge.is_idle)
        _pause(100)
    return _summed(what, probe, gaps_ms, round(shown_ms, 1))


def _summed(what: str, probe: Probe, gaps_ms: list[float], shown_ms: float | None = None) -> Step:
    ranks = quantiles(gaps_ms, n=100, method="inclusive")
    cpu_ms = round(probe.most_work_ms, 1)
    waits_ms = (round(each, 1) for each in (ranks[49], ranks[98], max(gaps_ms)))
    return Step(what, cpu_ms, *waits_ms, shown_ms)


def _wheel(page: LibraryPage, notches: int) -> None:
    viewport = page.table.viewport()
    at = QPointF(viewport.rect().center())
    for _ in range(notches):
        event = QWheelEvent(
            at,
            QPointF(viewport.mapToGlobal(at.toPoint())),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)
        _pause(_FRAME_MS)


def _drag(page: LibraryPage) -> None:
    bar = page.table.verticalScrollBar()
    places = [*range(0, 101, 2), *range(100, -1, -2)]
    for place in places:
        bar.setSliderPosition(bar.maximum() * place // 100)
        _pause(_FRAME_MS)
    _pause(150)


def _page_down(page: LibraryPage, times: int) -> None:
    bar = page.table.verticalScrollBar()
    for _ in range(times):
        bar.triggerAction(bar.SliderAction.SliderPageStepAdd)
        _pause(_FRAME_MS)


def _pause(wait_ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(wait_ms, loop.quit)
    loop.exec()


def _wait_until(holds: Callable[[], bool]) -> None:
    while not holds():
        _pause(2)


def _print(steps: list[Step]) -> None:
    lines = [f"{'step':<36} {'cpu':>7} {'median':>7} {'p99':>7} {'max':>7} {'shown':>7}  ms"]
    for each in steps:
        shown = "" if each.until_shown_ms is None else f"{each.until_shown_ms:.0f}"
        late = "  late" if each.max_ms > LIMIT_MS else ""
        lines.append(
            f"{each.what:<36} {each.cpu_ms:7.1f} {each.median_ms:7.1f} {each.p99_ms:7.1f}"
            f" {each.max_ms:7.1f} {shown:>7}{late}"
        )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
