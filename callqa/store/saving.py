"""Calls are written: the row, what stands beside it, and its flags and situations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Table, bindparam, delete, insert, update

from callqa.domain.hearing import Hearing
from callqa.domain.judgement import Flag, Judgement
from callqa.domain.measures import Situation
from callqa.domain.speech import VoiceBaseline
from callqa.measures.raised_volume import agent_voice
from callqa.rules.findings import encode_findings
from callqa.rules.packed_hearing import pack_hearing
from callqa.settings import Settings
from callqa.store.judged import (
    SEVERITIES,
    JudgedCall,
    answer_shares,
    heard_with,
    measure_columns,
)
from callqa.store.search import transcript_columns
from callqa.store.tables import calls, findings, flags, hearings, situations, transcripts, voices

_VERDICT_COLUMNS = (
    "score",
    "machine_score",
    "passed",
    "auto_fail",
    "severity",
    "answers",
    "apart",
)


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What is known of a call beside its sound, as the store keeps it; `agent` is a row."""

    started_at: datetime | None
    agent: int | None
    customer: str | None
    queue: str | None
    direction: str | None


@dataclass(frozen=True, slots=True)
class FindingsRows:
    """What is written of the findings of a call: small enough to be sent between processes."""

    columns: dict[str, object]
    data: bytes
    machine: bytes | None
    transcript: dict[str, object]
    situations: tuple[dict[str, object], ...]


@dataclass(frozen=True, slots=True)
class VerdictRows:
    """What is written of a verdict."""

    score: float | None
    machine_score: float | None
    passed: bool | None
    auto_fail: bool
    severity: int
    answers: dict[str, list[float | None]]
    apart: dict[str, float | None]
    flags: tuple[dict[str, object], ...]


@dataclass(frozen=True, slots=True)
class JudgedRows:
    """What is written of a judged call; `voice` as in `save_voice`."""

    findings: FindingsRows
    verdict: VerdictRows
    voice: VoiceBaseline | None


def insert_call(
    connection: Connection,
    heard: Hearing,
    facts: CallFacts,
    added_at: datetime,
) -> int:
    """Write a call that was just heard, without a verdict yet, and return its row.

    Raises
    ------
    sqlalchemy.exc.IntegrityError
        The call is there already.
    """
    row = connection.execute(
        insert(calls)
        .values(
            call_id=heard.call_id,
            status="done" if heard.speech else "empty",
            added_at=added_at,
            path=str(Path(heard.recording.path).absolute()),
            sha256=heard.recording.sha256,
            duration_s=heard.recording.duration_s,
            **fact_columns(facts),
            language=heard.language.code,
            layout=heard.layout.kind,
            health=heard.health.grade,
            heard_with=heard_with(heard.provenance),
            judged_with="",
            auto_fail=False,
            severity=0,
            answers={},
            apart={},
            raised_agent=0,
            raised_customer=0,
            review_state="new",
            revision=0,
        )
        .returning(calls.c.id)
    ).scalar_one()
    connection.execute(insert(hearings).values(call=row, data=pack_hearing(heard)))
    return int(row)


def save_facts(connection: Connection, call: int, facts: CallFacts) -> None:
    """Write what is known of a call beside its sound."""
    connection.execute(update(calls).where(calls.c.id == call).values(fact_columns(facts)))


def fact_columns(facts: CallFacts) -> dict[str, object]:
    """Return the columns of what is known of a call beside its sound."""
    return {
        "started_at": facts.started_at,
        "agent": facts.agent,
        "customer": facts.customer,
        "queue": facts.queue,
        "direction": facts.direction,
    }


def judged_rows(judged: JudgedCall, made_with: str, settings: Settings) -> JudgedRows:
    """Return what is written of a judged call; `made_with` as in `judged_with`."""
    return JudgedRows(
        findings_rows(judged, made_with, settings),
        verdict_rows(judged.judgement, judged.machine),
        agent_voice(judged.hearing, settings.volume),
    )


