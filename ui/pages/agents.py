"""The page for team leaders: who needs help, who did well, what recurs, and what to coach."""

from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from callqa.service.figures import Period
from ui.actions import action
from ui.bridge import Task
from ui.i18n import language, text
from ui.itemmodels.found_moments import FoundMoment
from ui.itemmodels.team import Standing
from ui.pages.agents_agent import AgentView
from ui.pages.agents_calibration import CalibrationView
from ui.pages.agents_coaching import CoachingView
from ui.pages.agents_facts import standing_of
from ui.pages.agents_files import Files
from ui.pages.agents_head import DATED, AgentsHead, View
from ui.pages.agents_reading import TeamFacts, read_team
from ui.pages.agents_sampling import Sampling
from ui.pages.agents_scope import Scope, calls_behind
from ui.pages.agents_team import TeamView
from ui.pages.agents_themes import ThemesView
from ui.pages.page import Page
from ui.session import Session

_SETTLED_MS = 400
"""Calls often change many at a time; the figures are read anew once they have settled."""


class AgentsPage(Page):
    """Period and grouping on top, five views below."""

    key: ClassVar[str] = "agents"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._task: Task | None = None
        self._facts: TeamFacts | None = None
        self._standings: dict[str, Standing | None] = {}
        self._agent = session.workspace.context.user.agent or ""
        self._stale = True
        self._views = _views_for(session)
        self.files = Files(session, self)
        self.sampling = Sampling(session, self)
        self.head = AgentsHead(self._views)
        self.head.view_chosen.connect(lambda key: self.show_view(cast(View, key)))
        self.head.scope_changed.connect(self.refresh)
        self._make_actions()
        self._make_views()
        self._lay_out()
        self._restore()
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED_MS)
        self._settling.timeout.connect(self._refresh_in_front)
        session.calls_changed.connect(self._note_change)

    @property
    def scope(self) -> Scope:
        """What was chosen on top."""
        return self.head.scope

    @property
    def view(self) -> View:
        """The view in front."""
        return self.head.view

    def entered(self) -> None:
        """Read what has changed since the page was shown last."""
        if self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Read the view in front anew; what was asked for before is dropped."""
        self._stale = False
        self._leave()
        if self.view in DATED:
            self._read_team()
        elif self.view == "coaching":
            self.coaching.refresh()
        else:
            self.calibration.refresh()

    def show_view(self, view: View) -> None:
        """Bring a view to the front and read it."""
        if self._stack.currentWidget() is not self._widgets[view]:
            self.files.banner.hide()
        self._bring(view)
        self.refresh()

    def open_agent(self, name: str) -> None:
        """Show one agent; the page comes to the front."""
        self._choose_agent(name)
        self.session.page_wanted.emit(self.key)

    def _bring(self, view: View) -> None:
        context = self.session.workspace.context
        shown = ["draw"] if context.may("assign") else []
        if view == "team" and context.may("export"):
            shown += ["report", "export"]
        self.head.show_view(view, shown)
        # What had the focus may go with the view; the keys then work in the next one.
        front = self._stack.currentWidget()
        moves = front is not None and front.isAncestorOf(QApplication.focusWidget() or self)
        self._stack.setCurrentWidget(self._widgets[view])
        if moves:
            self._widgets[view].setFocus(Qt.FocusReason.OtherFocusReason)
        self.session.kept.set("agents_view", view)

    def _read_team(self) -> None:
        scope, workspace = self.scope, self.session.workspace
        if self.view == "agent":
            # An agent stands among all agents, whatever table was in front.
            scope = replace(scope, by="agent", team=None)
        self.session.kept.set("agents_span", scope.span)
        self.session.kept.set("agents_by", self.scope.by)
        self.head.wait()
        self._task = self.session.bridge.read(
            self,
            lambda: read_team(workspace, scope),
            lambda facts: self._show(facts, scope),
            self._fail,
        )

    def _show(self, facts: TeamFacts, scope: Scope) -> None:
        self._facts = facts
        self.head.rest()
        found = facts.found
        self.head.show_teams(facts.teams)
        self.head.show_period(found.period, found.undated, found.figures.overall.n)
        if scope.by == "agent" and scope.team is None:
            groups = found.figures.groups
            self._standings = {each.key: standing_of(each.rank) for each in groups if each.key}
        if self.view == "team":
            self.team_view.show_facts(facts, scope)
        elif self.view == "themes":
            self.themes.show_scope(scope)
        else:
            self._show_agent(facts, scope)

    def _show_agent(self, facts: TeamFacts, scope: Scope) -> None:
        with_calls = [each.key for each in facts.found.figures.groups if each.key]
        names = facts.agents or tuple(with_calls)
        self.agent_view.show_names(names)
        self._agent = self._agent or next(iter((*with_calls, *names)), "")
        if self._agent:
            self.agent_view.show_agent(self._agent, scope, self._standings.get(self._agent))

    def _choose_agent(self, name: str) -> None:
        self._agent = name
        if "agent" not in self._views:
            return
        if self.view != "agent" or self._facts is None:
            self.show_view("agent")
        else:
            scope = replace(self.scope, by="agent", team=None)
            self.agent_view.show_agent(name, scope, self._standings.get(name))

    def _open_item(self, item: int) -> None:
        if "coaching" in self._views:
            self._bring("coaching")
            self._leave()
            self.coaching.refresh(item)

    def _add_item(self, moment: FoundMoment) -> None:
        coaching = self.session.workspace.coaching

        def told(_item: object) -> None:
            self.session.said.emit(text("agents.said_added"))
            self.agent_view.read_items()

        self.session.bridge.write(
            self, lambda: coaching.add(moment.call_id, moment.flag, language=language()), told
        )

    def _want_week(self, monday: date) -> None:
        facts = self.agent_view.facts
        if facts is not None:
            week = Period("week", monday, monday + timedelta(days=7))
            where = calls_behind(self.session.workspace.context, facts.where, week)
            self.session.list_wanted.emit(where)

    def _fail(self, error: object) -> None:
        self.head.rest()
        self.session.failed.emit(error)

    def _leave(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self.head.rest()
        for view in (self.agent_view, self.themes, self.coaching, self.calibration):
            view.leave()

    def _note_change(self, _calls: object) -> None:
        self._stale = True
        self._settling.start()

    def _refresh_in_front(self) -> None:
        # The other views show no figures, and somebody may be writing there.
        if self._stale and self.isVisible() and self.view in DATED:
            self.refresh()

    def _restore(self) -> None:
        span, by, view = (
            self.session.kept.get(f"agents_{each}") for each in ("span", "by", "view")
        )
        if span == "quarter":
            self.head.period.choose("quarter")
        if by in ("agent", "team", "queue"):
            self.head.by.choose(str(by))
        self._bring(next((each for each in self._views if each == view), self._views[0]))

    def _make_actions(self) -> None:
        made = {
            "draw": action(self, "agents.draw", lambda: self.sampling.ask(self.scope)),
            "report": action(self, "agents.team_report", self._write_team_report),
            "export": action(self, "agents.export", self._export_figures),
        }
        action(self, "agents.refresh", self.refresh, "F5")
        for key, each in made.items():
            self.head.add_button(key, _button(each))

    def _export_figures(self) -> None:
        if self.team_view.found is not None:
            self.files.export_figures(self.team_view.found)

    def _write_team_report(self) -> None:
        if self._facts is not None:
            scope = self.scope
            self.files.team_report([scope.team] if scope.team else self._facts.teams, scope)

    def _make_views(self) -> None:
        self.team_view = TeamView(self.session)
        self.agent_view = AgentView(self.session)
        self.themes = ThemesView(self.session)
        self.coaching = CoachingView(self.session)
        self.calibration = CalibrationView(self.session)
        for view in (self.team_view, self.agent_view, self.themes):
            view.calls_wanted.connect(self.session.list_wanted)
        self.team_view.agent_chosen.connect(self._choose_agent)
        self.agent_view.agent_chosen.connect(self._choose_agent)
        self.coaching.agent_wanted.connect(self._choose_agent)
        self.agent_view.week_wanted.connect(self._want_week)
        self.agent_view.item_chosen.connect(self._open_item)
        self.agent_view.item_wanted.connect(self._add_item)
        self.agent_view.pack_wanted.connect(self.files.coaching_pack)
        self.agent_view.report_wanted.connect(
            lambda name: self.files.agent_report(name, self.scope)
        )
        self._widgets: dict[View, QWidget] = {
            "team": self.team_view,
            "agent": self.agent_view,
            "themes": self.themes,
            "coaching": self.coaching,
            "calibration": self.calibration,
        }

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        for widget in self._widgets.values():
            self._stack.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 8)
        whole.setSpacing(10)
        whole.addWidget(self.head)
        whole.addWidget(self.files.banner)
        whole.addWidget(self._stack, 1)


def _views_for(session: Session) -> tuple[View, ...]:
    """Return the views that the person may see anything on."""
    context = session.workspace.context
    if context.may("see_figures"):
        return ("team", "agent", "themes", "coaching", "calibration")
    return ("calibration",) if context.may("calibrate") else ("agent",)


def _button(act: QAction) -> QPushButton:
    made = QPushButton(act.text())
    made.setToolTip(act.toolTip())
    made.clicked.connect(lambda _on=False: act.trigger())
    return made
