"""The sound of the open call: where it is, who hears it, one party alone."""

from PySide6.QtCore import QObject

from callqa.domain.span import Span
from callqa.domain.speech import Role
from callqa.errors import CallQAError
from callqa.service.opened_call import OpenedCall
from ui.bridge import Task
from ui.pages.call_parts import CallParts
from ui.session import Session


class CallSound(QObject):
    """Opens the recording of a call in the player, and keeps the widgets in step with it."""

    def __init__(self, session: Session, parts: CallParts) -> None:
        super().__init__(parts)
        self._session = session
        self._parts = parts
        self._opened: OpenedCall | None = None
        self._is_heard = False
        self._asked: Task | None = None

    def open(self, opened: OpenedCall) -> None:
        """Open the recording of another call at its start."""
        self._opened = opened
        self._is_heard = False
        self._drop_asked()
        self._session.player.open(opened.recording, opened.shown.summary.duration_s)
        document = opened.shown.document
        separate = document is not None and document.layout.kind == "two_channel"
        self._parts.player_bar.set_parties(are_separate=separate)
        self._show_silences()

    def follow(self, opened: OpenedCall) -> None:
        """Go on with the call as it is now; a recording that was found is opened in place."""
        before, self._opened = self._opened, opened
        if before is not None and before.recording != opened.recording:
            player = self._session.player
            at_s = player.position_s
            player.open(opened.recording, opened.shown.summary.duration_s)
            player.seek(at_s)
        self._show_silences()

    def show_position(self, at_s: float) -> None:
        """Let everything know where the playhead is."""
        parts = self._parts
        parts.timeline.set_position(at_s)
        parts.transcript.set_position(at_s)
        parts.events.set_position(at_s)
        parts.notes.set_position(at_s)

    def log_hearing(self, state: str) -> None:
        """Let the access log name who hears the call, once each time it is open."""
        opened = self._opened
        if state == "playing" and not self._is_heard and opened and opened.recording:
            self._is_heard = True
            sound, call_id = self._session.workspace.sound, opened.call_id
            self._session.bridge.write(self, lambda: sound.recording(call_id), lambda _path: None)

    def hear_party(self, role: Role | None) -> None:
        """Let one party be heard alone, or everybody."""
        self._drop_asked()
        opened = self._opened
        document = opened.shown.document if opened else None
        if role is None or opened is None or document is None:
            self._session.player.solo(None)
            return
        channel = next((each.channel for each in document.speakers if each.role == role), None)
        if channel is None:
            self._parts.player_bar.choose_party(None)
            return
        sound, call_id = self._session.workspace.sound, opened.call_id
        self._asked = self._session.bridge.read(
            self, lambda: sound.solo(call_id, channel), self._session.player.solo, self._no_solo
        )

    def _drop_asked(self) -> None:
        """Let a party that is still being made ready not be heard: another choice was made."""
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None

    def _no_solo(self, error: CallQAError) -> None:
        self._parts.player_bar.choose_party(None)
        self._session.player.solo(None)
        self._session.failed.emit(error)

    def _show_silences(self) -> None:
        document = self._opened.shown.document if self._opened else None
        measures = document.measures if document else None
        spans = [Span(each.start_s, each.end_s) for each in measures.silences] if measures else []
        self._parts.player_bar.set_silences(spans)
