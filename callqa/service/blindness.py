"""What a person may not see yet: calls of a calibration session that this person scores blind."""

from dataclasses import replace

from sqlalchemy import Connection

from callqa.domain.listing import CallSummary
from callqa.errors import ReviewRefused
from callqa.service.context import Context
from callqa.store.calibrations import blind_calls
from callqa.store.loading import StoredCall


def blind_in(context: Context, connection: Connection, row: int) -> str | None:
    """Return the title of the open session in which the person scores a call, or ``None``."""
    return blind_calls(connection, context.user.login).get(row)


def require_sight(context: Context, connection: Connection, stored: StoredCall) -> None:
    """Refuse what would show the person the answers of the machine or of others.

    Raises
    ------
    ReviewRefused
        The person scores the call blind in a session that is open.
    """
    title = blind_in(context, connection, stored.row)
    if title is not None:
        raise ReviewRefused(
            f"is scored blind by you in the calibration {title!r}.",
            subject=stored.call_id,
            remedy="Its answers are shown once a leader has closed that session.",
        )


def without_verdict(call: CallSummary) -> CallSummary:
    """Return a row of a list without what the machine or people made of the call."""
    return replace(
        call,
        score=None,
        machine_score=None,
        passed=None,
        auto_fail=False,
        severity=0,
        flags=(),
    )
