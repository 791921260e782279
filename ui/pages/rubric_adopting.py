"""A rubric is put in force, and the library is scored by it; also in pieces."""

from collections.abc import Callable, Iterator, Sequence
from threading import Event

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from callqa.errors import CallQAError
from callqa.service.rubric_versions import RubricChange
from callqa.service.rubrics import Rescored
from callqa.settings import Settings
from ui.bridge import Task
from ui.formats import number
from ui.i18n import counted, text
from ui.session import Session


class RescoreStrip(QWidget):
    """How far scoring again is, with a button to stop it; hidden while there is nothing to do."""

    stopped = Signal()
    resumed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(text("rubric.rescoring"))
        policy = self._bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(policy)
        self.button = QPushButton()
        self.button.clicked.connect(self._pressed)
        self._is_running = False
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self._words)
        line.addWidget(self._bar, 1)
        line.addWidget(self.button)
        self.hide()

    @property
    def words(self) -> str:
        """What it tells."""
        return self._words.text()

    def show_progress(self, done: int, total: int) -> None:
        """Show a run."""
        self._is_running = True
        self._words.setText(text("rubric.rescored", done=number(done), total=number(total)))
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._bar.show()
        self.button.setText(text("rubric.stop"))
        self.button.setEnabled(True)
        self.show()

    def show_left(self, calls: int) -> None:
        """Tell that calls are still to be scored; nothing where none are."""
        self._is_running = False
        self._words.setText(counted("rubric.left", calls, shown=number(calls)))
        self._bar.hide()
        self.button.setText(text("rubric.go_on"))
        self.button.setEnabled(True)
        self.setVisible(calls > 0)

    def show_stopping(self) -> None:
        """Tell that the run ends once the calls in hand are scored."""
        self._words.setText(text("rubric.stopping"))
        self.button.setEnabled(False)

    def _pressed(self) -> None:
        (self.stopped if self._is_running else self.resumed).emit()


class Adopting(QObject):
    """Runs what scores the library, one run at a time."""

    ended = Signal()
    """The run is over, done or stopped."""

    def __init__(self, session: Session, strip: RescoreStrip) -> None:
        super().__init__(strip)
        self._session = session
        self._strip = strip
        self._task: Task | None = None
        self._flips = 0
        self._failed = 0
        self._stopping = Event()
        strip.stopped.connect(self.stop)
        strip.resumed.connect(self.resume)

    @property
    def is_running(self) -> bool:
        """Whether calls are being scored."""
        return self._task is not None

    def adopt(self, rubric: str, begun: Callable[[], None]) -> None:
        """Put the text of a rubric in force and score every unsigned call by it.

        `begun` is run as soon as it is in force.
        """
        rubrics = self._session.workspace.rubrics

        def steps() -> Iterator[Rescored | None]:
            run = rubrics.adopt_text(rubric)
            first = next(run, None)
            yield None
            if first is not None:
                yield first
                yield from run

        self._follow(steps, begun)

    def resume(self) -> None:
        """Score the calls that the rubric in force has not scored yet."""
        rubrics = self._session.workspace.rubrics
        self._follow(rubrics.rescore, lambda: None)

    def measure(self, thresholds: Settings) -> None:
        """Put the thresholds of settings in force and measure every unsigned call anew."""
        rubrics = self._session.workspace.rubrics
        self._follow(lambda: rubrics.rescore(thresholds), lambda: None)

    def stop(self) -> None:
        """End the run once the calls in hand are scored; what is scored stays scored."""
        if self._task is not None:
            self._stopping.set()
            self._strip.show_stopping()

    def look(self) -> None:
        """Show what an earlier run left undone."""
        rubrics = self._session.workspace.rubrics
        if not self.is_running and self._session.workspace.context.may("change_rubric"):
            self._session.bridge.read(self, rubrics.unfinished, self._found)

    def _found(self, calls: int) -> None:
        if not self.is_running:
            self._strip.show_left(calls)

    def _follow(
        self, steps: Callable[[], Iterator[Rescored | None]], begun: Callable[[], None]
    ) -> None:
        if self.is_running:
            return
        self._flips = self._failed = 0
        self._stopping.clear()
        self._strip.show_progress(0, 0)

        def until_stopped() -> Iterator[Rescored | None]:
            for step in steps():
                yield step
                if self._stopping.is_set():
                    return

        def each(step: Rescored | None) -> None:
            if step is None:
                begun()
                return
            self._flips += len(step.flips)
            self._failed += len(step.failed)
            if not self._stopping.is_set():
                self._strip.show_progress(step.done, step.total)

        self._task = self._session.bridge.follow(
            self, until_stopped, each, self._done, self._refused
        )

    def _done(self) -> None:
        if not self._stopping.is_set():
            self._session.said.emit(
                counted("rubric.adopted_flips", self._flips, shown=number(self._flips))
            )
        if self._failed:
            self._session.said.emit(counted("rubric.not_scored_again", self._failed))
        self._over()

    def _refused(self, error: CallQAError) -> None:
        self._session.failed.emit(error)
        self._over()

    def _over(self) -> None:
        self._task = None
        self._strip.hide()
        self._session.calls_changed.emit(frozenset())
        self.look()
        self.ended.emit()


def change_lines(changes: Sequence[RubricChange]) -> list[str]:
    """Return what differs between two rubrics, a line each."""
    lines = []
    for each in changes:
        keys = ", ".join(text(f"rubric.key_{key}") for key in each.keys)
        line = text(
            f"rubric.change_{each.kind}", part=text(f"rubric.is_{each.part}"), text=each.text
        )
        lines.append(f"{line} ({keys})" if keys else line)
    return lines
