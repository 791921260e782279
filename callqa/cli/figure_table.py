"""Figures of groups for a person to read: one row a group, and what the marks mean."""

import shlex
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from rich.console import Console
from rich.table import Table
from rich.text import Text

from callqa.catalogue import say
from callqa.cli.console import new_table, standard_output
from callqa.cli.figure_cells import (
    SCORE,
    better_of,
    change_cell,
    change_of,
    estimate_of,
    mean_cells,
    name_of,
    share_cells,
    unit_of,
)
from callqa.cli.figure_details import print_reviews, print_together
from callqa.domain.judgement import Severity
from callqa.domain.sentence import Sentence
from callqa.errors import UsageError
from callqa.figures.group_figures import CallFigures
from callqa.figures.intervals import MIN_CALLS
from callqa.figures.periods import Period
from callqa.figures.team_figures import GroupFigures
from callqa.report.measure_names import in_report_order
from callqa.report.trend import week_start
from callqa.service.figures import GroupedFigures

WIDE = 100
"""Characters from which every column has room."""

_UNKNOWN = "(unknown)"
_DAY = timedelta(days=1)

Cell = Callable[[GroupFigures], str]


def print_figures(found: GroupedFigures, where: Sequence[str], measure: str) -> None:
    """Print each group, what the marks mean, and all calls together.

    Raises
    ------
    UsageError
        No call has such a measure.
    """
    console = standard_output()
    overall = found.figures.overall
    _refuse_unknown(overall, measure)
    before = None if found.by == "week" else found.period.previous()
    print_head(console, f"per {found.by}", found.period, overall.n, before)
    if overall.n:
        console.print(_group_table(found, measure, is_wide=console.width >= WIDE))
        for note in _notes(found, measure, where):
            console.print(note, markup=False, soft_wrap=True)
        if found.by != "week":
            print_together(console, found.figures)
        print_reviews(console, overall)
    print_undated(console, found.undated)


def figures_document(found: GroupedFigures, where: Sequence[str]) -> dict[str, object]:
    """Return figures for programs: each group with the filter that lists its calls."""
    before = found.period.previous()
    return {
        "by": found.by,
        "from": found.period.first,
        "to": found.period.after - _DAY,
        "before_from": before.first,
        "before_to": before.after - _DAY,
        "undated": found.undated,
        "questions": found.proof,
        "overall": found.figures.overall,
        "change": found.figures.change,
        "groups": [
            {
                "key": each.key,
                "where": _filter_of(found, each.key, where) if each.key else None,
                "rank": each.rank,
                "figures": each.figures,
                "change": each.change,
            }
            for each in found.figures.groups
        ],
    }


def list_command(terms: Sequence[str]) -> str:
    """Return the command that lists the calls of a filter."""
    return "callqa calls list " + " ".join(f"--where {shlex.quote(each)}" for each in terms)


def day_terms(first: date, last: date) -> tuple[str, ...]:
    """Return the terms of a filter that mean these days and calls with speech."""
    return f"from={first}", f"to={last}", "status=done"


def print_head(
    console: Console, what: str, period: Period, calls: int, before: Period | None = None
) -> None:
    """Print what the figures are, over which days and calls, and against which days."""
    against = f"; before: {before.first} to {before.after - _DAY}" if before else ""
    console.print(
        f"Figures {what}: {period.first} to {period.after - _DAY}, {calls:,} calls{against}\n",
        soft_wrap=True,
    )


def print_undated(console: Console, undated: int) -> None:
    """Say that some calls are in no period."""
    if undated:
        calls = "1 call is" if undated == 1 else f"{undated:,} calls are"
        console.print(
            f"\n{calls} in no period, since no start time is known: callqa calls add --metadata"
            " takes a list of calls with their times.",
            soft_wrap=True,
        )


def _refuse_unknown(overall: CallFigures, measure: str) -> None:
    if overall.n and measure != SCORE and measure not in overall.measures:
        raise UsageError(
            "is no measure of these calls.",
            subject=measure,
            remedy=f"Use {SCORE} or one of {', '.join(in_report_order(overall.measures))}.",
        )


