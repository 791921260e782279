"""The revisions of a store, and how one is brought to the newest.

Alembic is imported only when there is something to do: opening compares `HEAD` with the store.
"""

from pathlib import Path

from sqlalchemy import Connection

SCRIPTS = Path(__file__).parent
"""The folder with Alembic's ``env.py`` and ``versions``."""

REVISIONS = ("0001",)
"""Every revision that a released version made, the oldest first."""

HEAD = REVISIONS[-1]
"""The revision that this version reads and writes."""


def migrate(connection: Connection, revision: str = "head") -> None:
    """Bring the store to `revision`, the newest, from whichever it has or from nothing.

    All of it happens in the transaction of `connection`, with SQLite as with PostgreSQL.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
