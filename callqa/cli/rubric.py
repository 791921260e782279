"""``callqa rubric``: rubric files, what one would change, and which is in force."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from callqa.cli.workspace import (
    JsonOption,
    StoreOption,
    open_workspace,
    write_json,
)

if TYPE_CHECKING:
    from callqa.rules.rubric import Rubric

app = typer.Typer(no_args_is_help=True, help="Check, show, make, preview and adopt rubrics.")

RubricArgument = Annotated[Path, typer.Argument(help="Rubric file (TOML).")]


@app.command()
def check(rubric: RubricArgument, as_json: JsonOption = False) -> None:
    """Name every mistake of a rubric file with its line, its key and the remedy.

    Exit status 2 where there is one.

    Example: callqa rubric check ours.toml
    """
    from callqa.rules.rubric_file import rubric_mistakes

    mistakes = rubric_mistakes(rubric)
    if as_json:
        rows = [
            {"place": each.subject, "what": each.what, "remedy": each.remedy} for each in mistakes
        ]
        write_json(rows)
    elif mistakes:
        for each in mistakes:
            typer.echo(str(each))
    else:
        typer.echo(f"{rubric}: no mistakes.")
    if mistakes:
        raise typer.Exit(2)


@app.command()
def show(
    rubric: Annotated[
        str | None, typer.Argument(help="File or shipped name; the one in force without it.")
    ] = None,
    history: Annotated[
        bool, typer.Option("--history", help="List every version that was adopted.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the sections, questions and points of a rubric.

    Example: callqa rubric show
    """
    from callqa.rules.rubric_file import load_rubric, shipped_rubric, shipped_rubrics

    if history:
        _show_history(store, as_json)
        return
    if rubric is None:
        shown = open_workspace(store).rubrics.in_force()
    elif rubric in shipped_rubrics():
        shown = shipped_rubric(rubric)
    else:
        shown = load_rubric(Path(rubric))
    if as_json:
        write_json(shown)
    else:
        _print_rubric(shown)


@app.command()
def new(
    target: Annotated[Path, typer.Argument(help="File to write; must not exist yet.")],
    like: Annotated[
        str,
        typer.Option("--from", help="Shipped rubric to start from."),
    ] = "default_rubric",
    as_json: JsonOption = False,
) -> None:
    """Write a rubric file to start from: default_rubric, strict_compliance, deescalation_training.

    Example: callqa rubric new ours.toml --from strict_compliance
    """
    from callqa.errors import UsageError
    from callqa.report.atomic import write_atomically
    from callqa.rules.rubric_file import shipped_rubric_text

    if target.exists():
        raise UsageError("is there already.", subject=str(target), remedy="Choose another name.")
    write_atomically(target, shipped_rubric_text(like).encode("utf-8"))
    if as_json:
        write_json({"rubric": str(target)})
    else:
        typer.echo(f"{target}: edit it, then 'callqa rubric check {target}'.")


@app.command()
def preview(rubric: RubricArgument, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Score every call of the store with a rubric and list each verdict that would flip, and why.

    Nothing is changed.

    Example: callqa rubric preview ours.toml
    """
    from callqa.cli.flips import print_preview
    from callqa.rules.rubric_file import load_rubric

    found = open_workspace(store).rubrics.preview(load_rubric(rubric))
    if as_json:
        write_json(found)
    else:
        print_preview(found)


@app.command()
def adopt(rubric: RubricArgument, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Put a rubric in force, and score every call again that no person has signed.

    Example: callqa rubric adopt ours.toml
    """
    from callqa.cli.flips import follow_rescoring

    workspace = open_workspace(store)
    follow_rescoring(workspace.rubrics.adopt(rubric), as_json)


def _show_history(store: str | None, as_json: bool) -> None:

    from callqa.cli.call_table import moment
    from callqa.cli.console import new_table, standard_output

    workspace = open_workspace(store)
    adopted = workspace.rubrics.adopted()
    if as_json:
        write_json(adopted)
        return
    table = new_table()
    for heading in ("rubric", "version", "adopted", "by", "in force"):
        table.add_column(heading)
    for each in adopted:
        day = moment(each.adopted_at, workspace.context.zone())
        table.add_row(each.id, each.version, day, each.adopted_by, "yes" if each.in_force else "")
    standard_output().print(table)


def _print_rubric(rubric: "Rubric") -> None:
    typer.echo(f"{rubric.title} ({rubric.id} {rubric.version}), passes from {rubric.pass_mark:g}")
    for section in rubric.sections:
        weight = "apart" if section.apart else f"{section.weight:g} %"
        typer.echo(f"\n{section.title}: {weight}")
        for question in section.questions:
            marks = [f"{question.points:g}"]
            if question.human:
                marks.append("answered by a person")
            if question.auto_fail != "none":
                marks.append(f"fails the {question.auto_fail}")
            if question.critical:
                marks.append("critical")
            typer.echo(f"  {question.id:22} {question.text} ({', '.join(marks)})")
