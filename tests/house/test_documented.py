import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from callqa.cli.main import app
from tests.house.settings_table import settings_table

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def commands() -> Iterator[tuple[str, str]]:
    """Yield the full name and the help of every command, ``callqa models list`` among them."""
    stack = [("callqa", typer.main.get_command(app))]
    while stack:
        name, command = stack.pop()
        children = getattr(command, "commands", None)
        if children is None:
            yield name, f"{command.help or ''}\n{command.epilog or ''}"
        else:
            stack += [(f"{name} {word}", child) for word, child in children.items()]


COMMANDS = dict(commands())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"`{name}" in README


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_an_example(name: str) -> None:
    assert re.search(rf"Example: {name}\b", COMMANDS[name])


def test_every_setting_is_in_the_readme() -> None:
    message = "run 'python3 run.py python tests/house/settings_table.py' to bring README up to date"
    assert settings_table() in README, message
