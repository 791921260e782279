"""Files from the agents page: the table, reports on an agent and a team, coaching packs."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QInputDialog, QWidget

from callqa.service.figures import GroupedFigures
from ui import dialogs, printing
from ui.i18n import language, text
from ui.pages.agents_scope import Scope
from ui.session import Session
from ui.widgets.banner import Banner

_TABLES = ("xlsx", "csv", "json", "jsonl")


class Files(QObject):
    """Asks where to write, writes, and offers to show what was written."""

    def __init__(self, session: Session, owner: QWidget) -> None:
        super().__init__(owner)
        self._session = session
        self._owner = owner
        self._written: Path | None = None
        self.banner = Banner(owner)
        self.banner.acted.connect(self._show)

    def export_figures(self, found: GroupedFigures) -> None:
        """Write the figures of every group as a table."""
        kinds = [f"{text(f'agents.kind_{each}')} (*.{each})" for each in _TABLES]
        proposed = f"{text('agents.file_figures')}.xlsx"
        path = dialogs.file_to_write(self._owner, text("agents.export"), proposed, kinds)
        if path is not None:
            self.write_figures(path, found)

    def write_figures(self, path: Path, found: GroupedFigures) -> None:
        """Write the figures to `path`; the dialog has asked before a file is replaced."""
        exports = self._session.workspace.exports
        self._write(path, lambda: exports.figures(path, found, force=True))

    def agent_report(self, agent: str, scope: Scope) -> None:
        """Write the report on an agent as a web page or a PDF."""
        path = self._report(text("agents.report"), agent)
        if path is not None:
            self.write_agent_report(path, agent, scope)

    def write_agent_report(self, path: Path, agent: str, scope: Scope) -> None:
        """Write the report on an agent to `path`."""
        workspace = self._session.workspace
        self._write(
            path,
            lambda: workspace.exports.agent_report(
                path,
                agent,
                scope.days(workspace),
                force=True,
                language=language(),
                printer=printing.printer_for(path),
            ),
        )

    def team_report(self, teams: Sequence[str], scope: Scope) -> None:
        """Write the report on a team; which one is asked where there are several."""
        team = teams[0] if len(teams) == 1 else self._chosen(teams)
        path = self._report(text("agents.team_report"), team) if team else None
        if team and path is not None:
            self.write_team_report(path, team, scope)

    def write_team_report(self, path: Path, team: str, scope: Scope) -> None:
        """Write the report on a team to `path`."""
        workspace = self._session.workspace
        self._write(
            path,
            lambda: workspace.exports.team_report(
                path,
                team,
                scope.days(workspace),
                force=True,
                language=language(),
                printer=printing.printer_for(path),
            ),
        )

    def coaching_pack(self, agent: str) -> None:
        """Write the open coaching items of an agent with their sound as one HTML page."""
        title = text("agents.pack")
        kinds = [f"{text('agents.kind_html')} (*.html)"]
        path = self._page(title, f"{agent} {text('agents.file_coaching')}", kinds)
        if path is not None:
            coaching = self._session.workspace.coaching
            self._write(path, lambda: coaching.pack(agent, path, force=True, language=language()))

    def _chosen(self, teams: Sequence[str]) -> str:
        team, done = QInputDialog.getItem(
            self._owner,
            text("agents.team_report"),
            text("agents.which_team"),
            list(teams),
            0,
            False,
        )
        return team if done else ""

    def _report(self, title: str, name: str) -> Path | None:
        return self._page(title, name, printing.kinds())

    def _page(self, title: str, name: str, kinds: Sequence[str]) -> Path | None:
        safe = "".join("-" if each in '/\\:*?"<>|' else each for each in name)
        return dialogs.file_to_write(self._owner, title, f"{safe}.html", kinds)

    def _write(self, path: Path, work: Callable[[], object]) -> None:
        self._session.bridge.write(self, work, lambda _nothing: self._tell(path))

    def _tell(self, path: Path) -> None:
        self._written = path
        self.banner.show_message(
            "praise", text("agents.written", path=str(path)), text("agents.show_file")
        )

    def _show(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))
