"""``callqa calibrate``: blind scoring of the same calls, and how far all agree."""

from typing import Annotated

import typer

from callqa.cli.workspace import (
    CallArgument,
    JsonOption,
    SettingsOption,
    StoreOption,
    open_workspace,
    write_json,
)

app = typer.Typer(no_args_is_help=True, help="Blind scoring, agreement, and what is proven.")

SessionArgument = Annotated[int, typer.Argument(help="Session, as 'calibrate list' numbers it.")]


@app.command()
def new(  # noqa: PLR0913 - each option of the command is a parameter
    title: Annotated[str, typer.Argument(help="What to call the session.")],
    reviewers: Annotated[str, typer.Option("--reviewers", help="Logins: ana,bo.")],
    calls: Annotated[str, typer.Option("--calls", help="Calls by id: 3f2a,9c41.")] = "",
    where: Annotated[
        list[str] | None,
        typer.Option("--where", help="Filter to draw from, may be repeated: queue=billing."),
    ] = None,
    n: Annotated[
        int | None, typer.Option("--n", min=1, help="Calls to draw instead of naming them.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Another seed draws other calls.")] = 0,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Open a session: several reviewers score the same calls blind.

    Calls are named, or drawn from those whose review has not begun and no session had before.
    Until the session is closed its reviewers see no verdict on them, in no command.

    Example: callqa calibrate new "November" --n 20 --where queue=billing --reviewers ana,bo
    """
    from callqa.cli.calibration_tables import print_session
    from callqa.errors import UsageError
    from callqa.service.filter_text import filter_of

    workspace = open_workspace(store)
    sessions = workspace.calibrations
    logins, named = _listed(reviewers), _listed(calls)
    if bool(named) == (n is not None) or (named and where):
        raise UsageError(
            "takes either --calls, or --n with filters.", subject="callqa calibrate new"
        )
    if n is None:
        session = sessions.new(title, logins, named)
    else:
        chosen = filter_of(where or [], workspace.context.zone())
        session = sessions.draw(title, logins, chosen, n, seed)
    if as_json:
        write_json(session)
    else:
        print_session(session)


@app.command("list")
def list_sessions(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """List the sessions, with how far their reviewers are.

    Example: callqa calibrate list
    """
    from callqa.cli.calibration_tables import print_sessions

    workspace = open_workspace(store)
    sessions = workspace.calibrations.list()
    if as_json:
        write_json(sessions)
    else:
        print_sessions(sessions, workspace.context.zone())


@app.command()
def score(
    session: SessionArgument,
    call: CallArgument,
    answers: Annotated[
        list[str], typer.Argument(metavar="QUESTION=POINTS...", help="na: it does not apply.")
    ],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give your answers on a call; an answer may be given anew until the session is closed.

    Example: callqa calibrate score 1 3f2a greets=5 closes=2.5 hold_courtesy=na
    """
    from callqa.cli.given_points import answers_of

    progress = open_workspace(store).calibrations.score(session, call, answers_of(answers))
    if as_json:
        write_json(progress)
    else:
        typer.echo(f"{progress.login}: {progress.answered} of {progress.asked} answers given")


@app.command()
def status(
    session: SessionArgument, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """Show how far each reviewer is, and what you have left to answer; no answer of others.

    Example: callqa calibrate status 1
    """
    from callqa.cli.calibration_tables import print_session, print_sheet

    workspace = open_workspace(store)
    found = workspace.calibrations.status(session)
    takes_part = workspace.context.user.login in {each.login for each in found.reviewers}
    sheet = workspace.calibrations.sheet(session) if takes_part else None
    if as_json:
        write_json({"session": found, "sheet": sheet})
        return
    print_session(found)
    if sheet is not None and found.closed_at is None:
        print_sheet(sheet)


@app.command()
def close(
    session: SessionArgument,
    early: Annotated[
        bool, typer.Option("--early", help="Though somebody has answers left to give.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """End a session: its answers are shown from then on, and none can be given.

    Example: callqa calibrate close 1
    """
    from callqa.cli.calibration_tables import late_words

    closed = open_workspace(store).calibrations.close(session, early=early)
    if as_json:
        write_json(closed)
    else:
        typer.echo(f"{closed.title}: closed{late_words(closed)}")


@app.command()
def report(
    session: SessionArgument,
    store: StoreOption = None,
    settings_file: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how far reviewers agree on each question, and the machine with them.

    Example: callqa calibrate report 1
    """
    from callqa.cli.calibration_tables import print_report

    found = open_workspace(store, settings_file).calibrations.report(session)
    if as_json:
        write_json(found)
    else:
        print_report(found)


@app.command()
def proven(
    store: StoreOption = None, settings_file: SettingsOption = None, as_json: JsonOption = False
) -> None:
    """Show which questions the machine has shown that it can answer, and what others lack.

    Over all closed sessions; the bar is in the settings calibration.*.

    Example: callqa calibrate proven
    """
    from callqa.cli.calibration_tables import print_proofs, proof_rows

    proofs = open_workspace(store, settings_file).calibrations.proven()
    if as_json:
        write_json(proof_rows(proofs))
    else:
        print_proofs(proofs)


def _listed(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]
