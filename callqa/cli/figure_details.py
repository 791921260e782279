"""All calls of a period together, figure by figure, and the reviewed ones apart."""

from rich.console import Console
from rich.text import Text

from callqa.catalogue import knows, say
from callqa.cli.console import new_table
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
from callqa.domain.sentence import Sentence
from callqa.figures.comparison import Change
from callqa.figures.facts import ReviewSource
from callqa.figures.group_figures import CallFigures
from callqa.figures.intervals import Proportion
from callqa.figures.team_figures import TeamFigures
from callqa.report.measure_names import Better, in_report_order

_SOURCES: dict[ReviewSource, str] = {
    "random": "drawn at random",
    "stratified": "drawn, some of each agent",
    "risk": "drawn by risk",
    "flag": "for a flag",
    "by_hand": "chosen by hand",
}


def print_together(console: Console, found: TeamFigures) -> None:
    """Print every figure of all calls together, each with its n, interval and change."""
    overall, change = found.overall, found.change
    table = new_table()
    table.add_column("all calls together", overflow="fold")
    for heading in ("n", "value", "95 % interval", "change"):
        table.add_column(heading, justify="right", overflow="fold")

    def add(name: str, n: int, cells: tuple[str, str], moved: str) -> None:
        table.add_row(Text(name), f"{n:,}", *cells, moved)

    def add_share(name: str, each: Proportion, moved: Change | None, better: Better) -> None:
        add(name, each.n, share_cells(each), change_cell(moved, "share", better) if moved else "")

    for measure in (SCORE, *in_report_order(overall.measures)):
        each = estimate_of(overall, measure)
        moved = change_cell(change_of(change, measure), unit_of(measure), better_of(measure))
        add(name_of(measure).capitalize(), each.n, mean_cells(each, measure), moved)
    add_share("Calls that passed", overall.passed, change.passed, "higher")
    add_share("Calls with praise", overall.praised, change.praised, "higher")
    add_share("Calls with a coaching item", overall.coached, None, "neither")
    for flag in overall.flags:
        better: Better = "higher" if flag.severity == "praise" else "lower"
        name = f"{flag.severity}: {_flag_name(flag.code)}"
        add_share(name, flag.calls, change.flags[flag.code], better)
    console.print()
    console.print(table)


def print_reviews(console: Console, overall: CallFigures) -> None:
    """Print the calls that people reviewed, by how they came under review."""
    if not overall.reviews:
        return
    table = new_table()
    table.add_column("reviewed calls", overflow="fold")
    for heading in ("calls", "score", "95 % interval"):
        table.add_column(heading, justify="right")
    table.add_column("stands for")
    for each in overall.reviews:
        cells = mean_cells(each.score, SCORE)
        stands_for = "all calls they were drawn from" if each.weighted else "these calls only"
        table.add_row(_SOURCES[each.source], f"{each.calls:,}", *cells, stands_for)
    console.print()
    console.print(table)


def _flag_name(code: str) -> str:
    known = f"flag.{code}_title"
    return say(Sentence(known)) if knows(known) else code.replace("_", " ")
