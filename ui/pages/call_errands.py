"""What is done with the open call beside reviewing it: details, coaching, its file, a report."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from callqa.domain.coaching import CoachingItem
from callqa.service.adding import AlreadyThere
from callqa.service.opened_call import OpenedCall
from ui import dialogs, printing
from ui.bridge import Task
from ui.i18n import language, text
from ui.itemmodels.moment import Moment
from ui.session import Session
from ui.widgets.coaching_form import CoachingForm, WantedItem
from ui.widgets.detail_form import DetailForm

_AROUND_S = 10.0
"""A coaching item at the playhead begins this long before it: the moment has just been heard."""


class CallErrands(QObject):
    """Asks for what each errand needs, and does it."""

    change_wanted = Signal(object)
    new_agent_wanted = Signal(object)

    done = Signal()
    """Something about the call is another: it is to be read again."""

    def __init__(self, session: Session, page: QWidget) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self._opened: OpenedCall | None = None
        self._asking: Task | None = None
        self.details = DetailForm(page)
        self.details.change_wanted.connect(self.change_wanted)
        self.details.new_agent_wanted.connect(self.new_agent_wanted)
        self.coaching = CoachingForm(page)
        self.coaching.item_wanted.connect(self._add_item)

    def leave(self) -> None:
        """Close what was asked about the call before: it is not about the one that opens."""
        if self._asking is not None:
            self._asking.cancel()
        self.details.hide()
        self.coaching.clear()

    def ask_details(self, anchor: QWidget, opened: OpenedCall | None) -> None:
        """Let a person correct what is known of the call."""
        if opened is None:
            return
        call = opened.shown.summary
        people = self._session.workspace.people
        self._asking = self._session.bridge.read(
            self,
            lambda: tuple(each.agent.name for each in people.agents()),
            lambda names: self.details.ask(anchor, call, names),
        )

    def coach(self, anchor: QWidget, moment: Moment | None, opened: OpenedCall | None) -> None:
        """Make a coaching item of a moment: a flag at once, anything else after asking."""
        if opened is None or opened.card is None:
            return
        self._opened = opened
        if moment is not None and moment.kind == "flag":
            call_id, code = opened.call_id, moment.code
            coaching = self._session.workspace.coaching
            self._session.bridge.write(
                self, lambda: coaching.add(call_id, code, language=language()), self._added
            )
            return
        at_s = self._session.player.position_s
        span_s = (moment.start_s, moment.end_s) if moment else (at_s - _AROUND_S, at_s)
        self.coaching.ask(
            anchor, span_s, opened.shown.summary.duration_s, moment.title if moment else ""
        )

    def find_recording(self, opened: OpenedCall | None) -> None:
        """Ask where the recording is now; any of several files may be it."""
        if opened is None:
            return
        start = opened.shown.summary.path or ""
        paths = dialogs.recordings_to_add(self._page, str(Path(start).parent) if start else "")
        if paths:
            self._relink(paths, opened.call_id)

    def write_report(self, opened: OpenedCall | None) -> None:
        """Ask where the report is to lie, and write it."""
        if opened is None or opened.shown.document is None:
            return
        call = opened.shown.summary
        name = Path(call.path).stem if call.path else call.call_id[:12]
        asked = text("call.report_title")
        path = dialogs.file_to_write(self._page, asked, f"{name}.callqa.html", printing.kinds())
        if path is None:
            return
        exports = self._session.workspace.exports
        self._session.bridge.read(
            self,
            lambda: exports.call_report(
                path,
                call.call_id,
                force=True,
                language=language(),
                printer=printing.printer_for(path),
            ),
            lambda _nothing: self._session.said.emit(text("call.report_done", path=path)),
        )

    def _relink(self, paths: tuple[Path, ...], call_id: str) -> None:
        calls = self._session.workspace.calls

        def work() -> bool:
            steps: Iterator[object] = calls.relink(paths)
            found = [each.call_id for each in steps if isinstance(each, AlreadyThere)]
            return call_id in found

        def then(is_found: bool) -> None:
            self._session.said.emit(text("call.found" if is_found else "call.not_found"))
            if is_found:
                self._session.calls_changed.emit(frozenset({call_id}))
                self.done.emit()

        self._session.bridge.write(self, work, then)

    def _add_item(self, wanted: WantedItem) -> None:
        if self._opened is None:
            return
        call_id = self._opened.call_id
        coaching = self._session.workspace.coaching

        def work() -> CoachingItem:
            return coaching.add_by_hand(
                call_id,
                wanted.start_s,
                wanted.end_s,
                wanted.title,
                tip=wanted.tip,
                kind=wanted.kind,
                language=language(),
            )

        self._session.bridge.write(self, work, self._added)

    def _added(self, item: CoachingItem) -> None:
        self.coaching.clear()
        self._session.said.emit(text("call.coaching_added", title=item.title))
        self.done.emit()
