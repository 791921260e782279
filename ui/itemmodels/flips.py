"""Calls whose verdict another rubric would change, as a list model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from pathlib import PurePath
from typing import Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from callqa.domain.listing import CallSummary
from ui.formats import DASH, number, percent
from ui.i18n import text
from ui.itemmodels.call_columns import flag_name

MOST_ROWS = 500
"""Rows that are shown: more than anybody looks through, few enough to be made at once."""


class ReasonFacts(Protocol):
    """A question whose answer counts differently; shares of its points are 0 to 1."""

    @property
    def text(self) -> str: ...
    @property
    def before(self) -> float | None: ...
    @property
    def after(self) -> float | None: ...


class FlipFacts(Protocol):
    """A call whose verdict would change."""

    @property
    def call_id(self) -> str: ...
    @property
    def score_before(self) -> float | None: ...
    @property
    def score_after(self) -> float | None: ...
    @property
    def passed_before(self) -> bool | None: ...
    @property
    def passed_after(self) -> bool | None: ...
    @property
    def raised(self) -> Sequence[str]: ...
    @property
    def cleared(self) -> Sequence[str]: ...
    @property
    def reasons(self) -> Sequence[ReasonFacts]: ...


@dataclass(frozen=True, slots=True)
class FlipRow:
    """A line of the list.

    way : 1 where the call would pass now, -1 where it would fail, 0 where only flags change
    """

    call_id: str
    name: str
    agent: str
    scores: str
    verdict: str
    way: int
    why: tuple[str, ...]

    @property
    def spoken(self) -> str:
        """The whole line in words."""
        return ". ".join((self.name, self.agent, self.scores, self.verdict, *self.why))


class FlipsModel(QAbstractListModel):
    """One row a call, those that would fail first; of very many flips the greatest."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._flips: tuple[FlipFacts, ...] = ()
        self._calls: Mapping[str, CallSummary] = {}
        self._rows: list[FlipRow] = []

    def show_flips(
        self, flips: Sequence[FlipFacts], calls: Mapping[str, CallSummary] | None = None
    ) -> None:
        """Show other flips; `calls` names them, those known stay known."""
        calls = {**self._calls, **(calls or {})}
        order = nsmallest(MOST_ROWS, flips, key=_order)
        rows = [_row(each, calls.get(each.call_id)) for each in order]
        if rows == self._rows:
            return
        self.beginResetModel()
        self._flips, self._calls, self._rows = tuple(order), calls, rows
        self.endResetModel()

    def unnamed(self) -> tuple[str, ...]:
        """Return the ids of calls that no row names yet."""
        return tuple(each.call_id for each in self._flips if each.call_id not in self._calls)

    def name_calls(self, calls: Mapping[str, CallSummary]) -> None:
        """Name the calls of the rows."""
        self.show_flips(self._flips, calls)

    def row(self, index: QModelIndex | QPersistentModelIndex) -> FlipRow:
        """Return the line at an index."""
        return self._rows[index.row()]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join((row.name, f"{row.scores}  {row.verdict}", *row.why))
        return None


def _order(flip: FlipFacts) -> tuple[int, float]:
    change = (flip.score_after or 0.0) - (flip.score_before or 0.0)
    return _way(flip) or 2, -abs(change)


def _way(flip: FlipFacts) -> int:
    if flip.passed_before == flip.passed_after:
        return 0
    return 1 if flip.passed_after else -1


def _row(flip: FlipFacts, call: CallSummary | None) -> FlipRow:
    name = PurePath(call.path).name if call is not None and call.path else flip.call_id[:12]
    return FlipRow(
        flip.call_id,
        name,
        (call.agent if call is not None else None) or DASH,
        f"{number(flip.score_before, 1)} → {number(flip.score_after, 1)}",
        _verdict(flip),
        _way(flip),
        tuple(_why(flip)),
    )


def _verdict(flip: FlipFacts) -> str:
    before, after = _word(flip.passed_before), _word(flip.passed_after)
    return before if before == after else f"{before} → {after}"


def _word(passed: bool | None) -> str:
    if passed is None:
        return text("rubric.not_scored")
    return text("rubric.passed" if passed else "rubric.failed")


def _why(flip: FlipFacts) -> list[str]:
    lines = []
    for key, codes in (("raised", flip.raised), ("cleared", flip.cleared)):
        if codes:
            names = ", ".join(flag_name(each) for each in codes)
            lines.append(text(f"rubric.flags_{key}", names=names))
    lines += [
        f"{each.text} {percent(each.before)} → {percent(each.after)}" for each in flip.reasons
    ]
    return lines or [text("rubric.weights_only")]
