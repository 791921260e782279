"""What the adding process does with a recording beside hearing it: look it up, store the call."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from callqa.domain.hearing import Hearing
from callqa.domain.recording import CallDetails
from callqa.errors import CallError, CallQAError, StoreBusy, StoreError, UsageError
from callqa.jobs.call_details import DetailsSource
from callqa.paths import config_dir
from callqa.service.adding import (
    Added,
    AlreadyThere,
    add_heard,
    content_of,
    find_known,
    not_stored,
)
from callqa.service.context import Context
from callqa.service.hearing_run import Heard, stated_length_s
from callqa.service.workspace import Workspace
from callqa.settings import Settings, load_settings
from callqa.store.tables import access_log, calls

_ASKED_AT_ONCE = 500
_CALL_LIST = "calls.csv"
_REMOVAL = "remove call"
"""What the access log says of a call that `callqa.service.privacy` removed."""


@dataclass(frozen=True, slots=True)
class ToHear:
    """A recording that the store does not have."""

    path: Path
    sha256: str
    duration_s: float
    details: CallDetails
    settings: Settings


@dataclass(frozen=True, slots=True)
class NotAdded:
    """A recording that failed.

    stops_all : every other one would fail the same way
    was_removed : its call is not wanted in the store any more
    """

    path: Path
    error: CallQAError
    stops_all: bool
    was_removed: bool = False


class IntakeWork:
    """One person's work on the store at `place`, which is opened when it is first needed.

    A change of the person's settings counts from the next recording on.
    """

    def __init__(self, place: str | None) -> None:
        self._place = place
        self._opening = threading.Lock()
        self._workspace: Workspace | None = None
        self._settings = Settings()
        self._settings_at: float | None = None
        self._details = DetailsSource()
        self._details_from: tuple[str, str, float] | None = None

    def look_up(self, path: Path) -> ToHear | AlreadyThere | NotAdded:
        """Find out whether the store has this recording."""
        try:
            context = self._context()
            context.require("add_calls")
            details = self._call_details(path)
            sha256 = content_of(path)
            known = find_known(context, path, sha256)
        except CallQAError as error:
            return NotAdded(path, error, _stops_all(error))
        return known or ToHear(path, sha256, stated_length_s(path), details, context.settings)

    def keep(
        self, path: Path, hearing: Hearing, *, by_hand: bool
    ) -> Added | AlreadyThere | NotAdded:
        """Judge and store a call that was heard.

        A call that was removed, for age or to forget its customer, comes back by hand only.
        """
        try:
            context = self._context()
            if not by_hand and _was_removed(context, hearing.call_id):
                return NotAdded(path, _removed_before(path), stops_all=False, was_removed=True)
            return add_heard(context, Heard(path, hearing))
        except CallQAError as error:
            return NotAdded(path, not_stored(path, error), _stops_all(error))

    def not_linked(self, paths: Sequence[Path]) -> tuple[Path, ...] | CallQAError:
        """Return those of `paths` that no stored call was made of.

        A file that was written after the call was added counts as another recording.
        """
        added: dict[str, datetime] = {}
        try:
            with self._context().store.reading() as connection:
                for start in range(0, len(paths), _ASKED_AT_ONCE):
                    names = [str(each) for each in paths[start : start + _ASKED_AT_ONCE]]
                    query = select(calls.c.path, calls.c.added_at).where(calls.c.path.in_(names))
                    added.update({row.path: row.added_at for row in connection.execute(query)})
        except CallQAError as error:
            return error
        return tuple(path for path in paths if not _is_older(path, added.get(str(path))))

    def close(self) -> None:
        """Close the store."""
        if self._workspace is not None:
            self._workspace.context.store.close()

    def _context(self) -> Context:
        with self._opening:
            written_at = _changed_at(str(config_dir() / "settings.toml"))
            if self._workspace is None or written_at != self._settings_at:
                self._settings = load_settings()
                self._workspace = Workspace.open(self._place, self._settings, create=False)
                self._settings_at = written_at
            return self._workspace.context

    def _call_details(self, path: Path) -> CallDetails:
        """Look up what is known about a call.

        Without a call list in the settings, one that lies beside the recording is read.
        """
        wanted = self._settings.intake
        listed = wanted.call_list or str(path.parent / _CALL_LIST)
        asked = (wanted.filename_pattern, listed, _changed_at(listed))
        if asked != self._details_from:
            self._details = _details_source(wanted.filename_pattern, wanted.call_list, listed)
            self._details_from = asked
        return self._details.details(path)


def lengths(paths: Iterable[Path]) -> tuple[tuple[Path, float], ...]:
    """Return the length in seconds that each file's header states, 0 where it cannot be read."""
    return tuple((path, stated_length_s(path)) for path in paths)


def _was_removed(context: Context, call_id: str) -> bool:
    query = select(access_log.c.id).where(
        access_log.c.call_id == call_id, access_log.c.action == _REMOVAL
    )
    with context.store.reading() as connection:
        return connection.execute(query.limit(1)).first() is not None


def _removed_before(path: Path) -> CallError:
    return CallError(
        "is of a call that was removed from the store.",
        subject=str(path),
        remedy="To have the call back, add the file itself.",
    )


def _stops_all(error: CallQAError) -> bool:
    return isinstance(error, UsageError | StoreError) and not isinstance(error, StoreBusy)


def _is_older(path: Path, added_at: datetime | None) -> bool:
    if added_at is None:
        return False
    try:
        written_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return False
    return written_at <= added_at


def _details_source(pattern: str, call_list: str, listed: str) -> DetailsSource:
    if call_list:
        return DetailsSource(pattern, Path(call_list))
    try:
        return DetailsSource(pattern, Path(listed) if Path(listed).is_file() else None)
    except UsageError:
        # Nobody said that the file beside the recordings is a call list.
        return DetailsSource(pattern)


def _changed_at(call_list: str) -> float:
    try:
        return Path(call_list).stat().st_mtime if call_list else 0.0
    except OSError:
        return 0.0
