"""The recordings that the adding process has before it, and what of them is to be told."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from callqa.domain.intake import OPEN_STATES, IntakeFile, IntakePace, IntakeState
from callqa.errors import CallQAError
from callqa.service.intake_pace import PaceMeter


class IntakeList:
    """Files that wait or are at work, in order; one that is done is told once and forgotten."""

    def __init__(self) -> None:
        self._files: dict[Path, IntakeFile] = {}
        self._waiting: dict[Path, None] = {}
        self._unmeasured: dict[Path, None] = {}
        self._changed: dict[Path, IntakeFile] = {}
        self._pace = PaceMeter()

    @property
    def waiting(self) -> int:
        """How many files nobody has taken up yet."""
        return len(self._waiting)

    @property
    def is_empty(self) -> bool:
        """Whether no file waits or is at work."""
        return not self._files

    @property
    def has_news(self) -> bool:
        """Whether a file changed since `news` was last asked for."""
        return bool(self._changed)

    def __contains__(self, path: Path) -> bool:
        return path in self._files

    def add(self, paths: Iterable[Path]) -> None:
        """Let files wait that are not in the list yet; in an empty list the pace begins anew."""
        if self.is_empty:
            self._pace = PaceMeter()
        for path in paths:
            if path not in self._files:
                self._put(IntakeFile(path))
                self._waiting[path] = None
                self._unmeasured[path] = None

    def take_up(self) -> Path | None:
        """Return the file that waits longest, ``None`` without any; it waits no more."""
        path = next(iter(self._waiting), None)
        if path is not None:
            del self._waiting[path]
        return path

    def put_back(self, path: Path) -> None:
        """Let a file wait again, before all others."""
        if path in self._files:
            self._put(replace(self._files[path], state="queued", stage="", share=0.0))
            self._waiting = {path: None, **self._waiting}

    def unmeasured(self, most: int) -> tuple[Path, ...]:
        """Return files whose length is not known, `most` of them; they are not named again."""
        chosen = tuple(islice(self._unmeasured, most))
        for path in chosen:
            del self._unmeasured[path]
        return chosen

    def measure(self, path: Path, duration_s: float) -> None:
        """Note the length of a file."""
        if path in self._files and duration_s > 0:
            self._unmeasured.pop(path, None)
            self._pace.expect(path, duration_s)
            self._put(replace(self._files[path], duration_s=duration_s))

    def move(self, path: Path, stage: str, share: float) -> None:
        """Note how far a file that is being heard has come."""
        self._pace.move(path, share)
        self._put(replace(self._files[path], state="running", stage=stage, share=share))

    def conclude(self, path: Path, state: IntakeState, call_id: str = "") -> None:
        """Note what became of a file."""
        if state in ("done", "empty"):
            self._pace.finish(path)
        else:
            self._pace.drop(path)
        share = 1.0 if call_id else 0.0
        self._put(replace(self._files[path], state=state, stage="", share=share, call_id=call_id))
        self._forget(path)

    def fail(self, path: Path, error: CallQAError) -> None:
        """Note why a file failed."""
        self._pace.drop(path)
        failed = replace(self._files[path], state="failed", stage="", share=0.0)
        self._put(replace(failed, reason=error.what, remedy=error.remedy))
        self._forget(path)

    def remark(self, path: Path, reason: str, remedy: str) -> None:
        """Add to what is told of a file that was concluded just now."""
        self._changed[path] = replace(self._changed[path], reason=reason, remedy=remedy)

    def news(self, most: int) -> Iterator[tuple[IntakeFile, ...]]:
        """Yield the files that changed since this was last asked for, `most` at a time."""
        changed = tuple(self._changed.values())
        self._changed.clear()
        for start in range(0, len(changed), most):
            yield changed[start : start + most]

    def run(self, is_running: bool) -> None:
        """Let the time of the pace run, or stand still."""
        self._pace.run(is_running)

    def pace(self, *, paused: bool) -> IntakePace:
        """Return how it goes now."""
        return self._pace.pace(paused=paused)

    def _put(self, file: IntakeFile) -> None:
        if file.state in OPEN_STATES:
            self._files[file.path] = file
        self._changed[file.path] = file

    def _forget(self, path: Path) -> None:
        self._files.pop(path, None)
        self._waiting.pop(path, None)
        self._unmeasured.pop(path, None)
