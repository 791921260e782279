"""``callqa doctor``: what this machine can do, each line ok or the remedy."""

import json
from typing import Annotated

import typer

from callqa.cli.workspace import JsonOption, StoreOption


def doctor(
    show_settings: Annotated[
        bool, typer.Option("--settings", help="Show every setting with its default and range.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check device, libraries, models, folders and store; exit status 1 when one is not ok.

    Example: callqa doctor
    """
    if show_settings:
        _print_settings(as_json)
        return
    from callqa.checkup import check_machine

    lines = check_machine(store)
    if as_json:
        typer.echo(
            json.dumps(
                [
                    {"what": each.what, "ok": each.ok, "found": each.found, "remedy": each.remedy}
                    for each in lines
                ],
                indent=2,
            )
        )
    else:
        width = max(len(each.what) for each in lines)
        for each in lines:
            mark = "ok " if each.ok else "NOT"
            typer.echo(f"{mark} {each.what:<{width}}  {each.found} {each.remedy}".rstrip())
    if not all(each.ok for each in lines):
        raise typer.Exit(1)


def _print_settings(as_json: bool) -> None:
    from callqa.settings import options

    if as_json:
        rows = [
            {
                "key": each.key,
                "default": each.default,
                "low": each.low,
                "high": each.high,
                "choices": list(each.choices),
                "help": each.help,
            }
            for each in options()
        ]
        typer.echo(json.dumps(rows, indent=2))
        return
    for each in options():
        bounds = f"{each.low:g} to {each.high:g}" if each.low is not None else ""
        allowed = ", ".join(each.choices) or bounds
        typer.echo(f"{each.key} = {each.default!r}  [{allowed}]  {each.help}")
