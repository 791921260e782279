"""Flags for calls that are worth a coaching talk (docs/measures.md section 8)."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from callqa.domain.judgement import Flag
from callqa.domain.measures import per_10min
from callqa.domain.sentence import Sentence
from callqa.domain.span import Evidence, clock
from callqa.rules.flags.docket import Docket, make_flag
from callqa.rules.interruptions import counted_interruptions, interruption_evidence
from callqa.rules.moments import find_moments, said_after


def coach_flags(docket: Docket) -> Iterator[Flag]:
    """Yield the coaching flags of a call."""
    for find in _FINDERS:
        flag = find(docket)
        if flag is not None:
            yield flag


def _interruptions(docket: Docket) -> Flag | None:
    limits = docket.limits.interruptions
    events = counted_interruptions(docket.case, "agent")
    rate = per_10min(events, docket.case.call.duration_s) or 0.0
    is_often = len(events) >= limits.min_count or rate > limits.max_per_10min
    if not limits.enabled or not events or not is_often:
        return None
    yielded = sum(each.yielded for each in events)
    flag = make_flag(
        "coach",
        "interruptions",
        interruption_evidence(docket.case, events),
        count=len(events),
        per_10min=rate,
        yielded=yielded,
    )
    if yielded:
        return flag
    return replace(
        flag,
        reason=Sentence("flag.interruptions_none_yielded", count=len(events), per_10min=rate),
    )


def _missed_empathy(docket: Docket) -> Flag | None:
    case = docket.case
    limits = docket.limits.missed_empathy
    empathy = case.measures.empathy
    missed = [each for each in empathy.proven if each.outcome == "missed"]
    is_sure = case.words_missing is None and empathy.basis != "unreliable"
    if not limits.enabled or not is_sure or len(missed) < limits.min_count:
        return None
    speaker = case.speaker_of("customer")
    return make_flag(
        "coach",
        "missed_empathy",
        (Evidence(each.start_s, each.end_s, speaker, each.text) for each in missed),
        missed=len(missed),
        total=len(empathy.proven),
        at=clock(missed[0].start_s),
        quote=missed[0].text,
    )


def _policy_wall(docket: Docket) -> Flag | None:
    case = docket.case
    limits = docket.limits.policy_wall
    if not limits.enabled or case.words_missing:
        return None
    alternatives = case.heard(("policy_with_alternative",), with_suggested=True)
    walls = [
        hit
        for moment in find_moments(case, ("policy_wall",))
        if not said_after(
            case,
            moment,
            alternatives,
            within_s=limits.within_s,
            within_turns=limits.within_turns,
        )
        for hit in moment.triggers
    ]
    if not walls or len(walls) < limits.min_count:
        return None
    return make_flag(
        "coach",
        "policy_wall",
        case.evidence(walls),
        count=len(walls),
        at=clock(walls[0].start_s),
        quote=walls[0].text,
    )


def _blame(docket: Docket) -> Flag | None:
    case = docket.case
    limits = docket.limits.blame
    hits = case.heard(("blame",))
    if not limits.enabled or case.words_missing or len(hits) < limits.min_count:
        return None
    return make_flag(
        "coach",
        "blame",
        case.evidence(hits),
        count=len(hits),
        at=clock(hits[0].start_s),
        quote=hits[0].text,
    )


def _dead_air(docket: Docket) -> Flag | None:
    case = docket.case
    limits = docket.limits.dead_air
    silences = [each for each in case.measures.silences if each.kind == "dead_air"]
    total_s = sum(each.end_s - each.start_s for each in silences)
    is_long = bool(silences) and total_s >= limits.min_total_s
    if not limits.enabled or case.words_missing or not is_long:
        return None
    return make_flag(
        "coach",
        "dead_air",
        (Evidence(each.start_s, each.end_s) for each in silences),
        total_s=total_s,
        count=len(silences),
        longest_s=max(each.end_s - each.start_s for each in silences),
    )


def _talk_ratio(docket: Docket) -> Flag | None:
    case = docket.case
    limits = docket.limits.talk_ratio
    talk = case.measures.talk
    low, high = case.settings.talk.agent_ratio_low, case.settings.talk.agent_ratio_high
    if not limits.enabled or case.words_missing or talk.basis == "unreliable":
        return None
    if talk.agent_ratio is None or (talk.agent_s or 0) + (talk.customer_s or 0) < limits.min_talk_s:
        return None
    is_resolved = case.heard(("relief", "act", "closing_offer"), with_suggested=True)
    if low <= talk.agent_ratio <= high or is_resolved:
        return None
    return make_flag("coach", "talk_ratio", (), ratio=talk.agent_ratio, low=low, high=high)


def _low_score(docket: Docket) -> Flag | None:
    card = docket.scorecard
    mark = docket.rubric.pass_mark
    if not docket.limits.low_score.enabled or docket.case.words_missing:
        return None
    if card.total is None or card.total >= mark or card.auto_fail:
        return None
    worst = max(
        (
            question
            for section in card.sections
            if not section.apart
            for question in section.questions
        ),
        key=lambda question: question.max_points - question.points,
    )
    return make_flag(
        "coach",
        "low_score",
        worst.evidence,
        total=card.total,
        pass_mark=mark,
        question=worst.text,
        points=worst.points,
        max_points=worst.max_points,
    )


_FINDERS: tuple[Callable[[Docket], Flag | None], ...] = (
    _missed_empathy,
    _policy_wall,
    _blame,
    _interruptions,
    _dead_air,
    _talk_ratio,
    _low_score,
)
