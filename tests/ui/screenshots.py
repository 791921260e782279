"""Pictures of every page with the sample calls, light and dark, as README shows them.

``python -m tests.ui.screenshots``, started in the repository, writes them to docs/pictures. It
needs no screen and no model: the calls are stored as the models heard them. ``--size 1920x1080``,
``--language de`` and ``--out FOLDER`` make others.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication

from callqa.domain.listing import CallFilter, Sort
from tests.ui.filled_store import fill_store
from ui.app import Desk
from ui.pages.agents import AgentsPage
from ui.session import Session
from ui.window import MainWindow

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_calls"
LIMIT_MS = 60_000
LOOK_MS = 50
SETTLED_MS = 1200
OF_INTEREST = "02_damaged_table_handled_badly.wav"


def main() -> None:
    given = _given()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("DATA", "CONFIG", "CACHE"):
            os.environ[f"CALLQA_{name}_DIR"] = folder
        store = Path(folder) / "callqa.db"
        fill_store(store, SAMPLES)
        app = QApplication(sys.argv[:1])
        desk = Desk(app, str(store))
        desk.kept.set("language", given.language)
        desk.kept.set("scheme", "light")
        desk.kept.set("first_run_done", True)
        desk.start()
        wait_for(lambda: desk.session is not None)
        if desk.session is None:
            sys.exit("the store did not open in time")
        desk.session.look_changed.emit()
        desk.window.resize(given.size)
        for scheme in ("light", "dark"):
            desk.kept.set("scheme", scheme)
            desk.session.look_changed.emit()
            for name in pages(desk.window, desk.session):
                wait_for(lambda: desk.bridge.is_idle)
                pause(SETTLED_MS)
                picture = given.out / f"{name}-{scheme}.png"
                desk.window.grab().save(str(picture))
        desk.window.close()


def pages(window: MainWindow, session: Session) -> Iterator[str]:
    """Go from page to page and name each."""
    session.page_wanted.emit("library")
    yield "library"
    page = session.workspace.calls.list(CallFilter(), Sort())
    shown = next(each for each in page.rows if (each.path or "").endswith(OF_INTEREST))
    session.call_wanted.emit(shown.call_id, 32.0)
    yield "call"
    session.page_wanted.emit("agents")
    window.findChild(AgentsPage).show_view("team")
    yield "team"
    session.agent_wanted.emit(shown.agent or "")
    yield "agent"
    session.page_wanted.emit("rubric")
    yield "rubric"
    if not session.intake.files():
        session.intake.add([SAMPLES])
    session.page_wanted.emit("batch")
    wait_for(lambda: bool(session.intake.files()))
    wait_for(lambda: all(each.state == "known" for each in session.intake.files()))
    yield "recordings"
    session.page_wanted.emit("preferences")
    yield "settings"


def wait_for(condition: Callable[[], bool]) -> None:
    """Let the window work until `condition` holds; a picture shows it where it does not."""
    waited_ms = 0
    while not condition() and waited_ms < LIMIT_MS:
        pause(LOOK_MS)
        waited_ms += LOOK_MS


def pause(milliseconds: int) -> None:
    """Let the window work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--size", type=_size, default=QSize(1280, 800))
    parser.add_argument("--language", default="en", choices=("en", "de"))
    return parser.parse_args()


def _size(words: str) -> QSize:
    width, _, height = words.partition("x")
    return QSize(int(width), int(height))


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
