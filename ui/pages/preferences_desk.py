"""The person's settings in the window: saved at once, the last change can be taken back."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from callqa.errors import CallQAError
from callqa.service.preferences import CENTRE_GROUPS, Preferences
from callqa.service.workspace import Workspace
from callqa.settings import Option, Scalar, Settings, options, with_values
from ui.session import Session

OPTIONS: dict[str, Option] = {each.key: each for each in options()}
"""Every setting by its key."""

_HEARD_ANEW = frozenset({"hearing", "speakers", "health"})


def is_heard_anew(key: str) -> bool:
    """Tell whether a setting counts from the next recording on.

    Calls that are there would have to be heard anew.
    """
    return key.partition(".")[0] in _HEARD_ANEW and key != "hearing.device"


class PreferencesDesk(QObject):
    """Reads and writes ``settings.toml`` and keeps the session in step with it."""

    changed = Signal(str, object)
    """The key of a setting, and its value."""

    refused = Signal(str, object)
    """The key of a setting, and the error that says why it was not saved."""

    def __init__(self, session: Session, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._preferences = preferences
        self._last: tuple[str, Scalar | None] | None = None
        self.settings = Settings()
        self.problem: CallQAError | None = None

    @property
    def place(self) -> str:
        """Where the settings are kept."""
        return str(self._preferences.path)

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return self._last is not None

    def read(self, then: Callable[[], None]) -> None:
        """Read the file; a mistake in it is kept in `problem`."""

        def taken(settings: Settings) -> None:
            self.settings, self.problem = settings, None
            then()

        def refused(error: CallQAError) -> None:
            self.problem = error
            then()

        self._session.bridge.read(self, self._preferences.read, taken, refused)

    def save(self, key: str, value: Scalar | None) -> None:
        """Save a setting; ``None`` leaves it to its default."""
        self._save(key, value, is_undo=False)

    def undo(self) -> None:
        """Take the last change back."""
        if self._last is not None:
            key, value = self._last
            self._last = None
            self._save(key, value, is_undo=True)

    def _save(self, key: str, value: Scalar | None, *, is_undo: bool) -> None:
        def work() -> tuple[Settings, Scalar | None]:
            before = self._preferences.stated().get(key)
            return self._preferences.save(key, value), before

        def saved(result: tuple[Settings, Scalar | None]) -> None:
            self.settings, before = result
            self._last = None if is_undo else (key, before)
            now = self.settings.flat()[key]
            self._tell_session(key, now)
            self.changed.emit(key, now)

        self._session.bridge.write(self, work, saved, lambda error: self.refused.emit(key, error))

    def _tell_session(self, key: str, value: Scalar) -> None:
        # Thresholds are the store's: those of the file count for a new store only.
        workspace = self._session.workspace
        if key.partition(".")[0] in CENTRE_GROUPS:
            return
        settings = with_values(workspace.context.settings, {key: value}, source="settings")
        self._session.workspace = Workspace(replace(workspace.context, settings=settings))
