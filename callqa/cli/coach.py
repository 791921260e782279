"""``callqa coach``: moments to talk over with an agent, what was agreed, and whether it changed."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from callqa.cli.workspace import (
    CallArgument,
    ForceOption,
    JsonOption,
    StoreOption,
    open_workspace,
    write_json,
)

if TYPE_CHECKING:
    from callqa.domain.coaching import CoachingItem
    from callqa.figures.intervals import Estimate

app = typer.Typer(no_args_is_help=True, help="Coaching items, what was agreed, and follow-up.")

State = Literal["open", "agreed", "done", "dropped"]
ItemArgument = Annotated[int, typer.Argument(help="Item, as 'callqa coach list' numbers it.")]
_DAY = ["%Y-%m-%d"]


@app.command()
def suggest(call: CallArgument, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Show what the flags of a call give to talk over, good moments among them.

    Example: callqa coach suggest 3f2a
    """
    from callqa.catalogue import say
    from callqa.domain.span import clock

    found = open_workspace(store).coaching.suggest(call)
    if as_json:
        write_json(found)
        return
    for each in found:
        typer.echo(f"{each.flag} ({each.kind}, {clock(each.start_s)}): {say(each.title)}")
        for line in (each.reason, each.tip, each.role_play):
            if line is not None:
                typer.echo(f"  {say(line)}")
    if not found:
        typer.echo("No flags; add a moment by hand: callqa coach add CALL --at --to --title.")


@app.command()
def add(  # noqa: PLR0913 - each option of the command is a parameter
    call: CallArgument,
    flag: Annotated[
        str | None, typer.Option("--flag", help="Flag of the call, as 'coach suggest' names it.")
    ] = None,
    at: Annotated[str | None, typer.Option("--at", help="Where a moment begins: 1:23.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="Where it ends: 1:40.")] = None,
    title: Annotated[str | None, typer.Option(help="What the moment is about.")] = None,
    tip: Annotated[str, typer.Option(help="Advice for a moment chosen by hand.")] = "",
    praise: Annotated[bool, typer.Option("--praise", help="It is a good moment.")] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a coaching item to a call: from a flag, or a moment chosen by hand.

    Example: callqa coach add 3f2a --at 1:23 --to 1:40 --title "Asks before she explains" --praise
    """
    from callqa.cli.position import seconds_of
    from callqa.errors import UsageError

    coaching = open_workspace(store).coaching
    if flag is not None and at is None and to is None and title is None:
        item = coaching.add(call, flag)
    elif flag is None and at is not None and to is not None and title is not None:
        kind: Literal["praise", "improve"] = "praise" if praise else "improve"
        start_s, end_s = seconds_of(at), seconds_of(to)
        item = coaching.add_by_hand(call, start_s, end_s, title, tip=tip, kind=kind)
    else:
        raise UsageError(
            "takes either --flag, or --at, --to and --title.", subject="callqa coach add"
        )
    _show(item, as_json)


@app.command("list")
def list_items(
    agent: Annotated[str | None, typer.Option(help="Only this agent's.")] = None,
    due_before: Annotated[
        datetime | None, typer.Option("--due-before", formats=_DAY, help="Only what is due before.")
    ] = None,
    state: Annotated[State | None, typer.Option(help="Only items in this state.")] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show coaching items, the next due first; an agent sees the own ones.

    Example: callqa coach list --agent "Anna Meyer" --state agreed
    """
    before = due_before.date() if due_before else None
    found = open_workspace(store).coaching.items(agent=agent, due_before=before, state=state)
    if as_json:
        write_json(found)
        return
    for each in found:
        _print_item(each)
    if not found:
        typer.echo("No coaching items.")


@app.command()
def agree(
    item: ItemArgument,
    commitment: Annotated[str, typer.Option(help="What the agent undertakes.")],
    due: Annotated[datetime, typer.Option(formats=_DAY, help="By which day.")],
    measure: Annotated[
        str | None,
        typer.Option(
            help="What is to show it: score, interruption_rate, empathy_score, dead_air_s, ..."
        ),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write down what was agreed; without --measure it is the one that belongs to the flag.

    Example: callqa coach agree 4 --commitment "Let the customer finish" --due 2026-12-18
    """
    agreed = open_workspace(store).coaching.agree(item, commitment, due.date(), measure)
    _show(agreed, as_json)


@app.command()
def done(item: ItemArgument, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Close an item that was talked over.

    Example: callqa coach done 4
    """
    _show(open_workspace(store).coaching.close(item, "done"), as_json)


@app.command()
def drop(item: ItemArgument, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Close an item that is not to be talked over.

    Example: callqa coach drop 4
    """
    _show(open_workspace(store).coaching.close(item, "dropped"), as_json)


@app.command("follow-up")
def follow_up(
    item: ItemArgument,
    since: Annotated[
        datetime | None,
        typer.Option(formats=_DAY, help="First day of later calls; all after the call without it."),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare the measure agreed on in the agent's later calls with that call and those before.

    Example: callqa coach follow-up 4
    """
    from callqa.catalogue import say

    found = open_workspace(store).coaching.follow_up(item, since=since.date() if since else None)
    if as_json:
        write_json(found)
        return
    typer.echo(f"{found.item.measure} of {found.item.agent or 'an unknown agent'}")
    then = found.item.value_then
    typer.echo(f"  in the call:  {'not measurable' if then is None else f'{then:.2f}'}")
    typer.echo(f"  calls before: {_mean(found.before)}")
    typer.echo(f"  calls since:  {_mean(found.since)}")
    change = found.change
    if change.untold:
        typer.echo(f"  {say(change.untold)}")
    elif change.difference is not None:
        verdict = "changed" if change.significant else "no change that chance does not explain"
        typer.echo(f"  since against before: {change.difference:+.2f} ({verdict})")
    if found.mixes_versions:
        typer.echo("  Some of these calls were heard or judged by other versions than others.")


@app.command()
def pack(
    agent: Annotated[str, typer.Argument(help="Name of the agent.")],
    out: Annotated[Path, typer.Option("--out", help="HTML file to write.")],
    force: ForceOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write an agent's open items as one HTML page that plays each moment.

    Example: callqa coach pack "Anna Meyer" --out anna.html
    """
    written = open_workspace(store).coaching.pack(agent, out, force=force)
    if as_json:
        write_json({"written": str(written)})
        return
    typer.echo(f"{written}")


def _show(item: "CoachingItem", as_json: bool) -> None:
    if as_json:
        write_json(item)
    else:
        _print_item(item)


def _print_item(item: "CoachingItem") -> None:
    from callqa.cli.call_table import ID_DIGITS
    from callqa.domain.span import clock

    typer.echo(
        f"{item.id}  {item.state}  {item.agent or 'unknown agent'}  "
        f"{item.call_id[:ID_DIGITS]} {clock(item.start_s)}  {item.kind}: {item.title}"
    )
    if item.commitment:
        day: date | None = item.due
        measure = f", shown by {item.measure}" if item.measure else ""
        typer.echo(f"    {item.commitment}, by {day}{measure}")


def _mean(estimate: "Estimate") -> str:
    if estimate.mean is None:
        return "none"
    interval = ""
    if estimate.low is not None and estimate.high is not None:
        interval = f", 95 % interval {estimate.low:.2f} to {estimate.high:.2f}"
    return f"mean {estimate.mean:.2f} of {estimate.n} calls{interval}"
