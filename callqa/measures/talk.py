"""Who talked how much, how fast, and how they took turns (docs/measures.md section 3)."""

from collections.abc import Sequence

from callqa.domain.hearing import Hearing
from callqa.domain.measures import (
    Interruption,
    Latency,
    PerParty,
    PhraseHit,
    Silence,
    Talk,
    per_10min,
    questions_in,
)
from callqa.domain.sentence import Sentence
from callqa.domain.span import gaps, intersection, total_s
from callqa.domain.speech import Role
from callqa.measures.floor import Floor
from callqa.measures.latency import response_latency
from callqa.measures.monologue import longest_monologue
from callqa.measures.pace import pace_change, words_per_minute
from callqa.measures.timeline import Timeline
from callqa.settings import Settings

_DECIMALS = 3


def measure_talk(
    hearing: Hearing,
    timeline: Timeline,
    floors: PerParty[Floor],
    found: tuple[Sequence[Silence], Sequence[Interruption], Sequence[PhraseHit] | None],
    settings: Settings,
) -> Talk:
    """Measure talk; `found` are the silences, interruptions and, if looked for, phrase hits.

    Speech time is voice activity. `silence_s` is the time between the first and the last speech
    in which nobody speaks, holds included; `hold_s` is the length of all holds. Questions are
    phrase hits, those suggested by meaning left out. Interruptions per 10 minutes count those
    of class ``interruption`` (see `per_10min`).
    """
    silences, interruptions, phrases = found
    silence_s = round(total_s(gaps(timeline.sounding, timeline.start_s, timeline.end_s)), _DECIMALS)
    hold_s = round(sum(s.end_s - s.start_s for s in silences if s.kind == "hold"), _DECIMALS)
    if hearing.party_basis == "unreliable":
        return _unreliable(hearing, silence_s, hold_s + 0.0)
    agent, customer = timeline.speech.agent, timeline.speech.customer
    agent_s, customer_s = total_s(agent), total_s(customer)
    both_s = agent_s + customer_s
    words = timeline.words
    return Talk(
        basis=hearing.party_basis,
        basis_reason=hearing.party_basis_reason,
        agent_s=round(agent_s, _DECIMALS),
        customer_s=round(customer_s, _DECIMALS),
        overlap_s=round(total_s(intersection(agent, customer)), _DECIMALS),
        silence_s=silence_s,
        hold_s=hold_s + 0.0,
        agent_ratio=round(agent_s / both_s, 4) if both_s > 0 else None,
        longest_monologue=longest_monologue(hearing, floors, interruptions, settings),
        turns=PerParty(_turns(timeline, "agent"), _turns(timeline, "customer")),
        latency=response_latency(floors, silences, settings.interruption),
        wpm=PerParty(
            words_per_minute(agent, words.agent), words_per_minute(customer, words.customer)
        ),
        wpm_change=PerParty(
            pace_change(agent, words.agent, settings.talk),
            pace_change(customer, words.customer, settings.talk),
        ),
        questions=(
            PerParty(None, None)
            if phrases is None
            else PerParty(questions_in(phrases, "agent"), questions_in(phrases, "customer"))
        ),
        interruptions_per_10min=PerParty(
            per_10min(_by(interruptions, "agent"), timeline.duration_s),
            per_10min(_by(interruptions, "customer"), timeline.duration_s),
        ),
    )


def _unreliable(hearing: Hearing, silence_s: float, hold_s: float) -> Talk:
    nothing = Latency(None, None)
    return Talk(
        basis="unreliable",
        basis_reason=hearing.party_basis_reason or Sentence("measure.unreliable"),
        agent_s=None,
        customer_s=None,
        overlap_s=None,
        silence_s=silence_s,
        hold_s=hold_s,
        agent_ratio=None,
        longest_monologue=None,
        turns=PerParty(None, None),
        latency=PerParty(nothing, nothing),
        wpm=PerParty(None, None),
        wpm_change=PerParty(None, None),
        questions=PerParty(None, None),
        interruptions_per_10min=PerParty(None, None),
    )


def _turns(timeline: Timeline, role: Role) -> int:
    return sum(1 for turn in timeline.turns if timeline.roles[turn.speaker] == role)


def _by(interruptions: Sequence[Interruption], role: Role) -> list[Interruption]:
    return [each for each in interruptions if each.by == role]
