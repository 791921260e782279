"""A store that is open for one person: the door for everything that needs one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from callqa.domain.review import User
from callqa.errors import NotAllowed
from callqa.paths import default_store
from callqa.service.access import system_login
from callqa.service.context import Context
from callqa.service.thresholds import judging_settings
from callqa.settings import Settings
from callqa.store.engine import Store
from callqa.store.opening import open_store
from callqa.store.users import find_user, has_users, hold_users, put_user, server_login

if TYPE_CHECKING:
    from callqa.service.calibrating import Calibrations
    from callqa.service.calls import Calls
    from callqa.service.coaching import Coaching
    from callqa.service.exporting import Exports
    from callqa.service.figures import Figures
    from callqa.service.people import People
    from callqa.service.privacy import Privacy
    from callqa.service.reviewing import Reviews
    from callqa.service.rubrics import Rubrics
    from callqa.service.sampling import Samples
    from callqa.service.sound import Sound
    from callqa.service.upkeep import Upkeep


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything that can be asked of a store, area by area."""

    context: Context

    @classmethod
    def open(
        cls, place: str | None = None, settings: Settings | None = None, *, create: bool = True
    ) -> "Workspace":
        """Open the store at `place`, a SQLite file or a PostgreSQL URL, or else the user's own.

        A store that is not there yet is made where `create` lets it; the first person to open one
        becomes its admin. Calls are judged by the thresholds that the store holds, not by those in
        `settings`.

        Raises
        ------
        StoreError
            The store cannot be opened; the error says why and what to do.
        NotAllowed
            The store does not know the person.
        """
        store = open_store(place or str(default_store()), create=create)
        try:
            with store.reading() as connection:
                settled = judging_settings(connection, settings or Settings())
            return cls(Context(store, settled, _who(store)))
        except BaseException:
            store.close()
            raise

    @property
    def calls(self) -> "Calls":
        """The calls: adding, listing, searching, showing, linking."""
        from callqa.service.calls import Calls

        return Calls(self.context)

    @property
    def sound(self) -> "Sound":
        """The sound of the calls: recordings, their outlines, one party alone."""
        from callqa.service.sound import Sound

        return Sound(self.context)

    @property
    def reviews(self) -> "Reviews":
        """The reviews: corrections, overrides, steps from new to closed."""
        from callqa.service.reviewing import Reviews

        return Reviews(self.context)

    @property
    def samples(self) -> "Samples":
        """The samples: plans that draw calls for review, and their log."""
        from callqa.service.sampling import Samples

        return Samples(self.context)

    @property
    def calibrations(self) -> "Calibrations":
        """The calibrations: blind scoring, agreement, and which questions are proven."""
        from callqa.service.calibrating import Calibrations

        return Calibrations(self.context)

    @property
    def figures(self) -> "Figures":
        """The figures per agent, team, queue and week, and the themes."""
        from callqa.service.figures import Figures

        return Figures(self.context)

    @property
    def exports(self) -> "Exports":
        """Files for others: lists of calls, figures, reports."""
        from callqa.service.exporting import Exports

        return Exports(self.context)

    @property
    def rubrics(self) -> "Rubrics":
        """The rubrics: preview, adopt, score again."""
        from callqa.service.rubrics import Rubrics

        return Rubrics(self.context)

    @property
    def coaching(self) -> "Coaching":
        """Coaching: moments to talk over, what was agreed, and whether it changed."""
        from callqa.service.coaching import Coaching

        return Coaching(self.context)

    @property
    def people(self) -> "People":
        """Agents and teams, who may use the store, and the access log."""
        from callqa.service.people import People

        return People(self.context)

    @property
    def privacy(self) -> "Privacy":
        """Retention, and the removal of a customer's calls."""
        from callqa.service.privacy import Privacy

        return Privacy(self.context)

    @property
    def upkeep(self) -> "Upkeep":
        """The upkeep of the store itself."""
        from callqa.service.upkeep import Upkeep

        return Upkeep(self.context)


def _who(store: Store) -> User:
    with store.reading() as connection:
        login = system_login() if store.is_file else server_login(connection)
        if user := find_user(connection, login):
            return user
        if has_users(connection):
            raise _unknown(login)
    with store.writing() as connection:
        hold_users(connection)
        if not has_users(connection):
            put_user(connection, login, "admin")
        # The same person may have opened the new store twice at once.
        if user := find_user(connection, login):
            return user
    raise _unknown(login)


def _unknown(login: str) -> NotAllowed:
    return NotAllowed(
        "is not known to this store.",
        subject=login,
        remedy="Ask an admin of it for 'callqa people allow'.",
    )
