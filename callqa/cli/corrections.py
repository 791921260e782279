"""What a reviewer changes about a call: verdict, findings, facts, remarks, and undo.

Each command writes one entry of the call's log, judges the call anew, and says what changed.
"""

from typing import Annotated, Literal

import typer

from callqa.cli.edit_made import make_edit, print_edited
from callqa.cli.workspace import (
    CallArgument,
    JsonOption,
    SettingsOption,
    StoreOption,
    open_workspace,
)

app = typer.Typer()

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
    make_edit(call, change, question, (store, settings_file), as_json)


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

    make_edit(call, DismissFlag(code, reason), f"flag {code}", (store, settings_file), as_json)


@app.command()
def event(  # noqa: PLR0913 - each option of the command is a parameter
    call: CallArgument,
    kind: KindArgument,
    time: Annotated[str, typer.Argument(help="Its start: 1:23, or 1:23.45 where two are near.")],
    of: OfOption = "",
    to: Annotated[str | None, typer.Option("--to", help="The class that it has.")] = None,
    dismiss: Annotated[bool, typer.Option("--dismiss", help="It is none.")] = False,
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a finding into another class, or dismiss it.

    Example: callqa review event 3f2a interruptions 1:23 --of agent --to backchannel
    """
    from callqa.cli.position import seconds_of
    from callqa.domain.edits import DismissEvent, ReclassEvent
    from callqa.errors import UsageError

    reviews = open_workspace(store, settings_file).reviews
    ref = reviews.event_meant(call, kind, seconds_of(time), of)
    if dismiss == (to is not None):
        raise UsageError("takes either --to CLASS or --dismiss.", subject="callqa review event")
    change = DismissEvent(ref) if to is None else ReclassEvent(ref, to)
    make_edit(call, change, f"{kind} at {time}", (store, settings_file), as_json)


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
    make_edit(call, change, f"{kind} at {start}", (store, settings_file), as_json)


@app.command()
def detail(  # noqa: PLR0913 - each option of the command is a parameter
    call: CallArgument,
    field: Annotated[FieldName, typer.Argument(help="Which fact.")],
    value: Annotated[str, typer.Argument(help="What it is; empty: not known.")],
    new: Annotated[bool, typer.Option("--new", help="The agent is new to the store.")] = False,
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Correct a fact about the call: agent, customer, queue, direction or start.

    The direction is inbound, outbound or internal; an agent is one of the store, or --new.

    Example: callqa review detail 3f2a agent "Anna Meyer"
    """
    from callqa.domain.edits import SetDetail

    change = SetDetail(field, value or None)
    make_edit(call, change, field, (store, settings_file), as_json, new_agent=new)


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
    make_edit(call, AddNote(text, at_s), "note", (store, settings_file), as_json)


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
    print_edited(open_workspace(store, settings_file).reviews.undo(call, edit), "undone", as_json)
