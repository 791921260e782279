"""From a theme to the moments of its calls: where the situation is heard, and what was missed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from callqa.domain.judgement import Judgement
from callqa.domain.sentence import Sentence
from callqa.domain.span import Evidence
from callqa.service.context import Context
from callqa.service.found_call import found_call
from callqa.service.judging import Judging
from callqa.service.rubric_in_force import rubric_of
from callqa.store.listing import find_call, get_summary
from callqa.store.loading import StoredCall, load_call
from callqa.store.reviews import signed_verdict
from callqa.store.rubrics import rubric_at


@dataclass(frozen=True, slots=True)
class ThemeCall:
    """One call behind a theme.

    situation : where the situation is heard
    missed : what the answer to the question rests on; empty where it is that nothing was said
    why : the answer to the question, ``None`` where the rubric asks it no more
    """

    call_id: str
    agent: str | None
    started_at: datetime | None
    situation: tuple[Evidence, ...]
    missed: tuple[Evidence, ...]
    why: Sentence | None


def theme_call(
    context: Context, connection: Connection, call_id: str, situation: str, question: str
) -> ThemeCall:
    """Return the moments of a theme in one call, by the verdict that stands."""
    stored = load_call(connection, find_call(connection, call_id))
    summary = get_summary(connection, stored.row)
    verdict = _standing_verdict(context, connection, stored)
    asked = [
        each
        for section in verdict.scorecard.sections
        for each in section.questions
        if each.id == question
    ]
    return ThemeCall(
        call_id=call_id,
        agent=summary.agent,
        started_at=summary.started_at,
        situation=_heard(verdict, situation),
        missed=asked[0].evidence if asked else (),
        why=asked[0].explanation if asked else None,
    )


def _standing_verdict(context: Context, connection: Connection, stored: StoredCall) -> Judgement:
    signed = signed_verdict(connection, stored.row) if stored.is_signed else None
    if signed is not None:
        return signed
    assert stored.rubric is not None, "a call with a situation has a verdict"
    judging = Judging(rubric_of(rubric_at(connection, stored.rubric)), context.settings)
    return found_call(connection, stored.row).verdicts(judging)[0]


def _heard(verdict: Judgement, situation: str) -> tuple[Evidence, ...]:
    return tuple(
        evidence
        for each in verdict.measures.situations
        if each.code == situation
        for evidence in each.evidence
    )
