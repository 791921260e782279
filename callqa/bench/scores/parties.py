"""Roles, talk ratio and overlap against who really spoke when."""

from callqa.bench.trial import CallTruth
from callqa.domain.span import Span, intersection, merged, subtracted, total_s
from callqa.domain.speech import Role
from callqa.report.document import Analysis


def are_roles_right(truth: CallTruth, result: Analysis) -> bool:
    """Tell whether every party is heard under its own role.

    A party is heard under the role that has most speech in the time in which the party alone
    speaks.
    """
    parties = set(truth.roles.values())
    return all(_heard_as(_alone(truth, role), result) == role for role in parties)


def talk_ratio_error(truth: CallTruth, result: Analysis) -> float | None:
    """Return how far the agent's share of talk is off, ``None`` where it is not measurable."""
    if result.measures is None or result.measures.talk.agent_ratio is None:
        return None
    agent_s, customer_s = (total_s(spoken_by(truth, role)) for role in ("agent", "customer"))
    return abs(result.measures.talk.agent_ratio - agent_s / (agent_s + customer_s))


def overlap_error_s(truth: CallTruth, result: Analysis) -> float | None:
    """Return how far the seconds of overlap are off, ``None`` where they are not measurable."""
    if result.measures is None or result.measures.talk.overlap_s is None:
        return None
    both = intersection(spoken_by(truth, "agent"), spoken_by(truth, "customer"))
    return abs(result.measures.talk.overlap_s - total_s(both))


def spoken_by(truth: CallTruth, role: Role) -> tuple[Span, ...]:
    """Return the sorted speech of a party in the truth."""
    return merged(each for each in truth.utterances if truth.roles.get(each.speaker) == role)


def _alone(truth: CallTruth, role: Role) -> tuple[Span, ...]:
    others = [each for each in truth.utterances if truth.roles.get(each.speaker) != role]
    return subtracted(spoken_by(truth, role), others)


def _heard_as(spans: tuple[Span, ...], result: Analysis) -> Role | None:
    seconds: dict[Role, float] = {}
    for speaker in result.speakers:
        own = merged(span for span in result.speech if span.speaker == speaker.id)
        shared_s = total_s(intersection(own, spans))
        seconds[speaker.role] = seconds.get(speaker.role, 0.0) + shared_s
    return max(seconds, key=lambda role: seconds[role], default=None)
