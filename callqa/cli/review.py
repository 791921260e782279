"""``callqa review``: calls on their way through review, from drawing a sample to closing."""

from typing import TYPE_CHECKING, Annotated

import typer

from callqa.cli import corrections, drawing, hearing_corrections
from callqa.cli.drawing import WhereOption
from callqa.cli.workspace import (
    CallArgument,
    JsonOption,
    SettingsOption,
    StoreOption,
    open_workspace,
    write_json,
)

if TYPE_CHECKING:
    from callqa.domain.review import ReviewStep

app = typer.Typer(no_args_is_help=True, help="Draw, assign, review, correct, sign and answer.")
app.add_typer(drawing.app)
app.add_typer(corrections.app)
app.add_typer(hearing_corrections.app)

CommentOption = Annotated[str, typer.Option("--comment", help="A remark for the log.")]


@app.command("list")
def list_reviews(  # noqa: PLR0913 - each option of the command is a parameter
    mine: Annotated[bool, typer.Option("--mine", help="Assigned to you.")] = False,
    assigned: Annotated[
        str | None, typer.Option("--assigned", help="Assigned to this login.")
    ] = None,
    state: Annotated[
        list[str] | None,
        typer.Option("--state", help="In this state, such as in_review; may be repeated."),
    ] = None,
    where: WhereOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Most rows.")] = 50,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """List calls with where they are in review.

    Example: callqa review list --mine --state in_review
    """
    from dataclasses import replace

    from callqa.cli.review_tables import print_reviews
    from callqa.domain.listing import Sort
    from callqa.service.filter_text import filter_of

    workspace = open_workspace(store)
    context = workspace.context
    login = context.user.login if mine else assigned
    chosen = filter_of([*(where or []), *(f"state={each}" for each in state or ())], context.zone())
    if login is not None:
        chosen = replace(chosen, assigned_to=login)
    page = workspace.calls.list(chosen, Sort("started_at"), limit=limit)
    if as_json:
        write_json(page)
    else:
        print_reviews(page, context.zone())


@app.command()
def assign(
    call: CallArgument,
    login: Annotated[str, typer.Argument(help="Login of the reviewer.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a call to a reviewer.

    Example: callqa review assign 3f2a bo
    """
    _print_step(open_workspace(store).reviews.assign(call, login), as_json)


@app.command()
def start(call: CallArgument, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Begin the review of a call; one that nobody has becomes yours.

    Example: callqa review start 3f2a
    """
    _print_step(open_workspace(store).reviews.start(call), as_json)


@app.command()
def show(
    call: CallArgument,
    turns: Annotated[
        bool, typer.Option("--turns", help="Voices and turns too, with the ids corrections use.")
    ] = False,
    findings: Annotated[
        bool, typer.Option("--findings", help="What was found too, as 'review event' names it.")
    ] = False,
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the scorecard: the machine's answers, those of people, points, why and when; and more.

    A question marked ~ is provisional: calibration has not proven that the machine can answer it.

    Example: callqa review show 3f2a --findings
    """
    from callqa.cli.review_card import card_row, print_card, print_findings, print_turns

    workspace = open_workspace(store, settings_file)
    card = workspace.reviews.show(call)
    shown = workspace.calls.show(call) if turns or findings else None
    if as_json:
        write_json(card_row(card, shown.document if shown else None))
        return
    print_card(card, workspace.context.zone())
    if shown and turns:
        print_turns(shown.document)
    if shown and findings:
        print_findings(shown.judgement.measures if shown.judgement else None)


@app.command()
def sign(
    call: CallArgument,
    comment: CommentOption = "",
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Sign the verdict as it is now: no later rubric, threshold or edit changes it.

    Example: callqa review sign 3f2a
    """
    workspace = open_workspace(store, settings_file)
    step = workspace.reviews.sign(call, comment)
    _print_step(step, as_json)
    if as_json:
        return
    left = [each.id for each in workspace.reviews.show(call).lines if each.open]
    if left:
        typer.echo(f"signed without an answer to: {', '.join(left)}")


@app.command()
def inform(
    call: CallArgument,
    comment: CommentOption = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the signed review to the agent.

    Example: callqa review inform 3f2a
    """
    _print_step(open_workspace(store).reviews.inform(call, comment), as_json)


@app.command()
def acknowledge(
    call: CallArgument,
    comment: CommentOption = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer as the agent: seen and accepted.

    Example: callqa review acknowledge 3f2a
    """
    _print_step(open_workspace(store).reviews.acknowledge(call, comment), as_json)


@app.command()
def dispute(
    call: CallArgument,
    questions: Annotated[
        list[str], typer.Argument(metavar="QUESTION=REASON...", help="What is not right, and why.")
    ],
    comment: CommentOption = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer as the agent: these questions are not answered right, for these reasons.

    Example: callqa review dispute 3f2a greets="I said my name at 0:05"
    """
    from callqa.domain.review import Dispute

    parts = (each.partition("=") for each in questions)
    disputed = [Dispute(question.strip(), reason.strip()) for question, _, reason in parts]
    _print_step(open_workspace(store).reviews.dispute(call, disputed, comment), as_json)


@app.command()
def close(
    call: CallArgument,
    comment: CommentOption = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """End the review.

    Example: callqa review close 3f2a
    """
    _print_step(open_workspace(store).reviews.close(call, comment), as_json)


@app.command()
def reopen(
    call: CallArgument,
    reason: Annotated[str, typer.Option("--reason", help="Why it is reviewed again.")],
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a signed review up again, a disputed one for example.

    Example: callqa review reopen 3f2a --reason "The agent is right about the greeting"
    """
    _print_step(open_workspace(store, settings_file).reviews.reopen(call, reason), as_json)


@app.command()
def log(call: CallArgument, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Show all that people did to a call: steps, edits with their ids, disputes.

    Example: callqa review log 3f2a
    """
    from callqa.cli.review_card import history_row, print_history

    workspace = open_workspace(store)
    history = workspace.reviews.history(call)
    if as_json:
        write_json(history_row(history))
    else:
        print_history(history, workspace.context.zone())


def _print_step(step: "ReviewStep", as_json: bool) -> None:
    if as_json:
        write_json(step)
        return
    before, after = (each.replace("_", " ") for each in (step.before, step.after))
    comment = f" ({step.comment})" if step.comment else ""
    typer.echo(f"{step.call_id[:12]}: {before} -> {after}{comment}")
