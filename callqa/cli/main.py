"""The ``callqa`` command. Its commands import the engine only when they run."""

import sys
from typing import Any

import typer
from typer.core import TyperGroup

from callqa import __version__
from callqa.cli import (
    bench,
    calibrate,
    calls,
    coach,
    db,
    figures,
    models,
    people,
    privacy,
    review,
    rubric,
)
from callqa.cli.analyze import analyze
from callqa.cli.desktop import desktop
from callqa.cli.doctor import doctor
from callqa.cli.export import export
from callqa.cli.report import report
from callqa.cli.rescore import rescore
from callqa.errors import CallQAError


class _PlainGroup(TyperGroup):
    """Says what is wrong with a value without the marks of the library that found it."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")
            raise


app = typer.Typer(
    name="callqa",
    cls=_PlainGroup,
    help="Call-centre speech analytics that runs wholly on this machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(analyze)
app.command()(desktop)
app.command()(doctor)
calls.app.command()(export)
app.add_typer(calls.app, name="calls")
app.add_typer(review.app, name="review")
app.add_typer(calibrate.app, name="calibrate")
app.add_typer(rubric.app, name="rubric")
app.command()(rescore)
app.add_typer(coach.app, name="coach")
app.add_typer(figures.app, name="figures")
app.command()(report)
app.add_typer(people.app, name="people")
app.add_typer(privacy.app, name="privacy")
app.add_typer(models.app, name="models")
app.add_typer(bench.app, name="bench")
app.add_typer(db.app, name="db")


@app.callback(invoke_without_command=True)
def _root(
    version: bool = typer.Option(False, "--version", help="Show the version and stop."),
) -> None:
    """Call-centre speech analytics that runs wholly on this machine.

    Example: callqa analyze recordings/ --html
    """
    if version:
        typer.echo(f"callqa {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line; a CallQA error is one line on standard error and its exit status."""
    try:
        app()
    except CallQAError as error:
        typer.echo(f"callqa: {error}", err=True)
        sys.exit(error.exit_code)
