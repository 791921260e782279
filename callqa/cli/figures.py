"""``callqa figures``: agents, teams, queues and weeks in numbers, and the themes of their calls."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from callqa.cli.workspace import (
    ForceOption,
    JsonOption,
    SettingsOption,
    StoreOption,
    open_workspace,
    write_json,
)

if TYPE_CHECKING:
    from callqa.domain.listing import CallFilter
    from callqa.figures.team_figures import Grouping
    from callqa.service.figures import GroupedFigures
    from callqa.service.period_facts import DayRange
    from callqa.service.workspace import Workspace

app = typer.Typer(
    no_args_is_help=True,
    help="Agents, teams, queues and weeks in numbers; what is missed in which situation.",
)

FromOption = Annotated[
    str | None, typer.Option("--from", metavar="DAY", help="First day, such as 2026-11-01.")
]
ToOption = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day, included.")]
WhereOption = Annotated[
    list[str] | None,
    typer.Option("--where", help="Filter, may be repeated: team=North, queue=billing."),
]
MeasureOption = Annotated[
    str, typer.Option("--measure", help="Show this measure instead of the score: agent_ratio.")
]
ExportOption = Annotated[
    Path | None,
    typer.Option("--export", help="Write all figures to a file: .csv, .xlsx, .jsonl or .json."),
]


@app.command()
def agents(  # noqa: PLR0913 - each option of the command is a parameter
    first: FromOption = None,
    last: ToOption = None,
    where: WhereOption = None,
    measure: MeasureOption = "score",
    export: ExportOption = None,
    force: ForceOption = False,
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the figures of each agent, with n, 95 % interval and the change since the period before.

    Without days it is the last four calendar weeks up to the latest call.

    Example: callqa figures agents --from 2026-11-01 --to 2026-11-30 --where team=North
    """
    workspace = open_workspace(store, settings_file)
    found = _team(workspace, "agent", where, day_range(first, last))
    _show(workspace, found, where, measure, (export, force), as_json)


@app.command()
def teams(  # noqa: PLR0913 - each option of the command is a parameter
    first: FromOption = None,
    last: ToOption = None,
    where: WhereOption = None,
    measure: MeasureOption = "score",
    export: ExportOption = None,
    force: ForceOption = False,
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the figures of each team; a call belongs to the team of its agent on that day.

    Example: callqa figures teams --measure empathy_score
    """
    workspace = open_workspace(store, settings_file)
    found = _team(workspace, "team", where, day_range(first, last))
    _show(workspace, found, where, measure, (export, force), as_json)


@app.command()
def queues(  # noqa: PLR0913 - each option of the command is a parameter
    first: FromOption = None,
    last: ToOption = None,
    where: WhereOption = None,
    measure: MeasureOption = "score",
    export: ExportOption = None,
    force: ForceOption = False,
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the figures of each queue.

    Example: callqa figures queues --measure hold_s
    """
    workspace = open_workspace(store, settings_file)
    found = _team(workspace, "queue", where, day_range(first, last))
    _show(workspace, found, where, measure, (export, force), as_json)


@app.command()
def weeks(  # noqa: PLR0913 - each option of the command is a parameter
    first: FromOption = None,
    last: ToOption = None,
    where: WhereOption = None,
    measure: MeasureOption = "score",
    export: ExportOption = None,
    force: ForceOption = False,
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the figures of each week, Monday to Sunday, with the change since the week before.

    Without days it is the last twelve weeks up to the latest call.

    Example: callqa figures weeks --where agent=Ana
    """
    workspace = open_workspace(store, settings_file)
    chosen = _chosen(workspace, where)
    found = workspace.figures.weeks(chosen, day_range(first, last))
    _show(workspace, found, where, measure, (export, force), as_json)


@app.command()
def themes(  # noqa: PLR0913 - each option of the command is a parameter
    first: FromOption = None,
    last: ToOption = None,
    where: WhereOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Most rows.")] = 20,
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show which questions are missed in which difficult situation, the weightiest first.

    Example: callqa figures themes --where team=North
    """
    from callqa.cli.theme_table import print_themes

    workspace = open_workspace(store, settings_file)
    chosen = _chosen(workspace, where)
    found = workspace.figures.themes(chosen, day_range(first, last))
    if as_json:
        write_json(found)
    else:
        print_themes(found, where or [], limit)


@app.command()
def moments(  # noqa: PLR0913 - each option of the command is a parameter
    situation: Annotated[str, typer.Argument(help="Code of the situation, as themes show it.")],
    question: Annotated[str, typer.Argument(help="Id of the question, as themes show it.")],
    first: FromOption = None,
    last: ToOption = None,
    where: WhereOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Most calls.")] = 10,
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the moments behind a theme: where the situation is heard, and what was missed.

    Example: callqa figures moments service_failure acknowledges
    """
    from callqa.cli.theme_table import print_moments

    workspace = open_workspace(store, settings_file)
    chosen = _chosen(workspace, where)
    found = workspace.figures.moments(
        situation, question, chosen, day_range(first, last), limit=limit
    )
    if as_json:
        write_json(found)
    else:
        print_moments(found, workspace.context.zone())


def day_range(first: str | None, last: str | None) -> "DayRange":
    """Return the days that were given.

    Raises
    ------
    UsageError
        One of them is no day.
    """
    from callqa.service.period_facts import DayRange

    return DayRange(_day(first), _day(last))


def _day(text: str | None) -> date | None:
    from callqa.errors import UsageError

    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError("is no day.", subject=text or "", remedy="Write 2026-11-30.") from error


def _team(
    workspace: "Workspace", by: "Grouping", where: list[str] | None, days: "DayRange"
) -> "GroupedFigures":
    return workspace.figures.team(by, _chosen(workspace, where), days)


def _chosen(workspace: "Workspace", where: list[str] | None) -> "CallFilter":
    """Return the filter that was given; names that the store does not know are told."""
    from callqa.service.filter_text import filter_of

    chosen = filter_of(where or [], workspace.context.zone())
    for each in workspace.figures.unknown_names(chosen):
        near = f" Did you mean {' or '.join(each.near)}?" if each.near else ""
        typer.echo(f"callqa: the store knows no {each.kind} {each.name!r}.{near}", err=True)
    return chosen


def _show(
    workspace: "Workspace",
    found: "GroupedFigures",
    where: list[str] | None,
    measure: str,
    export: tuple[Path | None, bool],
    as_json: bool,
) -> None:
    from callqa.cli.figure_table import figures_document, print_figures

    path, force = export
    if path is not None:
        workspace.exports.figures(path, found, force=force)
    if as_json:
        write_json(figures_document(found, where or []))
    elif path is not None:
        typer.echo(f"{path}: {len(found.figures.groups)} groups.")
    else:
        print_figures(found, where or [], measure)
