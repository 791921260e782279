"""``callqa privacy``: retention, and the removal of one customer's calls."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Annotated

import typer

from callqa.cli.workspace import JsonOption, StoreOption, open_workspace, write_json

if TYPE_CHECKING:
    from callqa.service.privacy import Removal
    from callqa.store.forgetting import NamedElsewhere
    from callqa.store.retention import OldCall

app = typer.Typer(no_args_is_help=True, help="Remove what is old, and one customer's calls.")

_TRACES = (
    "Others have the store open: traces may be left in its log file. When they have closed it, "
    "run 'callqa privacy retain' once more."
)
_COPIES = (
    "Backups, and stores kept aside before an upgrade or a restore, still hold what was removed: "
    "delete them, or make them anew."
)


@app.command()
def retain(
    audio_days: Annotated[
        int | None,
        typer.Option(
            "--audio-days", min=1, help="Age at which a call loses the link to its recording."
        ),
    ] = None,
    transcript_days: Annotated[
        int | None,
        typer.Option("--transcript-days", min=1, help="Age at which a call loses every word."),
    ] = None,
    everything_days: Annotated[
        int | None,
        typer.Option("--everything-days", min=1, help="Age at which a call is removed whole."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what would be removed, and remove nothing.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove links, words and whole calls that are older than so many days.

    Recordings are the site's own files: CallQA forgets where they are and deletes none. Without
    its words a call keeps scores, measures and reviews, and can no longer be corrected or measured
    again. Backups and exported files are not reached. Without an age, those of the settings count.

    Example: callqa privacy retain --transcript-days 365 --dry-run
    """
    workspace = open_workspace(store)
    kept = workspace.context.settings.privacy
    if audio_days is None and transcript_days is None and everything_days is None:
        audio_days, transcript_days = kept.audio_days or None, kept.transcript_days or None
        everything_days = kept.everything_days or None
    removal = workspace.privacy.retain(
        audio_days=audio_days,
        transcript_days=transcript_days,
        everything_days=everything_days,
        dry_run=dry_run,
    )
    if as_json:
        write_json(removal)
        return
    would = "would lose" if dry_run else "lost"
    zone = workspace.context.zone()
    if everything_days:
        gone = "would be removed" if dry_run else "removed"
        _print_calls(f"{_calls(removal.everything)} {gone}", removal.everything, zone)
    if transcript_days:
        _print_calls(
            f"{_calls(removal.transcripts)} {would} their words", removal.transcripts, zone
        )
    if audio_days:
        _print_calls(
            f"{_calls(removal.audio)} {would} the link to their recording; the files are left",
            removal.audio,
            zone,
        )
    if not dry_run:
        _remind(removal)


@app.command()
def forget(
    customer: Annotated[
        str, typer.Argument(help="Customer as the call list names them; case does not count.")
    ],
    yes: Annotated[
        bool, typer.Option("--yes", help="Remove them; without it they are only listed.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove all calls of one customer, with their reviews, coaching and calibration answers.

    The name is removed as well from calls that were corrected to be another customer's, and from
    the filters of draws. Without --yes it lists the calls and removes nothing. Recordings are the
    site's own files and are left, as are backups and exported files.

    Example: callqa privacy forget C-1042 --yes
    """
    workspace = open_workspace(store)
    privacy = workspace.privacy
    zone = workspace.context.zone()
    if not yes:
        found, elsewhere = privacy.calls_of(customer), privacy.named_elsewhere(customer)
        if as_json:
            write_json({"calls": found, "named_elsewhere": elsewhere, "removed": False})
            return
        _print_calls(f"{_calls(found)}; nothing was removed", found, zone)
        _print_elsewhere("The customer is also named", elsewhere)
        if found or elsewhere.calls or elsewhere.samples:
            typer.echo("To remove them, add --yes.")
        return
    removal = privacy.forget(customer)
    if as_json:
        write_json(
            {
                "calls": removal.everything,
                "named_elsewhere": removal.named_elsewhere,
                "removed": True,
                "erased": removal.erased,
                "copies": removal.copies,
            }
        )
        return
    _print_calls(f"{_calls(removal.everything)} removed", removal.everything, zone)
    _print_elsewhere("The customer's name was removed", removal.named_elsewhere)
    _remind(removal)


def _print_elsewhere(what: str, elsewhere: "NamedElsewhere") -> None:
    if elsewhere.calls:
        some = "1 call" if len(elsewhere.calls) == 1 else f"{len(elsewhere.calls)} calls"
        typer.echo(f"{what} in {some} corrected to be another's: {', '.join(elsewhere.calls)}.")
    if elsewhere.samples:
        numbers = ", ".join(map(str, elsewhere.samples))
        typer.echo(f"{what} in the filters of draws: {numbers}.")


def _remind(removal: "Removal") -> None:
    """Tell what still holds what was removed."""
    if not removal.erased:
        typer.echo(_TRACES, err=True)
    if removal.audio or removal.transcripts or removal.everything or removal.copies:
        typer.echo(_COPIES, err=True)
    for each in removal.copies:
        typer.echo(f"  {each}", err=True)


def _calls(some: "Sequence[OldCall]") -> str:
    return "1 call" if len(some) == 1 else f"{len(some)} calls"


def _print_calls(head: str, some: "Sequence[OldCall]", zone: tzinfo | None) -> None:
    typer.echo(f"{head}{':' if some else '.'}")
    for each in some:
        at = each.at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        details = "  ".join(filter(None, (each.agent, each.queue)))
        typer.echo(f"  {each.call_id}  {at}  {details}".rstrip())
