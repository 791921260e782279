"""Rows written by hand: a call with what a test cares about, the rest made up."""

from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import Connection, insert

from callqa.store.search import transcript_columns
from callqa.store.tables import agents, calls, flags, situations, transcripts
from tests.measures.builders import Line, hearing

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
_numbers = count(1)


def add_agent(connection: Connection, name: str) -> int:
    return int(
        connection.execute(insert(agents).values(name=name).returning(agents.c.id)).scalar_one()
    )


def add_call(connection: Connection, **known: object) -> int:
    """Write a call; `flags` as (severity, code), `situations` as codes, `lines` as its turns."""
    number = next(_numbers)
    raised = known.pop("flags", ())
    met = known.pop("situations", ())
    lines = known.pop("lines", None)
    values: dict[str, object] = {
        "call_id": f"{number:064x}",
        "status": "done",
        "added_at": NOON + timedelta(minutes=number),
        "sha256": "0" * 64,
        "duration_s": 60.0,
        "language": "en",
        "layout": "two_channel",
        "health": "good",
        "heard_with": "",
        "judged_with": "",
        "auto_fail": False,
        "severity": 0,
        "answers": {},
        "apart": {},
        "review_state": "new",
        "revision": 0,
        **known,
    }
    row = int(connection.execute(insert(calls).values(**values).returning(calls.c.id)).scalar_one())
    for severity, code in raised:  # type: ignore[attr-defined]
        connection.execute(insert(flags).values(call=row, severity=severity, code=code))
    for code in met:  # type: ignore[attr-defined]
        connection.execute(insert(situations).values(call=row, code=code, confidence=0.9))
    if lines is not None:
        write_words(connection, row, *lines)  # type: ignore[misc]
    return row


def write_words(connection: Connection, row: int, *lines: Line) -> None:
    """Write what was said in a call: speaker A is the agent, C the customer."""
    connection.execute(insert(transcripts).values(call=row, **transcript_columns(hearing(*lines))))
