"""``callqa desktop``: the window, as a program of its own."""

import subprocess
import sys

import typer

from callqa.cli.workspace import StoreOption


def desktop(store: StoreOption = None) -> None:
    """Open the window: load, review, score, lead.

    Example: callqa desktop
    """
    words = [sys.executable, "-m", "ui"]
    if store:
        words += ["--store", store]
    raise typer.Exit(subprocess.run(words, check=False).returncode)