def _group_table(found: GroupedFigures, measure: str, *, is_wide: bool) -> Table:
    columns = list(_columns(found, measure, is_wide))
    table = new_table()
    table.add_column(found.by, overflow="fold")
    for heading, _ in columns:
        table.add_column(heading, justify="right", overflow="fold")
    for group in found.figures.groups:
        cells = (Text(cell(group)) for _, cell in columns)
        table.add_row(Text(group.key or _UNKNOWN), *cells)
    return table


def _columns(found: GroupedFigures, measure: str, is_wide: bool) -> Iterator[tuple[str, Cell]]:
    def mean(group: GroupFigures) -> tuple[str, str]:
        return mean_cells(estimate_of(group.figures, measure), measure)

    def change(group: GroupFigures) -> str:
        moved = change_of(group.change, measure)
        return change_cell(moved, unit_of(measure), better_of(measure))

    yield "calls", lambda group: f"{group.figures.n:,}"
    groups = found.figures.groups
    if any(estimate_of(each.figures, measure).n != each.figures.n for each in groups):
        yield "n", lambda group: f"{estimate_of(group.figures, measure).n:,}"
    yield name_of(measure), lambda group: mean(group)[0]
    yield "95 % interval", lambda group: mean(group)[1]
    if measure == SCORE and found.by != "week":
        yield "rank", _rank
    yield "change", change
    if is_wide:
        yield "passed", lambda group: share_cells(group.figures.passed)[0]
    yield "urgent", _raised("urgent")
    yield "coach", _raised("coach")
    yield "praise", _raised("praise")
    if is_wide:
        yield "coached", lambda group: f"{group.figures.coaching_items:,}"
    if any(_mix(each) for each in groups):
        yield "mix", _mix


def _rank(group: GroupFigures) -> str:
    if group.rank is None:
        return "too few" if group.figures.score.n < MIN_CALLS else ""
    best, worst = group.rank.best, group.rank.worst
    return str(best) if best == worst else f"{best} to {worst}"


def _raised(severity: Severity) -> Cell:
    def cell(group: GroupFigures) -> str:
        flags = group.figures.flags
        return f"{sum(each.calls.count for each in flags if each.severity == severity):,}"

    return cell


def _mix(group: GroupFigures) -> str:
    figures, change = group.figures, group.change
    rubrics = "R" if figures.mixes_rubrics else "r" if change.mixes_rubrics else ""
    return rubrics + ("M" if figures.mixes_models else "m" if change.mixes_models else "")


def _notes(found: GroupedFigures, measure: str, where: Sequence[str]) -> Iterator[str]:
    before = "week" if found.by == "week" else "period"
    yield ""
    yield (
        f"change: against the {before} before; ▲ ▼ is more than chance (5 %; one mark in twenty is"
        f" chance all the same); too few: under {MIN_CALLS} calls on a side"
    )
    if measure == SCORE and found.by != "week":
        yield f"rank: the places that {MIN_CALLS} calls or more allow by score"
    if found.proof.questions:
        yield say(
            Sentence(
                "report.questions_proven",
                proven=found.proof.proven,
                provisional=found.proof.provisional,
                human=found.proof.human,
            )
        )
    yield "urgent, coach, praise: flags raised, each once a call"
    marks = {mark for each in found.figures.groups for mark in _mix(each)}
    if marks:
        yield (
            "mix: R or M, rubrics or speech models differ within the calls; r or m, from those of"
            f" the {before} before"
        )
    named = next((each.key for each in found.figures.groups if each.key), None)
    if named:
        yield f"calls of a row, such as: {list_command(_filter_of(found, named, where))}"


def _filter_of(found: GroupedFigures, key: str, where: Sequence[str]) -> list[str]:
    if found.by == "week":
        monday = week_start(key)
        return [*where, *day_terms(monday, monday + 6 * _DAY)]
    others = [each for each in where if each.partition("=")[0].strip() != found.by]
    days = day_terms(found.period.first, found.period.after - _DAY)
    return [*others, f"{found.by}={key}", *days]
