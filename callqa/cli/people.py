"""``callqa people``: agents and teams, who may use the store, and what they did."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from callqa.cli.workspace import JsonOption, StoreOption, open_workspace, write_json

if TYPE_CHECKING:
    from callqa.domain.people import Agent

app = typer.Typer(
    no_args_is_help=True, help="Agents and teams, who may use the store, and the access log."
)

Role = Literal["agent", "reviewer", "leader", "admin"]


@app.command("import")
def import_agents(
    agent_list: Annotated[
        Path,
        typer.Argument(
            metavar="CSV", help="Columns name, aliases (a;b), team, since, until (YYYY-MM-DD)."
        ),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take agents, their aliases and their teams from a CSV file, one row for each time in a team.

    Agents that it does not name stay as they are; importing it again changes nothing.

    Example: callqa people import agents.csv --dry-run
    """
    updates = open_workspace(store, create=True).people.import_agents(agent_list, dry_run=dry_run)
    if as_json:
        write_json(updates)
        return
    for each in updates:
        if not each.is_change:
            continue
        word = "new" if each.before is None else "changed"
        moved = "".join(f"; {alias} was {owner}'s" for alias, owner in each.moved)
        typer.echo(f"{word}: {_agent_words(each.after)}{moved}")
    changes = sum(each.is_change for each in updates)
    would = " (dry run: nothing was changed)" if dry_run else ""
    typer.echo(f"{changes} of {len(updates)} agents new or changed{would}.")


@app.command("list")
def list_people(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Show agents with aliases, teams and number of calls, and for an admin who uses the store.

    Example: callqa people list
    """
    workspace = open_workspace(store)
    people = workspace.people
    agents = people.agents()
    users = people.users() if workspace.context.may("manage_people") else ()
    if as_json:
        write_json({"agents": agents, "users": users})
        return
    for each in agents:
        typer.echo(f"{_agent_words(each.agent)}: {each.calls} calls")
    for user in users:
        whose = f" ({user.agent})" if user.agent else ""
        typer.echo(f"login {user.login}{whose}: {user.role}")


@app.command()
def allow(
    login: Annotated[
        str, typer.Argument(help="Login at the operating system; with PostgreSQL of the database.")
    ],
    role: Annotated[Role, typer.Argument(help="What the person may do.")],
    agent: Annotated[
        str | None, typer.Option(help="Name of the agent that this person is; an agent needs it.")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let a person use the store, or change the person's role.

    Example: callqa people allow rita reviewer
    """
    user = open_workspace(store, create=True).people.allow(login, role, agent)
    if as_json:
        write_json(user)
        return
    typer.echo(f"{user.login} may use the store as {user.role}.")


@app.command()
def remove(
    login: Annotated[str, typer.Argument(help="Login of the person.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a person out of the store; what the person did stays on record.

    Example: callqa people remove rita
    """
    open_workspace(store).people.remove(login)
    if as_json:
        write_json({"removed": login})
        return
    typer.echo(f"{login} may no longer use the store.")


@app.command()
def merge(
    agent: Annotated[str, typer.Argument(help="Agent who becomes another name of the second.")],
    into: Annotated[str, typer.Argument(help="Agent who stays.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make two agents one: aliases, calls, coaching and login move to the second.

    Example: callqa people merge "A. Meyer" "Anna Meyer"
    """
    moved = open_workspace(store).people.merge(agent, into)
    if as_json:
        write_json({"agent": agent, "into": into, "calls_moved": moved})
        return
    typer.echo(f"{agent} is now {into}; {moved} calls moved.")


@app.command()
def log(
    call: Annotated[str | None, typer.Option(help="Only what was done to this call.")] = None,
    who: Annotated[str | None, typer.Option(help="Only what this login did.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most entries, the newest first.")] = 100,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the access log: who saw, changed, exported or removed which call, and when.

    Example: callqa people log --who rita
    """
    workspace = open_workspace(store)
    entries = workspace.people.log(call_id=call, who=who, limit=limit)
    if as_json:
        write_json(entries)
        return
    zone = workspace.context.zone()
    for each in entries:
        at = each.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
        typer.echo("  ".join(filter(None, (at, each.who, each.action, each.call_id))))


def _agent_words(agent: "Agent") -> str:
    aliases = f" ({', '.join(agent.aliases)})" if agent.aliases else ""
    teams = ", ".join(each.words for each in agent.teams)
    return f"{agent.name}{aliases}{': ' + teams if teams else ''}"
