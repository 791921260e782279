"""Reads the call that is wanted, and drops what was asked for before."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from callqa.errors import CallQAError
from callqa.service.opened_call import OpenedCall
from ui.bridge import Task
from ui.itemmodels.measure_bands import Band, bands_of
from ui.session import Session

_SLOW_MS = 250
"""A call that opens quicker than this is shown without a word before."""


class CallReading(QObject):
    """One reading at a time, off the window's thread: a later one is the truer."""

    slow = Signal()
    """A call that is opened takes so long that something is to be said."""

    failed = Signal(object)
    """The `CallQAError` for which the call cannot be read."""

    def __init__(self, session: Session, page: QObject) -> None:
        super().__init__(page)
        self._session = session
        self._task: Task | None = None
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SLOW_MS)
        self._slow.timeout.connect(self.slow)

    def open(self, call_id: str, then: Callable[[OpenedCall, Mapping[str, Band]], None]) -> None:
        """Give `then` a call and the bands of its measures in the rubric in force."""
        self.drop()
        self._slow.start()
        workspace = self._session.workspace

        def work() -> tuple[OpenedCall, Mapping[str, Band]]:
            return workspace.calls.open(call_id), bands_of(workspace.rubrics.in_force().questions)

        def take(found: tuple[OpenedCall, Mapping[str, Band]]) -> None:
            self._slow.stop()
            then(*found)

        self._task = self._session.bridge.read(self, work, take, self._fail)

    def read_again(self, call_id: str, then: Callable[[OpenedCall], None]) -> None:
        """Give `then` a call that is open as it is now."""
        self.drop()
        calls = self._session.workspace.calls
        self._task = self._session.bridge.read(self, lambda: calls.open(call_id), then, self._fail)

    def drop(self) -> None:
        """Want nothing of what was asked for."""
        self._slow.stop()
        if self._task is not None:
            self._task.cancel()

    def _fail(self, error: CallQAError) -> None:
        self._slow.stop()
        self.failed.emit(error)
