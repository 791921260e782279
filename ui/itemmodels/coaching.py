"""Coaching items, one a row: what is due first, what was agreed, and whether it shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt

from callqa.domain.coaching import CoachingItem
from ui.formats import DASH, clock_time, day
from ui.i18n import text
from ui.itemmodels.figure import Figure, Shift, titled
from ui.itemmodels.row_table import ToldTable
from ui.itemmodels.team import SECOND_ROLE, TONE_ROLE

COLUMNS = ("due", "agent", "title", "commitment", "state", "follow_up")
OPEN_STATES = ("open", "agreed")
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Followed:
    """The measure of an item in the agent's calls before and since its call."""

    measure: str
    before: Figure
    since: Figure
    change: Shift


@dataclass(frozen=True, slots=True)
class CoachingRow:
    """An item as it stands today; `followed` is ``None`` where no measure was agreed on."""

    item: CoachingItem
    today: date
    followed: Followed | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is something left to do."""
        return self.item.state in OPEN_STATES

    @property
    def is_late(self) -> bool:
        """Whether its day has passed and it is not closed."""
        return self.is_open and self.item.due is not None and self.item.due < self.today


class CoachingModel(ToldTable[CoachingRow]):
    """Items by date: the next due first, those without a date after them, closed ones last."""

    def __init__(self) -> None:
        super().__init__(
            COLUMNS,
            {
                Qt.ItemDataRole.DisplayRole: lambda column: text(f"coaching.column_{column}"),
                Qt.ItemDataRole.TextAlignmentRole: lambda _column: _LEFT,
            },
            {
                Qt.ItemDataRole.DisplayRole: _first_line,
                SECOND_ROLE: _second_line,
                TONE_ROLE: _tone,
                Qt.ItemDataRole.ToolTipRole: _tip,
                Qt.ItemDataRole.TextAlignmentRole: lambda _row, _column: _LEFT,
            },
        )

    def place_of(self, item: int) -> int | None:
        """Return the row of an item by its number."""
        for number, each in enumerate(self._rows):
            if each.item.id == item:
                return number
        return None

    def _in_order(self, rows: Iterable[CoachingRow]) -> list[CoachingRow]:
        return sorted(rows, key=_place)


def title_of(item: CoachingItem) -> str:
    """Return what an item is about: the flag's title in the window's language, or own words."""
    return item.title if item.origin == "by_hand" else titled(item.origin)


def _place(row: CoachingRow) -> tuple[object, ...]:
    item = row.item
    return (not row.is_open, item.due is None, item.due or date.max, item.created_at)


def _first_line(row: CoachingRow, column: str) -> str:
    item = row.item
    if column == "due":
        return day(item.due)
    if column == "agent":
        return item.agent or DASH
    if column == "title":
        return title_of(item)
    if column == "commitment":
        return item.commitment or DASH
    if column == "state":
        return text(f"coaching.state_{item.state}")
    if row.followed is None or row.followed.before.n + row.followed.since.n == 0:
        return DASH
    return text(
        "coaching.before_since", before=row.followed.before.text, since=row.followed.since.text
    )


def _second_line(row: CoachingRow, column: str) -> str:
    if column == "due" and row.is_late:
        return text("coaching.late")
    if column == "title":
        kind = text(f"coaching.kind_{row.item.kind}")
        return f"{kind} · {clock_time(row.item.start_s)}"
    if column == "follow_up" and row.followed is not None:
        return f"{row.followed.measure}: {row.followed.change.word}"
    if column == "state":
        return row.item.created_by
    return ""


def _tone(row: CoachingRow, column: str) -> str:
    if column == "due" and row.is_late:
        return "late"
    if column == "title" and row.is_open:
        return "praise" if row.item.kind == "praise" else "coach"
    return "" if row.is_open else "few"


def _tip(row: CoachingRow, column: str) -> str:
    if column == "follow_up" and row.followed is not None:
        followed = row.followed
        return "\n".join(
            (
                text("coaching.before", figure=followed.before.sentence),
                text("coaching.since", figure=followed.since.sentence),
                followed.change.sentence,
            )
        )
    if column == "title":
        return f"{title_of(row.item)}\n{row.item.tip}".strip()
    return _first_line(row, column)
