"""Facts of a diarization: who spoke when, how voices differ, how far to believe it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from callqa.domain.span import Span, merged, total_s
from callqa.domain.speech import SpeechSpan
from callqa.settings import SpeakerSettings

Doubt = Literal["one_voice", "similar_voices", "little_speech"]


@dataclass(frozen=True, slots=True)
class VoiceEvidence:
    """What speaks for the voices being different people.

    Attributes
    ----------
    distance
        Cosine distance of the two closest voices.
    clear_share
        Share of embedded speech nearer to its own voice by a clear margin.
    pairs
        Windows in which two labelled speakers can be compared.
    pair_distance
        Median cosine distance of those pairs; 0 when there are none.
    """

    distance: float
    clear_share: float
    pairs: int
    pair_distance: float


@dataclass(frozen=True, slots=True)
class DiarizationConfidence:
    """How well the voices can be told apart.

    Attributes
    ----------
    distance
        Cosine distance of the two closest voices, 0 when there is but one.
    clear_share
        Share of embedded speech that is nearer to its own voice by a clear margin.
    speech_s
        Speech of all voices in seconds.
    doubts
        Why the labels should not be trusted; empty when they can be.
    """

    distance: float
    clear_share: float
    speech_s: float
    doubts: tuple[Doubt, ...]

    @property
    def is_reliable(self) -> bool:
        """Whether measures may rest on the speaker labels."""
        return not self.doubts


@dataclass(frozen=True, slots=True)
class Diarization:
    """Who spoke when in one channel.

    Attributes
    ----------
    speech
        Sorted by start; spans of different speakers may overlap. Speakers are ``S1``, ``S2`` ...
        in the order in which they are first heard.
    confidence
        How far to believe the labels.
    """

    speech: tuple[SpeechSpan, ...]
    confidence: DiarizationConfidence

    @property
    def speakers(self) -> tuple[str, ...]:
        """Speakers in the order in which they are first heard."""
        return tuple(dict.fromkeys(span.speaker for span in self.speech))

    def speech_of(self, speaker: str) -> tuple[SpeechSpan, ...]:
        """Return the speech of one speaker, sorted."""
        return tuple(span for span in self.speech if span.speaker == speaker)


def are_two_people(evidence: VoiceEvidence, limits: SpeakerSettings) -> bool:
    """Whether voices are far enough apart, over the call or inside its windows.

    Distance over the call fails where two similar voices meet; two voices of one window are
    heard in the same conditions, so less distance between them means more.
    """
    heard_apart = (
        evidence.pairs >= limits.two_voices_min_pairs
        and evidence.pair_distance >= limits.two_voices_pair_distance
    )
    return heard_apart or evidence.distance >= limits.two_voices_distance


def named_diarization(
    speech: Iterable[tuple[Span, int]],
    evidence: VoiceEvidence,
    limits: SpeakerSettings,
) -> Diarization:
    """Bridge each voice's gaps, name voices by who is heard first, and state the confidence.

    Parameters
    ----------
    speech
        Spans, each with the number of its voice.
    evidence
        What speaks for the voices being different people.
    limits
        Thresholds.
    """
    by_voice: dict[int, list[Span]] = {}
    for span, voice in speech:
        by_voice.setdefault(voice, []).append(span)
    bridged = {voice: merged(spans, limits.bridge_s) for voice, spans in by_voice.items()}
    order = sorted(bridged, key=lambda voice: bridged[voice][0].start_s)
    labelled = [
        SpeechSpan(span.start_s, span.end_s, f"S{place}")
        for place, voice in enumerate(order, start=1)
        for span in bridged[voice]
    ]
    speech_s = total_s(merged(labelled))
    return Diarization(
        speech=tuple(sorted(labelled, key=lambda span: (span.start_s, span.end_s))),
        confidence=DiarizationConfidence(
            distance=evidence.distance if len(order) > 1 else 0.0,
            clear_share=evidence.clear_share if order else 0.0,
            speech_s=speech_s,
            doubts=_doubts(len(order), speech_s, evidence, limits),
        ),
    )


def _doubts(
    speakers: int, speech_s: float, evidence: VoiceEvidence, limits: SpeakerSettings
) -> tuple[Doubt, ...]:
    doubts: list[Doubt] = []
    if speech_s < limits.min_speech_s:
        doubts.append("little_speech")
    if speakers < 2:
        doubts.append("one_voice")
    elif evidence.clear_share < limits.min_clear_share:
        doubts.append("similar_voices")
    return tuple(doubts)
