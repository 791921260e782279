"""How long a call of an hour takes to open in the window, and an edit of it to show.

``python -m tests.bench.open_call [--json]`` repeats a sample call, as the models heard it, until it
lasts an hour, stores it in a store of its own and opens it on a real page, offscreen. Times are
from the click to the painted page, in ms:

first : the first opening of the process, with everything loaded that the window loads beside
open : openings after it, the median
memory_mb : of the process, with a call of two hours open before
note, override, reclass, word, swap, undo : from the edit to the painted page that shows its
    result, the median of three; word, swap and undo of these measure the whole call anew
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from callqa.domain.edits import (
    AddNote,
    Change,
    EventRef,
    FixWord,
    OverridePoints,
    ReclassEvent,
    SwapRoles,
)
from callqa.domain.hearing import Hearing
from callqa.domain.span import Span
from callqa.rules.packed_hearing import unpack_hearing
from callqa.service.adding import add_heard
from callqa.service.hearing_run import Heard
from callqa.service.workspace import Workspace

if TYPE_CHECKING:
    from ui.pages.call import CallPage

SAMPLE = Path(__file__).parents[1] / "ui" / "heard" / "02_damaged_table_handled_badly.hearing"
HOUR_S = 3600.0
ROUNDS = 7
PAUSE_S = 0.002

Value = float | None


def prolonged(hearing: Hearing, least_s: float) -> Hearing:
    """Return the call said over and over until it lasts so long."""
    length_s = hearing.recording.duration_s
    times = int(least_s // length_s) + 1
    shifts = [number * length_s for number in range(times)]
    ids = max(turn.id for turn in hearing.turns)
    turns = tuple(
        replace(
            turn,
            id=turn.id + number * ids,
            start_s=turn.start_s + by_s,
            end_s=turn.end_s + by_s,
            words=tuple(
                replace(word, start_s=word.start_s + by_s, end_s=word.end_s + by_s)
                for word in turn.words
            ),
        )
        for number, by_s in enumerate(shifts)
        for turn in hearing.turns
    )
    call_id = sha256(b"an hour").hexdigest()
    return replace(
        hearing,
        call_id=call_id,
        recording=replace(
            hearing.recording, sha256=call_id, duration_s=length_s * times, path="an hour.wav"
        ),
        turns=turns,
        speech=tuple(
            replace(span, start_s=span.start_s + by_s, end_s=span.end_s + by_s)
            for by_s in shifts
            for span in hearing.speech
        ),
        music=tuple(
            Span(span.start_s + by_s, span.end_s + by_s)
            for by_s in shifts
            for span in hearing.music
        ),
        passages=tuple(
            replace(passage, turn=passage.turn + number * ids)
            for number in range(times)
            for passage in hearing.passages
        ),
        loudness=tuple(
            replace(
                track,
                level_db=_repeated(track.level_db, length_s / track.hop_s, times),
                f0_hz=_repeated(track.f0_hz, length_s / track.hop_s, times),
                balance_db=_repeated(track.balance_db, length_s / track.hop_s, times),
            )
            for track in hearing.loudness
        ),
    )


def _repeated(values: tuple[Value, ...], length: float, times: int) -> tuple[Value, ...]:
    frames = round(length)
    padded = (*values, *(None for _ in range(frames)))[:frames]
    return padded * times


def edits_of(hearing: Hearing, workspace: Workspace) -> Iterator[tuple[str, Change]]:
    """Yield three edits of each kind with its name."""
    shown = workspace.calls.show(hearing.call_id)
    assert shown.document is not None
    assert shown.document.measures is not None
    cuts = shown.document.measures.interruptions
    turns = [each for each in hearing.turns if len(each.words) > 3]
    for number in range(1, 4):
        yield "note", AddNote(f"Word {number} on this.", 30.0 * number)
        yield "override", OverridePoints("lets_finish", number, "She was asked to.")
        event = EventRef("interruptions", cuts[number].start_s, cuts[number].by)
        yield "reclass", ReclassEvent(event, "supportive")
    for number in range(1, 4):
        yield "word", FixWord(turns[number].id, 2, "else")
        yield "swap", SwapRoles()


class Desk:
    """The window's page on a store that holds the call alone."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from PySide6.QtWidgets import QApplication

        from ui import theme
        from ui.bridge import Bridge
        from ui.intake import Intake
        from ui.kept import Kept
        from ui.player import Player
        from ui.session import Session

        self.app = QApplication([])
        theme.dress(self.app, "light")
        sample = unpack_hearing(SAMPLE.read_bytes())
        self.hearing = prolonged(sample, HOUR_S)
        place = str(folder / "calls.db")
        self.workspace = Workspace.open(place)
        # Another sound has another id; this one is only ever opened.
        self.other = replace(prolonged(sample, 2 * HOUR_S), call_id="f" * 64)
        for each in (self.hearing, self.other):
            add_heard(self.workspace.context, Heard(Path("an hour.wav"), each))
        self.workspace.calls.prepare()
        kept = Kept(folder / "window.json")
        self.bridge, self.player = Bridge(), Player(self.app)
        intake = Intake(place, kept)
        self.session = Session(self.workspace, self.bridge, kept, self.player, intake)

    def first_ms(self) -> float:
        """Make the page, open the call and paint it."""
        started_s = time.perf_counter()
        self.page = self._new_page()
        return (time.perf_counter() - started_s) * 1000 + self.open_ms()

    def _new_page(self) -> "CallPage":
        from ui.pages.call import CallPage

        page = CallPage(self.session)
        page.resize(1180, 760)
        page.show()
        return page

    def open_ms(self) -> float:
        """Open the call and paint it."""
        started_s = time.perf_counter()
        self.page.open_call(self.hearing.call_id)
        self._until(lambda: self._shows(self.hearing))
        self.page.grab()
        took_ms = (time.perf_counter() - started_s) * 1000
        self._until(lambda: self.bridge.is_idle)
        return took_ms

    def open_again_ms(self) -> float:
        """Open the call on the page that shows another."""
        self.page.open_call(self.other.call_id)
        self._until(lambda: self._shows(self.other))
        self._until(lambda: self.bridge.is_idle)
        return self.open_ms()

    def edit_ms(self, make: Callable[[], None]) -> float:
        """Make an edit and paint the page that shows it."""
        started_s = time.perf_counter()
        make()
        self._until(lambda: not self.page.edits.is_writing)
        self.page.grab()
        took_ms = (time.perf_counter() - started_s) * 1000
        self._until(lambda: self.bridge.is_idle)
        return took_ms

    def close(self) -> None:
        """Let go of everything."""
        self.page.close()
        self.player.close()
        self.session.intake.close()
        self.bridge.close()
        self.workspace.context.store.close()

    def _shows(self, hearing: Hearing) -> bool:
        opened = self.page.opened
        return opened is not None and opened.call_id == hearing.call_id

    def _until(self, is_so: Callable[[], bool]) -> None:
        while not is_so():
            self.app.processEvents()
            time.sleep(PAUSE_S)
        self.app.processEvents()


def measured() -> dict[str, float]:
    """Open the window's page on the call and return the times in ms."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        times = {"first": desk.first_ms()}
        times["open"] = statistics.median(desk.open_again_ms() for _ in range(ROUNDS))
        edits: dict[str, list[float]] = {}
        for name, change in edits_of(desk.hearing, desk.workspace):
            edits.setdefault(name, []).append(desk.edit_ms(partial(desk.page.edits.apply, change)))
        edits["undo"] = [desk.edit_ms(desk.page.edits.undo) for _ in range(3)]
        times |= {name: statistics.median(some) for name, some in edits.items()}
        desk.open_again_ms()
        memory_mb = psutil.Process().memory_info().rss / 1e6
        desk.close()
    return {name: round(ms, 1) for name, ms in times.items()} | {"memory_mb": round(memory_mb, 1)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Time the opening of a one-hour call.")
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")
    options = parser.parse_args()
    times = measured()
    if options.json:
        sys.stdout.write(json.dumps(times, indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{name:10} {value:8.1f}\n" for name, value in times.items())


if __name__ == "__main__":
    main()
