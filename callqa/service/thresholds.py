"""The thresholds of a store: the same for everybody who works with it.

Those in the settings of a person count when that person is the first to judge calls in a store,
and when they are adopted (`callqa.service.rubrics.Rubrics.rescore`).
"""

from dataclasses import replace
from functools import lru_cache

from sqlalchemy import Connection

from callqa.service.context import Context
from callqa.settings import Scalar, Settings, with_values
from callqa.store.thresholds import CENTRE_GROUPS, put_thresholds, thresholds_in_force


def judging_settings(connection: Connection, settings: Settings) -> Settings:
    """Return a person's settings with the thresholds of the store; as they are where it has none.

    A threshold that the store does not know has its default; one that this version no longer has
    is passed over.
    """
    thresholds = thresholds_in_force(connection)
    if thresholds is None:
        return settings
    return _settled(settings, tuple(sorted(thresholds.items())))


def thresholds_of(settings: Settings) -> dict[str, Scalar]:
    """Return the settings that everybody shares who works with a store, as ``group.name``."""
    flat = settings.flat()
    return {key: value for key, value in flat.items() if key.split(".")[0] in CENTRE_GROUPS}


def keep_thresholds(connection: Connection, context: Context) -> None:
    """Put the person's thresholds in force where the store has none yet."""
    if thresholds_in_force(connection) is None:
        _put(connection, context, context.settings)


def adopt_thresholds(connection: Connection, context: Context, settings: Settings) -> None:
    """Put the thresholds of `settings` in force; the access log says so."""
    _put(connection, context, settings)
    context.log(connection, "adopt thresholds")


def _put(connection: Connection, context: Context, settings: Settings) -> None:
    values = thresholds_of(settings)
    put_thresholds(connection, values, at=context.now(), by=context.user.login)


@lru_cache(maxsize=16)
def _settled(settings: Settings, thresholds: tuple[tuple[str, Scalar], ...]) -> Settings:
    defaults = {group: getattr(Settings(), group) for group in CENTRE_GROUPS}
    known = thresholds_of(settings)
    values = {key: value for key, value in thresholds if key in known}
    return with_values(replace(settings, **defaults), values, source="store")
