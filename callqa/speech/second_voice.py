"""A cheap look at whether a channel may hold a second person, before the dear one.

Diarizing each channel of every two-channel call would double its cost, and transfers are rare.
A transfer has a before and an after: a few excerpts along the call, embedded, show it.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from callqa.audio.sound import SAMPLE_RATE_HZ, Sound
from callqa.domain.span import Span
from callqa.settings import SpeakerSettings
from callqa.speech.backends.campplus import VoiceEmbedder, log_mel_fbank

_EXCERPTS = 10
_EXCERPT_S = 3.0
_SHORTEST_S = 1.5
# The look is coarser than the diarization it calls for, so it asks sooner.
_MARGIN = 0.8


def may_hold_second_voice(
    samples: Sound,
    speech: Sequence[Span],
    embedder: VoiceEmbedder,
    settings: SpeakerSettings,
) -> bool:
    """Tell whether the voice before some moment differs from the voice after it.

    Parameters
    ----------
    samples : float32 [n]
        One channel at 16 kHz, -1..1; only the excerpts are read.
    speech
        Its detected speech, sorted.
    embedder
        The speaker embedding.
    settings
        Distances from which voices are different people.
    """
    excerpts = _excerpts(speech)
    if len(excerpts) < 4:
        return False
    vectors = np.array([_embedded(samples, span, embedder) for span in excerpts])
    distances = [
        1.0 - _cosine(vectors[:cut].mean(axis=0), vectors[cut:].mean(axis=0))
        for cut in range(2, len(vectors) - 1)
    ]
    return max(distances) >= _MARGIN * settings.transfer_distance


def _excerpts(speech: Sequence[Span]) -> list[Span]:
    """Pick stretches of speech spread evenly over the call."""
    long_enough = [span for span in speech if span.duration_s >= _SHORTEST_S]
    if len(long_enough) > _EXCERPTS:
        picks = np.linspace(0, len(long_enough) - 1, _EXCERPTS).round().astype(int)
        long_enough = [long_enough[index] for index in picks]
    return [Span(s.start_s, min(s.end_s, s.start_s + _EXCERPT_S)) for s in long_enough]


def _embedded(samples: Sound, span: Span, embedder: VoiceEmbedder) -> NDArray[np.float32]:
    first, last = (round(time_s * SAMPLE_RATE_HZ) for time_s in (span.start_s, span.end_s))
    return embedder.embed(log_mel_fbank(samples[first:last]))


def _cosine(left: NDArray[np.float32], right: NDArray[np.float32]) -> float:
    return float(left @ right / (np.linalg.norm(left) * np.linalg.norm(right)))
