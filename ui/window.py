"""The main window: a rail of pages on the left, the page in front, what went wrong above it."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from callqa.domain.listing import CallFilter
from callqa.errors import CallQAError
from ui.actions import action
from ui.i18n import text
from ui.icons import icon
from ui.kept import Kept
from ui.pages.page import Page
from ui.session import Session
from ui.widgets.banner import Banner
from ui.widgets.empty import EmptyState
from ui.widgets.rail import Rail
from ui.widgets.reading_order import move_focus
from ui.widgets.toast import Toast

_RAIL = ("library", "call", "agents", "rubric", "batch", "preferences")
_SMALLEST, _FIRST = QSize(1024, 640), QSize(1280, 800)


class MainWindow(QMainWindow):
    """The window; it is shown before the store is open and filled when it is."""

    def __init__(self, kept: Kept) -> None:
        super().__init__()
        self._kept = kept
        self._session: Session | None = None
        self._pages: dict[str, Page] = {}
        self._before: list[str] = []
        self._closing: Callable[[], None] | None = None
        self.setWindowTitle(text("window.title"))
        self.setWindowIcon(icon("call"))
        self.setMinimumSize(_SMALLEST)
        self._stack = QStackedWidget()
        self._opening = QLabel(text("window.opening"))
        self._opening.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._opening.setProperty("role", "soft")
        self._stack.addWidget(self._opening)
        self.error_bar = Banner()
        self._rail = Rail(_RAIL)
        self._rail.chosen.connect(self.show_page)
        self._rail.setEnabled(False)
        self.setCentralWidget(self._laid_out())
        self.toast = Toast(self._stack)
        action(self, "window.quit", self.close, "Ctrl+Q")
        action(self, "window.back", self.go_back, "Alt+Left")
        self._restore()

    def enter(self, session: Session, closing: Callable[[], None]) -> None:
        """Show the calls of an open store; `closing` is run when the window is closed."""
        self._session = session
        self._closing = closing
        session.failed.connect(self.show_error)
        session.said.connect(self.toast.say)
        session.page_wanted.connect(self.show_page)
        session.call_wanted.connect(self._open_call)
        session.list_wanted.connect(self._show_list)
        session.agent_wanted.connect(self._show_agent)
        self._rail.setEnabled(True)
        self._rail.set_shown("call", shown=False)
        self.show_page("library")

    def leave(self) -> None:
        """Let go of the session: another window has taken it over."""
        self._closing = None

    def cannot_open(self, error: CallQAError, again: Callable[[], None]) -> None:
        """Say why the store did not open, and offer another try."""
        trying = action(self, "window.try_again", again, "F5")
        state = EmptyState(text("window.cannot_open"), str(error), (trying,))
        self._stack.addWidget(state)
        self._stack.setCurrentWidget(state)

    def show_page(self, key: str) -> None:
        """Bring a page to the front."""
        page = self._made(key)
        if page is None:
            return
        front = self._stack.currentWidget()
        if isinstance(front, Page) and front is not page:
            self._before.append(front.key)
        self._stack.setCurrentWidget(page)
        self._rail.choose(key)
        page.entered()
        # The keys of a page work while the focus is in it.
        (page.focusWidget() or page).setFocus(Qt.FocusReason.OtherFocusReason)

    def go_back(self) -> None:
        """Return to the page that was in front before."""
        if self._before:
            key = self._before.pop()
            self.show_page(key)
            if self._before and self._before[-1] != key:
                self._before.pop()

    def show_error(self, error: CallQAError) -> None:
        """Tell what went wrong and what to do about it."""
        self.error_bar.show_message("urgent", str(error))

    def _open_call(self, call_id: str, at_s: float | None) -> None:
        from ui.pages.call import CallPage

        page = self._made("call")
        front = self._stack.currentWidget()
        if isinstance(page, CallPage):
            if isinstance(front, Page) and front is not page:
                page.follow_list(front.calls_beside(call_id))
            self._rail.set_shown("call", shown=True)
            page.open_call(call_id, at_s)
            self.show_page("call")

    def _show_list(self, where: CallFilter) -> None:
        from ui.pages.library import LibraryPage

        page = self._made("library")
        if isinstance(page, LibraryPage):
            self.show_page("library")
            page.show_calls(where)

    def _show_agent(self, agent: str) -> None:
        from ui.pages.agents import AgentsPage

        page = self._made("agents")
        if isinstance(page, AgentsPage):
            self.show_page("agents")
            page.open_agent(agent)

    def _made(self, key: str) -> Page | None:
        """Return the page of this key, made when it is wanted for the first time."""
        if self._session is None:
            return None
        if key not in self._pages:
            self._pages[key] = page = _new_page(key, self._session)
            self._stack.addWidget(page)
        return self._pages[key]

    def _laid_out(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.error_bar)
        column.addWidget(self._stack, 1)
        whole = QWidget()
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._rail)
        line.addWidget(content, 1)
        return whole

    def _restore(self) -> None:
        self.resize(_FIRST)
        geometry = self._kept.get("window_geometry")
        if isinstance(geometry, str):
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))

    def focusNextPrevChild(self, forward: bool) -> bool:
        return move_focus(self, forward=forward) or super().focusNextPrevChild(forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self._kept.set("window_geometry", geometry)
        if self._closing is not None:
            self._closing()
        event.accept()


def _new_page(key: str, session: Session) -> Page:
    # Each page is imported when it is first shown, so that the window opens at once.
    if key == "library":
        from ui.pages.library import LibraryPage

        return LibraryPage(session)
    if key == "call":
        from ui.pages.call import CallPage

        return CallPage(session)
    if key == "agents":
        from ui.pages.agents import AgentsPage

        return AgentsPage(session)
    if key == "rubric":
        from ui.pages.rubric import RubricPage

        return RubricPage(session)
    if key == "batch":
        from ui.pages.batch import BatchPage

        return BatchPage(session)
    from ui.pages.preferences import PreferencesPage

    return PreferencesPage(session)
