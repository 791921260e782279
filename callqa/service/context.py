"""What every part of the service works with: the store, the settings, and who asks."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from callqa.domain.review import User
from callqa.errors import NotAllowed
from callqa.service.access import PERMISSIONS, ROLE_FOR, Action
from callqa.settings import Settings
from callqa.store.access_log import log_access
from callqa.store.engine import Store


@dataclass(frozen=True, slots=True)
class Context:
    """An open store, and the person who uses it."""

    store: Store
    settings: Settings
    user: User

    def require(self, action: Action) -> None:
        """Let the person do `action`.

        Raises
        ------
        NotAllowed
            The person's role does not include it.
        """
        if not self.may(action):
            raise NotAllowed(
                f"as {self.user.role} you may not do this ({action.replace('_', ' ')}).",
                subject=self.user.login,
                remedy=f"Ask an admin for the role {ROLE_FOR[action]}.",
            )

    def may(self, action: Action) -> bool:
        """Tell whether the person's role includes `action`."""
        return action in PERMISSIONS[self.user.role]

    def log(self, connection: Connection, action: str, call_id: str | None = None) -> None:
        """Write into the access log that the person did `action`, with a call or without."""
        log_access(connection, self.now(), self.user.login, action, call_id)

    def now(self) -> datetime:
        """Return the present time in UTC."""
        return datetime.now(UTC)

    def zone(self) -> ZoneInfo | None:
        """Return the centre's time zone; ``None`` stands for that of this machine."""
        name = self.settings.centre.time_zone
        return ZoneInfo(name) if name else None
