"""The thresholds that calls of a store are judged by; earlier ones are kept."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select

from callqa.settings import Scalar
from callqa.store.tables import thresholds

JUDGING_GROUPS = ("talk", "silence", "interruption", "volume", "empathy", "situation", "scoring")
"""Groups of settings that findings and verdicts depend on."""

CENTRE_GROUPS = (*JUDGING_GROUPS, "calibration")
"""Groups of settings that are the same for everybody who works with a store."""


def thresholds_in_force(connection: Connection) -> dict[str, Scalar] | None:
    """Return the thresholds by ``group.name``, ``None`` before any was put in force."""
    query = select(thresholds.c["values"]).order_by(thresholds.c.id.desc()).limit(1)
    values: dict[str, Scalar] | None = connection.execute(query).scalar()
    return values


def put_thresholds(
    connection: Connection, values: Mapping[str, Scalar], *, at: datetime, by: str
) -> None:
    """Make thresholds those that calls are judged by."""
    connection.execute(insert(thresholds), {"at": at, "who": by, "values": dict(values)})
