"""Recordings on their way into the store, as the program that added them knows them.

Hearing, comparing and storing happen in a process of their own (`IntakeProcess`). What is to be
done outlives that process: when it is lost, what was being heard has failed, and the rest goes on
in a new one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from callqa.domain.intake import OPEN_STATES, IntakeFile, IntakePace
from callqa.errors import CallQAError, WorkerDied
from callqa.service.intake_messages import (
    Add,
    Answer,
    Cancel,
    Files,
    IntakePlan,
    Lost,
    Order,
    PassedOver,
    Pause,
    Refused,
    Resume,
    Shape,
    Taken,
    Unwatch,
    Watch,
)
from callqa.service.intake_process import IntakeProcess

_ADDED_AT_ONCE = 500
_MOST_LOSSES = 3
_NOTHING = IntakePace(0.0, 0.0, 0.0, None, None, paused=False)


class IntakeQueue:
    """What is to be added, and what became of it.

    Everything is called on one thread; nothing here waits. The process starts when there is
    something to do.

    Parameters
    ----------
    place
        Of the store; ``None`` for the person's own.
    listen
        Called with each process that was started: have its `answers` read on a thread, and give
        each to `take`.
    """

    def __init__(self, place: str | None, listen: Callable[[IntakeProcess], None]) -> None:
        self._place = place
        self._listen = listen
        self._process: IntakeProcess | None = None
        self._files: dict[Path, IntakeFile] = {}
        self._asked: dict[Path, None] = {}
        self._watched: dict[Path, None] = {}
        self._passed_over: dict[Path, Shape] = {}
        self._paused = False
        self._losses = 0
        self.pace = _NOTHING

    @property
    def is_paused(self) -> bool:
        """Whether nothing more begins until `resume`."""
        return self._paused

    @property
    def watched(self) -> tuple[Path, ...]:
        """The folders that are watched."""
        return tuple(self._watched)

    @property
    def passed_over(self) -> dict[Path, Shape]:
        """Files of watched folders that are not taken again as they are, by any process."""
        return dict(self._passed_over)

    @property
    def process_id(self) -> int:
        """Of the adding process, 0 without one."""
        return self._process.pid if self._process else 0

    def files(self) -> tuple[IntakeFile, ...]:
        """Return every file, in the order in which they came."""
        return tuple(self._files.values())

    def open_paths(self) -> tuple[Path, ...]:
        """Return what is not done: files that wait or are at work, and folders not searched yet."""
        waiting = (each.path for each in self._files.values() if each.state in OPEN_STATES)
        return tuple(dict.fromkeys((*self._asked, *waiting)))

    def add(self, paths: Iterable[Path]) -> None:
        """Take recordings, and folders of them at any depth; also one that failed before."""
        chosen = tuple(dict.fromkeys(path.absolute() for path in paths))
        self._asked.update(dict.fromkeys(chosen))
        if chosen and not self._begin():
            self._add(chosen)

    def retry(self, paths: Iterable[Path]) -> None:
        """Take files again that failed or were cancelled."""
        self.add(path for path in paths if self._state(path) in ("failed", "cancelled"))

    def cancel(self, paths: Iterable[Path]) -> tuple[IntakeFile, ...]:
        """Drop files that wait, and stop those that are being heard.

        What is returned changed at once; of the others the process tells.
        """
        chosen = tuple(path for path in paths if self._state(path) in OPEN_STATES)
        if self._process:
            self._process.tell(Cancel(chosen))
            return ()
        return self._put(replace(self._files[path], state="cancelled") for path in chosen)

    def pause(self) -> None:
        """Begin no more; what is being heard is heard to its end."""
        self._paused = True
        self.pace = replace(self.pace, paused=True, left_s=None)
        self._tell(Pause())

    def resume(self) -> None:
        """Go on."""
        self._paused = False
        self._losses = 0
        self.pace = replace(self.pace, paused=False)
        if (self.open_paths() or self._watched) and not self._begin():
            self._tell(Resume())

    def watch(self, folder: Path) -> None:
        """Take each new recording that comes into a folder, and those in it now."""
        chosen = folder.absolute()
        if chosen not in self._watched:
            self._watched[chosen] = None
            if not self._begin():
                self._tell(Watch(chosen, self.passed_over))

    def pass_over(self, files: Mapping[Path, Shape]) -> None:
        """Leave these files of folders that are watched later, as long as they are so."""
        self._passed_over.update(files)

    def unwatch(self, folder: Path) -> None:
        """Watch a folder no more; what was taken from it stays."""
        chosen = folder.absolute()
        if self._watched.pop(chosen, self) is None:
            self._tell(Unwatch(chosen))
            kept = self._passed_over.items()
            self._passed_over = {
                path: shape for path, shape in kept if not path.is_relative_to(chosen)
            }

    def clear_finished(self) -> None:
        """Forget the files that do not move on by themselves."""
        kept = {path: file for path, file in self._files.items() if file.state in OPEN_STATES}
        self._files = kept

    def take(self, answer: Answer) -> tuple[tuple[IntakeFile, ...], CallQAError | None]:
        """Take up what the process says; return the files that changed, and an error to show."""
        match answer:
            case Files(files):
                if any(each.state not in OPEN_STATES for each in files):
                    self._losses = 0
                return self._put(files), None
            case IntakePace():
                self.pace = answer
            case PassedOver(path, shape):
                self._passed_over[path] = shape
            case Taken(paths):
                for path in paths:
                    self._asked.pop(path, None)
            case Refused(error, halts):
                self._paused = self._paused or halts
                return (), error
            case Lost(exit_code):
                return self._lost(exit_code)
        return (), None

    def close(self) -> None:
        """End the process; what is open stays in `open_paths`."""
        if self._process:
            self._process.stop()
            self._process = None

    def _lost(self, exit_code: int | None) -> tuple[tuple[IntakeFile, ...], CallQAError]:
        self._process = None
        self._losses += 1
        goes_on = self._losses < _MOST_LOSSES
        ended = f"The program that hears recordings ended unexpectedly (exit code {exit_code})."
        failed = self._put(
            replace(each, state="failed", share=0.0, reason=ended, remedy="Try again.")
            for each in self.files()
            if each.state == "running"
        )
        self._paused = self._paused or not goes_on
        self.pace = replace(self.pace, paused=self._paused, speed=None, left_s=None)
        if goes_on and (self.open_paths() or self._watched):
            self._begin()
            return failed, WorkerDied(ended, remedy="It was started again; the others go on.")
        return failed, WorkerDied(ended, remedy="Resume to start it again.")

    def _begin(self) -> bool:
        """Start the process with everything that is open; tell whether it was not there yet."""
        if self._process:
            return False
        self._process = IntakeProcess(IntakePlan(self._place, self._paused))
        self._add(self.open_paths())
        for folder in self._watched:
            self._process.tell(Watch(folder, self.passed_over))
        self._listen(self._process)
        return True

    def _add(self, paths: tuple[Path, ...]) -> None:
        for start in range(0, len(paths), _ADDED_AT_ONCE):
            self._tell(Add(paths[start : start + _ADDED_AT_ONCE]))

    def _tell(self, order: Order) -> None:
        if self._process:
            self._process.tell(order)

    def _put(self, files: Iterable[IntakeFile]) -> tuple[IntakeFile, ...]:
        changed = tuple(files)
        self._files.update((each.path, each) for each in changed)
        return changed

    def _state(self, path: Path) -> str:
        file = self._files.get(path)
        return file.state if file else ""
