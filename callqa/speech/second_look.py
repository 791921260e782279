"""A second look at moments in which the diarizer's windows disagree about who speaks.

Each moment is heard in four windows. Where one of them takes two people for one, its vote counts
for the wrong speaker, and overlaps nearby lose one of their parties. The voice of just those
moments tells better (measured on calls with placed overlaps: diarization error 0.102 instead of
0.122, 0.082 instead of 0.114 and 0.115 instead of 0.116 against the parties' own channels, for 7 s
of speech embedded in 100 s of call).
"""

import numpy as np
from numpy.typing import NDArray

from callqa.audio.sound import Sound
from callqa.settings import SpeakerSettings
from callqa.speech.backends.campplus import FBANK_WINDOW_SAMPLES, FilterBank, VoiceEmbedder
from callqa.speech.backends.segmentation import FRAME_HOP_SAMPLES, FRAME_SIZE_SAMPLES
from callqa.speech.voice_windows import FRAME_HOP_S

LONGEST_S = 3.0
"""A voice is told by this much speech from the middle of a longer moment."""

_BRIDGED_FRAMES = 6


def look_again(
    probability: NDArray[np.float32],
    centroids: NDArray[np.float32],
    samples: Sound,
    embedder: VoiceEmbedder,
    limits: SpeakerSettings,
) -> NDArray[np.float32]:
    """Decide doubtful moments by their voice.

    Parameters
    ----------
    probability : float32 [frames, classes]
        Of nobody, each speaker alone, and each pair.
    centroids : float32 [speakers, 192], unit length
        The speakers' voices.
    samples : float32 [n]
        The channel at 16 kHz, -1..1, read a moment at a time.
    embedder
        The network that `centroids` come from.
    limits
        ``doubt_probability``, ``doubt_min_s`` and ``doubt_margin``.

    Returns
    -------
    float32 [frames, classes]
        The same, with each doubtful moment given to the speaker whose voice it is.
    """
    count = len(centroids)
    if count < 2:
        return probability
    decided = probability.copy()
    for first, last in _doubtful(probability, count, limits):
        likeness = centroids @ _voice(samples, first, last, embedder)
        nearest, next_nearest = np.argsort(-likeness)[:2]
        if likeness[nearest] - likeness[next_nearest] >= limits.doubt_margin:
            alone = decided[first:last, 1 : count + 1]
            decided[first:last, 1 + nearest] = alone.sum(axis=1)
            for other in set(range(count)) - {int(nearest)}:
                decided[first:last, 1 + other] = 0.0
    return decided


def _doubtful(
    probability: NDArray[np.float32], count: int, limits: SpeakerSettings
) -> list[tuple[int, int]]:
    """Return runs of frames, first and end, in which one speaks but it is open who."""
    top = probability.argmax(axis=1)
    one = (top >= 1) & (top <= count)
    runner_up = np.sort(probability[:, 1 : count + 1], axis=1)[:, -2]
    open_frames = np.flatnonzero(one & (runner_up > limits.doubt_probability))
    runs: list[tuple[int, int]] = []
    for frame in open_frames.tolist():
        if runs and frame - runs[-1][1] < _BRIDGED_FRAMES and bool(one[runs[-1][1] : frame].all()):
            runs[-1] = (runs[-1][0], frame + 1)
        else:
            runs.append((frame, frame + 1))
    return [run for run in runs if (run[1] - run[0]) * FRAME_HOP_S >= limits.doubt_min_s]


def _voice(samples: Sound, first: int, last: int, embedder: VoiceEmbedder) -> NDArray[np.float32]:
    """Embed the middle of a run of frames."""
    spare = max(0, last - first - round(LONGEST_S / FRAME_HOP_S)) // 2
    offset = (FRAME_SIZE_SAMPLES - FRAME_HOP_SAMPLES) // 2
    start = (first + spare) * FRAME_HOP_SAMPLES + offset
    stop = max((last - spare) * FRAME_HOP_SAMPLES + offset, start + FBANK_WINDOW_SAMPLES)
    fbank = FilterBank(samples[start:stop])
    return embedder.embed(fbank.rows(np.arange(len(fbank), dtype=np.int64)))
