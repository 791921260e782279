"""Numbers that follow from findings, counted again where a person changed these."""

from dataclasses import replace

from callqa.domain.hearing import Hearing
from callqa.domain.measures import (
    Interruption,
    Measures,
    PerParty,
    PhraseHit,
    QuestionCount,
    Silence,
    Talk,
    per_10min,
    questions_in,
)
from callqa.domain.span import Span, gaps, merged, subtracted, total_s
from callqa.domain.speech import Role

_DECIMALS = 3


def with_numbers(found: Measures, now: Measures, hearing: Hearing) -> Measures:
    """Return `now` with the numbers that depend on what differs from `found`.

    These are interruptions per 10 minutes, seconds of silence and of holds, and questions; the
    empathy score goes with the moments. A number that was not measurable stays so. Monologues,
    response times and the machine's own findings that rest on others are as they were measured.

    Parameters
    ----------
    found
        As measured from `hearing`.
    now
        With the findings as reviewers left them, and the numbers as measured.
    hearing
        The call.
    """
    talk = now.talk
    if now.interruptions != found.interruptions:
        talk = replace(talk, interruptions_per_10min=_rates(talk, now.interruptions, hearing))
    if now.phrases != found.phrases:
        talk = replace(talk, questions=_questions(talk, now.phrases))
    if now.silences != found.silences:
        talk = replace(
            talk,
            silence_s=_silence_s(found.silences, now.silences, hearing),
            hold_s=_hold_s(now.silences),
        )
    return replace(now, talk=talk)


def _rates(
    talk: Talk, interruptions: tuple[Interruption, ...], hearing: Hearing
) -> PerParty[float | None]:
    call_s = hearing.conversation().duration_s

    def rate(role: Role, was: float | None) -> float | None:
        own = (each for each in interruptions if each.by == role)
        return None if was is None else per_10min(own, call_s)

    was = talk.interruptions_per_10min
    return PerParty(rate("agent", was.agent), rate("customer", was.customer))


def _questions(talk: Talk, phrases: tuple[PhraseHit, ...]) -> PerParty[QuestionCount | None]:
    was = talk.questions
    return PerParty(
        None if was.agent is None else questions_in(phrases, "agent"),
        None if was.customer is None else questions_in(phrases, "customer"),
    )


def _hold_s(silences: tuple[Silence, ...]) -> float:
    return round(total_s(_span(each) for each in silences if each.kind == "hold"), _DECIMALS)


def _silence_s(before: tuple[Silence, ...], after: tuple[Silence, ...], hearing: Hearing) -> float:
    """Return the seconds in which nobody speaks, with silences taken off and put on."""
    was, now = {_span(each) for each in before}, {_span(each) for each in after}
    call = hearing.conversation()
    quiet = gaps(merged(hearing.speech), call.start_s, call.end_s)
    left = subtracted(quiet, sorted(was - now, key=lambda span: span.start_s))
    return round(total_s(merged([*left, *(now - was)])), _DECIMALS)


def _span(silence: Silence) -> Span:
    return Span(silence.start_s, silence.end_s)
