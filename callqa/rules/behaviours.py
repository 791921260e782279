"""Questions answered from words heard, or not heard, in a part of the call."""

from collections.abc import Sequence

from callqa.domain.measures import PhraseHit
from callqa.domain.sentence import Sentence
from callqa.domain.span import clock
from callqa.rules.answer import Answer, not_applicable, not_measurable
from callqa.rules.case import Case
from callqa.rules.moments import Moment, find_moments, said_after
from callqa.rules.rubric import Behaviour


def answer_behaviour(behaviour: Behaviour, case: Case) -> Answer:
    """Tell how far `behaviour` is met in the call.

    With `after`, the share is that of the moments at which it is met, and without such a moment
    the question does not apply; otherwise the share is 0 or 1. Where the language's pack lacks a
    category, `any` is still met by the others, and what is not met so is not measurable.
    """
    needed = behaviour.all or behaviour.none
    if reason := case.cannot_read((*needed, *behaviour.after)):
        return not_measurable(reason)
    hits = case.heard(behaviour.categories, with_suggested=not behaviour.none)
    if behaviour.after:
        answer = _answer_after(behaviour, case, hits)
    else:
        answer = _answer_in_window(behaviour, case, _in_window(behaviour, case, hits))
    reason = case.cannot_read(behaviour.any)
    return not_measurable(reason) if reason and answer.share == 0 else answer


def _in_window(
    behaviour: Behaviour, case: Case, hits: Sequence[PhraseHit]
) -> tuple[PhraseHit, ...]:
    call = case.call
    earliest_s = call.start_s if behaviour.last_s is None else call.end_s - behaviour.last_s
    latest_s = call.end_s if behaviour.first_s is None else call.start_s + behaviour.first_s
    return tuple(hit for hit in hits if hit.end_s >= earliest_s and hit.start_s <= latest_s)


def _is_met(behaviour: Behaviour, hits: Sequence[PhraseHit]) -> bool:
    if behaviour.none:
        return len(hits) <= (behaviour.at_most or 0)
    if behaviour.all:
        return {hit.category for hit in hits} >= set(behaviour.all)
    return len(hits) >= (behaviour.at_least or 1)


def _answer_in_window(behaviour: Behaviour, case: Case, hits: tuple[PhraseHit, ...]) -> Answer:
    counted = case.distinct(hits)
    is_met = _is_met(behaviour, counted)
    explanation = (
        _explain_absence(behaviour, counted)
        if behaviour.none
        else _explain_presence(behaviour, counted, len(hits) - len(counted))
    )
    return Answer(
        share=float(is_met),
        text="yes" if is_met else "no",
        explanation=explanation,
        evidence=case.evidence(hits),
    )


def _explain_absence(behaviour: Behaviour, hits: Sequence[PhraseHit]) -> Sentence:
    if not hits:
        return Sentence("rubric.none_heard")
    return Sentence(
        "rubric.heard_against",
        count=len(hits),
        allowed=behaviour.at_most or 0,
        at=clock(hits[0].start_s),
        quote=hits[0].text,
    )


def _explain_presence(behaviour: Behaviour, hits: Sequence[PhraseHit], repeats: int) -> Sentence:
    if not hits:
        if behaviour.first_s is not None:
            return Sentence("rubric.not_heard_first", seconds=behaviour.first_s)
        if behaviour.last_s is not None:
            return Sentence("rubric.not_heard_last", seconds=behaviour.last_s)
        return Sentence("rubric.not_heard")
    found = len({hit.category for hit in hits}) if behaviour.all else len(hits)
    needed = len(set(behaviour.all)) if behaviour.all else behaviour.at_least or 1
    code = "rubric.kinds_heard" if behaviour.all else "rubric.heard"
    at, quote = clock(hits[0].start_s), hits[0].text
    if repeats:
        code = "rubric.kinds_heard_repeated" if behaviour.all else "rubric.heard_repeated"
        return Sentence(code, found=found, needed=needed, at=at, quote=quote, repeats=repeats)
    return Sentence(code, found=found, needed=needed, at=at, quote=quote)


def _answer_after(behaviour: Behaviour, case: Case, hits: tuple[PhraseHit, ...]) -> Answer:
    moments = find_moments(case, behaviour.after)
    if not moments:
        return not_applicable(Sentence("rubric.no_moment"))
    followed = [
        said_after(
            case,
            moment,
            hits,
            within_s=behaviour.within_s,
            within_turns=behaviour.within_turns,
        )
        for moment in moments
    ]
    is_met = [_is_met(behaviour, case.distinct(following)) for following in followed]
    return Answer(
        share=sum(is_met) / len(moments),
        text=f"{sum(is_met)} of {len(moments)}",
        explanation=_explain_moments(moments, is_met),
        evidence=tuple(
            each
            for moment, following in zip(moments, followed, strict=True)
            for each in case.evidence((*moment.triggers, *following))
        ),
    )


def _explain_moments(moments: Sequence[Moment], is_met: Sequence[bool]) -> Sentence:
    total = len(moments)
    if all(is_met):
        return Sentence("rubric.moments_met", total=total)
    trigger = moments[is_met.index(False)].triggers[0]
    return Sentence(
        "rubric.moments_unmet",
        met=sum(is_met),
        total=total,
        at=clock(trigger.start_s),
        quote=trigger.text,
    )
