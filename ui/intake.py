"""Recordings on their way into the store, as signals in the window's thread."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from callqa.domain.intake import IntakeFile, IntakePace
from callqa.service.intake import IntakeQueue
from callqa.service.intake_messages import Answer, Shape
from callqa.service.intake_process import IntakeProcess
from ui.kept import Json, Kept

OPEN, WATCHED, PAUSED = "intake_open", "watched_folders", "intake_paused"
"""What is kept: paths that are not done, folders that are watched, whether it was paused."""
PASSED_OVER = "watched_passed_over"
"""What is kept besides: files of watched folders that failed or were cancelled, as they were."""

_BEGIN_AFTER_MS = 1000
_KEEP_AFTER_MS = 300
_KEEP_AGAIN_MS = 20_000
_SLICE_S = 0.008


class Intake(QObject):
    """The recordings that were added, and the process that hears them.

    The process works beside the window and is started when there is something to do. What is not
    done when the window closes goes on at the next start, and so do the watched folders.
    """

    file_changed = Signal(object)
    """An `IntakeFile` that is new or stands differently."""

    pace_changed = Signal(object)
    """An `IntakePace`; also when the run is paused or goes on."""

    cleared = Signal()
    """Files were taken off the list; ask for `files` again."""

    folders_changed = Signal()
    """Another folder is watched, or one no more."""

    stored = Signal(object)
    """A frozenset of the ids of calls that came into the store."""

    failed = Signal(object)
    """A `CallQAError` that is no matter of one file."""

    _heard = Signal(object)

    def __init__(self, place: str | None, kept: Kept, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept = kept
        self._closed = False
        self._reader: threading.Thread | None = None
        self._fresh: deque[IntakeFile] = deque()
        self._queue = IntakeQueue(place, self._listen)
        self._heard.connect(self._take)
        self._keeping = _timer(self, self._keep)
        self._slicing = _timer(self, self._pass_on)
        self._beginning = _timer(self, self._go_on)
        if kept.get(OPEN) or kept.get(WATCHED):
            self._beginning.start(_BEGIN_AFTER_MS)

    @property
    def is_paused(self) -> bool:
        """Whether nothing more begins until `resume`."""
        return self._queue.is_paused

    @property
    def pace(self) -> IntakePace:
        """How the run goes now."""
        return self._queue.pace

    @property
    def process_id(self) -> int:
        """Of the adding process, 0 without one."""
        return self._queue.process_id

    def files(self) -> tuple[IntakeFile, ...]:
        """Return every file, in the order in which they came."""
        return self._queue.files()

    def folders(self) -> tuple[Path, ...]:
        """Return the folders that are watched."""
        return self._awake().watched

    def add(self, paths: Iterable[Path]) -> None:
        """Take recordings, and folders of them at any depth."""
        self._awake().add(paths)
        self._keep_soon()

    def retry(self, paths: Iterable[Path]) -> None:
        """Take files again that failed or were cancelled."""
        self._awake().retry(paths)
        self._keep_soon()

    def cancel(self, paths: Iterable[Path]) -> None:
        """Drop files that wait, and stop those that are being heard."""
        self._tell_of(self._awake().cancel(paths))
        self._keep_soon()

    def pause(self) -> None:
        """Begin no more; what is being heard is heard to its end."""
        self._awake().pause()
        self._steered()

    def resume(self) -> None:
        """Go on."""
        self._awake().resume()
        self._steered()

    def watch(self, folder: Path) -> None:
        """Take each new recording that comes into a folder, and those in it now."""
        self._awake().watch(folder)
        self.folders_changed.emit()
        self._keep_soon()

    def unwatch(self, folder: Path) -> None:
        """Watch a folder no more; what was taken from it stays."""
        self._awake().unwatch(folder)
        self.folders_changed.emit()
        self._keep_soon()

    def clear_finished(self) -> None:
        """Take the files off the list that do not move on by themselves."""
        self._queue.clear_finished()
        self.cleared.emit()

    def close(self) -> None:
        """End the process; what is not done goes on at the next start."""
        if self._closed:
            return
        self._closed = True
        for timer in (self._keeping, self._slicing):
            timer.stop()
        if self._beginning.isActive():
            # Nothing was begun yet: what is kept still holds.
            self._beginning.stop()
            return
        self._keep()
        self._queue.close()
        if self._reader is not None:
            self._reader.join()

    def _awake(self) -> IntakeQueue:
        """Return the queue with what was left open before in it."""
        if self._beginning.isActive():
            self._go_on()
        return self._queue

    def _go_on(self) -> None:
        self._beginning.stop()
        if self._kept.get(PAUSED):
            self._queue.pause()
        self._queue.pass_over(_shapes(self._kept.get(PASSED_OVER)))
        for folder in _paths(self._kept.get(WATCHED)):
            self._queue.watch(folder)
        self._queue.add(_paths(self._kept.get(OPEN)))
        self.folders_changed.emit()
        self.pace_changed.emit(self._queue.pace)

    def _steered(self) -> None:
        self.pace_changed.emit(self._queue.pace)
        self._keep_soon()

    def _listen(self, process: IntakeProcess) -> None:
        def read() -> None:
            for answer in process.answers():
                self._heard.emit(answer)

        self._reader = threading.Thread(target=read, name="intake answers", daemon=True)
        self._reader.start()

    @Slot(object)
    def _take(self, answer: Answer) -> None:
        if self._closed:
            return
        was_paused = self._queue.is_paused
        changed, error = self._queue.take(answer)
        self._tell_of(changed)
        if isinstance(answer, IntakePace) or was_paused != self._queue.is_paused:
            self.pace_changed.emit(self._queue.pace)
        if error is not None:
            self.failed.emit(error)

    def _tell_of(self, files: tuple[IntakeFile, ...]) -> None:
        if not files:
            return
        self._fresh.extend(files)
        stored = frozenset(each.call_id for each in files if each.state in ("done", "empty"))
        if stored:
            self.stored.emit(stored)
        if not self._slicing.isActive():
            self._pass_on()
        if not self._keeping.isActive():
            self._keeping.start(_KEEP_AGAIN_MS)

    def _pass_on(self) -> None:
        """Tell of some files now and of more in the next turn of the loop."""
        until_s = time.monotonic() + _SLICE_S
        while self._fresh and time.monotonic() < until_s:
            self.file_changed.emit(self._fresh.popleft())
        if self._fresh:
            self._slicing.start(0)

    def _keep_soon(self) -> None:
        self._keeping.start(_KEEP_AFTER_MS)

    def _keep(self) -> None:
        self._kept.set(OPEN, _words(self._queue.open_paths()))
        self._kept.set(WATCHED, _words(self._queue.watched))
        self._kept.set(PAUSED, self._queue.is_paused)
        passed_over = self._queue.passed_over.items()
        self._kept.set(PASSED_OVER, {str(path): list(shape) for path, shape in passed_over})


def _timer(owner: Intake, slot: Callable[[], None]) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.timeout.connect(slot)
    return timer


def _words(paths: Iterable[Path]) -> list[Json]:
    return [str(path) for path in paths]


def _paths(words: Json) -> tuple[Path, ...]:
    return (
        tuple(Path(each) for each in words if isinstance(each, str))
        if isinstance(words, list)
        else ()
    )


def _shapes(words: Json) -> dict[Path, Shape]:
    found: dict[Path, Shape] = {}
    for name, shape in words.items() if isinstance(words, dict) else ():
        match shape:
            case [int(size_bytes), int(changed_ns)]:
                found[Path(name)] = (size_bytes, changed_ns)
    return found
