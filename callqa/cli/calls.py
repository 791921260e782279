"""``callqa calls``: the library of calls."""

from pathlib import Path
from typing import Annotated

import typer

from callqa.cli.workspace import (
    CallArgument,
    JsonOption,
    SettingsOption,
    StoreOption,
    open_workspace,
    write_json,
)

app = typer.Typer(no_args_is_help=True, help="Add, list, search, show, link and export calls.")

WhereOption = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        help="Filter, may be repeated: agent=Ana, score<=60, flag=interruptions, from=2026-11-01.",
    ),
]
LimitOption = Annotated[int, typer.Option("--limit", min=1, help="Most rows.")]
OffsetOption = Annotated[int, typer.Option("--offset", min=0, help="Rows to leave out first.")]


@app.command()
def add(
    paths: Annotated[list[Path], typer.Argument(help="Recordings, or folders of them.")],
    metadata: Annotated[
        Path | None, typer.Option(help="Call list (CSV) with a column file and call details.")
    ] = None,
    filename_pattern: Annotated[
        str | None, typer.Option(help="Regular expression with named groups for call details.")
    ] = None,
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hear recordings and put the calls into the store; what is there already is not heard again.

    Exit status: 0 all done, 1 some failed (named with reasons), 2 wrong usage.

    Example: callqa calls add sample_calls/
    """
    from callqa.audio.recordings import find_recordings
    from callqa.cli.adding import AddingRun
    from callqa.cli.details import details_source

    workspace = open_workspace(store, settings_file, create=True)
    details = details_source(workspace.context.settings, filename_pattern, metadata)
    found = find_recordings(paths)
    run = AddingRun(found.failures)
    run.follow(workspace.calls.add(found.recordings, details), len(found.recordings))
    run.tell(as_json)


@app.command("list")
def list_calls(
    where: WhereOption = None,
    sort: Annotated[
        str, typer.Option(help="Column to sort by; a minus in front turns it round.")
    ] = "-started_at",
    limit: LimitOption = 50,
    offset: OffsetOption = 0,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the calls of the store, filtered and sorted.

    Example: callqa calls list --where severity=urgent --where state=new --sort score
    """
    from callqa.cli.call_table import print_calls
    from callqa.domain.listing import Sort
    from callqa.service.filter_text import filter_of

    workspace = open_workspace(store)
    order = Sort(sort.removeprefix("-"), descending=sort.startswith("-"))
    chosen = filter_of(where or [], workspace.context.zone())
    page = workspace.calls.list(chosen, order, limit=limit, offset=offset)
    if as_json:
        write_json(page)
    else:
        print_calls(page, workspace.context.zone())


@app.command()
def search(  # noqa: PLR0913 - each option of the command is a parameter
    words: Annotated[
        str, typer.Argument(help='Words; "a phrase" in quotes, begin*, -without, a OR b.')
    ],
    said_by: Annotated[
        str | None, typer.Option("--by", help="agent or customer: only what this party said.")
    ] = None,
    where: WhereOption = None,
    limit: LimitOption = 20,
    offset: OffsetOption = 0,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find what was said, with the time of each hit.

    Example: callqa calls search '"speak to your manager"' --by customer
    """
    from callqa.cli.call_table import print_hits
    from callqa.service.filter_text import filter_of, role_of

    workspace = open_workspace(store)
    found = workspace.calls.search(
        words,
        filter_of(where or [], workspace.context.zone()),
        role=role_of(said_by) if said_by else None,
        limit=limit,
        offset=offset,
    )
    if as_json:
        write_json(found)
    else:
        print_hits(found, workspace.context.zone())


@app.command()
def show(call: CallArgument, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Show one call as it is now, with what people changed; --json gives the whole result.

    ~ marks what is provisional: calibration has not proven that the machine can answer it. Of a
    call whose words were removed, what is left is shown.

    Example: callqa calls show 3f2a
    """
    import sys

    from callqa.cli.call_table import left_of, print_call
    from callqa.report.document import encode

    workspace = open_workspace(store)
    shown = workspace.calls.show(call)
    if not as_json:
        print_call(shown, workspace.context.zone())
    elif shown.document is None:
        write_json(left_of(shown))
    else:
        sys.stdout.buffer.write(encode(shown.document, provisional=shown.provisional))
        sys.stdout.buffer.flush()


@app.command()
def relink(
    paths: Annotated[list[Path], typer.Argument(help="Where the recordings are now.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the calls of recordings that were moved or renamed, by their content.

    Example: callqa calls relink archive/2026/
    """
    from callqa.audio.recordings import find_recordings
    from callqa.cli.console import ProgressLine
    from callqa.errors import CallQAError
    from callqa.service.adding import AlreadyThere, LookingUp

    found = find_recordings(paths)
    failures: list[CallQAError] = list(found.failures)
    right = 0
    moved: list[AlreadyThere] = []
    with ProgressLine(len(found.recordings)) as line:
        for step in open_workspace(store).calls.relink(found.recordings):
            if isinstance(step, LookingUp):
                line.look_up(step.path, step.done, step.total)
            elif not isinstance(step, AlreadyThere):
                failures.append(step.error)
            elif step.moved:
                moved.append(step)
            else:
                right += 1
        for failure in failures:
            line.note(f"callqa: {failure}")
    if as_json:
        write_json([{"path": str(each.path), "call_id": each.call_id} for each in moved])
    else:
        typer.echo(f"{len(moved)} calls linked anew, {right} were right.")
    if failures:
        raise typer.Exit(1)


@app.command()
def link(
    legs: Annotated[list[str], typer.Argument(help="Calls that are legs of one conversation.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Link the legs of one conversation, such as a transfer; list them by interaction=NAME.

    Example: callqa calls link 3f2a 9c41
    """
    name = open_workspace(store).calls.link(legs)
    if as_json:
        write_json({"interaction": name})
    else:
        typer.echo(f"Linked as interaction {name}.")


@app.command()
def unlink(call: CallArgument, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Take a call out of the conversation it was linked into.

    Example: callqa calls unlink 3f2a
    """
    call_id = open_workspace(store).calls.unlink(call)
    if as_json:
        write_json({"call_id": call_id})
    else:
        typer.echo("Unlinked.")
