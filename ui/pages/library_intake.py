"""Recordings that come into the library: dropped on it, chosen, or the sample calls."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtWidgets import QWidget

from callqa.domain.intake import IntakeFile
from ui import dialogs
from ui.pages.library_samples import add_samples, sample_folder
from ui.pages.preferences_first_run import FirstRunPage
from ui.session import Session
from ui.widgets.intake_strip import IntakeStrip
from ui.widgets.view_drop import DropOverlay

_IN_THE_STORE = ("done", "empty")


class LibraryIntake(QObject):
    """Hands recordings to the intake, and shows those that are on their way."""

    stored = Signal(object)
    """A frozenset of the ids of calls that are in the store now."""

    begun = Signal()
    """The first start is over."""

    def __init__(self, session: Session, page: QWidget) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self.overlay = DropOverlay(page)
        self.strip = IntakeStrip()
        self._first_run: FirstRunPage | None = None
        intake = session.intake
        intake.file_changed.connect(self._take)
        intake.pace_changed.connect(self.strip.show_pace)
        intake.cleared.connect(self._show_files)
        self.strip.retry_wanted.connect(intake.retry)
        self.strip.resume_wanted.connect(intake.resume)
        self.strip.all_wanted.connect(lambda: session.page_wanted.emit("batch"))
        self._show_files()

    def greeting(self) -> QWidget | None:
        """Return what a person sees who has not begun yet; ``None`` from then on."""
        if self.strip.is_adding or not FirstRunPage.is_due(self._session):
            return None
        if self._first_run is None:
            self._first_run = FirstRunPage(self._session, sample_folder(), parent=self._page)
            self._first_run.done.connect(self.begun)
            self._first_run.look()
        return self._first_run

    def ask(self) -> None:
        """Ask for recordings and add them."""
        self._add(dialogs.recordings_to_add(self._page))

    def add_samples(self) -> None:
        """Add the sample calls."""
        folder = sample_folder()
        if folder is not None:
            add_samples(self._session, self, folder)

    def invite(self, dragged: QMimeData) -> bool:
        """Show where to drop what is dragged over the page; tell whether it may be."""
        may_drop = any(each.isLocalFile() for each in dragged.urls())
        if may_drop:
            self.overlay.cover()
        return may_drop

    def take(self, dropped: QMimeData) -> None:
        """Add what was dropped."""
        self.overlay.hide()
        urls = (each for each in dropped.urls() if each.isLocalFile())
        self._add([Path(each.toLocalFile()) for each in urls])

    def _add(self, paths: Sequence[Path]) -> None:
        greeting = self._first_run
        if paths and greeting is not None and greeting.isVisible():
            greeting.begin_with(paths)
        elif paths:
            self._session.intake.add(paths)

    def _show_files(self) -> None:
        self.strip.show_files(self._session.intake.files())

    def _take(self, file: IntakeFile) -> None:
        self.strip.show_file(file)
        if file.state in _IN_THE_STORE and file.call_id:
            self.stored.emit(frozenset((file.call_id,)))
