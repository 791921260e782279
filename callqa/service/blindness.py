"""What a person may not see yet: calls of a calibration session that this person scores blind."""

from collections.abc import Collection
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Connection

from callqa.domain.coaching import CoachingItem
from callqa.domain.listing import MEASURES, CallFilter, CallSummary, Sort
from callqa.errors import ReviewRefused
from callqa.service.context import Context
from callqa.store.calibrations import blind_calls
from callqa.store.loading import StoredCall

_NO_VERDICT = frozenset(
    {
        "call_id",
        "duration_s",
        "started_at",
        "agent",
        "customer",
        "queue",
        "health",
        "review_state",
        "assigned_to",
    }
)
"""Columns of a list that tell nothing of what was made of a call."""

_FOUND = frozenset(MEASURES) - _NO_VERDICT


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


def sees_item(blind: Collection[str], context: Context, item: CoachingItem) -> bool:
    """Tell whether a coaching item may be shown: it names what somebody made of its call.

    `blind` are the ids of the calls that the person scores blind. Own items are known anyway.
    """
    return item.call_id not in blind or item.created_by == context.user.login


def kept_blind(
    context: Context, connection: Connection, where: CallFilter, sort: Sort | None = None
) -> CallFilter:
    """Return a filter that tells nothing of the calls that the person scores blind.

    Where it asks for a score, a measure, a flag or a situation, or the list is sorted by one, these
    calls are left out: their place alone would tell their answers.
    """
    asks = (
        where.score is not None
        or where.severity is not None
        or bool(where.flags or where.situations)
        or not _FOUND.isdisjoint(where.measures)
        or (sort is not None and sort.column not in _NO_VERDICT)
    )
    if not asks:
        return where
    return replace(where, left_out=tuple(blind_calls(connection, context.user.login)))


def without_verdict(call: CallSummary) -> CallSummary:
    """Return a row of a list without what the machine or people made of the call."""
    found: dict[str, Any] = {each.name: None for each in fields(call) if each.name in _FOUND}
    return replace(
        call,
        **found,
        score=None,
        machine_score=None,
        passed=None,
        auto_fail=False,
        severity=0,
        empathy_outcome=None,
        flags=(),
        situations=(),
    )
