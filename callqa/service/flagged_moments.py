"""Where the flags of an agent's latest calls were raised, as a list of moments to talk over."""

from dataclasses import dataclass, replace
from datetime import datetime

from callqa.domain.coaching import CoachingKind
from callqa.domain.judgement import Severity
from callqa.domain.listing import CallFilter, CallSummary, Sort
from callqa.service.blindness import kept_blind
from callqa.service.context import Context
from callqa.store.coaching import items_of_flags
from callqa.store.flagged import raised_flags
from callqa.store.listing import list_calls

_SEVERITIES: dict[CoachingKind, tuple[Severity, ...]] = {
    "improve": ("urgent", "coach"),
    "praise": ("praise",),
}


@dataclass(frozen=True, slots=True)
class FlaggedMoment:
    """A flag of a call and where it was raised.

    start_s : in seconds of the recording, ``None`` where the flag is about the whole call
    item : number of the coaching item that was made of it and not dropped, ``None`` without one
    """

    call_id: str
    started_at: datetime | None
    flag: str
    severity: Severity
    start_s: float | None
    item: int | None


def flagged_moments(
    context: Context, where: CallFilter, kind: CoachingKind, limit: int
) -> tuple[FlaggedMoment, ...]:
    """Return the moments of the latest `limit` calls with a flag of this kind.

    Calls with an urgent flag come before those that only have one to coach. Calls that the person
    scores blind are left out.
    """
    severities = _SEVERITIES[kind]
    latest = Sort("started_at")
    with context.store.reading() as connection:
        found: dict[int, CallSummary] = {}
        for severity in severities:
            asked = kept_blind(context, connection, replace(where, severity=severity), latest)
            for call in list_calls(connection, asked, latest, limit=limit).rows:
                found.setdefault(call.id, call)
        calls = list(found.values())[:limit]
        rows = [call.id for call in calls]
        raised = raised_flags(connection, rows)
        items = items_of_flags(connection, rows)
    return tuple(
        FlaggedMoment(
            call.call_id,
            call.started_at,
            each.code,
            each.severity,
            each.start_s,
            items.get((call.id, each.code)),
        )
        for call in calls
        for each in raised.get(call.id, ())
        if each.severity in severities
    )
