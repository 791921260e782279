"""Plays the recording of the open call, and tells where it is."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from callqa.domain.span import Span
from ui.sound import LostReason, Sound

State = Literal["empty", "paused", "playing"]

SLOWEST, FASTEST = 0.5, 2.0
RATES = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
"""The speeds that a button offers; any between `SLOWEST` and `FASTEST` can be set."""

FINE_RATE_STEP = 0.05

_TICK_MS = 33
_SKIPPED_FROM_S = 1.0
"""Shorter silences belong to the rhythm of speech and are heard."""

_SILENCE_KEPT_S = 0.2
"""Heard of a skipped silence at either end, so that no word is cut."""


class Player(QObject):
    """The one player of the window. All times are seconds of the recording.

    Where nothing can be heard (no file, no output, no sound library) the position moves all the
    same, so that the transcript can be followed; `lost` and `lost_reason` say why.
    """

    moved = Signal(float)
    """Where it is, about 30 times a second while it plays, and after each jump."""

    state_changed = Signal(str)
    """``empty``, ``paused`` or ``playing``."""

    rate_changed = Signal(float)
    looped = Signal(object)
    """The `Span` that is repeated, ``None`` where none is any more."""

    lost = Signal(str)
    """Nothing is heard, for this `LostReason`."""

    opened = Signal(float)
    """Another recording is open, this long."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sound = Sound(self)
        self._sound.lost.connect(self.lost)
        self._state: State = "empty"
        self._duration_s = 0.0
        self._rate = 1.0
        self._skipped: tuple[Span, ...] = ()
        self._looped: Span | None = None
        self._until_s: float | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def state(self) -> State:
        """Whether it plays, is paused, or has nothing open."""
        return self._state

    @property
    def is_playing(self) -> bool:
        """Whether the position moves by itself."""
        return self._state == "playing"

    @property
    def position_s(self) -> float:
        """Where it is."""
        return self._sound.position_s

    @property
    def duration_s(self) -> float:
        """How long the open recording is."""
        return self._duration_s

    @property
    def rate(self) -> float:
        """How many times as fast as spoken."""
        return self._rate

    @property
    def volume(self) -> float:
        """How loud, 0 to 1."""
        return self._sound.volume

    @property
    def lost_reason(self) -> LostReason | None:
        """Why nothing is heard of the open recording, ``None`` where it is."""
        return self._sound.lost_reason

    def open(self, path: Path | None, duration_s: float) -> None:
        """Open a recording, paused at its start; ``None`` where the file is not to be had.

        Spans to skip and to repeat are those of the recording before, and are dropped.
        """
        self._timer.stop()
        self._until_s = None
        self._skipped = ()
        self._duration_s = duration_s
        self.loop(None)
        self._sound.open(path, duration_s)
        self._enter("paused" if duration_s > 0 else "empty")
        self.opened.emit(duration_s)
        self.moved.emit(0.0)

    def close(self) -> None:
        """Let go of the recording; the event loop should turn once more before the program ends."""
        self.open(None, 0.0)

    def solo(self, path: Path | None) -> None:
        """Play this file at the same place instead, one party alone; ``None``: the full recording.

        The full recording stays where there is no such file.
        """
        self._sound.swap(path)

    def play(self) -> None:
        """Play on; from the start where the end was reached."""
        if self._state == "empty":
            return
        if self._sound.has_ended:
            self._go_to(self._looped.start_s if self._looped else 0.0)
        self._sound.play()
        self._timer.start()
        self._enter("playing")

    def pause(self) -> None:
        """Hold at the position."""
        self._until_s = None
        if self.is_playing:
            self._hold()

    def toggle(self) -> None:
        """Play where it is paused, pause where it plays."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def seek(self, at_s: float) -> None:
        """Go to a time; a place outside what is repeated ends the repeating."""
        self._until_s = None
        if self._looped and not self._looped.start_s <= at_s <= self._looped.end_s:
            self.loop(None)
        self._go_to(at_s)

    def step(self, seconds: float) -> None:
        """Go on by so many seconds, back where they are negative."""
        self.seek(self.position_s + seconds)

    def play_span(self, start_s: float, end_s: float) -> None:
        """Play from `start_s` and pause at `end_s`; silences in between are heard."""
        self.seek(start_s)
        self._until_s = min(end_s, self._duration_s)
        self.play()

    def loop(self, span: Span | None) -> None:
        """Repeat a span until told otherwise (``None``)."""
        if span == self._looped:
            return
        self._looped = span
        self.looped.emit(span)
        if span and not span.start_s <= self.position_s < span.end_s:
            self._go_to(span.start_s)

    def skip(self, spans: Sequence[Span]) -> None:
        """Jump over these silences while playing, where they are longer than about a second."""
        self._skipped = tuple(each for each in spans if each.duration_s > _SKIPPED_FROM_S)

    def set_rate(self, rate: float) -> None:
        """Play this many times as fast, from `SLOWEST` to `FASTEST`."""
        rate = round(min(max(rate, SLOWEST), FASTEST), 2)
        if rate != self._rate:
            self._rate = rate
            self._sound.set_rate(rate)
            self.rate_changed.emit(rate)

    def forward(self) -> None:
        """Play; where it plays already, one of `RATES` faster."""
        if self.is_playing:
            self.set_rate(next((each for each in RATES if each > self._rate), FASTEST))
        else:
            self.play()

    def faster(self) -> None:
        """Play a little faster."""
        self.set_rate(self._rate + FINE_RATE_STEP)

    def slower(self) -> None:
        """Play a little slower."""
        self.set_rate(self._rate - FINE_RATE_STEP)

    def set_volume(self, share: float) -> None:
        """Play this loud, 0 to 1."""
        self._sound.set_volume(min(max(share, 0.0), 1.0))

    def _enter(self, state: State) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

    def _hold(self) -> None:
        self._timer.stop()
        self._sound.pause()
        self._enter("paused")
        self.moved.emit(self.position_s)

    def _go_to(self, at_s: float) -> None:
        if self._state != "empty":
            target_s = min(max(at_s, 0.0), self._duration_s)
            self._sound.seek(target_s)
            self.moved.emit(target_s)

    def _tick(self) -> None:
        at_s = self.position_s
        if self._until_s is not None and at_s >= self._until_s:
            self._end_at(self._until_s)
        elif self._looped and at_s >= self._looped.end_s:
            self._go_to(self._looped.start_s)
        elif self._sound.has_ended:
            self._end_at(self._duration_s)
        elif (target_s := self._beyond_silence(at_s)) is not None:
            self._go_to(target_s)
        else:
            self.moved.emit(at_s)

    def _end_at(self, at_s: float) -> None:
        self._until_s = None
        self._sound.pause()
        self._sound.seek(at_s)
        self._hold()

    def _beyond_silence(self, at_s: float) -> float | None:
        if self._until_s is not None or self._looped:
            return None
        for span in self._skipped:
            if span.start_s + _SILENCE_KEPT_S <= at_s < span.end_s - 2 * _SILENCE_KEPT_S:
                return span.end_s - _SILENCE_KEPT_S
        return None
