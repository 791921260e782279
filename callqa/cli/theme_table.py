"""Themes and the moments behind one, for a person to read."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta, tzinfo
from shlex import quote

from rich.table import Table
from rich.text import Text

from callqa.catalogue import say
from callqa.cli.call_table import ID_DIGITS, moment
from callqa.cli.console import new_table, standard_output
from callqa.cli.figure_cells import change_cell, share_cells
from callqa.cli.figure_table import (
    WIDE,
    day_terms,
    list_command,
    print_head,
    print_undated,
)
from callqa.domain.span import clock
from callqa.figures.intervals import MIN_CALLS
from callqa.figures.themes import Theme
from callqa.service.figures import ThemeMoments, Themes

_WIDER = 140
"""Characters from which the text of a question has room."""

_DAY = timedelta(days=1)


def print_themes(found: Themes, where: Sequence[str], limit: int) -> None:
    """Print the weightiest themes, what the columns mean, and how to get to the moments."""
    console = standard_output()
    print_head(console, "per theme", found.period, found.calls)
    if found.themes:
        console.print(_table(found, limit, console.width))
        for line in _notes(found, where, limit):
            console.print(line, markup=False, soft_wrap=True)
    print_undated(console, found.undated)


def print_moments(found: ThemeMoments, zone: tzinfo | None) -> None:
    """Print the moments of each call behind a theme."""
    console = standard_output()
    theme = found.theme
    share = share_cells(theme.missed)[0]
    console.print(
        f"{theme.situation}: missed in {theme.missed.count} of {theme.missed.n} calls ({share}):"
        f" {found.text}",
        markup=False,
        soft_wrap=True,
    )
    for call in found.calls:
        head = (call.call_id[:ID_DIGITS], moment(call.started_at, zone), call.agent or "")
        console.print("\n" + "  ".join(part for part in head if part), markup=False)
        places = [(each, "situation") for each in call.situation]
        places += [(each, "missed") for each in call.missed]
        for each, what in sorted(places, key=lambda place: place[0].start_s):
            line = f"    {clock(each.start_s):>7} {what}: {each.text}"
            console.print(line, markup=False, soft_wrap=True)
        if call.why is not None:
            console.print(f"            {say(call.why)}", markup=False, soft_wrap=True)


def _table(found: Themes, limit: int, width: int) -> Table:
    columns: list[tuple[str, Callable[[Theme], str]]] = [
        ("situation", lambda each: each.situation),
        ("missed", lambda each: each.question),
        ("calls", lambda each: f"{each.missed.count} of {each.missed.n}"),
        ("share", lambda each: share_cells(each.missed)[0]),
        ("elsewhere", lambda each: share_cells(each.elsewhere)[0]),
        ("difference", _difference),
        ("more", lambda each: "" if each.excess is None else f"{each.excess:+.1f}"),
    ]
    if width >= WIDE:
        columns.insert(4, ("95 % interval", lambda each: share_cells(each.missed)[1]))
    if width >= _WIDER:
        columns.append(("what was missed", lambda each: found.questions.get(each.question, "")))
    table = new_table()
    for heading, _ in columns:
        is_text = heading in ("situation", "missed", "what was missed")
        table.add_column(heading, justify="left" if is_text else "right", overflow="fold")
    for each in found.themes[:limit]:
        table.add_row(*(Text(cell(each)) for _, cell in columns))
    return table


def _difference(theme: Theme) -> str:
    return change_cell(theme.difference, "share", "lower").replace("% points", "%")


def _notes(found: Themes, where: Sequence[str], limit: int) -> Iterator[str]:
    first, hidden = found.themes[0], len(found.themes) - limit
    last = found.period.after - _DAY
    if hidden > 0:
        yield f"{hidden} more: --limit {len(found.themes)}"
    yield (
        "\nelsewhere: the same in the calls without this situation; more: calls more than if it"
        " were missed as often as elsewhere"
    )
    yield (
        f"▲ ▼ is more than chance (5 %; of the {len(found.themes)} themes one in twenty is marked"
        f" by chance all the same); too few: under {MIN_CALLS} calls on a side"
    )
    days = f"--from {found.period.first} --to {last}"
    narrowed = "".join(f" --where {quote(each)}" for each in where)
    named = f"{first.situation} {first.question}"
    yield f"moments, such as: callqa figures moments {named} {days}{narrowed}"
    terms = (*where, f"situation={first.situation}", *day_terms(found.period.first, last))
    yield f"calls with a situation, such as: {list_command(terms)}"
