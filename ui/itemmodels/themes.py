"""What is missed in which situation, one theme a row, the weightiest first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt

from ui.formats import DASH, number
from ui.i18n import text
from ui.itemmodels.figure import Figure, Shift
from ui.itemmodels.row_table import ToldTable, known_first, worded_heads
from ui.itemmodels.team import SECOND_ROLE, TONE_ROLE

_ONLY_WHOLE = 10
"""From so many calls on, a tenth of one says nothing."""

COLUMNS = ("situation", "question", "missed", "elsewhere", "difference", "excess")


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One question missed in one kind of situation.

    situation, question : codes; `name` and `asked` are their words
    missed : share of the calls with the situation, `count` of them
    excess : calls more than if it were missed as often as elsewhere, ``None`` where there is no
        call elsewhere
    """

    situation: str
    question: str
    name: str
    asked: str
    missed: Figure
    count: int
    elsewhere: Figure
    elsewhere_count: int
    difference: Shift
    excess: float | None


class ThemesModel(ToldTable[ThemeRow]):
    """Themes in the order of the service until a column is sorted by."""

    def __init__(self) -> None:
        super().__init__(
            COLUMNS,
            worded_heads(lambda column: f"agents.theme_{column}", _alignment),
            {
                Qt.ItemDataRole.DisplayRole: lambda row, column: _FIRST[column](row),
                SECOND_ROLE: _second_line,
                TONE_ROLE: _tone,
                Qt.ItemDataRole.ToolTipRole: _tip,
                Qt.ItemDataRole.TextAlignmentRole: lambda _row, column: _alignment(column),
            },
        )

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.show_rows(known_first(self._rows, _SORTS[COLUMNS[column]], order))


def _alignment(column: str) -> Qt.AlignmentFlag:
    left = column in ("situation", "question", "difference")
    side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def _excess(row: ThemeRow) -> str:
    if row.excess is None:
        return DASH
    shown = number(row.excess, 1 if abs(row.excess) < _ONLY_WHOLE else 0)
    return f"+{shown}" if row.excess > 0 else shown.replace("-", "\N{MINUS SIGN}")


_FIRST: dict[str, Callable[[ThemeRow], str]] = {
    "situation": lambda row: row.name,
    "question": lambda row: row.asked,
    "missed": lambda row: row.missed.text,
    "elsewhere": lambda row: row.elsewhere.text,
    "difference": lambda row: row.difference.text,
    "excess": _excess,
}
_SORTS: dict[str, Callable[[ThemeRow], Any]] = {
    "situation": lambda row: row.name.casefold(),
    "question": lambda row: row.asked.casefold(),
    "missed": lambda row: row.missed.value,
    "elsewhere": lambda row: row.elsewhere.value,
    "difference": lambda row: row.difference.difference,
    "excess": lambda row: row.excess,
}


def _second_line(row: ThemeRow, column: str) -> str:
    if column == "missed":
        return text("agents.count_of", count=number(row.count), n=number(row.missed.n))
    if column == "elsewhere":
        return text("agents.count_of", count=number(row.elsewhere_count), n=number(row.elsewhere.n))
    return row.difference.word if column == "difference" else ""


def _tone(row: ThemeRow, column: str) -> str:
    if column == "difference":
        return row.difference.tone
    return "few" if column == "missed" and row.missed.few else ""


def _tip(row: ThemeRow, column: str) -> str:
    if column == "difference":
        return row.difference.sentence
    if column in ("missed", "elsewhere"):
        figure: Figure = getattr(row, column)
        return f"{figure.sentence}\n{text('charts.few')}" if figure.few else figure.sentence
    return _FIRST[column](row)
