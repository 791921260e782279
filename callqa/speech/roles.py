"""Which voice is the agent's, and why.

Nothing is assumed from who speaks first: inbound and outbound calls differ. The words decide,
unless the site says which channel is the agent's.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from callqa.domain.recording import CallDetails
from callqa.domain.sentence import Sentence
from callqa.domain.speech import Role, Speaker, Turn
from callqa.lexicon import Pack, match
from callqa.speech.scene import Scene, Voice

# Evidence of a phrase category for its speaker being the agent: the natural logarithm of how
# many times likelier an agent says it than a customer. Judged from what the phrases are for.
_EVIDENCE: Mapping[str, float] = {
    "role_agent": 2.5,
    "role_customer": -2.5,
    "greeting": 1.0,
    "introduction": 0.5,
    "verification": 2.0,
    "hold_request": 2.5,
    "hold_return": 2.5,
    "closing_offer": 2.5,
    "escalation_demand": -2.5,
    "repeat_contact": -1.5,
    "threat": -2.5,
    "distress": -1.0,
}
_IVR = "ivr"
# The same kind of phrase said often counts little more than said twice.
_MOST_PER_CATEGORY = 2
_TITLES = {"mr", "mrs", "ms", "miss", "dr"}
_OWN_NAME = 3.0
_CALLED_BY_NAME = 2.0
# A lead of 8 is a confidence above 0.999: more would only hide that words can mislead.
_CERTAIN = 8.0


@dataclass(frozen=True, slots=True)
class _Leaning:
    """How far a voice or a channel leans to being the agent's, and what speaks for that."""

    agent: float
    reasons: tuple[Sentence, ...]


def assign_roles(
    scene: Scene,
    turns: Sequence[Turn],
    pack: Pack | None,
    details: CallDetails,
    agent_channel: str,
) -> tuple[Speaker, ...]:
    """Give every voice its role, a confidence from 0.5 to 1, and the reasons.

    Voices on a party's own channel share its role; recorded announcements are ``other``.

    Parameters
    ----------
    scene
        Who spoke when.
    turns
        What they said.
    pack
        Phrases of the call's language; without any, only names and the site's word decide.
    details
        What file name or call list say.
    agent_channel
        ``auto``, or the channel the site says is the agent's, counted from 1.
    """
    announcers = _announcers(scene, turns, pack)
    parties = [voice for voice in scene.voices if voice.id not in announcers]
    sides: dict[str, list[Voice]] = {}
    for voice in parties:
        sides.setdefault(f"channel {voice.source}" if voice.alone else voice.id, []).append(voice)
    leanings = {
        side: _site_says(voices, agent_channel) or _leaning(voices, turns, pack, details)
        for side, voices in sides.items()
    }
    roles = _roles({side: leaning.agent for side, leaning in leanings.items()})
    talk_s = {
        voice.id: sum(span.duration_s for span in scene.speech if span.speaker == voice.id)
        for voice in scene.voices
    }
    found = {
        voice.id: (roles[side], _confidence(side, leanings), leanings[side].reasons)
        for side, voices in sides.items()
        for voice in voices
    }
    announced: tuple[Role, float, tuple[Sentence, ...]] = (
        "other",
        0.9,
        (Sentence("role.announcement"),),
    )
    return tuple(
        Speaker(
            id=voice.id,
            role=found.get(voice.id, announced)[0],
            channel=voice.source + 1 if voice.alone else None,
            talk_s=round(talk_s[voice.id], 3),
            role_confidence=found.get(voice.id, announced)[1],
            role_reasons=found.get(voice.id, announced)[2],
        )
        for voice in scene.voices
    )


def _roles(agent: Mapping[str, float]) -> dict[str, Role]:
    """Make the side that leans furthest the agent, and the one that leans least the customer.

    A voice between them is a second agent (a transfer) when its own words say so.
    """
    if len(agent) == 1:
        return {side: "agent" if leaning >= 0 else "customer" for side, leaning in agent.items()}
    ordered = sorted(agent, key=lambda side: agent[side])
    roles: dict[str, Role] = {
        side: "agent" if agent[side] > 0 else "other" for side in ordered[1:-1]
    }
    for side in ordered[:1]:
        roles[side] = "customer"
    for side in ordered[-1:]:
        roles[side] = "agent"
    return roles


