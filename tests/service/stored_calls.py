"""Calls in a store that were put together by hand."""

from dataclasses import replace
from datetime import UTC, datetime

from callqa.service.context import Context
from callqa.service.rubric_in_force import judging_in_force
from callqa.store.people import agent_of
from callqa.store.saving import (
    CallFacts,
    findings_rows,
    insert_call,
    save_findings,
    save_verdicts,
    verdict_rows,
)
from tests.rules.handmade import CallBuilder

ADDED_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def put_call(
    context: Context,
    builder: CallBuilder,
    call_id: str,
    facts: CallFacts,
    *,
    path: str = "call.wav",
    added_at: datetime = ADDED_AT,
) -> int:
    """Store and judge a call as if it had just been heard, and return its row."""
    hearing = builder.hearing()
    recording = replace(hearing.recording, path=path, sha256=call_id.ljust(64, "0"))
    hearing = replace(hearing, call_id=call_id, recording=recording)
    with context.store.writing() as connection:
        rubric, judging = judging_in_force(connection, context)
        row = insert_call(connection, hearing, facts, added_at)
        judged = judging.judge(hearing, (), ())
        rows = findings_rows(judged, judging.made_with("en"), context.settings)
        save_findings(connection, row, rows)
        verdict = verdict_rows(judged.judgement, judged.machine)
        save_verdicts(connection, rubric, [(row, verdict)])
    return row


def facts_of(
    context: Context,
    *,
    agent: str | None = None,
    customer: str | None = None,
    started_at: datetime | None = None,
) -> CallFacts:
    """Return what a call list says of a call; an agent that is new is made."""
    with context.store.writing() as connection:
        row = agent_of(connection, agent) if agent else None
    return CallFacts(started_at, row, customer, None, None)
