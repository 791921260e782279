"""What a reviewer corrects of what was heard: whose voice it is, turns, words."""

from typing import Annotated, Literal

import typer

from callqa.cli.edit_made import make_edit
from callqa.cli.workspace import CallArgument, JsonOption, SettingsOption, StoreOption

app = typer.Typer()

RoleName = Literal["agent", "customer", "other"]
TurnArgument = Annotated[int, typer.Argument(help="Turn, as 'review show --turns' numbers it.")]
SpeakerArgument = Annotated[str, typer.Argument(help="Voice, as 'review show --turns' names it.")]
WordArgument = Annotated[int, typer.Argument(help="Word of the turn, counted from 0.")]


@app.command()
def swap_roles(
    call: CallArgument,
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let agent and customer change places.

    Example: callqa review swap-roles 3f2a
    """
    from callqa.domain.edits import SwapRoles

    make_edit(call, SwapRoles(), "roles", (store, settings_file), as_json)


@app.command()
def role(
    call: CallArgument,
    speaker: SpeakerArgument,
    role: Annotated[RoleName, typer.Argument(help="Whose voice it is.")],
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say whose a voice is: the agent's, the customer's or another's.

    Example: callqa review role 3f2a B other
    """
    from callqa.domain.edits import SetRole

    make_edit(call, SetRole(speaker, role), f"voice {speaker}", (store, settings_file), as_json)


@app.command()
def name(
    call: CallArgument,
    speaker: SpeakerArgument,
    person: Annotated[str, typer.Argument(help="The person's name; empty takes it away.")],
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Name the person a voice belongs to.

    Example: callqa review name 3f2a B "Mrs Lane"
    """
    from callqa.domain.edits import NameSpeaker

    make_edit(
        call, NameSpeaker(speaker, person), f"voice {speaker}", (store, settings_file), as_json
    )


@app.command()
def reassign(
    call: CallArgument,
    turn: TurnArgument,
    speaker: SpeakerArgument,
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a turn to another speaker.

    Example: callqa review reassign 3f2a 7 A
    """
    from callqa.domain.edits import ReassignTurn

    make_edit(call, ReassignTurn(turn, speaker), f"turn {turn}", (store, settings_file), as_json)


@app.command()
def split(
    call: CallArgument,
    turn: TurnArgument,
    word: Annotated[int, typer.Argument(help="First word of the second part, counted from 0.")],
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make two turns of one.

    Example: callqa review split 3f2a 7 4
    """
    from callqa.domain.edits import SplitTurn

    make_edit(call, SplitTurn(turn, word), "split", (store, settings_file), as_json)


@app.command()
def merge(
    call: CallArgument,
    first: TurnArgument,
    second: TurnArgument,
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make one turn of two of the same speaker.

    Example: callqa review merge 3f2a 7 9
    """
    from callqa.domain.edits import MergeTurns

    make_edit(call, MergeTurns(first, second), "merge", (store, settings_file), as_json)


@app.command()
def word(  # noqa: PLR0913 - each option of the command is a parameter
    call: CallArgument,
    turn: TurnArgument,
    word: WordArgument,
    text: Annotated[str, typer.Argument(help="What was said; empty: nothing.")],
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Correct a word that was heard wrongly.

    Example: callqa review word 3f2a 7 3 refund
    """
    from callqa.domain.edits import FixWord

    what = f"turn {turn}, word {word}"
    make_edit(call, FixWord(turn, word, text), what, (store, settings_file), as_json)
