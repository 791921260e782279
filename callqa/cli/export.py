"""``callqa calls export``: the calls of the store as a file for others."""

from pathlib import Path
from typing import Annotated

import typer

from callqa.cli.calls import WhereOption
from callqa.cli.workspace import ForceOption, JsonOption, StoreOption, open_workspace, write_json


def export(
    target: Annotated[
        Path, typer.Argument(metavar="FILE", help="File to write: .csv, .xlsx, .jsonl or .json.")
    ],
    where: WhereOption = None,
    force: ForceOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the calls of the store to a file, filtered as in a list, with all their columns.

    Example: callqa calls export november.xlsx --where from=2026-11-01 --where to=2026-11-30
    """
    from callqa.cli.console import ProgressLine
    from callqa.service.filter_text import filter_of

    workspace = open_workspace(store)
    chosen = filter_of(where or [], workspace.context.zone())
    with ProgressLine(0) as line:
        count = workspace.exports.calls(
            target, chosen, force=force, tell=lambda done, total: line.count("calls", done, total)
        )
    if as_json:
        write_json({"path": str(target), "calls": count})
    else:
        typer.echo(f"{target}: {count:,} {'call' if count == 1 else 'calls'}.")
