"""How far a call is: stages weighted by their measured share of the work, and their times."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Literal

Stage = Literal["decoding", "listening", "diarizing", "recognising", "measuring"]
# Shares of the processor time of a call, from 'callqa bench speed'.
TWO_CHANNEL_WORK: Mapping[Stage, float] = {
    "decoding": 0.02,
    "listening": 0.2,
    "recognising": 0.7,
    "measuring": 0.08,
}
MONO_WORK: Mapping[Stage, float] = {
    "decoding": 0.02,
    "listening": 0.08,
    "diarizing": 0.45,
    "recognising": 0.4,
    "measuring": 0.05,
}


class StageClock:
    """Reports the share of a call that is done, and keeps the wall time of each stage.

    Stages may run side by side on several threads; reports come one at a time.

    Parameters
    ----------
    report
        Called with the stage that moved and the share of the whole call, 0 to 1.
    """

    def __init__(self, report: Callable[[Stage, float], None]) -> None:
        self._report = report
        self._work = MONO_WORK
        self._done: dict[Stage, float] = {}
        self._times_s: dict[str, float] = {}
        self._one_at_a_time = threading.Lock()

    def expect(self, work: Mapping[Stage, float]) -> None:
        """Set what the call needs, once its layout is known."""
        self._work = work

    @contextmanager
    def stage(self, stage: Stage) -> Iterator[Callable[[float, float], None]]:
        """Time a stage; the value is its ``progress(done, total)``."""
        started_s = time.monotonic()

        def progress(done: float, total: float) -> None:
            with self._one_at_a_time:
                self._done[stage] = min(1.0, done / total) if total > 0 else 1.0
                share = sum(self._work.get(each, 0.0) * part for each, part in self._done.items())
                self._report(stage, min(share, 1.0))

        yield progress
        progress(1.0, 1.0)
        spent_s = time.monotonic() - started_s
        self._times_s[stage] = self._times_s.get(stage, 0.0) + spent_s

    def times_s(self) -> dict[str, float]:
        """Return the wall time of each stage so far, in seconds; stages may run side by side."""
        return {stage: round(spent_s, 3) for stage, spent_s in self._times_s.items()}
