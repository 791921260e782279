"""Drawing calls for review from the agents page."""

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from callqa.domain.listing import CallSummary
from callqa.service.sampling import Drawing, DrawnCall, Plan
from callqa.service.workspace import Workspace
from ui.formats import DASH, day, moment, number
from ui.i18n import text
from ui.pages.agents_names import isolated
from ui.pages.agents_scope import Scope, last_day
from ui.session import Session
from ui.widgets.sample_dialog import DrawnRow, SampleDialog, WantedSample

Drawn = tuple[Drawing, Mapping[str, CallSummary]]
"""A draw, and the rows of its calls."""


class Sampling(QObject):
    """Opens the dialog, draws, and shows what was drawn."""

    def __init__(self, session: Session, owner: QWidget) -> None:
        super().__init__(owner)
        self._session = session
        self._owner = owner
        self.dialog: SampleDialog | None = None

    def ask(self, scope: Scope) -> None:
        """Open the dialog for the calls of a scope."""
        workspace = self._session.workspace

        def work() -> tuple[tuple[str, ...], tuple[str, ...], str]:
            return workspace.people.reviewers(), *_terms(workspace, scope)

        self._session.bridge.read(self, work, self._open)

    def _open(self, found: tuple[tuple[str, ...], tuple[str, ...], str]) -> None:
        known, where, told = found
        dialog = SampleDialog(known, told, self._owner)
        dialog.wanted.connect(lambda wanted: self._draw(wanted, where))
        dialog.call_chosen.connect(lambda call: self._session.call_wanted.emit(call, None))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        # It stays in front of the calls that are opened from it.
        dialog.show()

    def _draw(self, wanted: WantedSample, where: tuple[str, ...]) -> None:
        workspace, dialog = self._session.workspace, self.dialog
        assert dialog is not None, "only the dialog draws"

        def work() -> Drawn:
            plan = Plan(wanted.kind, wanted.count, wanted.per_agent, wanted.per_week, where)
            drawing = workspace.samples.draw(plan, wanted.reviewers)
            return drawing, workspace.calls.named([each.call_id for each in drawing.calls])

        def failed(error: object) -> None:
            dialog.draw_again()
            self._session.failed.emit(error)

        self._session.bridge.write(dialog, work, lambda drawn: self._show(dialog, drawn), failed)

    def _show(self, dialog: SampleDialog, found: Drawn) -> None:
        drawn, calls = found
        told = text(
            "agents.drawn",
            n=number(len(drawn.calls)),
            candidates=number(drawn.candidates),
            seed=drawn.seed,
        )
        dialog.show_drawn(told, [_row(each, calls.get(each.call_id)) for each in drawn.calls])
        self._session.calls_changed.emit(frozenset(each.call_id for each in drawn.calls))


def _row(call: DrawnCall, known: CallSummary | None) -> DrawnRow:
    said = [moment(known.started_at if known is not None else None), isolated(call.agent or DASH)]
    said += [each for each in call.stratum if each and each != call.agent]
    said.append(text("agents.inclusion", share=number(100 * call.inclusion, 1)))
    if call.reviewer:
        said.append(text("agents.given_to", who=call.reviewer))
    return DrawnRow(call.call_id, " · ".join(said))


def _terms(workspace: Workspace, scope: Scope) -> tuple[tuple[str, ...], str]:
    """Return the filter terms of a scope, and the same in words."""
    period = workspace.figures.team("agent", scope.where, scope.days(workspace)).period
    terms = [f"from={period.first.isoformat()}", f"to={last_day(period).isoformat()}"]
    told = text("agents.span", first=day(period.first), last=day(last_day(period)))
    if scope.team:
        terms.append(f"team={scope.team}")
        told = f"{told}, {scope.team}"
    return (*terms, "status=done"), told
