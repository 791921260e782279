"""Flags for calls that somebody should look at today (docs/measures.md section 8)."""

from collections.abc import Iterator
from dataclasses import replace

from callqa.domain.judgement import Flag, QuestionScore
from callqa.domain.measures import PhraseHit
from callqa.domain.sentence import Sentence
from callqa.domain.span import Evidence, clock
from callqa.rules.flags.cues import distress_cues
from callqa.rules.flags.docket import Docket, make_flag
from callqa.rules.moments import find_moments, said_after
from callqa.rules.rubric import AnswerLimits, Question, Section
from callqa.rules.score import failed_questions

_Failed = tuple[tuple[Section, Question, QuestionScore], ...]

ANSWERS = (
    "acknowledge",
    "validate",
    "apologise",
    "act",
    "escalation",
    "ownership",
    "reassurance",
)


def urgent_flags(docket: Docket) -> Iterator[Flag]:
    """Yield the urgent flags of a call."""
    failed = failed_questions(docket.rubric, docket.scorecard.sections)
    yield from _auto_fail(docket, failed)
    yield from _critical(docket, failed)
    yield from _unanswered(docket, "threat", "unanswered_threat", docket.limits.unanswered_threat)
    yield from _unanswered(
        docket,
        "escalation_demand",
        "unanswered_escalation",
        docket.limits.unanswered_escalation,
    )
    yield from _dismissive_in_distress(docket)


def _auto_fail(docket: Docket, failed_ones: _Failed) -> Iterator[Flag]:
    failed = [
        (question, result) for _, question, result in failed_ones if question.auto_fail != "none"
    ]
    if not failed or not docket.limits.auto_fail.enabled:
        return
    question, result = min(failed, key=lambda each: each[0].auto_fail != "call")
    flag = make_flag(
        "urgent",
        "auto_fail",
        (piece for _, each in failed for piece in each.evidence),
        question=question.text,
        max_points=result.max_points,
        count=len(failed),
    )
    if question.auto_fail == "section":
        flag = replace(flag, reason=Sentence("flag.auto_fail_section_reason", **flag.reason.values))
    yield flag


def _critical(docket: Docket, failed_ones: _Failed) -> Iterator[Flag]:
    failed = [(question, result) for _, question, result in failed_ones if question.critical]
    if not failed or not docket.limits.critical.enabled:
        return
    question, result = failed[0]
    yield make_flag(
        "urgent",
        "critical",
        (piece for _, each in failed for piece in each.evidence),
        question=question.text,
        max_points=result.max_points,
        count=len(failed),
    )


def _unanswered(docket: Docket, category: str, code: str, limits: AnswerLimits) -> Iterator[Flag]:
    case = docket.case
    if not limits.enabled or case.words_missing:
        return
    moments = find_moments(case, (category,))
    if not moments:
        return
    answers = case.heard(ANSWERS, with_suggested=True)
    unanswered = [
        moment
        for moment in moments
        if not said_after(
            case, moment, answers, within_s=limits.within_s, within_turns=limits.within_turns
        )
    ]
    if not unanswered:
        return
    first = unanswered[0].triggers[0]
    yield make_flag(
        "urgent",
        code,
        case.evidence(hit for moment in unanswered for hit in moment.triggers),
        count=len(unanswered),
        total=len(moments),
        at=clock(first.start_s),
        quote=first.text,
        within_s=limits.within_s,
        within_turns=limits.within_turns,
    )


def _dismissive_in_distress(docket: Docket) -> Iterator[Flag]:
    case = docket.case
    limits = docket.limits.dismissive_in_distress
    if not limits.enabled or case.words_missing:
        return
    hits = case.heard(("dismissive", "blame"))
    if not hits:
        return
    cues = distress_cues(case)
    found = [
        (cue, hit)
        for hit in hits
        if (cue := _last_cue_before(cues, hit, limits.within_s)) is not None
    ]
    if not found:
        return
    cue, hit = found[0]
    yield make_flag(
        "urgent",
        "dismissive_in_distress",
        (each for cue, hit in found for each in (cue, *case.evidence((hit,)))),
        count=len(found),
        at=clock(hit.start_s),
        quote=hit.text,
        seconds=max(0.0, hit.start_s - cue.end_s),
    )


def _last_cue_before(
    cues: tuple[Evidence, ...], hit: PhraseHit, within_s: float
) -> Evidence | None:
    near = [
        cue for cue in cues if cue.start_s <= hit.start_s and hit.start_s - cue.end_s <= within_s
    ]
    return near[-1] if near else None
