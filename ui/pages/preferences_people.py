"""People: who may use the store, and the list of agents."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit

from callqa.domain.review import StoreRole, User
from callqa.errors import CallQAError
from callqa.service.agent_list import AgentUpdate
from callqa.service.people import KnownAgent
from ui import dialogs
from ui.formats import DASH, number
from ui.i18n import counted, text
from ui.itemmodels.plain_rows import PlainRows
from ui.pages.preferences_section import Section, button, soft
from ui.widgets.preference_table import PreferenceTable

_ROLES: tuple[StoreRole, ...] = ("agent", "reviewer", "leader", "admin")
_SHOWN = 12
_NAME_CHARACTERS = 18


class PeopleSection(Section):
    """Users with their roles, and agents with their teams."""

    def build(self) -> None:
        users = self.add_card(text("preferences.users"), text("preferences.users_about"))
        heads = [text(f"preferences.user_{each}") for each in ("login", "role", "agent")]
        self.users = PlainRows(heads, self)
        self._table = PreferenceTable(self.users, text("preferences.users"), most=8)
        self._table.selectionModel().currentRowChanged.connect(self._choose)
        users.content.addWidget(self._table)
        users.content.addLayout(self._user_line())
        agents = self.add_card(text("preferences.agents"), text("preferences.agents_about"))
        heads = [text(f"preferences.agent_{each}") for each in ("name", "teams", "calls")]
        self.agents = PlainRows(heads, self)
        agents.content.addWidget(PreferenceTable(self.agents, text("preferences.agents"), most=10))
        line = QHBoxLayout()
        line.addWidget(button(text("preferences.import_agents"), self._ask_import))
        line.addStretch(1)
        agents.content.addLayout(line)
        self._said = soft("")
        self._said.hide()
        agents.content.addWidget(self._said)

    def _user_line(self) -> QHBoxLayout:
        self.login, self.agent, self.role = QLineEdit(), QComboBox(), QComboBox()
        self.login.setPlaceholderText(text("preferences.user_login"))
        self.login.setAccessibleName(text("preferences.user_login"))
        self.agent.setAccessibleName(text("preferences.user_agent"))
        self.role.setAccessibleName(text("preferences.user_role"))
        for each in _ROLES:
            self.role.addItem(text(f"preferences.store_role_{each}"), each)
        self.role.setCurrentIndex(1)
        self.role.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.agent.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.agent.setMinimumContentsLength(_NAME_CHARACTERS)
        line = QHBoxLayout()
        line.addWidget(self.login, 1)
        line.addWidget(self.role)
        line.addWidget(self.agent)
        line.addWidget(button(text("preferences.allow"), self.allow, text("preferences.allow_tip")))
        line.addWidget(button(text("preferences.disallow"), self._ask_remove))
        return line

    def entered(self) -> None:
        super().entered()
        people = self.session.workspace.people

        def work() -> tuple[tuple[User, ...], tuple[KnownAgent, ...]]:
            return people.users(), people.agents()

        self.session.bridge.read(self, work, self._show)

    def _show(self, found: tuple[tuple[User, ...], tuple[KnownAgent, ...]]) -> None:
        users, agents = found
        self.users.show_rows(
            [
                (each.login, text(f"preferences.store_role_{each.role}"), each.agent or DASH)
                for each in users
            ]
        )
        self.agents.show_rows([_agent_row(each) for each in agents])
        chosen = self.agent.currentData()
        self.agent.clear()
        self.agent.addItem(text("preferences.no_agent"), None)
        for each in agents:
            self.agent.addItem(each.agent.name, each.agent.name)
        self.agent.setCurrentIndex(max(self.agent.findData(chosen), 0))

    def _choose(self) -> None:
        login, role, agent = self.users.row(self._table.currentIndex())
        self.login.setText(login)
        self.role.setCurrentText(role)
        self.agent.setCurrentIndex(max(self.agent.findData(agent), 0))

    def allow(self) -> None:
        """Let the person whose login is given use the store, in the role that is chosen."""
        people = self.session.workspace.people
        login, role, agent = self.login.text(), self.role.currentData(), self.agent.currentData()
        self.session.bridge.write(
            self, lambda: people.allow(login, role, agent), lambda _user: self.entered()
        )

    def _ask_remove(self) -> None:
        people, login = self.session.workspace.people, self.login.text().strip()
        question = text("preferences.disallow_question", login=login)
        happens = text("preferences.disallow_about")
        if login and dialogs.confirmed(self, question, happens, text("preferences.disallow")):
            self.session.bridge.write(
                self, lambda: people.remove(login), lambda _none: self.entered()
            )

    def _ask_import(self) -> None:
        path = dialogs.file_to_open(
            self, text("preferences.import_agents"), text("preferences.files_call_list")
        )
        if path is not None:
            self.look_at(path)

    def look_at(self, path: Path) -> None:
        """Show what a list of agents would change, and ask before it does."""
        people = self.session.workspace.people
        self.session.bridge.read(
            self,
            lambda: people.import_agents(path, dry_run=True),
            lambda updates: self._confirm(path, updates),
            self._refused,
        )

    def _confirm(self, path: Path, updates: Sequence[AgentUpdate]) -> None:
        changes = [each for each in updates if each.is_change]
        if not changes:
            self._tell(text("preferences.import_nothing"))
            return
        lines = [_update_line(each) for each in changes[:_SHOWN]]
        lines += ["…"] if len(changes) > _SHOWN else []
        question = counted("preferences.import_question", len(changes))
        act = text("preferences.import_act")
        if dialogs.confirmed(self, question, "\n".join(lines), act):
            self.import_list(path)

    def import_list(self, path: Path) -> None:
        """Take agents and teams from a list."""
        people = self.session.workspace.people
        self.session.bridge.write(
            self, lambda: people.import_agents(path), self._imported, self._refused
        )

    def _imported(self, updates: Sequence[AgentUpdate]) -> None:
        self._tell(counted("preferences.imported", sum(each.is_change for each in updates)))
        self.session.calls_changed.emit(frozenset())
        self.entered()

    def _refused(self, error: CallQAError) -> None:
        self._tell(str(error))

    def _tell(self, words: str) -> None:
        self._said.setText(words)
        self._said.show()


def _agent_row(known: KnownAgent) -> tuple[str, ...]:
    aliases = f" ({', '.join(known.agent.aliases)})" if known.agent.aliases else ""
    teams = ", ".join(each.team for each in known.agent.teams) or DASH
    return f"{known.agent.name}{aliases}", teams, number(known.calls)


def _update_line(update: AgentUpdate) -> str:
    word = text("preferences.agent_new" if update.before is None else "preferences.agent_changed")
    teams = ", ".join(each.words for each in update.after.teams)
    return f"{word}: {update.after.name}{f' – {teams}' if teams else ''}"
