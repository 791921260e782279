"""The preview of a draft: asked for a moment after an edit, dropped when there is another."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QTimer

from callqa.domain.listing import CallSummary
from callqa.errors import CallQAError
from callqa.service.rubric_draft import RubricDraft
from callqa.service.rubrics import Previewed
from ui.bridge import Task
from ui.i18n import text
from ui.session import Session
from ui.widgets.flip_preview import FlipPreview, PreviewFacts
from ui.widgets.flip_spread import SpreadFacts

_PAUSE_MS = 400


class RubricPreview(QObject):
    """Keeps the panel in step with the draft."""

    def __init__(self, session: Session, panel: FlipPreview) -> None:
        super().__init__(panel)
        self._session = session
        self._panel = panel
        self._draft: RubricDraft | None = None
        self._shown: Previewed | None = None
        self._pass_before = 0.0
        self._task: Task | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._run)

    @property
    def shown(self) -> Previewed | None:
        """What the panel shows of the draft; ``None`` while there is nothing whole."""
        return self._shown

    def show_draft(self, draft: RubricDraft, pass_before: float) -> None:
        """Preview a draft soon; `pass_before` is the mark of the rubric in force.

        What is shown of the same draft stays, so that a list keeps its place.
        """
        if self._is_whole and (self._draft, self._pass_before) == (draft, pass_before):
            return
        self._draft, self._pass_before = draft, pass_before
        self.stop()
        if draft.mistakes:
            self._panel.say(text("rubric.preview_mistakes"))
        elif not self._session.workspace.context.may("see_figures"):
            self._panel.say(text("rubric.preview_not_allowed"))
        else:
            self._panel.begin()
            self._pause.start()

    @property
    def _is_whole(self) -> bool:
        return self._shown is not None and self._task is None

    def forget(self) -> None:
        """Preview even the same draft anew next time: calls have changed."""
        self._draft = None

    def stop(self) -> None:
        """Drop what is under way."""
        self._pause.stop()
        self._shown = None
        self._panel.rest()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _run(self) -> None:
        draft, rubrics = self._draft, self._session.workspace.rubrics
        if draft is None:
            return
        self._task = self._session.bridge.follow(
            self, lambda: rubrics.previewing(draft.rubric), self._show, self._done, self._refuse
        )

    def _show(self, step: Previewed) -> None:
        self._shown = step
        found = step.preview
        mark = self._draft.rubric.pass_mark if self._draft else 0.0
        self._panel.show_preview(
            PreviewFacts(
                calls=found.calls,
                total=step.total,
                signed=found.signed,
                passed=(found.before.passed, found.after.passed),
                means=(found.before.mean, found.after.mean),
                spread=SpreadFacts(found.before.bars, found.after.bars, self._pass_before, mark),
                flips=found.flips,
            )
        )

    def _done(self) -> None:
        self._task = None
        unnamed: Sequence[str] = self._panel.list.flips.unnamed()
        if unnamed:
            rubrics = self._session.workspace.rubrics
            self._session.bridge.read(self, lambda: rubrics.flipped(unnamed), self._name)

    def _name(self, calls: Mapping[str, CallSummary]) -> None:
        self._panel.list.flips.name_calls(calls)

    def _refuse(self, error: CallQAError) -> None:
        self._task = None
        self._panel.say(str(error))
