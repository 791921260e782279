"""The application: its look and language, the store it opens, what happens when it ends."""

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication, QMessageBox

from ui import i18n, theme
from ui.bridge import Bridge
from ui.crash import CrashHandler
from ui.i18n import text
from ui.intake import Intake
from ui.kept import Kept
from ui.player import Player
from ui.session import Session
from ui.window import MainWindow

if TYPE_CHECKING:
    from callqa.service.workspace import Workspace

_QUIET = "qt.multimedia.*=false;qt.qpa.fonts.warning=false"


def run(place: str | None, words: list[str]) -> int:
    """Open the window on the store at `place`, one's own by default; return the exit status."""
    os.environ.setdefault("QT_LOGGING_RULES", _QUIET)
    app = QApplication(words)
    app.setApplicationName("CallQA")
    desk = Desk(app, place)
    desk.start()
    return app.exec()


def _after_the_first_page(_nothing: None) -> None:
    """Keep what lives as long as the window out of the way of the collector of garbage.

    A full collection over it all stops the window for 60 to 100 ms (measured), and finds nothing.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


class Desk(QObject):
    """Everything that lives as long as the application, and the window on it."""

    def __init__(self, app: QApplication, place: str | None) -> None:
        super().__init__(app)
        self._app = app
        self._place = place
        self._crash = CrashHandler(self._tell)
        self._ended_before = self._crash.install()
        self.kept = Kept()
        self._translator = QTranslator(self)
        self._look()
        self.bridge = Bridge(self)
        self.session: Session | None = None
        self.window = MainWindow(self.kept)

    def start(self) -> None:
        """Show the window, then open the store."""
        self.window.show()
        # Painted before the store is opened, which keeps the interpreter busy for a second.
        self._app.processEvents()
        self._open()

    def _open(self) -> None:
        def work() -> "Workspace":
            from callqa.service.workspace import Workspace
            from callqa.settings import load_settings

            return Workspace.open(self._place, load_settings())

        self.bridge.read(
            self,
            work,
            self._opened,
            lambda error: self.window.cannot_open(error, self._open),
        )

    def _opened(self, workspace: "Workspace") -> None:
        player = Player(self._app)
        intake = Intake(self._place, self.kept, self)
        self.session = Session(workspace, self.bridge, self.kept, player, intake)
        self.session.look_changed.connect(self._look_again)
        self.window.enter(self.session, self._close)
        self.bridge.read(self.window, workspace.calls.prepare, _after_the_first_page)
        if self._ended_before is not None:
            words = text("window.crash_before", path=self._ended_before)
            self.window.error_bar.show_message("coach", words)

    def _look(self) -> None:
        scheme, scale = self.kept.get("scheme"), self.kept.get("text_scale")
        wanted = str(self.kept.get("language", "system"))
        system = QLocale.languageToCode(QLocale.system().language())
        i18n.use_language(system if wanted == "system" else wanted)
        self._app.removeTranslator(self._translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load(f"qtbase_{i18n.language()}", folder):
            self._app.installTranslator(self._translator)
        theme.dress(
            self._app,
            next((each for each in theme.SCHEMES if each == scheme), "system"),
            float(scale) if isinstance(scale, int | float) else 1.0,
        )

    def _look_again(self) -> None:
        """Take up another look; another language needs another window."""
        before = i18n.language()
        self._look()
        if i18n.language() == before or self.session is None:
            return
        old, self.window = self.window, MainWindow(self.kept)
        self.window.setGeometry(old.geometry())
        self.window.enter(self.session, self._close)
        self.window.show_page("preferences")
        self.window.show()
        old.leave()
        old.close()
        old.deleteLater()

    def _close(self) -> None:
        """Let what is being written end; nothing is asked, since nothing is lost."""
        self.window.hide()
        if self.session is not None:
            self.session.player.close()
            self.session.intake.close()
        self.bridge.close()
        if self.session is not None:
            self.session.workspace.context.store.close()
        self._crash.close()

    def _tell(self, report: Path | None) -> None:
        where = (
            text("window.crash_report", path=report) if report else text("window.crash_no_report")
        )
        box = QMessageBox(self.window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(text("window.crash_title"))
        box.setText(text("window.crash_title"))
        box.setInformativeText(f"{text('window.crash_kept')}\n\n{where}")
        box.exec()
