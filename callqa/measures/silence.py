"""Pauses, dead air and holds between the first and the last speech (docs/measures.md section 4)."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from callqa.domain.measures import PhraseHit, Silence, SilenceKind
from callqa.domain.span import Span, gaps, intersection, merged, subtracted
from callqa.measures.timeline import Timeline, speaks
from callqa.settings import SilenceSettings

RETURN_CATEGORIES = frozenset({"hold_return", "thanks", "gratitude"})


def find_silences(
    timeline: Timeline,
    music: Sequence[Span],
    phrases: Sequence[PhraseHit] | None,
    settings: SilenceSettings,
) -> tuple[Silence, ...]:
    """Find every silence of both parties of at least ``pause_s`` and every hold, sorted.

    A silence that starts within ``hold_phrase_s`` after an agent's hold phrase is an announced
    hold, with music and recorded announcements in it; so is each further silence until the agent
    speaks again. Music of at least ``pause_s`` without such a phrase is a hold that was not
    announced. A hold's courtesy is complete when it was announced and the agent says a return
    phrase or thanks within ``hold_return_s`` after it; ``None`` for what is no hold. Without
    `phrases` (none could be looked for, or it is not certain who said them) music alone makes a
    hold, and its courtesy is not known.
    """
    both = merged((*timeline.speech.agent, *timeline.speech.customer))
    tunes = merged(music, settings.pause_s)
    asked = _hits(phrases or (), {"hold_request"})
    found: list[Silence] = []
    for gap in gaps(both, timeline.start_s, timeline.end_s):
        if gap.duration_s < settings.pause_s:
            continue
        if _announced(gap, asked, found, timeline, settings):
            found.append(Silence("hold", gap.start_s, gap.end_s, announced=True))
        else:
            found.extend(_unannounced(gap, tunes, timeline, settings))
    if phrases is None:
        return tuple(found)
    return _with_courtesy(found, _hits(phrases, RETURN_CATEGORIES), timeline, settings)


def _hits(phrases: Sequence[PhraseHit], categories: frozenset[str] | set[str]) -> list[Span]:
    hits = (hit for hit in phrases if hit.role == "agent" and hit.category in categories)
    return sorted((Span(hit.start_s, hit.end_s) for hit in hits), key=lambda span: span.start_s)


def _announced(
    gap: Span,
    asked: Sequence[Span],
    found: Sequence[Silence],
    timeline: Timeline,
    settings: SilenceSettings,
) -> bool:
    index = bisect_right(asked, gap.start_s, key=lambda span: span.start_s) - 1
    if index >= 0 and gap.start_s - asked[index].end_s <= settings.hold_phrase_s:
        return True
    before = found[-1] if found else None
    return (
        before is not None
        and before.announced
        and not speaks(timeline.speech.agent, before.end_s, gap.start_s)
    )


def _unannounced(
    gap: Span, tunes: Sequence[Span], timeline: Timeline, settings: SilenceSettings
) -> list[Silence]:
    first = bisect_right(tunes, gap.start_s, key=lambda span: span.end_s)
    last = bisect_right(tunes, gap.end_s, key=lambda span: span.start_s)
    holds = [
        span
        for span in intersection(tunes[first:last], (gap,))
        if span.duration_s >= settings.pause_s
    ]
    quiet = subtracted(subtracted((gap,), holds), _others(timeline, gap))
    found = [Silence("hold", span.start_s, span.end_s, announced=False) for span in holds]
    for span in quiet:
        if span.duration_s >= settings.pause_s:
            dead = span.duration_s >= settings.dead_air_s
            kind: SilenceKind = "dead_air" if dead else "pause"
            found.append(Silence(kind, span.start_s, span.end_s, announced=False))
    return sorted(found, key=lambda silence: silence.start_s)


def _others(timeline: Timeline, gap: Span) -> tuple[Span, ...]:
    first = bisect_right(timeline.sounding, gap.start_s, key=lambda span: span.end_s)
    last = bisect_right(timeline.sounding, gap.end_s, key=lambda span: span.start_s)
    return timeline.sounding[first:last]


def _with_courtesy(
    found: Sequence[Silence],
    returns: Sequence[Span],
    timeline: Timeline,
    settings: SilenceSettings,
) -> tuple[Silence, ...]:
    done: list[Silence] = []
    for silence in reversed(found):
        if silence.kind != "hold":
            done.append(silence)
            continue
        index = bisect_right(returns, silence.end_s, key=lambda span: span.end_s)
        soon = (
            index < len(returns)
            and returns[index].start_s - silence.end_s <= settings.hold_return_s
        )
        later = done[-1] if done else None
        goes_on = (
            later is not None
            and later.kind == "hold"
            and not speaks(timeline.speech.agent, silence.end_s, later.start_s)
        )
        complete = silence.announced and (
            soon or (goes_on and later is not None and bool(later.courtesy_complete))
        )
        done.append(replace(silence, courtesy_complete=complete))
    return tuple(reversed(done))
