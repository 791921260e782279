"""Names that there are to choose from: read from the store, and met in the calls on show."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject

from callqa.domain.listing import CallSummary
from ui.session import Session
from ui.widgets.filter_bar import FilterChoices


class Choices(QObject):
    """Gathers the names of agents, teams, queues, languages and reviewers."""

    def __init__(
        self, session: Session, owner: QObject, then: Callable[[FilterChoices], None]
    ) -> None:
        """`then` is told whenever there are more."""
        super().__init__(owner)
        self._session = session
        self._then = then
        self._queues: set[str] = set()
        self._languages: set[str] = set()
        self._reviewers: set[str] = set()
        self._now = FilterChoices(login=session.workspace.context.user.login)

    @property
    def now(self) -> FilterChoices:
        """What is known so far."""
        return self._now

    def read(self) -> None:
        """Read agents, teams and reviewers anew, as far as the person may."""
        workspace = self._session.workspace

        def work() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
            may = workspace.context.may
            known = workspace.people.agents() if may("see_calls") else ()
            reviewers = workspace.people.reviewers() if may("assign") else ()
            teams = {each.team for one in known for each in one.agent.teams}
            return (
                tuple(each.agent.name for each in known),
                tuple(sorted(teams)),
                reviewers,
            )

        def take(names: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]) -> None:
            agents, teams, reviewers = names
            self._reviewers |= set(reviewers)
            self._tell(agents, teams)

        self._session.bridge.read(self, work, take)

    def meet(self, calls: Iterable[CallSummary]) -> None:
        """Learn names from calls on show; an agent who is new among them is read from the store."""
        known = set(self._now.agents)
        before = len(self._queues) + len(self._languages) + len(self._reviewers)
        is_new = False
        for call in calls:
            if call.queue:
                self._queues.add(call.queue)
            is_new = is_new or (call.agent is not None and call.agent not in known)
            if call.assigned_to:
                self._reviewers.add(call.assigned_to)
            self._languages.add(call.language)
        if len(self._queues) + len(self._languages) + len(self._reviewers) > before:
            self._tell(self._now.agents, self._now.teams)
        if is_new and self._session.workspace.context.may("see_calls"):
            self.read()

    def _tell(self, agents: tuple[str, ...], teams: tuple[str, ...]) -> None:
        self._now = FilterChoices(
            agents,
            teams,
            tuple(sorted(self._queues)),
            tuple(sorted(self._languages)),
            tuple(sorted(self._reviewers)),
            self._now.login,
        )
        self._then(self._now)
