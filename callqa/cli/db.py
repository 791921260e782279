"""``callqa db``: copies of the store, upgrades, and what to do when it is damaged."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from callqa.cli.workspace import JsonOption, StoreOption, write_json

if TYPE_CHECKING:
    from callqa.domain.sentence import Sentence

app = typer.Typer(
    no_args_is_help=True, help="Back up, restore, check and upgrade the store of calls."
)


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="New file for the copy.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy the store, while others go on working, into one file that is checked afterwards.

    The copy of a PostgreSQL store is such a file too, and can be restored anywhere.

    Example: callqa db backup calls-monday.db
    """
    from callqa.service.workspace import Workspace

    workspace = Workspace.open(_place(store), create=False)
    name = workspace.context.store.name
    try:
        written = workspace.upkeep.back_up(target)
    finally:
        workspace.context.store.close()
    if as_json:
        write_json({"store": name, "backup": str(written), "bytes": written.stat().st_size})
    else:
        typer.echo(f"{name} was copied to {written}.")


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(help="File that 'callqa db backup' wrote.")],
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Replace a store with calls in it; it is kept aside."),
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make the store from a backup, also one of an older version or of another kind of store.

    Example: callqa db restore calls-monday.db --store /srv/calls/callqa.db
    """
    from callqa.store.backup import restore as restore_store
    from callqa.store.opening import shown_place

    place = _place(store)
    if replace:
        _require_replacing(place)
    kept = restore_store(source, place, replace=replace)
    name = shown_place(place)
    if as_json:
        write_json({"store": name, "kept": str(kept) if kept else None})
        return
    typer.echo(f"{name} is now as in {source}.")
    if kept:
        typer.echo(f"What was there before is kept in {kept}.")


@app.command()
def check(
    salvage: Annotated[
        Path | None,
        typer.Option("--salvage", help="New file for all that can be read of a damaged store."),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read the whole store and name what is wrong in it; exit status 1 where something is.

    With --salvage, make a new store from what can be read of a damaged file, which itself is not
    changed; exit status 1 where something is lost.

    Example: callqa db check --salvage saved.db
    """
    place = _place(store)
    is_whole = _check(place, as_json) if salvage is None else _salvage(place, salvage, as_json)
    if not is_whole:
        raise typer.Exit(1)


@app.command()
def upgrade(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Bring a store that an older version made up to date; a file is copied beside itself first.

    Example: callqa db upgrade
    """
    from callqa.store.opening import shown_place, upgrade_store

    place = _place(store)
    done = upgrade_store(place)
    name = shown_place(place)
    if as_json:
        kept = str(done.backup) if done.backup else None
        write_json({"store": name, "before": done.before, "after": done.after, "kept": kept})
    elif done.before == done.after:
        typer.echo(f"{name} is up to date.")
    else:
        typer.echo(f"{name} is up to date now.")
        if done.backup:
            typer.echo(f"What was there before is kept in {done.backup}.")


def _place(store: str | None) -> str:
    from callqa.paths import default_store

    return store or str(default_store())


def _require_replacing(place: str) -> None:
    """Ask whether the person may replace a store; one that cannot be opened asks nobody."""
    from callqa.errors import StoreError
    from callqa.service.workspace import Workspace

    try:
        workspace = Workspace.open(place, create=False)
    except StoreError:
        return
    try:
        workspace.upkeep.let_replace()
    finally:
        workspace.context.store.close()


def _check(place: str, as_json: bool) -> bool:
    from callqa.catalogue import say
    from callqa.store.opening import shown_place

    name, troubles = shown_place(place), _troubles(place)
    if as_json:
        write_json({"store": name, "troubles": troubles})
        return not troubles
    for each in troubles:
        typer.echo(say(each))
    remedy = "Restore a backup, or save what can be read with callqa db check --salvage."
    typer.echo(f"{name} is not whole. {remedy}" if troubles else f"{name} is whole.")
    return not troubles


def _troubles(place: str) -> "tuple[Sentence, ...]":
    from callqa.domain.sentence import Sentence
    from callqa.errors import StoreDamaged
    from callqa.store.checking import check_store
    from callqa.store.opening import open_store

    try:
        opened = open_store(place, create=False)
    except StoreDamaged as error:
        return (Sentence("store.closed", said=error.what),)
    try:
        return check_store(opened)
    finally:
        opened.close()


def _salvage(place: str, target: Path, as_json: bool) -> bool:
    from callqa.errors import UsageError
    from callqa.store.engine import file_of
    from callqa.store.salvage import salvage

    damaged = file_of(place)
    if damaged is None:
        raise UsageError(
            "works on SQLite files; PostgreSQL has tools of its own.",
            subject="--salvage",
            remedy="Restore a backup with callqa db restore.",
        )
    saved = salvage(damaged, target)
    if as_json:
        write_json({"target": str(saved.target), "tables": saved.tables})
        return saved.is_whole
    for each in saved.tables:
        if each.kept or each.lost or each.unreadable_pages:
            typer.echo(
                f"{each.name}: {each.kept} kept, {each.lost} lost"
                + (f", {each.unreadable_pages} pages unreadable" if each.unreadable_pages else "")
            )
    typer.echo(f"{saved.kept} rows were saved in {saved.target}; {damaged} is as it was.")
    return saved.is_whole
