"""What a reviewer changes about a call: verdict, findings, words, voices, facts, and undo.

Each command writes one entry of the call's log, judges the call anew, and says what changed.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from callqa.cli.workspace import (
    CallArgument,
    JsonOption,
    SettingsOption,
    StoreOption,
    open_workspace,
    write_json,
)

if TYPE_CHECKING:
    from callqa.domain.edits import Change
    from callqa.service.editing import Edited

app = typer.Typer()

RoleName = Literal["agent", "customer", "other"]
KindName = Literal[
    "interruptions",
    "raised_volume",
    "silences",
    "phrases",
    "empathy",
    "deescalation",
    "situations",
]
FieldName = Literal["agent", "customer", "queue", "direction", "started_at"]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why the machine is wrong.")]
TurnArgument = Annotated[int, typer.Argument(help="Turn, as 'review show --turns' numbers it.")]
SpeakerArgument = Annotated[str, typer.Argument(help="Voice, as 'review show --turns' names it.")]
WordArgument = Annotated[int, typer.Argument(help="Word of the turn, counted from 0.")]
KindArgument = Annotated[KindName, typer.Argument(help="Kind of finding.")]
OfOption = Annotated[
    str,
    typer.Option(
        "--of", help="Who interrupts, whose voice, which category or situation; else nothing."
    ),
]


@app.command()
def override(  # noqa: PLR0913 - each option of the command is a parameter
    call: CallArgument,
    question: Annotated[str, typer.Argument(help="Id of the question.")],
    points: Annotated[str, typer.Argument(help="Points on its scale; na: it does not apply.")],
    reason: ReasonOption,
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give the points of a question yourself; the machine's stay beside them.

    Example: callqa review override 3f2a greets 5 --reason "Greets in another language"
    """
    from callqa.cli.given_points import points_of
    from callqa.domain.edits import OverridePoints

    change = OverridePoints(question, points_of(points, question), reason)
    _make(call, change, question, (store, settings_file), as_json)


@app.command()
def dismiss_flag(
    call: CallArgument,
    code: Annotated[str, typer.Argument(help="Code of the flag.")],
    reason: ReasonOption,
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a flag off a call.

    Example: callqa review dismiss-flag 3f2a dead_air --reason "The customer looked for a letter"
    """
    from callqa.domain.edits import DismissFlag

    _make(call, DismissFlag(code, reason), f"flag {code}", (store, settings_file), as_json)


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

    _make(call, SwapRoles(), "roles", (store, settings_file), as_json)


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

    _make(call, SetRole(speaker, role), f"voice {speaker}", (store, settings_file), as_json)


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

    _make(call, NameSpeaker(speaker, person), f"voice {speaker}", (store, settings_file), as_json)


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

    _make(call, ReassignTurn(turn, speaker), f"turn {turn}", (store, settings_file), as_json)


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

    _make(call, SplitTurn(turn, word), "split", (store, settings_file), as_json)


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

    _make(call, MergeTurns(first, second), "merge", (store, settings_file), as_json)


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
    _make(call, FixWord(turn, word, text), what, (store, settings_file), as_json)


@app.command()
def event(  # noqa: PLR0913 - each option of the command is a parameter
    call: CallArgument,
    kind: KindArgument,
    time: Annotated[str, typer.Argument(help="Its start: 1:23.45, as 'show --findings' has it.")],
    of: OfOption = "",
    to: Annotated[str | None, typer.Option("--to", help="The class that it has.")] = None,
    dismiss: Annotated[bool, typer.Option("--dismiss", help="It is none.")] = False,
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a finding into another class, or dismiss it.

    Example: callqa review event 3f2a interruptions 1:23.45 --of agent --to backchannel
    """
    from callqa.cli.position import seconds_of
    from callqa.domain.edits import DismissEvent, EventRef, ReclassEvent
    from callqa.errors import UsageError

    ref = EventRef(kind, seconds_of(time), of)
    if dismiss == (to is not None):
        raise UsageError("takes either --to CLASS or --dismiss.", subject="callqa review event")
    change = DismissEvent(ref) if to is None else ReclassEvent(ref, to)
    _make(call, change, f"{kind} at {time}", (store, settings_file), as_json)


@app.command()
def add_event(  # noqa: PLR0913 - each option of the command is a parameter
    call: CallArgument,
    kind: KindArgument,
    start: Annotated[str, typer.Argument(help="Where it begins: 1:23.")],
    end: Annotated[str, typer.Argument(help="Where it ends: 1:25.")],
    class_: Annotated[str, typer.Option("--class", help="Its class.")],
    of: OfOption = "",
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a finding that the machine missed.

    Example: callqa review add-event 3f2a interruptions 1:23 1:25 --of agent --class interruption
    """
    from callqa.cli.position import seconds_of
    from callqa.domain.edits import AddEvent

    change = AddEvent(kind, seconds_of(start), seconds_of(end), of, class_)
    _make(call, change, f"{kind} at {start}", (store, settings_file), as_json)


@app.command()
def detail(
    call: CallArgument,
    field: Annotated[FieldName, typer.Argument(help="Which fact.")],
    value: Annotated[str, typer.Argument(help="What it is; empty: not known.")],
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Correct a fact about the call: agent, customer, queue, direction or start.

    Example: callqa review detail 3f2a agent "Anna Meyer"
    """
    from callqa.domain.edits import SetDetail

    _make(call, SetDetail(field, value or None), field, (store, settings_file), as_json)


@app.command()
def note(
    call: CallArgument,
    text: Annotated[str, typer.Argument(help="The remark.")],
    at: Annotated[str | None, typer.Option("--at", help="Its place: 1:23; none: the call.")] = None,
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a remark, at a time of the recording or about the whole call.

    Example: callqa review note 3f2a "Good summary" --at 1:23
    """
    from callqa.cli.position import seconds_of
    from callqa.domain.edits import AddNote

    at_s = None if at is None else seconds_of(at)
    _make(call, AddNote(text, at_s), "note", (store, settings_file), as_json)


@app.command()
def undo(
    call: CallArgument,
    edit: Annotated[
        str | None, typer.Argument(help="Edit, as the log has it; your last without it.")
    ] = None,
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take an edit back; undoing an undo brings it back.

    Example: callqa review undo 3f2a
    """
    _print(open_workspace(store, settings_file).reviews.undo(call, edit), "undone", as_json)


def _make(
    call: str,
    change: "Change",
    what: str,
    place: tuple[str | None, Path | None],
    as_json: bool,
) -> None:
    _print(open_workspace(*place).reviews.edit(call, change), what, as_json)


def _print(edited: "Edited", what: str, as_json: bool) -> None:
    from callqa.cli.review_card import edit_row, score_words

    edit = edited.edit
    scores = score_words(edited.score_before), score_words(edited.score_after)
    if as_json:
        row = edit_row(edit)
        write_json(
            {"edit": row, "score_before": edited.score_before, "score_after": edited.score_after}
        )
        return
    before = f"{edit.before} -> " if edit.before else ""
    typer.echo(f"{edit.call_id[:12]}: {what}: {before}{edit.after}")
    typer.echo(f"score {scores[0]} -> {scores[1]}  (edit {edit.id[:8]})")
