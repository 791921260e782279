"""The four measures that tell most of a call, each with what can be heard of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from callqa.domain.measures import Empathy, Interruption, Measures, RaisedVolume, Talk
from callqa.domain.sentence import Sentence
from callqa.domain.span import Span
from ui import formats
from ui.i18n import sentence, text

_TOLD_APART = "unreliable"


@dataclass(frozen=True, slots=True)
class KeyMeasure:
    """One measure as a person reads it at a glance.

    note : what stands beside the value, such as the usual band
    off : whether the value lies outside its band, or is one to look at
    spans : where it can be heard, the first of them first
    """

    name: str
    value: str
    note: str
    off: bool
    spans: tuple[Span, ...]


def key_measures(measures: Measures | None, band: tuple[float, float]) -> tuple[KeyMeasure, ...]:
    """Return talk, interruptions, raised voice and empathy; dashes where nothing was measured.

    `band` is the usual share of talk of the agent, least and most.
    """
    if measures is None:
        names = ("ratio", "interruptions", "raised", "empathy")
        return tuple(
            KeyMeasure(_say(f"tile_{each}"), formats.DASH, "", False, ()) for each in names
        )
    told_apart = measures.talk.basis != _TOLD_APART
    return (
        _ratio(measures.talk, band),
        _interruptions(measures.interruptions, told_apart=told_apart),
        _raised(measures.raised_volume, told_apart=told_apart),
        _empathy(measures.empathy),
    )


def _ratio(talk: Talk, band: tuple[float, float]) -> KeyMeasure:
    low, high = band
    ratio, longest = talk.agent_ratio, talk.longest_monologue
    spans = (Span(longest.start_s, longest.end_s),) if longest else ()
    note = _say("tile_band", low=low, high=high)
    off = ratio is not None and not low <= ratio <= high
    return KeyMeasure(_say("tile_ratio"), formats.percent(ratio), note, off, spans)


def _interruptions(found: Sequence[Interruption], *, told_apart: bool) -> KeyMeasure:
    cuts = [each for each in found if each.kind == "interruption"]
    by_agent = [each for each in cuts if each.by == "agent"]
    if not told_apart:
        return KeyMeasure(_say("tile_interruptions"), formats.DASH, _unsure(), False, ())
    note = _say("tile_interruptions_note", customer=len(cuts) - len(by_agent))
    spans = tuple(Span(each.start_s, each.end_s) for each in (by_agent or cuts))
    value = formats.number(len(by_agent))
    return KeyMeasure(_say("tile_interruptions"), value, note, bool(by_agent), spans)


def _raised(found: Sequence[RaisedVolume], *, told_apart: bool) -> KeyMeasure:
    if not told_apart:
        return KeyMeasure(_say("tile_raised"), formats.DASH, _unsure(), False, ())
    by_customer = [each for each in found if each.role == "customer"]
    agent = sum(each.role == "agent" for each in found)
    note = _say("tile_raised_note", agent=agent)
    spans = tuple(Span(each.start_s, each.end_s) for each in (by_customer or found))
    value = formats.number(len(by_customer))
    return KeyMeasure(_say("tile_raised"), value, note, bool(by_customer), spans)


def _empathy(empathy: Empathy) -> KeyMeasure:
    proven = empathy.proven
    made: Callable[[str, str, bool], KeyMeasure] = lambda value, note, off: KeyMeasure(  # noqa: E731
        _say("tile_empathy"),
        value,
        note,
        off,
        tuple(Span(each.start_s, each.end_s) for each in (proven or empathy.opportunities)),
    )
    if empathy.basis == _TOLD_APART:
        return made(formats.DASH, _unsure(), False)
    if not proven:
        suggested = len(empathy.opportunities)
        if suggested:
            note = _say("tile_empathy_suggested_note", count=suggested)
            return made(_say("tile_empathy_suggested"), note, False)
        return made(_say("tile_empathy_none"), _say("tile_empathy_none_note"), False)
    met = sum(each.outcome != "missed" for each in proven)
    note = _say("tile_empathy_note", score=empathy.score or 0.0)
    value = _say("tile_empathy_value", met=met, all=len(proven))
    return made(value, note, met < len(proven))


def _say(name: str, **values: str | int | float) -> str:
    return sentence(Sentence(f"report.{name}", **values))


def _unsure() -> str:
    return text("call.not_measurable")
