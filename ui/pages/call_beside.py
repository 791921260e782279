"""What of the open call may come after the rest: the outline of its sound, lost corrections."""

from PySide6.QtCore import QObject, QTimer

from callqa.domain.edits import AddNote, Edit, VerdictChange
from callqa.errors import CallQAError, RecordingMissing
from callqa.service.opened_call import OpenedCall
from ui.pages.call_view import CallView
from ui.session import Session

_CALM_MS = 800
"""Corrections that count no more are looked for once nobody has edited for so long."""


class CallBeside(QObject):
    """Reads beside the page, and shows what comes if the call is still the one that is open."""

    def __init__(self, session: Session, view: CallView) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._opened: OpenedCall | None = None
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self._calm.timeout.connect(self._read_lost)

    def open(self, opened: OpenedCall) -> None:
        """Read what belongs to another call."""
        self._opened = opened
        self._read_peaks(opened)
        self._calm.start()

    def follow(self, opened: OpenedCall) -> None:
        """Read what may be another now that the call has changed."""
        before, self._opened = self._opened, opened
        if before is None or before.recording != opened.recording:
            self._read_peaks(opened)
        if before is None or _heard_changes(before) != _heard_changes(opened):
            self._calm.start()

    def _read_peaks(self, opened: OpenedCall) -> None:
        sound, call_id = self._session.workspace.sound, opened.call_id

        def failed(error: CallQAError) -> None:
            if not isinstance(error, RecordingMissing):
                self._session.failed.emit(error)

        self._session.bridge.read(
            self,
            lambda: sound.peaks(call_id),
            lambda peaks: self._view.show_peaks(call_id, peaks),
            failed,
        )

    def _read_lost(self) -> None:
        opened = self._opened
        if opened is None or opened.card is None or not opened.card.edits:
            return
        calls, call_id = self._session.workspace.calls, opened.call_id

        def show(lost: tuple[Edit, ...]) -> None:
            if self._opened is not None and self._opened.call_id == call_id:
                self._view.notices.show_lost(lost)

        self._session.bridge.read(self, lambda: calls.lost(call_id), show)


def _heard_changes(opened: OpenedCall) -> int:
    """Return how many edits there are of what was heard or found: others lose no correction."""
    log = opened.card.edits if opened.card else ()
    return sum(not isinstance(each.change, VerdictChange | AddNote) for each in log)
