"""Calibration as the page shows it: sessions, proofs and agreement."""

from dataclasses import dataclass

from callqa.service.calibration_session import Session as Sitting
from callqa.service.calibration_session import Sheet
from callqa.service.proof import Agreement, Proof, QuestionAgreement
from callqa.service.workspace import Workspace
from ui.formats import DASH, moment
from ui.i18n import counted, text
from ui.itemmodels.calibration import Agreed, QuestionRow
from ui.itemmodels.figure import said
from ui.pages.agents_facts import figure_of
from ui.pages.agents_names import isolated


@dataclass(frozen=True, slots=True)
class Overview:
    """Every session, the proof of each question of the rubric in force, and who may score."""

    sessions: tuple[Sitting, ...]
    questions: tuple[QuestionRow, ...]
    reviewers: tuple[str, ...]


def read_calibration(workspace: Workspace) -> Overview:
    """Return every session, the proofs, and who may score."""
    sessions = workspace.calibrations.list()
    proofs = workspace.calibrations.proven()
    texts = {each.id: each.text for each in workspace.rubrics.in_force().questions}
    rows = tuple(_proof_row(each, texts.get(name, name)) for name, each in proofs.items())
    known = {each.login for sitting in sessions for each in sitting.reviewers}
    known.add(workspace.context.user.login)
    if workspace.context.may("assign"):
        known |= set(workspace.people.reviewers())
    return Overview(sessions, rows, tuple(sorted(known)))


def names_on(workspace: Workspace, sheet: Sheet) -> dict[str, str]:
    """Return how the calls of a sheet are called: a list is enough, and tells no verdict."""
    return {
        call_id: f"{moment(each.started_at)} · {isolated(each.agent or DASH)}"
        for call_id, each in workspace.calls.named(tuple(sheet.answers)).items()
    }


def _proof_row(proof: Proof, words: str) -> QuestionRow:
    machine = _agreed(proof.agreement) if proof.agreement is not None else None
    missing = tuple(said(each) for each in proof.missing)
    return QuestionRow(proof.question, words, None, machine, proof.human, proof.proven, missing)


def row_of(found: QuestionAgreement, proof: QuestionRow | None) -> QuestionRow:
    """Return the agreement on a question, with what is known of its proof."""
    return QuestionRow(
        question=found.question,
        text=found.text,
        people=_agreed(found.people),
        machine=_agreed(found.machine) if found.machine is not None else None,
        human=found.machine is None,
        proven=proof is not None and proof.proven,
        missing=proof.missing if proof is not None else (),
    )


def _agreed(agreement: Agreement) -> Agreed:
    return Agreed(
        within=figure_of(agreement.within_tolerance, "share"),
        alpha=agreement.alpha.value,
        untold=said(agreement.alpha.untold) if agreement.alpha.untold is not None else "",
        error=figure_of(agreement.absolute_error, "count"),
        drift=tuple((each.rater, figure_of(each.lean, "count")) for each in agreement.drifts),
    )


def label_of(sitting: Sitting) -> str:
    """Return how a session stands in the list."""
    state = text("calibration.closed") if sitting.closed_at else text("calibration.is_open")
    calls = counted("charts.calls", len(sitting.calls))
    return f"{sitting.title}\n{moment(sitting.started_at)} · {calls} · {state}"


def progress_of(sitting: Sitting) -> str:
    """Return how far each reviewer is."""
    return ", ".join(f"{each.login} {each.answered}/{each.asked}" for each in sitting.reviewers)
