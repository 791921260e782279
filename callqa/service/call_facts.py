"""What is known of a call beside its sound, as the store keeps it."""

from datetime import UTC, datetime

from sqlalchemy import Connection

from callqa.domain.recording import Recording
from callqa.service.context import Context
from callqa.store.people import agent_of
from callqa.store.saving import CallFacts


def facts_of(context: Context, connection: Connection, recording: Recording) -> CallFacts:
    """Return what is known of a call; an agent whom the store does not know yet is entered."""
    return CallFacts(
        started_at=moment_of(context, recording.started_at),
        agent=agent_of(connection, recording.agent) if recording.agent else None,
        customer=recording.customer,
        queue=recording.queue,
        direction=recording.direction,
    )


def moment_of(context: Context, text: str | None) -> datetime | None:
    """Return an ISO 8601 time as a moment; without an offset it is in the centre's time zone.

    ``None`` for no time, for text in no known form, and before the first or after the last year.
    """
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        zone = context.zone()
        if moment.tzinfo is None and zone is not None:
            moment = moment.replace(tzinfo=zone)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
