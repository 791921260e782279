"""``callqa report``: one page on a call, an agent or a team."""

from pathlib import Path
from typing import Annotated

import typer

from callqa.cli.figures import FromOption, ToOption, day_range
from callqa.cli.workspace import (
    ForceOption,
    JsonOption,
    SettingsOption,
    StoreOption,
    open_workspace,
    write_json,
)


def report(  # noqa: PLR0913 - each option of the command is a parameter
    target: Annotated[Path, typer.Option("--out", metavar="FILE", help="HTML file to write.")],
    call: Annotated[
        str | None, typer.Argument(help="Call: its id as a list shows it, or the beginning of it.")
    ] = None,
    agent: Annotated[str | None, typer.Option("--agent", help="Report on this agent.")] = None,
    team: Annotated[str | None, typer.Option("--team", help="Report on this team.")] = None,
    first: FromOption = None,
    last: ToOption = None,
    force: ForceOption = False,
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a page on a call as it is now, or on an agent or a team over a period.

    It opens in any browser without network, and is ready to print. Without days a report on an
    agent or a team is on the last four calendar weeks up to the latest call.

    Example: callqa report --agent "Ana Ruiz" --from 2026-11-01 --to 2026-11-30 --out ana.html
    """
    from callqa.errors import UsageError

    if sum(each is not None for each in (call, agent, team)) != 1:
        raise UsageError(
            "takes one call, one agent or one team.",
            subject="report",
            remedy="Give CALL, --agent NAME or --team NAME.",
        )
    if call is not None and (first or last):
        raise UsageError("a call has no days.", subject="--from, --to", remedy="Leave them out.")
    exports = open_workspace(store, settings_file).exports
    days = day_range(first, last)
    if call is not None:
        exports.call_report(target, call, force=force)
    elif agent is not None:
        exports.agent_report(target, agent, days, force=force)
    elif team is not None:
        exports.team_report(target, team, days, force=force)
    if as_json:
        write_json({"path": str(target)})
    else:
        typer.echo(f"{target} written.")
