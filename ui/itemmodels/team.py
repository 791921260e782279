"""Agents, teams or queues with their figures, one a row, as the table shows and sorts them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from PySide6.QtCore import Qt

from callqa.domain.judgement import Severity
from ui.formats import DASH, number
from ui.i18n import counted, text
from ui.itemmodels.figure import Figure, Shift
from ui.itemmodels.row_table import Index, ToldTable, known_first, worded_heads

Grouping = Literal["agent", "team", "queue"]

MEASURES = ("agent_ratio", "interruption_rate", "raised_customer", "empathy_score")
"""The key measures, by the names of the store."""

SEVERITIES: tuple[Severity, ...] = ("urgent", "coach", "praise")
COLUMNS = ("name", "calls", "score", "change", *MEASURES, *SEVERITIES, "coaching", "rank")

SECOND_ROLE = Qt.ItemDataRole.UserRole + 1
"""A second, smaller line of a cell."""
TONE_ROLE = Qt.ItemDataRole.UserRole + 2
"""What a cell means: a tone of `Shift.tone`, a severity, ``few``, ``late`` or ``unknown``."""
FIGURE_ROLE = Qt.ItemDataRole.UserRole + 3
"""The `Figure` that is drawn on a line from 0 to 100."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The places that a group may have by mean score, 1 the highest, out of how many."""

    best: int
    worst: int
    groups: int


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One group.

    name : ``None`` gathers the calls where it is unknown
    calls : all of the period
    flags : how many were raised of each severity, each once a call
    open_items, late_items : coaching items that are not closed, and those whose day has passed
    standing : ``None`` where there are too few calls, or the person is not to see it
    mixed : calls of different rubrics or models are in the figures
    """

    name: str | None
    calls: int
    score: Figure
    change: Shift
    measures: Mapping[str, Figure] = field(default_factory=dict)
    flags: Mapping[str, int] = field(default_factory=dict)
    open_items: int = 0
    late_items: int = 0
    standing: Standing | None = None
    mixed: bool = False


class TeamModel(ToldTable[TeamRow]):
    """The table; rows keep their order until a column is sorted by."""

    def __init__(self) -> None:
        super().__init__(
            COLUMNS,
            worded_heads(lambda column: f"agents.column_{column}", _alignment),
            {
                Qt.ItemDataRole.DisplayRole: _first_line,
                SECOND_ROLE: _second_line,
                TONE_ROLE: _tone,
                FIGURE_ROLE: lambda row, column: row.score if column == "score" else None,
                Qt.ItemDataRole.ToolTipRole: _tip,
                Qt.ItemDataRole.AccessibleDescriptionRole: _tip,
                Qt.ItemDataRole.TextAlignmentRole: lambda _row, column: _alignment(column),
            },
        )
        self._by: Grouping = "agent"
        self._sorted: tuple[int, Qt.SortOrder] = (0, Qt.SortOrder.AscendingOrder)

    def show_groups(self, rows: Sequence[TeamRow], by: Grouping) -> None:
        """Take up rows; they are put in the order that was chosen last."""
        self._by = by
        self.show_rows(rows)

    def rows(self) -> tuple[TeamRow, ...]:
        """Return all groups as they are shown."""
        return tuple(self._rows)

    def opens_calls(self, index: Index) -> bool:
        """Tell whether there are calls behind a cell that can be listed."""
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        if row.name is None:
            return False
        if column == "calls":
            return row.calls > 0
        if column == "score":
            return row.score.n > 0
        if column in MEASURES:
            return column in row.measures and row.measures[column].n > 0
        return column in SEVERITIES and row.flags.get(column, 0) > 0

    def _in_order(self, rows: Iterable[TeamRow]) -> list[TeamRow]:
        column, order = self._sorted
        value = _SORTS[COLUMNS[column]]
        return known_first(rows, value, order, lambda row: (row.name or "").casefold())

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        is_shown = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        if is_shown and COLUMNS[section] == "name":
            return text(f"agents.column_name_{self._by}")
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        shown = super().data(index, role)
        is_name = role == Qt.ItemDataRole.DisplayRole and COLUMNS[index.column()] == "name"
        return text(f"agents.unknown_{self._by}") if shown is None and is_name else shown

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted = (column, order)
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        names = [self._rows[each.row()] for each in before]
        self._rows = self._in_order(self._rows)
        places = {id(each): number for number, each in enumerate(self._rows)}
        after = [
            self.index(places[id(row)], each.column())
            for row, each in zip(names, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


def _alignment(column: str) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight
    if column in ("name", "score", "change"):
        side = Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _first_line(row: TeamRow, column: str) -> str | None:
    if column == "name":
        return row.name
    if column == "calls":
        return number(row.calls)
    if column == "score":
        return row.score.text
    if column == "change":
        return row.change.text
    if column in MEASURES:
        return row.measures[column].text if column in row.measures else DASH
    if column == "coaching":
        return number(row.open_items) if row.open_items else DASH
    if column == "rank":
        return _places(row.standing)
    return _count(row, column)


def _count(row: TeamRow, severity: str) -> str:
    found = row.flags.get(severity, 0)
    return number(found) if found else DASH


def _places(standing: Standing | None) -> str:
    if standing is None:
        return DASH
    if standing.best == standing.worst:
        return number(standing.best)
    return text("agents.places", best=standing.best, worst=standing.worst)


def _rank(standing: Standing) -> str:
    if standing.best == standing.worst:
        return text("agents.rank_one", best=standing.best, groups=standing.groups)
    return text(
        "agents.rank_range", best=standing.best, worst=standing.worst, groups=standing.groups
    )


def _second_line(row: TeamRow, column: str) -> str:
    if column == "name" and row.mixed:
        return text("agents.mixed_short")
    if column == "score" and row.score.value is not None:
        return row.score.under
    if column == "change":
        return row.change.word
    if column in MEASURES and column in row.measures:
        return text("charts.n", n=number(row.measures[column].n))
    if column == "coaching" and row.late_items:
        return counted("agents.late", row.late_items)
    if column == "rank" and row.standing is not None:
        return text("agents.rank_of", groups=row.standing.groups)
    if column == "rank" and row.name is not None:
        return text("agents.rank_none")
    return ""


def _tone(row: TeamRow, column: str) -> str:
    if column == "name" and row.name is None:
        return "unknown"
    if column == "change":
        return row.change.tone
    if column in SEVERITIES and row.flags.get(column, 0):
        return column
    if column == "coaching" and row.late_items:
        return "late"
    figure = row.score if column == "score" else row.measures.get(column)
    return "few" if figure is not None and figure.value is not None and figure.few else ""


def _tip(row: TeamRow, column: str) -> str:
    if column == "name":
        mixed = text("agents.mixed_short") if row.mixed else ""
        return "\n".join(filter(None, (row.name, mixed)))
    if column == "score":
        return _with_few(row.score)
    if column == "change":
        return row.change.sentence
    if column in MEASURES and column in row.measures:
        return _with_few(row.measures[column])
    if column in SEVERITIES:
        return text(f"agents.flags_{column}", n=_count(row, column))
    if column == "coaching":
        return text("agents.coaching_tip", n=row.open_items, late=row.late_items)
    if column == "rank":
        return _rank(row.standing) if row.standing else text("agents.rank_none_tip")
    return ""


def _with_few(figure: Figure) -> str:
    few = figure.few and figure.value is not None
    return f"{figure.sentence}\n{text('charts.few')}" if few else figure.sentence


def _place(row: TeamRow) -> float | None:
    return None if row.standing is None else row.standing.best + row.standing.worst


def _measured(row: TeamRow, measure: str) -> float | None:
    return row.measures[measure].value if measure in row.measures else None


def _flagged(row: TeamRow, severity: str) -> int:
    return row.flags.get(severity, 0)


_SORTS: dict[str, Callable[[TeamRow], Any]] = {
    "name": lambda row: None if row.name is None else row.name.casefold(),
    "calls": lambda row: row.calls,
    "score": lambda row: row.score.value,
    "change": lambda row: row.change.difference,
    **{each: partial(_measured, measure=each) for each in MEASURES},
    **{each: partial(_flagged, severity=each) for each in SEVERITIES},
    "coaching": lambda row: (row.late_items, row.open_items),
    "rank": _place,
}
