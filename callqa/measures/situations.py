"""Which kinds of difficult call this was, from the words said (docs/measures.md section 7)."""

from collections.abc import Iterator, Mapping, Sequence
from math import inf
from types import MappingProxyType

from callqa.domain.hearing import Hearing
from callqa.domain.measures import PhraseHit, RaisedVolume, Situation
from callqa.domain.span import Evidence
from callqa.lexicon.meaning import LikelySituation
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

OWN_PHRASE = 0.6
BESIDE_MEANING = 0.5
"""Share of its weight that a sign in words keeps where the call as a whole was read for meaning."""

VOLUME = MappingProxyType({"aggressive_customer": 0.2, "high_stress": 0.2})
"""What the customer's raised volume adds to words; alone it names nothing (it is no emotion)."""

_AT_MOST = 3


def find_situations(
    hearing: Hearing,
    phrases: Sequence[PhraseHit],
    raised: Sequence[RaisedVolume],
    likely: Sequence[LikelySituation],
    settings: SituationSettings,
) -> tuple[Situation, ...]:
    """Name the situations with a confidence of at least ``min_confidence``, the surest first.

    Signs add up as independent evidence, ``1 - product(1 - weight)``: what the call comes near to
    in meaning (`likely`, empty in a language without it), phrases, of one category at most three,
    and raised volume beside words. Evidence is the words (and the raised volume that added to
    them), by time. Where it is not certain who spoke, none is named.
    """
    if hearing.party_basis == "unreliable":
        return ()
    meant = {each.category: each for each in likely}
    signs = [hit for hit in phrases if hit.source == "phrase"]
    found = [
        situation
        for code in SITUATIONS
        if (
            situation := _situation(
                code, hearing, signs, of_customer(raised), meant.get(f"situation_{code}")
            )
        )
        is not None
        and situation.confidence >= settings.min_confidence
    ]
    return tuple(sorted(found, key=lambda each: -each.confidence))


def _situation(
    code: str,
    hearing: Hearing,
    phrases: Sequence[PhraseHit],
    loud: Sequence[RaisedVolume],
    meant: LikelySituation | None,
) -> Situation | None:
    doubt = 1.0 - meant.confidence if meant else 1.0
    share = BESIDE_MEANING if meant else 1.0
    counted: dict[str, int] = {}
    evidence: list[Evidence] = list(meant.evidence) if meant else []
    for hit in phrases:
        weight = share * _weight(code, hit)
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
    return Situation(code, round(1.0 - doubt, 2), tuple(_in_order(evidence)))


def _in_order(evidence: Sequence[Evidence]) -> Iterator[Evidence]:
    """Yield evidence by time, without words that lie in a longer passage of the same speaker."""
    # In this order, what holds a passage comes before it: of these the one that reaches furthest
    # tells, and of several the earliest.
    furthest: dict[str | None, tuple[float, float]] = {}
    for each in sorted(evidence, key=lambda piece: (piece.start_s, -piece.end_s)):
        end_s, minus_start_s = furthest.get(each.speaker, (-inf, 0.0))
        is_held = end_s > each.end_s or (end_s == each.end_s and -minus_start_s < each.start_s)
        if not is_held:
            yield each
        if each.text:
            reach = (each.end_s, -each.start_s)
            furthest[each.speaker] = max((end_s, minus_start_s), reach)


def _weight(code: str, hit: PhraseHit) -> float:
    if hit.category == f"situation_{code}":
        return OWN_PHRASE
    return SITUATIONS[code].get(hit.category, 0.0)
