"""What is heard of the open recording: its sound, or time that passes silently instead."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from PySide6.QtCore import QObject, Signal

from ui.silent_clock import SilentClock

if TYPE_CHECKING:
    from ui.media_sound import MediaSound

LostReason = Literal["no_recording", "unplayable", "no_device", "no_sound_library"]


class Clock(Protocol):
    """What has a position: a sound, or time that passes silently. Times in seconds."""

    @property
    def position_s(self) -> float:
        """Where it is."""
        ...

    @property
    def has_ended(self) -> bool:
        """Whether the end is reached."""
        ...

    def play(self) -> None:
        """Let it run."""

    def pause(self) -> None:
        """Hold it."""

    def seek(self, at_s: float) -> None:
        """Go to a position."""

    def set_rate(self, rate: float) -> None:
        """Run this many times as fast."""


class Sound(QObject):
    """The sound of one recording at a time.

    Where nothing can be heard the position moves all the same, so that the transcript can be
    followed; `lost` and `lost_reason` say why.
    """

    lost = Signal(str)
    """Nothing is heard, for this `LostReason`; a missing output is told once, not per recording."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock: Clock = SilentClock(0.0)
        self._media: MediaSound | None = None
        self._has_library = True
        self._has_told_of_device = False
        self._lost_reason: LostReason | None = None
        self._path: Path | None = None
        self._duration_s = 0.0
        self._rate = 1.0
        self._volume = 1.0
        self._is_playing = False

    @property
    def position_s(self) -> float:
        """Where it is, within the recording."""
        return min(max(self._clock.position_s, 0.0), self._duration_s)

    @property
    def has_ended(self) -> bool:
        """Whether the end is reached."""
        return self._clock.has_ended or self.position_s >= self._duration_s

    @property
    def lost_reason(self) -> LostReason | None:
        """Why nothing is heard, ``None`` where something is."""
        return self._lost_reason

    @property
    def volume(self) -> float:
        """How loud, 0 to 1."""
        return self._volume

    def open(self, path: Path | None, duration_s: float) -> None:
        """Open a recording, paused at its start; ``None`` where the file is not to be had."""
        self._path = path
        self._duration_s = duration_s
        self._is_playing = False
        self._take(path, 0.0)

    def close(self) -> None:
        """Fall silent and let go of the file; the event loop should turn once more after it."""
        self.open(None, 0.0)

    def swap(self, path: Path | None) -> None:
        """Play on at the same place from this file; from the full recording where there is none."""
        at_s = self.position_s
        self._take(path if path and path.is_file() else self._path, at_s)

    def play(self) -> None:
        """Play from the position."""
        self._is_playing = True
        self._clock.play()

    def pause(self) -> None:
        """Hold at the position."""
        self._is_playing = False
        self._clock.pause()

    def seek(self, at_s: float) -> None:
        """Go to a position."""
        self._clock.seek(at_s)

    def set_rate(self, rate: float) -> None:
        """Play this many times as fast, with the pitch kept."""
        self._rate = rate
        self._clock.set_rate(rate)

    def set_volume(self, share: float) -> None:
        """Play this loud, 0 to 1 as the ear hears it."""
        self._volume = share
        if self._media is not None:
            self._media.set_volume(share)

    def _take(self, path: Path | None, at_s: float) -> None:
        """Go on from a position, with what can play `path`."""
        if self._media is not None:
            self._media.close()
        self._lost_reason = None
        self._start(self._clock_of(path), at_s)

    def _start(self, clock: Clock, at_s: float) -> None:
        self._clock = clock
        clock.set_rate(self._rate)
        clock.seek(at_s)
        if self._is_playing:
            clock.play()

    def _clock_of(self, path: Path | None) -> Clock:
        if self._duration_s <= 0:
            return SilentClock(0.0)
        if path is None or not path.is_file():
            return self._silent("no_recording")
        media = self._library()
        if media is None:
            return self._silent("no_sound_library")
        media.open(path)
        self._look_for_device()
        return media

    def _library(self) -> "MediaSound | None":
        """Return the sound of the application, ``None`` on a system without a library for it."""
        if self._media is None and self._has_library:
            try:
                from ui.media_sound import the_sound
            except ImportError:
                self._has_library = False
                return None
            self._media = the_sound()
            self._media.failed.connect(self._lose_file)
            self._media.devices_changed.connect(self._look_for_device)
            self._media.set_volume(self._volume)
        return self._media

    def _silent(self, reason: LostReason) -> SilentClock:
        self._lost_reason = reason
        self.lost.emit(reason)
        return SilentClock(self._duration_s)

    def _lose_file(self) -> None:
        if self._media is not None and self._clock is self._media:
            at_s = self.position_s
            self._media.close()
            self._start(self._silent("unplayable"), at_s)

    def _look_for_device(self) -> None:
        if self._media is None:
            return
        if self._media.has_device:
            self._has_told_of_device = False
            if self._lost_reason == "no_device":
                self._lost_reason = None
        elif self._lost_reason is None:
            self._lost_reason = "no_device"
            if not self._has_told_of_device:
                self._has_told_of_device = True
                self.lost.emit("no_device")
