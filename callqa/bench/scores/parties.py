"""Roles, talk ratio, overlap and silence against who really spoke when."""

from callqa.bench.scores.detections import Detections, detections
from callqa.bench.trial import CallTruth
from callqa.domain.measures import Silence
from callqa.domain.span import Span, gaps, intersection, merged, subtracted, total_s
from callqa.domain.speech import Role
from callqa.report.document import Analysis

LONG_SILENCE_S = 3.0
"""From this length a silence is a finding (docs/measures.md section 4)."""


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


def silence_error_s(truth: CallTruth, result: Analysis) -> float | None:
    """Return how far the seconds in which nobody speaks are off, ``None`` without measures."""
    if result.measures is None or result.measures.talk.silence_s is None:
        return None
    return abs(result.measures.talk.silence_s - total_s(_silent(truth)))


def silences_found(truth: CallTruth, result: Analysis) -> Detections:
    """Count the pauses, holds and dead air that are silences of the truth, and the others."""
    wanted = [each for each in _silent(truth) if each.duration_s >= LONG_SILENCE_S]
    found = result.measures.silences if result.measures else ()
    return detections(wanted, found, _is_same_silence)


def _silent(truth: CallTruth) -> tuple[Span, ...]:
    spoken = merged(truth.utterances)
    return gaps(spoken, spoken[0].start_s, spoken[-1].end_s) if spoken else ()


def _is_same_silence(true: Span, found: Silence) -> bool:
    shared_s = min(true.end_s, found.end_s) - max(true.start_s, found.start_s)
    return shared_s >= true.duration_s / 2


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
