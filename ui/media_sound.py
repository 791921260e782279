"""The sound of a recording, through QtMultimedia; importing this needs the system's sound library.

There is one `MediaSound` in the application, and it lives as long as the application: a
QMediaPlayer that is destroyed while its sound thread winds down takes the process with it.
"""

from pathlib import Path
from time import monotonic

from PySide6.QtCore import QCoreApplication, QObject, QUrl, Signal
from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer, QtAudio

_Status = QMediaPlayer.MediaStatus
_READY = (_Status.LoadedMedia, _Status.BufferedMedia, _Status.BufferingMedia, _Status.EndOfMedia)

_STALE_S = 0.2
"""QMediaPlayer tells its position every 50 ms; where it is later than this, it has stalled."""

_JITTER_S = 0.1
"""A told position this little behind the reckoned one does not move the playhead back."""


class MediaSound(QObject):
    """Plays one file at a time, on the system's output of the moment.

    What is asked while a file is still being opened is done when it is open.
    """

    failed = Signal()
    """The file cannot be played."""

    devices_changed = Signal()
    """An output came or went; `has_device` tells whether there is one."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._output = QAudioOutput(self)
        self._player = QMediaPlayer(self)
        self._player.setAudioOutput(self._output)
        self._player.setPitchCompensation(True)
        self._devices = QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(self._take_device)
        self._player.positionChanged.connect(self._take_position)
        self._player.mediaStatusChanged.connect(self._take_status)
        self._player.errorOccurred.connect(self._take_error)
        self._told_s = 0.0
        self._told_at_s = 0.0
        self._shown_s = 0.0
        self._wanted_s: float | None = None
        self._is_playing = False

    @property
    def has_device(self) -> bool:
        """Whether there is an output to hear anything on."""
        return bool(QMediaDevices.audioOutputs())

    @property
    def position_s(self) -> float:
        """Seconds from the start of the recording, reckoned on from what was told last."""
        if self._wanted_s is not None:
            return self._wanted_s
        at_s = self._told_s
        if self._is_playing:
            at_s += min(monotonic() - self._told_at_s, _STALE_S) * self._player.playbackRate()
            if self._shown_s - _JITTER_S < at_s < self._shown_s:
                return self._shown_s
        self._shown_s = at_s
        return at_s

    @property
    def has_ended(self) -> bool:
        """Whether the end is reached."""
        return self._wanted_s is None and self._player.mediaStatus() == _Status.EndOfMedia

    def open(self, path: Path) -> None:
        """Open a file, at its start and paused; nothing of the one before is heard any more."""
        self.close()
        self._wanted_s = 0.0
        self._player.setSource(QUrl.fromLocalFile(str(path)))

    def close(self) -> None:
        """Fall silent and let go of the file."""
        self._is_playing = False
        self._player.stop()
        self._player.setSource(QUrl())
        self._wanted_s = None
        self._tell(0.0)

    def play(self) -> None:
        """Play from the position."""
        self._is_playing = True
        self._tell(self._told_s)
        if self._wanted_s is None:
            self._player.play()

    def pause(self) -> None:
        """Stop at the position."""
        held_s = self.position_s
        self._is_playing = False
        self._player.pause()
        if self._wanted_s is None:
            self._tell(held_s)

    def seek(self, at_s: float) -> None:
        """Go to a position."""
        if self._wanted_s is None:
            self._tell(at_s)
            self._player.setPosition(round(at_s * 1000))
        else:
            self._wanted_s = at_s

    def set_rate(self, rate: float) -> None:
        """Play this many times as fast, with the pitch kept."""
        self._tell(self.position_s)
        self._player.setPlaybackRate(rate)

    def set_volume(self, share: float) -> None:
        """Play this loud, 0 to 1 as the ear hears it."""
        scales = QtAudio.VolumeScale
        self._output.setVolume(
            QtAudio.convertVolume(share, scales.LogarithmicVolumeScale, scales.LinearVolumeScale)
        )

    def _tell(self, at_s: float) -> None:
        self._told_s = self._shown_s = at_s
        self._told_at_s = monotonic()

    def _take_position(self, position_ms: int) -> None:
        if self._wanted_s is None and self._is_playing:
            self._told_s = position_ms / 1000
            self._told_at_s = monotonic()

    def _take_status(self, status: QMediaPlayer.MediaStatus) -> None:
        if status == _Status.InvalidMedia:
            self._fail()
        elif status in _READY and self._wanted_s is not None:
            at_s, self._wanted_s = self._wanted_s, None
            self.seek(at_s)
            if self._is_playing:
                self.play()

    def _take_error(self, error: QMediaPlayer.Error) -> None:
        if error != QMediaPlayer.Error.NoError:
            self._fail()

    def _fail(self) -> None:
        if not self._player.source().isEmpty():
            self.failed.emit()

    def _take_device(self) -> None:
        self._output.setDevice(QMediaDevices.defaultAudioOutput())
        self.devices_changed.emit()


def the_sound() -> MediaSound:
    """Return the application's one sound, made when it is first asked for."""
    app = QCoreApplication.instance()
    if app is None:
        raise RuntimeError("sound needs an application")
    made = app.findChild(MediaSound)
    if made is None:
        made = MediaSound(app)
        app.aboutToQuit.connect(made.close)
    return made