def _confidence(side: str, leanings: Mapping[str, _Leaning]) -> float:
    """Return the logistic of the lead over the nearest other side, or over nothing known."""
    own = leanings[side].agent
    leads = [abs(own - other.agent) for name, other in leanings.items() if name != side]
    lead = min(min(leads, default=abs(own)), _CERTAIN)
    return round(1.0 / (1.0 + math.exp(-lead)), 3)


def _site_says(voices: Sequence[Voice], agent_channel: str) -> _Leaning | None:
    if agent_channel == "auto" or not voices[0].alone:
        return None
    is_agent = voices[0].source == int(agent_channel) - 1
    reason = Sentence("role.channel_set", channel=agent_channel)
    return _Leaning(_CERTAIN if is_agent else -_CERTAIN, (reason,))


def _leaning(
    voices: Sequence[Voice], turns: Sequence[Turn], pack: Pack | None, details: CallDetails
) -> _Leaning:
    own = [turn for turn in turns if turn.speaker in {voice.id for voice in voices}]
    others = [turn for turn in turns if turn not in own]
    leaning, reasons = _from_phrases(own, pack)
    for name, sign in ((details.agent, 1), (details.customer, -1)):
        if not name:
            continue
        if _introduces(own, name):
            leaning += sign * _OWN_NAME
            reasons.append(Sentence("role.own_name", name=name))
        elif _mentions(others, name) and not _mentions(own, name):
            leaning += sign * _CALLED_BY_NAME
            reasons.append(Sentence("role.called_by_name", name=name))
    return _Leaning(leaning, tuple(reasons))


def _from_phrases(own: Sequence[Turn], pack: Pack | None) -> tuple[float, list[Sentence]]:
    if pack is None:
        return 0.0, []
    known = [category for category in _EVIDENCE if category in pack.categories]
    hits = match(own, {}, pack, any_role=True, categories=known)
    leaning, reasons = 0.0, []
    for category in known:
        said = [hit for hit in hits if hit.category == category][:_MOST_PER_CATEGORY]
        leaning += _EVIDENCE[category] * len(said)
        if said:
            reasons.append(
                Sentence(
                    "role.agent_phrase" if _EVIDENCE[category] > 0 else "role.customer_phrase",
                    kind=pack.titles()[category].lower(),
                    text=said[0].text,
                )
            )
    return leaning, reasons


def _announcers(scene: Scene, turns: Sequence[Turn], pack: Pack | None) -> frozenset[str]:
    """Return the voices that only play recorded prompts, where there are people beside them."""
    if pack is None or _IVR not in pack.categories or len(scene.voices) < 3:
        return frozenset()
    prompts = match(turns, {}, pack, any_role=True, categories=[_IVR])
    speakers = {turn.id: turn.speaker for turn in turns}
    prompting = {speakers[hit.turn] for hit in prompts}
    return frozenset(
        voice
        for voice in prompting
        if _from_phrases([turn for turn in turns if turn.speaker == voice], pack)[0] <= 0
    )


def _introduces(turns: Sequence[Turn], name: str) -> bool:
    opening = r"(my name is|my name's|this is|i'm|i am)"
    pattern = re.compile(rf"\b{opening} {_any_of(name)}\b", re.IGNORECASE)
    return any(pattern.search(turn.text) for turn in turns)


def _mentions(turns: Sequence[Turn], name: str) -> bool:
    pattern = re.compile(rf"\b{_any_of(name)}\b", re.IGNORECASE)
    return any(pattern.search(turn.text) for turn in turns)


def _any_of(name: str) -> str:
    """Return a pattern of the parts of a name that people call each other by."""
    parts = [part for part in name.split() if part.lower().rstrip(".") not in _TITLES]
    return f"({'|'.join(map(re.escape, parts or [name]))})"
