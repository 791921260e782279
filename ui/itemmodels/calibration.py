"""Calibration sessions, and the agreement on each question that a closed one has shown."""

from dataclasses import dataclass

from PySide6.QtCore import Qt

from ui.formats import DASH, number
from ui.i18n import text
from ui.itemmodels.figure import Figure, with_minus
from ui.itemmodels.row_table import ToldTable, worded_heads
from ui.itemmodels.team import SECOND_ROLE, TONE_ROLE

COLUMNS = ("question", "people", "alpha", "error", "drift", "machine", "proven")


@dataclass(frozen=True, slots=True)
class Agreed:
    """Agreement on a question: of people with each other, or of the machine with them.

    within : share of pairs of answers within tolerance
    alpha : Krippendorff's, ``None`` for the reason in `untold`
    error : mean points between two answers
    drift : each rater with the mean points above the others
    """

    within: Figure
    alpha: float | None
    untold: str
    error: Figure
    drift: tuple[tuple[str, Figure], ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question.

    people : ``None`` where only the proof is known
    machine : ``None`` where a person answers the question
    missing : what the centre's bar asks beyond what was shown; empty where it is met
    """

    question: str
    text: str
    people: Agreed | None
    machine: Agreed | None
    human: bool
    proven: bool
    missing: tuple[str, ...]


class AgreementModel(ToldTable[QuestionRow]):
    """Questions in the order of the rubric."""

    def __init__(self) -> None:
        super().__init__(
            COLUMNS,
            worded_heads(lambda column: f"calibration.column_{column}", _alignment),
            {
                Qt.ItemDataRole.DisplayRole: _first_line,
                SECOND_ROLE: _second_line,
                TONE_ROLE: _tone,
                Qt.ItemDataRole.ToolTipRole: _tip,
                Qt.ItemDataRole.TextAlignmentRole: lambda _row, column: _alignment(column),
            },
        )


def _alignment(column: str) -> Qt.AlignmentFlag:
    left = column in ("question", "proven", "drift")
    side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def _first_line(row: QuestionRow, column: str) -> str:
    if column == "question":
        return row.text
    if column == "proven":
        if row.human:
            return text("calibration.human")
        return text("calibration.proven" if row.proven else "calibration.provisional")
    if column == "machine":
        return row.machine.within.text if row.machine else DASH
    if row.people is None:
        return DASH
    if column == "people":
        return row.people.within.text
    if column == "alpha":
        return with_minus(number(row.people.alpha, 2))
    if column == "error":
        return number(row.people.error.value, 1)
    return _drift(row.people)


def _drift(people: Agreed) -> str:
    told = [
        f"{name} {_with_sign(lean.value)}" for name, lean in people.drift if lean.value is not None
    ]
    return ", ".join(told) or DASH


def _with_sign(value: float) -> str:
    shown = number(round(value, 1) + 0.0, 1).replace("-", "\N{MINUS SIGN}")
    return f"+{shown}" if value > 0 else shown


def _second_line(row: QuestionRow, column: str) -> str:
    agreed = {"people": row.people, "machine": row.machine}.get(column)
    if agreed is None:
        return ""
    return agreed.within.under


def _tone(row: QuestionRow, column: str) -> str:
    if column == "proven" and not row.human:
        return "better" if row.proven else "chance"
    agreed = {"people": row.people, "machine": row.machine}.get(column)
    return "few" if agreed is not None and agreed.within.few else ""


def _tip(row: QuestionRow, column: str) -> str:
    if column == "proven" and row.missing:
        return "\n".join(row.missing)
    if column == "alpha" and row.people is not None and row.people.untold:
        return row.people.untold
    agreed = {"people": row.people, "machine": row.machine}.get(column)
    return agreed.within.sentence if agreed is not None else _first_line(row, column)
