"""What every command on a store shares: which store, and the form of the answer."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from callqa.service.workspace import Workspace

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        envvar="CALLQA_STORE",
        help="SQLite file or PostgreSQL URL of the store; your own without it.",
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Machine-readable output on standard output.")
]
SettingsOption = Annotated[
    Path | None, typer.Option("--settings", help="Settings file (TOML); yours without it.")
]
ForceOption = Annotated[
    bool, typer.Option("--force", help="Replace the file if it is there already.")
]
CallArgument = Annotated[
    str, typer.Argument(help="Call: its id as a list shows it, or the beginning of it.")
]


def open_workspace(
    store: str | None, settings_file: Path | None = None, *, create: bool = False
) -> "Workspace":
    """Open the store that a command was given.

    One's own is made when it is not there yet; one that was named only where `create` lets it, so
    that a mistyped name does not begin an empty store.
    """
    from callqa.service.workspace import Workspace
    from callqa.settings import load_settings

    return Workspace.open(store, load_settings(settings_file), create=create or store is None)


def write_json(value: Any) -> None:
    """Write facts as JSON to standard output."""
    import msgspec

    packed = msgspec.json.encode(value, enc_hook=_plain)
    sys.stdout.buffer.write(msgspec.json.format(packed, indent=2) + b"\n")
    sys.stdout.buffer.flush()


def _plain(value: object) -> str:
    from callqa.catalogue import say
    from callqa.domain.sentence import Sentence

    if isinstance(value, Sentence):
        return say(value, "en")
    raise NotImplementedError(type(value).__name__)
