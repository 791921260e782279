"""Fixtures of the window's tests: a store with real results of the sample calls, and a session."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from callqa.service.workspace import Workspace
from tests.ui.filled_store import fill_store
from tests.ui.timelines import BAD_CALL, Call, shown_timeline
from ui import i18n, theme
from ui.bridge import Bridge
from ui.intake import Intake
from ui.kept import Kept
from ui.player import Player
from ui.session import Session
from ui.widgets.timeline import Timeline

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory, sample_calls: Path) -> Path:
    """Return a SQLite store with the nine sample calls as the models heard them, to be copied."""
    path = tmp_path_factory.mktemp("filled store") / "callqa.db"
    fill_store(path, sample_calls)
    return path


@pytest.fixture
def workspace(filled_file: Path, tmp_path: Path) -> Iterator[Workspace]:
    """Open a store with the nine sample calls."""
    path = tmp_path / "callqa.db"
    shutil.copyfile(filled_file, path)
    opened = Workspace.open(str(path))
    yield opened
    opened.context.store.close()


@pytest.fixture
def empty_workspace(empty_file: Path, tmp_path: Path) -> Iterator[Workspace]:
    """Open a store without calls."""
    path = tmp_path / "callqa.db"
    shutil.copyfile(empty_file, path)
    opened = Workspace.open(str(path))
    yield opened
    opened.context.store.close()


@pytest.fixture(scope="session")
def player(qapp: QApplication) -> Iterator[Player]:
    """Return the one player of the application."""
    made = Player(qapp)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _plain_look(qapp: QApplication) -> None:
    """Begin every test in English and in light colours."""
    i18n.use_language("en")
    theme.dress(qapp, "light")


@pytest.fixture
def session(workspace: Workspace, player: Player, tmp_path: Path) -> Iterator[Session]:
    """Return a session on the store with the sample calls."""
    yield from _session(workspace, player, tmp_path)


@pytest.fixture
def empty_session(empty_workspace: Workspace, player: Player, tmp_path: Path) -> Iterator[Session]:
    """Return a session on a store without calls."""
    yield from _session(empty_workspace, player, tmp_path)


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    """Return an empty time line on the screen."""
    return shown_timeline(qtbot)


@pytest.fixture
def bad(timeline: Timeline, workspace: Workspace) -> Call:
    """Show the call that was handled badly."""
    shown = Call(workspace, BAD_CALL)
    timeline.show_call(shown.facts)
    timeline.show_moments(shown.moments)
    timeline.grab()
    return shown


def _session(workspace: Workspace, player: Player, folder: Path) -> Iterator[Session]:
    kept = Kept(folder / "window.json")
    intake = Intake(workspace.context.store.name, kept)
    bridge = Bridge()
    made = Session(workspace, bridge, kept, player, intake)
    yield made
    intake.close()
    bridge.close()