def save_judged(connection: Connection, call: int, rubric: int, rows: JudgedRows) -> None:
    """Write a judged call: what was found, the verdict of a rubric, and the agent's voice."""
    save_findings(connection, call, rows.findings)
    save_verdicts(connection, rubric, [(call, rows.verdict)])
    save_voice(connection, call, rows.voice)


def findings_rows(judged: JudgedCall, made_with: str, settings: Settings) -> FindingsRows:
    """Return what is written of the findings of a call; `made_with` as in `judged_with`."""
    is_changed = judged.machine_findings is not judged.findings
    return FindingsRows(
        columns={
            "judged_with": made_with,
            "layout": judged.hearing.layout.kind,
            **measure_columns(judged.findings, settings),
        },
        data=encode_findings(judged.findings),
        machine=encode_findings(judged.machine_findings) if is_changed else None,
        transcript=transcript_columns(judged.hearing),
        situations=tuple(_situation(each) for each in judged.findings.measures.situations),
    )


def verdict_rows(judgement: Judgement, machine: Judgement) -> VerdictRows:
    """Return what is written of a verdict, and of the machine's own."""
    card = judgement.scorecard
    shares = answer_shares(card)
    by_machine = shares if machine is judgement else answer_shares(machine.scorecard)
    return VerdictRows(
        score=card.total,
        machine_score=machine.scorecard.total,
        passed=card.passed,
        auto_fail=card.auto_fail,
        severity=max((SEVERITIES[each.severity] for each in judgement.flags), default=0),
        answers={question: [share, by_machine.get(question)] for question, share in shares.items()},
        apart={each.id: each.score for each in card.sections if each.apart},
        flags=tuple(_flag(each) for each in judgement.flags),
    )


def save_findings(connection: Connection, call: int, rows: FindingsRows) -> None:
    """Write what was found in a call, and its words for the search."""
    connection.execute(update(calls).where(calls.c.id == call).values(rows.columns))
    _replace(connection, findings, call, [{"data": rows.data, "machine": rows.machine}])
    _replace(connection, transcripts, call, [rows.transcript])
    _replace(connection, situations, call, rows.situations)


def save_voice(connection: Connection, call: int, voice: VoiceBaseline | None) -> None:
    """Write the agent's usual voice in a call, for later calls of the same agent."""
    connection.execute(delete(voices).where(voices.c.call == call))
    if voice is not None:
        values = {
            "voiced_s": voice.voiced_s,
            "f0_hz": voice.f0_hz,
            "balance_db": voice.balance_db,
            "balance_spread_db": voice.balance_spread_db,
        }
        connection.execute(insert(voices).values(call=call, **values))


def save_verdicts(
    connection: Connection, rubric: int, verdicts: Sequence[tuple[int, VerdictRows]]
) -> None:
    """Write verdicts of one rubric, by the row of the call."""
    if not verdicts:
        return
    connection.execute(
        update(calls)
        .where(calls.c.id == bindparam("row"))
        .values(
            {"rubric": rubric, **{name: bindparam(f"new_{name}") for name in _VERDICT_COLUMNS}}
        ),
        [
            {"row": call, **{f"new_{name}": getattr(rows, name) for name in _VERDICT_COLUMNS}}
            for call, rows in verdicts
        ],
    )
    connection.execute(delete(flags).where(flags.c.call.in_([call for call, _ in verdicts])))
    raised = [{"call": call, **each} for call, rows in verdicts for each in rows.flags]
    if raised:
        connection.execute(insert(flags), raised)


def _replace(
    connection: Connection, table: Table, call: int, rows: Sequence[Mapping[str, object]]
) -> None:
    connection.execute(delete(table).where(table.c.call == call))
    if rows:
        connection.execute(insert(table), [{"call": call, **each} for each in rows])


def _situation(situation: Situation) -> dict[str, object]:
    return {
        "code": situation.code,
        "confidence": situation.confidence,
        "start_s": situation.evidence[0].start_s if situation.evidence else None,
    }


def _flag(flag: Flag) -> dict[str, object]:
    return {
        "severity": flag.severity,
        "code": flag.code,
        "start_s": flag.evidence[0].start_s if flag.evidence else None,
    }
