"""The page on which recordings are added and followed into the store."""

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from callqa.domain.intake import OPEN_STATES, IntakeFile, IntakePace
from ui import dialogs
from ui.actions import action
from ui.i18n import text
from ui.itemmodels.intake_files import IntakeFiles
from ui.pages.page import Page
from ui.session import Session
from ui.widgets.drop_area import DropArea, paths_in
from ui.widgets.empty import EmptyState
from ui.widgets.intake_chips import IntakeChips
from ui.widgets.intake_details import IntakeDetails
from ui.widgets.intake_folders import IntakeFolders
from ui.widgets.intake_summary import IntakeSummary
from ui.widgets.intake_table import IntakeTable

_LAST_FOLDER = "batch_folder"


class BatchPage(Page):
    """Recordings go in at the top; the table tells what becomes of each."""

    key: ClassVar[str] = "batch"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._make_actions()
        self.files = IntakeFiles(self)
        self.table = IntakeTable(self.files)
        self.chips = IntakeChips()
        self.summary = IntakeSummary(
            self._pausing, self._resuming, (self._retrying, self._cancelling, self._clearing)
        )
        self.folders = IntakeFolders()
        self.details = IntakeDetails(self._opening, self._retrying)
        self._drop = DropArea()
        self._beside_title = QWidget()
        self._stack = QStackedWidget()
        self._lay_out()
        self._wire()
        self.setAcceptDrops(True)
        self._show_files()
        self._show_pace(session.intake.pace)
        self._show_folders()

    def add(self, paths: Iterable[Path]) -> None:
        """Take recordings and folders."""
        self.session.intake.add(paths)

    def _make_actions(self) -> None:
        self._adding = (
            action(self, "batch.add_files", self._ask_files, "Ctrl+O"),
            action(self, "batch.add_folder", self._ask_folder, "Ctrl+Shift+O", "intake_folder"),
            action(self, "batch.watch_folder", self._ask_watched, "Ctrl+Shift+W", "intake_watch"),
        )
        intake = self.session.intake
        self._pausing = action(self, "batch.pause", intake.pause, "Ctrl+Space", "pause")
        self._resuming = action(self, "batch.resume", intake.resume, "Ctrl+Space", "play")
        self._retrying = action(self, "batch.retry", self._retry, "Ctrl+R")
        self._cancelling = action(self, "batch.cancel", self._cancel, "Del")
        self._clearing = action(self, "batch.clear", self._clear, "Ctrl+L")
        self._opening = action(self, "batch.open_call", self._open_picked)

    def _wire(self) -> None:
        intake = self.session.intake
        intake.file_changed.connect(self.files.put)
        intake.pace_changed.connect(self._show_pace)
        intake.cleared.connect(self._show_files)
        intake.folders_changed.connect(self._show_folders)
        self.files.counted.connect(lambda _counts: self._show_counts())
        self.chips.chosen.connect(self.files.choose_states)
        self.table.picked.connect(self._show_picked)
        self.table.opened.connect(self._open)
        self.folders.dropped.connect(intake.unwatch)
        self._drop.dropped.connect(self.add)

    def _ask_files(self) -> None:
        found = dialogs.recordings_to_add(self, self._last_folder())
        if found:
            self.session.kept.set(_LAST_FOLDER, str(found[0].parent))
            self.add(found)

    def _ask_folder(self) -> None:
        found = dialogs.folder(self, text("batch.add_folder_tip"), self._last_folder())
        if found:
            self.session.kept.set(_LAST_FOLDER, str(found))
            self.add([found])

    def _ask_watched(self) -> None:
        found = dialogs.folder(self, text("batch.watch_folder_tip"), self._last_folder())
        if found:
            self.session.intake.watch(found)

    def _last_folder(self) -> str:
        return str(self.session.kept.get(_LAST_FOLDER) or "")

    def _retry(self) -> None:
        picked = (each.path for each in self.table.picked_files() if _is_to_retry(each))
        self.session.intake.retry(tuple(picked) or self.files.paths_in("failed"))

    def _cancel(self) -> None:
        self.session.intake.cancel(each.path for each in self.table.picked_files())

    def _clear(self) -> None:
        self.session.intake.clear_finished()

    def _open_picked(self) -> None:
        picked = self.table.picked_files()
        if len(picked) == 1:
            self._open(picked[0])

    def _open(self, file: IntakeFile) -> None:
        if file.call_id:
            self.session.call_wanted.emit(file.call_id, None)

    def _show_files(self) -> None:
        self.files.show_files(self.session.intake.files())

    def _show_folders(self) -> None:
        self.folders.show_folders(self.session.intake.folders())

    def _show_pace(self, pace: IntakePace) -> None:
        self.summary.show_pace(pace)
        self._show_steering()

    def _show_steering(self) -> None:
        # The two share a shortcut; it reaches the one that is enabled.
        is_open = any(self.files.counts.get(state, 0) for state in OPEN_STATES)
        is_paused = self.session.intake.is_paused
        self._pausing.setEnabled(is_open and not is_paused)
        self._resuming.setEnabled(is_paused)

    def _show_counts(self) -> None:
        counts = self.files.counts
        self.chips.show_counts(counts)
        self.summary.show_counts(counts)
        has_files = sum(counts.values()) > 0
        self._stack.setCurrentIndex(1 if has_files else 0)
        self._beside_title.setVisible(has_files)
        self._show_steering()
        self._show_picked(self.table.picked_files())

    def _show_picked(self, picked: tuple[IntakeFile, ...]) -> None:
        self.details.show_files(picked)
        counts = self.files.counts
        self._cancelling.setEnabled(any(each.state in OPEN_STATES for each in picked))
        can_retry = counts.get("failed", 0) > 0 or any(map(_is_to_retry, picked))
        self._retrying.setEnabled(can_retry)
        self._clearing.setEnabled(
            any(counts[state] for state in counts if state not in OPEN_STATES)
        )
        self._opening.setEnabled(len(picked) == 1 and bool(picked[0].call_id))

    def _lay_out(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 16)
        lines.setSpacing(12)
        lines.addLayout(self._heading())
        lines.addWidget(self.folders)
        self._stack.addWidget(self._nothing_yet())
        self._stack.addWidget(self._work())
        lines.addWidget(self._stack, 1)

    def _heading(self) -> QHBoxLayout:
        title = QLabel(text("batch.title"))
        title.setProperty("role", "title")
        drop = DropArea()
        drop.dropped.connect(self.add)
        drop.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        hint = QLabel(text("batch.drop_here"))
        hint.setProperty("role", "soft")
        inside = QHBoxLayout(drop)
        inside.setContentsMargins(16, 6, 16, 6)
        inside.addWidget(hint, 0, Qt.AlignmentFlag.AlignCenter)
        beside = QHBoxLayout(self._beside_title)
        beside.setContentsMargins(16, 0, 0, 0)
        beside.setSpacing(8)
        for number, each in enumerate(self._adding):
            beside.addWidget(_button(each, primary=number == 0))
        beside.addWidget(drop, 1)
        line = QHBoxLayout()
        line.addWidget(title)
        line.addWidget(self._beside_title, 1)
        return line

    def _nothing_yet(self) -> QWidget:
        state = EmptyState(text("batch.empty_title"), text("batch.empty_text"), self._adding)
        inside = QVBoxLayout(self._drop)
        inside.addWidget(state)
        return self._drop

    def _work(self) -> QWidget:
        work = QWidget()
        lines = QVBoxLayout(work)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(12)
        lines.addWidget(self.summary)
        lines.addWidget(self.chips)
        lines.addWidget(self.table, 1)
        lines.addWidget(self.details)
        return work

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.add(paths_in(event.mimeData()))
        event.acceptProposedAction()


def _is_to_retry(file: IntakeFile) -> bool:
    return file.state in ("failed", "cancelled")


def _button(of: QAction, *, primary: bool) -> QPushButton:
    made = QPushButton(of.icon(), of.text())
    made.setProperty("primary", primary)
    made.setToolTip(of.toolTip())
    made.clicked.connect(lambda _checked=False: of.trigger())
    return made
