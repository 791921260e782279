"""Which kinds of difficult call this was, from the words said (docs/measures.md section 7)."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from callqa.domain.hearing import Hearing
from callqa.domain.measures import PhraseHit, RaisedVolume, Situation
from callqa.domain.span import Evidence
from callqa.measures.moments import of_customer
from callqa.settings import SituationSettings

SITUATIONS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "aggressive_customer": {"threat": 0.4, "negative_words": 0.25, "escalation_demand": 0.25},
        "service_failure": {"repeat_contact": 0.25},
        "policy_restriction": {"policy_wall": 0.5, "policy_with_alternative": 0.5},
        "high_stress": {"distress": 0.35},
        "unreasonable_demand": {"escalation_demand": 0.2},
        "language_barrier": {},
        "technical_issue": {},
        "unmet_expectation": {"repeat_contact": 0.4, "repeated_issue": 0.3},
        "negative_review": {"threat": 0.3},
        "dispute": {"escalation_demand": 0.15},
    }
)
"""The ten situations, with what each behaviour heard adds to the confidence in it.

Set by hand so that one phrase of the situation's own, or two signs of it, name it and a single
side sign does not. Words of the pack's category ``situation_<code>`` add most.
"""

OWN_PHRASE, OWN_MEANING = 0.6, 0.35
SUGGESTED_SHARE = 0.5
"""A behaviour suggested by meaning adds this share of what a phrase adds."""

VOLUME = MappingProxyType({"aggressive_customer": 0.2, "high_stress": 0.2})
"""What the customer's raised volume adds to words; alone it names nothing (it is no emotion)."""

_AT_MOST = 3


def find_situations(
    hearing: Hearing,
    phrases: Sequence[PhraseHit],
    raised: Sequence[RaisedVolume],
    settings: SituationSettings,
) -> tuple[Situation, ...]:
    """Name the situations with a confidence of at least ``min_confidence``, the surest first.

    Signs add up as independent evidence, ``1 - product(1 - weight)``; of one category at most
    three count. Evidence is the words (and the raised volume that added to them), by time.
    Where it is not certain who spoke, none is named.
    """
    if hearing.party_basis == "unreliable":
        return ()
    found = [
        situation
        for code in SITUATIONS
        if (situation := _situation(code, hearing, phrases, of_customer(raised))) is not None
        and situation.confidence >= settings.min_confidence
    ]
    return tuple(sorted(found, key=lambda each: -each.confidence))


def _situation(
    code: str,
    hearing: Hearing,
    phrases: Sequence[PhraseHit],
    loud: Sequence[RaisedVolume],
) -> Situation | None:
    doubt = 1.0
    counted: dict[str, int] = {}
    evidence: list[Evidence] = []
    for hit in phrases:
        weight = _weight(code, hit)
        if weight == 0.0:
            continue
        evidence.append(Evidence(hit.start_s, hit.end_s, hearing.speaker_of(hit.role), hit.text))
        counted[hit.category] = counted.get(hit.category, 0) + 1
        if counted[hit.category] <= _AT_MOST:
            doubt *= 1.0 - weight
    if not evidence:
        return None
    if loud and code in VOLUME:
        doubt *= 1.0 - VOLUME[code]
        evidence.extend(Evidence(event.start_s, event.end_s, event.speaker) for event in loud)
    evidence.sort(key=lambda each: each.start_s)
    return Situation(code, round(1.0 - doubt, 2), tuple(evidence))


def _weight(code: str, hit: PhraseHit) -> float:
    if hit.category == f"situation_{code}":
        return OWN_PHRASE if hit.source == "phrase" else OWN_MEANING
    weight = SITUATIONS[code].get(hit.category, 0.0)
    return weight if hit.source == "phrase" else weight * SUGGESTED_SHARE
