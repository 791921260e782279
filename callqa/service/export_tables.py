"""What is exported, as tables: calls, and figures of groups."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import tzinfo
from typing import get_type_hints, overload

from sqlalchemy import Connection

from callqa.domain.listing import CallFilter, CallSummary
from callqa.figures.comparison import Change
from callqa.figures.group_figures import CallFigures, FiguresChange
from callqa.figures.intervals import Estimate, Proportion
from callqa.figures.team_figures import GroupFigures
from callqa.report.document import DIGITS_OTHERWISE
from callqa.report.measure_names import in_report_order, measure_name
from callqa.report.table import Cell, Column, Kind, Table
from callqa.service.blindness import without_verdict
from callqa.service.figures import GroupedFigures
from callqa.service.proof import Proof, provisional_counts
from callqa.store.judged import SEVERITIES
from callqa.store.whole_list import each_summary, matching_calls

_KINDS: tuple[tuple[str, Kind], ...] = (
    ("bool", "yes_no"),
    ("datetime", "moment"),
    ("float", "number"),
    ("int", "whole"),
)
_SEVERITY_WORDS = {number: word for word, number in SEVERITIES.items()}


_PROVISIONAL = Column("provisional_answers", "Provisional answers", "whole")
"""Answers of the machine that count, and that calibration has not proven it can give."""

_AT_ONCE = 500

Told = Callable[[int, int], None]
"""Hears how many rows were read, and how many there are."""


def calls_table(
    connection: Connection,
    where: CallFilter,
    zone: tzinfo,
    proofs: Mapping[str, Proof],
    tell: Told = lambda _done, _total: None,
    blind: Collection[int] = (),
) -> Table:
    """Return every call that a filter lets through with all columns of the list, the latest first.

    The rows are read while the table is written, so `connection` must stay open until then.
    `proofs` tell which questions calibration has proven; rows of calls that are scored `blind` are
    without verdict.
    """
    hints = get_type_hints(CallSummary)
    columns = tuple(
        Column(each.name, _heading(each.name), _kind(each.name, str(hints[each.name])))
        for each in fields(CallSummary)
        if each.name != "id"
    )
    source = _CallSource(connection, [each.key for each in columns], proofs, tell, blind)
    rows = _CallRows(source, matching_calls(connection, where))
    return Table("Calls", (*columns, _PROVISIONAL), rows, zone)


@dataclass(frozen=True, slots=True)
class _CallSource:
    """Where the rows of calls are read from, and who hears of it."""

    connection: Connection
    keys: Sequence[str]
    proofs: Mapping[str, Proof]
    tell: Told
    blind: Collection[int]

    def rows(self, calls: Sequence[int]) -> Iterator[tuple[Cell, ...]]:
        for start in range(0, len(calls), _AT_ONCE):
            self.tell(start, len(calls))
            some = calls[start : start + _AT_ONCE]
            provisional = provisional_counts(self.connection, some, self.proofs)
            for call in each_summary(self.connection, some):
                is_blind = call.id in self.blind
                row = without_verdict(call) if is_blind else call
                open_answers = None if is_blind else provisional.get(call.id)
                yield (*[_cell(row, key) for key in self.keys], open_answers)


class _CallRows(Sequence[tuple[Cell, ...]]):
    """Rows of calls, read when they are asked for."""

    def __init__(self, source: _CallSource, calls: Sequence[int]) -> None:
        self._source = source
        self._calls = calls

    def __len__(self) -> int:
        return len(self._calls)

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return self._source.rows(self._calls)

    @overload
    def __getitem__(self, place: int) -> tuple[Cell, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> "_CallRows": ...
    def __getitem__(self, place: int | slice) -> "tuple[Cell, ...] | _CallRows":
        some = self._calls[place] if isinstance(place, slice) else (self._calls[place],)
        rows = _CallRows(self._source, some)
        return rows if isinstance(place, slice) else next(iter(rows))


def _cell(call: CallSummary, key: str) -> Cell:
    if key == "severity":
        return _SEVERITY_WORDS.get(call.severity)
    value: Cell | tuple[str, ...] = getattr(call, key)
    if isinstance(value, float):
        return round(value, DIGITS_OTHERWISE)
    return ", ".join(value) if isinstance(value, tuple) else value


def _kind(key: str, hint: str) -> Kind:
    if key == "severity":
        return "text"
    if measure_name(key).unit == "share":
        return "share"
    return next((kind for name, kind in _KINDS if name in hint), "text")


def _heading(key: str) -> str:
    words, seconds, _ = key.partition("_s") if key.endswith("_s") else (key, "", "")
    return words.replace("_", " ").capitalize() + (" (s)" if seconds else "")


_FIGURE_COLUMNS = (
    Column("figure", "Figure"),
    Column("n", "Calls", "whole"),
    Column("value", "Value", "number"),
    Column("low", "95 % interval, low", "number"),
    Column("high", "95 % interval, high", "number"),
    Column("n_before", "Calls before", "whole"),
    Column("difference", "Change", "number"),
    Column("difference_low", "Change, low", "number"),
    Column("difference_high", "Change, high", "number"),
    Column("p", "p", "number"),
    Column("significant", "More than chance", "yes_no"),
    Column("best_rank", "Rank, best", "whole"),
    Column("worst_rank", "Rank, worst", "whole"),
    Column("mixes_rubrics", "Mixes rubrics", "yes_no"),
    Column("mixes_models", "Mixes models", "yes_no"),
)


def figures_table(found: GroupedFigures, zone: tzinfo) -> Table:
    """Return one row for each figure of each group, with its n, interval and change."""
    group = Column(found.by, found.by.capitalize())
    rows = [(each.key, *row) for each in found.figures.groups for row in _figure_rows(each)]
    return Table(f"Per {found.by}", (group, *_FIGURE_COLUMNS), rows, zone)


def _figure_rows(group: GroupFigures) -> Iterator[tuple[Cell, ...]]:
    figures, change, rank = group.figures, group.change, group.rank
    marks = (change.mixes_rubrics, change.mixes_models)
    ranks = (rank.best, rank.worst) if rank else (None, None)
    yield (*_estimate("score", figures.score, change.score), *ranks, *marks)
    for row in _other_rows(figures, change):
        yield (*row, None, None, *marks)


def _other_rows(figures: CallFigures, change: FiguresChange) -> Iterator[tuple[Cell, ...]]:
    yield _share("passed", figures.passed, change.passed)
    for name in in_report_order(figures.measures):
        yield _estimate(name, figures.measures[name], change.measures[name])
    for flag in figures.flags:
        yield _share(f"flag {flag.code}", flag.calls, change.flags[flag.code])
    yield _share("praised", figures.praised, change.praised)
    yield _share("coached", figures.coached, None)
    for review in figures.reviews:
        yield _estimate(f"score of reviewed: {review.source}", review.score, None)


def _estimate(name: str, each: Estimate, change: Change | None) -> tuple[Cell, ...]:
    return (name, each.n, each.mean, each.low, each.high, *_change(change))


def _share(name: str, each: Proportion, change: Change | None) -> tuple[Cell, ...]:
    return (name, each.n, each.share, each.low, each.high, *_change(change))


def _change(change: Change | None) -> tuple[Cell, ...]:
    if change is None:
        return (None,) * 6
    return (
        change.n_before,
        change.difference,
        change.low,
        change.high,
        change.p,
        change.significant,
    )
