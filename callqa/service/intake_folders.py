"""The watched folders of the adding process."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from callqa.errors import CallQAError, RecordingMissing
from callqa.jobs.watching import FolderWatch, Shape
from callqa.service.intake_errands import Errands
from callqa.service.intake_work import IntakeWork


class WatchedFolders:
    """Looks through folders when it is time, and passes on what is new in them.

    Parameters
    ----------
    errands, work
        Where looking and asking the store is done.
    came_in
        Called with recordings that no stored call was made of.
    refused
        Called with an error, and whether it is one of the store.
    """

    def __init__(
        self,
        errands: Errands,
        work: IntakeWork,
        came_in: Callable[[tuple[Path, ...]], None],
        refused: Callable[[CallQAError, bool], None],
    ) -> None:
        self._errands = errands
        self._work = work
        self._came_in = came_in
        self._refused = refused
        self._watches: dict[Path, FolderWatch] = {}
        self._in_look: set[Path] = set()
        self._missing: set[Path] = set()

    def __bool__(self) -> bool:
        return bool(self._watches)

    def watch(self, folder: Path, passed_over: Mapping[Path, Shape]) -> None:
        """Look through a folder from now on; files that are passed over are not new in it."""
        self._watches.setdefault(folder, FolderWatch(folder, passed_over=passed_over))

    def unwatch(self, folder: Path) -> None:
        """Look through a folder no more."""
        self._watches.pop(folder, None)

    def shape_of(self, path: Path) -> Shape | None:
        """Return how a file was when it was taken from a folder, ``None`` where it was not."""
        shapes = (each.shape_of(path) for each in self._watches.values())
        return next((shape for shape in shapes if shape is not None), None)

    def look(self) -> None:
        """Begin the looks that are due."""
        for folder, watch in self._watches.items():
            if watch.is_due and folder not in self._in_look:
                self._in_look.add(folder)
                self._errands.do("find", partial(_look, watch), partial(self._looked, watch))

    def _looked(self, watch: FolderWatch, found: tuple[Path, ...] | RecordingMissing) -> None:
        folder = watch.folder
        self._in_look.discard(folder)
        if self._watches.get(folder) is not watch:
            return
        if isinstance(found, RecordingMissing):
            if folder not in self._missing:
                self._missing.add(folder)
                self._refused(found, False)
            return
        self._missing.discard(folder)
        if found:
            new = tuple(path.absolute() for path in found)
            self._errands.do("look up", partial(self._work.not_linked, new), self._asked)

    def _asked(self, found: tuple[Path, ...] | CallQAError) -> None:
        if isinstance(found, CallQAError):
            self._refused(found, True)
        else:
            self._came_in(found)


def _look(watch: FolderWatch) -> tuple[Path, ...] | RecordingMissing:
    try:
        return watch.look()
    except RecordingMissing as error:
        return error
