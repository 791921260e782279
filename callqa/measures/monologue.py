"""The longest stretch that one speaker holds the floor (docs/measures.md section 3)."""

from collections.abc import Sequence, Set

from callqa.domain.hearing import Hearing
from callqa.domain.measures import Interruption, Monologue, PerParty
from callqa.domain.span import Span, subtracted
from callqa.domain.speech import Role
from callqa.measures.floor import Floor, is_backchannel
from callqa.measures.timeline import bridged
from callqa.settings import InterruptionSettings, Settings


def longest_monologue(
    hearing: Hearing,
    floors: PerParty[Floor],
    interruptions: Sequence[Interruption],
    settings: Settings,
) -> Monologue | None:
    """Return the longest monologue of agent or customer, ``None`` without speech.

    Pauses shorter than ``monologue_bridge_s`` are bridged. The other party's speech breaks it,
    save back-channels (also those that fall into a pause) and supportive words: it ends where
    the other starts and a new one begins where the other stops.
    """
    limits = settings.interruption
    agent, customer = floors.agent, floors.customer
    supportive = {event.start_s for event in interruptions if event.kind == "supportive"}
    breaks: dict[Role, tuple[Span, ...]] = {
        "agent": _breaks(customer, agent, supportive, limits),
        "customer": _breaks(agent, customer, supportive, limits),
    }
    longest: Monologue | None = None
    for speaker in hearing.speakers:
        if speaker.role == "other":
            continue
        own = [span for span in hearing.speech if span.speaker == speaker.id]
        floor = bridged(own, settings.talk.monologue_bridge_s)
        for span in subtracted(floor, breaks[speaker.role]):
            if longest is None or span.duration_s > longest.end_s - longest.start_s:
                longest = Monologue(speaker.id, span.start_s, span.end_s)
    return longest


def _breaks(
    by: Floor, of: Floor, supportive: Set[float], settings: InterruptionSettings
) -> tuple[Span, ...]:
    return tuple(
        Span(each.start_s, each.end_s)
        for index, each in enumerate(by.stretches)
        if each.start_s not in supportive and not is_backchannel(by, of, index, settings)
    )
