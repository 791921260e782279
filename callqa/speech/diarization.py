"""Facts of a diarization: who spoke when, how voices differ, how far to believe it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from callqa.domain.span import Span, merged, total_s
from callqa.domain.speech import SpeechSpan
from callqa.settings import SpeakerSettings

Doubt = Literal["one_voice", "similar_voices", "little_speech"]


@dataclass(frozen=True, slots=True, eq=False)
class SpeechActivity:
    """How likely somebody speaks, on a regular grid; from the segmentation, whoever it is.

    Attributes
    ----------
    start_s : float
        Time of the first frame's middle.
    hop_s : float
        From frame to frame.
    probability : float32 [frames]
        0..1.
    """

    start_s: float
    hop_s: float
    probability: NDArray[np.float32] = field(repr=False)

    def spans(
        self, *, threshold: float = 0.5, bridge_s: float = 0.2, min_s: float = 0.0
    ) -> tuple[Span, ...]:
        """Return where speech is at least `threshold` likely.

        Parameters
        ----------
        threshold
            Probability from which a frame is speech.
        bridge_s
            Gaps up to this are speech too; 0.2 s is what recognition was measured with.
        min_s
            Shorter stretches are dropped after bridging.
        """
        found = merged(runs(self.probability >= threshold, self.start_s, self.hop_s), bridge_s)
        return tuple(span for span in found if span.duration_s >= min_s)


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


@dataclass(frozen=True, slots=True, eq=False)
class Diarization:
    """Who spoke when in one channel.

    Attributes
    ----------
    speech
        Sorted by start; spans of different speakers may overlap. Speakers are ``S1``, ``S2`` ...
        in the order in which they are first heard.
    embeddings : speaker -> float32 [192], unit length
        The mean voice of each speaker; absent where there was too little speech for one.
    activity
        Speech of anyone, for the recogniser.
    confidence
        How far to believe the labels.
    """

    speech: tuple[SpeechSpan, ...]
    embeddings: Mapping[str, NDArray[np.float32]] = field(repr=False)
    activity: SpeechActivity
    confidence: DiarizationConfidence

    @property
    def speakers(self) -> tuple[str, ...]:
        """Speakers in the order in which they are first heard."""
        return tuple(dict.fromkeys(span.speaker for span in self.speech))

    def speech_of(self, speaker: str) -> tuple[SpeechSpan, ...]:
        """Return the speech of one speaker, sorted."""
        return tuple(span for span in self.speech if span.speaker == speaker)


def runs(active: NDArray[np.bool_], start_s: float, hop_s: float) -> tuple[Span, ...]:
    """Return the runs of true frames as spans; a frame covers half a hop to either side.

    Parameters
    ----------
    active : bool [frames]
    start_s
        Time of the first frame's middle.
    hop_s
        From frame to frame.
    """
    steps = np.diff(np.concatenate(([0], active.astype(np.int8), [0])))
    firsts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    shift_s = start_s - hop_s / 2
    return tuple(
        Span(max(0.0, float(first) * hop_s + shift_s), float(end) * hop_s + shift_s)
        for first, end in zip(firsts, ends, strict=True)
    )


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
    centroids: NDArray[np.float32],
    activity: SpeechActivity,
    evidence: VoiceEvidence,
    limits: SpeakerSettings,
) -> Diarization:
    """Bridge each voice's gaps, name voices by who is heard first, and state the confidence.

    Parameters
    ----------
    speech
        Spans, each with the row of its voice in `centroids`.
    centroids : float32 [voices, 192]
    activity, evidence, limits
        As they stand in the result and in the settings.
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
        embeddings={
            f"S{place}": centroids[voice]
            for place, voice in enumerate(order, start=1)
            if voice < len(centroids) and np.isfinite(centroids[voice]).all()
        },
        activity=activity,
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
