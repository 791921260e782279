"""The ``callqa`` command. Its commands import the engine only when they run."""

import sys

import typer

from callqa import __version__
from callqa.cli import bench, models
from callqa.cli.analyze import analyze
from callqa.cli.doctor import doctor
from callqa.errors import CallQAError

app = typer.Typer(
    name="callqa",
    help="Call-centre speech analytics that runs wholly on this machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(analyze)
app.command()(doctor)
app.add_typer(models.app, name="models")
app.add_typer(bench.app, name="bench")


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
