"""Calibration sessions, and what they show, for a person to read."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any

import typer

from callqa.catalogue import say
from callqa.cli.call_table import ID_DIGITS, moment
from callqa.cli.console import print_table
from callqa.figures.agreement import MACHINE, Agreement, Coefficient
from callqa.figures.drift import Drift
from callqa.service.calibrating import CalibrationReport
from callqa.service.calibration_session import Session, Sheet
from callqa.service.proof import Proof, QuestionAgreement

_NUMBERS = ("calls", "within tolerance", "kappa", "alpha", "mean error")


def print_session(session: Session) -> None:
    """Print a session: its calls and how far its reviewers are."""
    state = "closed" + late_words(session) if session.closed_at else "open"
    typer.echo(f"calibration {session.id}: {session.title} ({session.rubric}), {state}")
    typer.echo(f"calls: {', '.join(each[:ID_DIGITS] for each in session.calls)}")
    for each in session.reviewers:
        typer.echo(f"{each.login}: {each.answered} of {each.asked} answers given")


def print_sessions(sessions: Sequence[Session], zone: tzinfo | None) -> None:
    """Print all sessions."""
    rows = [
        (
            str(each.id),
            each.title,
            moment(each.started_at, zone),
            str(len(each.calls)),
            ", ".join(f"{one.login} {one.answered}/{one.asked}" for one in each.reviewers),
            f"closed {moment(each.closed_at, zone)}" if each.closed_at else "open",
        )
        for each in sessions
    ]
    print_table(("session", "title", "opened", "calls", "reviewers", "state"), rows)


def print_sheet(sheet: Sheet) -> None:
    """Print the questions, and which of them one reviewer has left to answer in each call."""
    asked = [each.id for each in sheet.questions]
    scales = ", ".join(f"{each.id} (0-{each.points:g})" for each in sheet.questions)
    typer.echo(f"questions: {scales}")
    for call, given in sheet.answers.items():
        left = [each for each in asked if each not in given]
        words = "all" if len(left) == len(asked) else ", ".join(left)
        typer.echo(f"{call[:ID_DIGITS]}: {f'left: {words}' if left else 'done'}")


def late_words(session: Session) -> str:
    """Return who had answers left when a session was closed, empty where nobody had."""
    late = ", ".join(f"{each.login} had {each.answered} of {each.asked}" for each in session.late)
    return f" early ({late} answers)" if late else ""


def print_report(report: CalibrationReport) -> None:
    """Print agreement per question, between people and with the machine, then each reviewer."""
    print_session(report.session)
    for title, rows in (
        ("between reviewers", [(each, each.people) for each in report.questions]),
        ("reviewers and machine", [(each, each.machine) for each in report.questions]),
    ):
        typer.echo(f"\n{title}")
        found = [(each.question, *_numbers(one)) for each, one in rows if one is not None]
        print_table(("question", *_NUMBERS), found)
    typer.echo("\npoints above (+) or below others on the same calls, with the 95 % interval")
    for rater in (*(each.login for each in report.session.reviewers), MACHINE):
        typer.echo(rater)
        _print_leans(report.questions, rater)


def print_proofs(proofs: Mapping[str, Proof]) -> None:
    """Print for each question whether the machine may answer it, and what is missing."""
    for each in proofs.values():
        if each.human:
            state = "a person answers"
        elif each.proven:
            state = "proven"
        else:
            state = "provisional: " + " ".join(say(reason) for reason in each.missing)
        typer.echo(f"{each.question:22} {state}")


def proof_rows(proofs: Mapping[str, Proof]) -> dict[str, Any]:
    """Return proofs for other programs."""
    return {
        question: {
            "proven": each.proven,
            "human": each.human,
            "missing": each.missing,
            "agreement": each.agreement,
        }
        for question, each in proofs.items()
    }


def _numbers(one: Agreement) -> tuple[str, ...]:
    share, error = one.within_tolerance.mean, one.absolute_error.mean
    return (
        str(one.calls),
        "" if share is None else f"{share:.0%}",
        _coefficient(one.kappa),
        _coefficient(one.alpha),
        "" if error is None else f"{error:.2f}",
    )


def _coefficient(one: Coefficient) -> str:
    return "not told" if one.value is None else f"{one.value:.2f}"


def _print_leans(questions: Sequence[QuestionAgreement], rater: str) -> None:
    """Print how a person leans from other people and the machine, or the machine from all."""
    same = []
    for question in questions:
        drifts = _drifts(question, rater)
        if any(drift.lean.mean or drift.lean.high for _, drift in drifts):
            words = "; ".join(f"from {name} {_lean_words(drift)}" for name, drift in drifts)
            typer.echo(f"  {question.question:22} {words}")
        elif drifts:
            same.append(question.question)
    if same:
        typer.echo(f"  always the same points as the others: {', '.join(same)}")


def _drifts(question: QuestionAgreement, rater: str) -> list[tuple[str, Drift]]:
    compared = (("people", question.people), ("the machine", question.machine))
    return [
        ("people" if rater == MACHINE else name, drift)
        for name, agreement in compared
        if agreement is not None
        for drift in agreement.drifts
        if drift.rater == rater and drift.lean.mean is not None
    ]


def _lean_words(drift: Drift) -> str:
    lean, change = drift.lean, drift.change
    words = f"{lean.mean:+.2f} on {lean.n} calls"
    if lean.low is not None and lean.high is not None:
        words += f" ({lean.low:+.2f} to {lean.high:+.2f})"
    if change is not None and change.significant:
        words += f", {change.difference:+.2f} in the later half"
    return words
