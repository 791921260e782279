"""``callqa desktop``: the window, as a program of its own."""

import os
import subprocess
import sys

import typer

from callqa.cli.workspace import StoreOption


def desktop(store: StoreOption = None) -> None:
    """Open the window: load, review, score, lead.

    Example: callqa desktop
    """
    # A URL may hold a password, and everybody on a machine can read the words of a command.
    place = {"CALLQA_STORE": store} if store else {}
    words = [sys.executable, "-m", "ui"]
    raise typer.Exit(subprocess.run(words, check=False, env={**os.environ, **place}).returncode)
