"""Recordings on their way, in a few lines above the calls."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from callqa.domain.intake import OPEN_STATES, IntakeFile, IntakePace
from ui import formats
from ui.i18n import counted, text
from ui.icons import icon
from ui.itemmodels.intake_files import reason

_LINES = 4
_DONE_MS = 5000
_SHOW_AFTER_MS = 60
_STEPS = 1000
_BAR_PX = 6
_NAME_CHARACTERS = 52
_FIRST = {"running": 0, "failed": 1, "queued": 2}


class IntakeStrip(QFrame):
    """Shows what is being heard and what failed; hidden while there is neither."""

    retry_wanted = Signal(object)
    """Paths of failed recordings that are to be tried again."""

    resume_wanted = Signal()
    """A run that was paused is to go on."""

    changed = Signal()
    """Other files are shown, or they stand differently."""

    all_wanted = Signal()
    """The whole queue is to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setAccessibleName(text("library.on_the_way"))
        self._files: dict[Path, IntakeFile] = {}
        self._pace: IntakePace | None = None
        self._title = QLabel()
        self._title.setProperty("role", "heading")
        self._left = QLabel()
        self._left.setProperty("role", "soft")
        self._more = QLabel()
        self._more.setProperty("role", "small")
        self._lines = [_Line(self) for _ in range(_LINES)]
        for each in self._lines:
            each.retry_wanted.connect(lambda path: self.retry_wanted.emit((path,)))
        # A thousand files may come at once.
        self._showing = QTimer(self, singleShot=True, interval=_SHOW_AFTER_MS)
        self._showing.timeout.connect(self._show)
        self._leaving = QTimer(self, singleShot=True, interval=_DONE_MS)
        self._leaving.timeout.connect(self.hide)
        self._lay_out()
        self.hide()

    @property
    def is_adding(self) -> bool:
        """Whether recordings are on their way."""
        return any(each.state in OPEN_STATES for each in self._files.values())

    def show_files(self, files: Iterable[IntakeFile]) -> None:
        """Show these files and no others."""
        self._files = {each.path: each for each in files}
        self._pace = None
        self._show()

    def show_file(self, file: IntakeFile) -> None:
        """Bring one file up to date."""
        self._files[file.path] = file
        if not self._showing.isActive():
            self._showing.start()

    def show_pace(self, pace: IntakePace) -> None:
        """Show how the run goes."""
        self._pace = pace
        self._show_left()

    def _lay_out(self) -> None:
        see_all = QToolButton()
        see_all.setText(text("library.see_all"))
        see_all.setToolTip(text("library.see_all_tip"))
        see_all.clicked.connect(self.all_wanted)
        self._resume = QToolButton()
        self._resume.setText(text("library.resume"))
        self._resume.clicked.connect(self.resume_wanted)
        self._resume.hide()
        self._close = QToolButton()
        self._close.setIcon(icon("close"))
        self._close.setToolTip(text("library.hide_strip"))
        self._close.setAccessibleName(text("library.hide_strip"))
        self._close.clicked.connect(self._forget_failed)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._left)
        head.addWidget(self._resume)
        head.addStretch(1)
        head.addWidget(see_all)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 8)
        column.setSpacing(2)
        column.addLayout(head)
        for each in self._lines:
            column.addWidget(each)
        column.addWidget(self._more)

    def _show(self) -> None:
        waiting = [each for each in self._files.values() if each.state in _FIRST]
        waiting.sort(key=lambda each: _FIRST[each.state])
        shown = waiting[:_LINES]
        for line, file in zip(self._lines, [*shown, *[None] * (_LINES - len(shown))], strict=True):
            line.show_file(file)
        more = len(waiting) - len(shown)
        self._more.setText(counted("library.more_waiting", more))
        self._more.setVisible(more > 0)
        self._close.setVisible(not any(each.state in OPEN_STATES for each in waiting))
        self._show_title(bool(waiting))
        self._show_left()
        self.changed.emit()

    def _show_title(self, is_busy: bool) -> None:
        states = [each.state for each in self._files.values()]
        done = sum(each in ("done", "empty", "known") for each in states)
        if any(each in OPEN_STATES for each in states):
            self._title.setText(text("library.adding", done=done, total=len(states)))
        elif is_busy:
            self._title.setText(counted("library.failed_files", states.count("failed")))
        else:
            self._title.setText(counted("library.added", done))
        if is_busy:
            self._leaving.stop()
            self.show()
        elif self.isVisible() and not self._leaving.isActive():
            self._leaving.start()

    def _show_left(self) -> None:
        pace = self._pace
        is_open = any(each.state in OPEN_STATES for each in self._files.values())
        self._resume.setVisible(is_open and pace is not None and pace.paused)
        if pace is not None and is_open and pace.paused:
            self._left.setText(text("library.paused"))
        elif pace is not None and is_open and pace.left_s is not None:
            self._left.setText(text("library.time_left", time=formats.length(pace.left_s)))
        else:
            self._left.clear()

    def _forget_failed(self) -> None:
        self._files = {
            path: each for path, each in self._files.items() if each.state in OPEN_STATES
        }
        self.hide()


class _Line(QWidget):
    """One file: its name, what happens to it, how far it is."""

    retry_wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._name = QLabel()
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setFixedWidth(self.fontMetrics().averageCharWidth() * _NAME_CHARACTERS)
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setProperty("role", "soft")
        self._words.setMinimumWidth(1)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, _STEPS)
        self._bar.setFixedHeight(_BAR_PX)
        self._bar.setFixedWidth(self.fontMetrics().averageCharWidth() * 26)
        self._retry = QToolButton()
        self._retry.setText(text("library.retry"))
        self._retry.setToolTip(text("library.retry_tip"))
        self._retry.clicked.connect(lambda: self.retry_wanted.emit(self._path))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self._name)
        line.addWidget(self._bar)
        line.addWidget(self._words, 1)
        line.addWidget(self._retry)
        self.setMinimumHeight(self._retry.sizeHint().height())

    def show_file(self, file: IntakeFile | None) -> None:
        """Show a file, or nothing."""
        self.setVisible(file is not None)
        if file is None:
            return
        self._path = file.path
        has_failed = file.state == "failed"
        name_px = self._name.width() - 4
        elide = Qt.TextElideMode.ElideMiddle
        self._name.setText(self.fontMetrics().elidedText(file.path.name, elide, name_px))
        self._name.setToolTip(str(file.path))
        self._bar.setVisible(not has_failed)
        is_running = file.state == "running"
        self._bar.setValue(int(file.share * _STEPS) if is_running else 0)
        self._bar.setAccessibleName(file.path.name)
        self._retry.setVisible(has_failed)
        self._words.setText(_words(file))
        self._words.setToolTip(_words(file) if has_failed else "")
        if self._words.property("role") != (role := "" if has_failed else "soft"):
            self._words.setProperty("role", role)
            self._words.style().unpolish(self._words)
            self._words.style().polish(self._words)


def _words(file: IntakeFile) -> str:
    if file.state == "failed":
        return f"! {reason(file)}"
    if file.state == "queued":
        return text("library.waiting")
    stage = text(f"library.stage_{file.stage}") if file.stage else text("library.stage_starting")
    return f"{stage} · {formats.percent(file.share)}"
