"""Calibration sessions, and the agreement on each question that a closed one has shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ui.formats import DASH, number
from ui.i18n import text
from ui.itemmodels.figure import Figure, with_minus
from ui.itemmodels.team import SECOND_ROLE, TONE_ROLE

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("question", "people", "alpha", "error", "drift", "machine", "proven")
_ROOT = QModelIndex()


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


class AgreementModel(QAbstractTableModel):
    """Questions in the order of the rubric."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[QuestionRow] = []

    def show_rows(self, rows: Sequence[QuestionRow]) -> None:
        """Take up questions."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return text(f"calibration.column_{COLUMNS[section]}")
        if role == Qt.ItemDataRole.ToolTipRole:
            return text(f"calibration.column_{COLUMNS[section]}_tip")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(COLUMNS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _first_line(row, column)
        if role == SECOND_ROLE:
            return _second_line(row, column)
        if role == TONE_ROLE:
            return _tone(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None


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
