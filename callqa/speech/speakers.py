"""Who spoke when in one channel: the fast diarizer.

`diarize` labels the speech of a mono call; `find_second_voice` tells whether one channel of a
two-channel call holds a second person. Both stand on the same two networks as pyannote.audio's
pipeline (`callqa.speech.backends.pyannote`), listened to at a coarser step.
"""

import math
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from callqa.audio.envelope import spans_of
from callqa.audio.sound import SAMPLE_RATE_HZ, Sound
from callqa.domain.span import total_s
from callqa.domain.speech import SpeechSpan
from callqa.settings import SpeakerSettings
from callqa.speech.backends.campplus import load_voice_embedder
from callqa.speech.backends.onnx_export import WeightsFile
from callqa.speech.backends.segmentation import FRAMES_PER_WINDOW, POWERSET, load_segmenter
from callqa.speech.diarization import (
    Diarization,
    VoiceEvidence,
    are_two_people,
    named_diarization,
)
from callqa.speech.second_look import look_again
from callqa.speech.voice_clusters import Voices, cluster_voices, weigh
from callqa.speech.voice_windows import (
    FRAME_HOP_S,
    FRAME_START_S,
    Progress,
    VoiceModels,
    VoiceWindows,
    hear_windows,
)
from callqa.speech.weights import Verified


def load_voice_models(
    segmentation: Verified, embedding: Verified, *, threads: int = 1
) -> VoiceModels:
    """Load the two networks of the fast diarizer.

    Raises
    ------
    ModelMissing, ModelDamaged
        The weights cannot be exported, see `callqa.speech.backends.onnx_export`.
    """
    return VoiceModels(
        load_segmenter(_weights(segmentation), threads=threads),
        load_voice_embedder(_weights(embedding), threads=threads),
    )


def diarize(
    samples: Sound,
    models: VoiceModels,
    *,
    num_speakers: int | None = 2,
    settings: SpeakerSettings | None = None,
    progress: Progress | None = None,
) -> Diarization:
    """Tell who spoke when in one channel.

    Parameters
    ----------
    samples : float32 [n]
        Sound at 16 kHz, -1..1, of any length, read a stretch at a time.
    models
        From `load_voice_models`.
    num_speakers
        Speakers to tell apart; ``None`` is two, or three where there is evidence of a third.
        Fewer come out where the evidence says so: one voice is not split in two.
    settings
        Thresholds; the shipped ones when ``None``.
    progress
        Called with seconds done and seconds in all.
    """
    limits = settings or SpeakerSettings()
    windows = hear_windows(samples, models, progress)
    voices, evidence = _choose(windows, num_speakers, limits)
    heard = _frame_probabilities(windows, voices.labels, max(1, len(voices.centroids)))
    decided = look_again(heard, voices.centroids, samples, models.embedder, limits)
    return _diarization(decided, voices, evidence, limits)


def find_second_voice(
    samples: Sound,
    models: VoiceModels,
    *,
    settings: SpeakerSettings | None = None,
    progress: Progress | None = None,
) -> Diarization | None:
    """Tell whether one party's channel holds two people, as after a transfer.

    A voice that is raised or strained moves as far from itself as another person's voice is, so
    distance alone is not believed here.

    Parameters
    ----------
    samples : float32 [n]
        One channel of a two-channel call at 16 kHz, -1..1, read a stretch at a time.
    models
        From `load_voice_models`.
    settings
        Thresholds; the shipped ones when ``None``.
    progress
        Called with seconds done and seconds in all.

    Returns
    -------
    Diarization or None
        Two speakers, or ``None`` where one is the better explanation.
    """
    limits = settings or SpeakerSettings()
    windows = hear_windows(samples, models, progress)
    voices = cluster_voices(windows, 2)
    evidence = weigh(windows, voices)
    if len(voices.centroids) < 2 or evidence.distance < limits.transfer_distance:
        return None
    heard = _frame_probabilities(windows, voices.labels, len(voices.centroids))
    found = _diarization(heard, voices, evidence, limits)
    return found if found.confidence.is_reliable and _is_handover(found, samples, limits) else None


def _weights(model: Verified) -> WeightsFile:
    file = model.manifest.files[0]
    return WeightsFile(model.manifest.name, model.file(file.name), model.sha256)


def _choose(
    windows: VoiceWindows, num_speakers: int | None, limits: SpeakerSettings
) -> tuple[Voices, VoiceEvidence]:
    """Take as many speakers as were asked for, then fewer until the evidence carries them."""
    asked = 3 if num_speakers is None else num_speakers
    for count in range(asked, 1, -1):
        voices = cluster_voices(windows, count)
        evidence = weigh(windows, voices)
        if len(voices.centroids) == count and _is_carried(
            count, evidence, limits, asked=num_speakers
        ):
            return voices, evidence
    voices = cluster_voices(windows, 1)
    return voices, weigh(windows, voices)


def _is_carried(
    count: int, evidence: VoiceEvidence, limits: SpeakerSettings, *, asked: int | None
) -> bool:
    if count > 2 and asked is None:
        return (
            evidence.distance >= limits.third_voice_distance
            and evidence.clear_share >= limits.third_voice_clear_share
        )
    return are_two_people(evidence, limits)


def _diarization(
    probability: NDArray[np.float32],
    voices: Voices,
    evidence: VoiceEvidence,
    limits: SpeakerSettings,
) -> Diarization:
    count = max(1, len(voices.centroids))
    bias = np.zeros(probability.shape[1], dtype=np.float32)
    bias[0] = -limits.speech_bias
    bias[count + 1 :] = limits.overlap_bias
    probability = probability + bias
    chosen = _classes(count)[probability.argmax(axis=1)]
    speech = [
        (span, voice)
        for voice in range(count)
        for span in spans_of(chosen[:, voice], FRAME_HOP_S, FRAME_START_S - FRAME_HOP_S / 2)
    ]
    return named_diarization(speech, evidence, limits)


def _classes(count: int) -> NDArray[np.bool_]:
    """Return who is active in each class of the call: nobody, each speaker, each pair."""
    groups = [(), *combinations(range(count), 1), *combinations(range(count), 2)]
    return np.array([[each in group for each in range(count)] for group in groups], dtype=bool)


def _frame_probabilities(
    windows: VoiceWindows, labels: NDArray[np.int64], count: int
) -> NDArray[np.float32]:
    """Average the windows' class probabilities, each renamed to the speakers of the call.

    Frames where a local speaker without a label is likely count by so much less.

    Returns
    -------
    float32 [frames, classes]
        Sums to 1; columns as in `_classes`.
    """
    classes = _classes(count)
    total = int(windows.starts[-1]) + FRAMES_PER_WINDOW
    sums = np.zeros((total, len(classes)), dtype=np.float32)
    for window, start in enumerate(windows.starts):
        renamed = _renaming(labels[window], classes)
        sums[start : start + FRAMES_PER_WINDOW] += (
            windows.probabilities[window].astype(np.float32) @ renamed
        )
    mass = sums.sum(axis=1, keepdims=True)
    sums[:, 0] += mass[:, 0] < 1e-3
    sums /= sums.sum(axis=1, keepdims=True)
    return sums[: windows.frames]


def _renaming(labels: NDArray[np.int64], classes: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return which class of the call each local class is: float32 [7, classes]."""
    matrix = np.zeros((len(POWERSET), len(classes)), dtype=np.float32)
    for row, members in enumerate(POWERSET):
        speakers = labels[members > 0]
        if (speakers < 0).any():
            continue
        who = np.zeros(classes.shape[1], dtype=bool)
        who[speakers] = True
        matrix[row, (classes == who).all(axis=1)] = 1.0
    return matrix


def _is_handover(found: Diarization, samples: Sound, limits: SpeakerSettings) -> bool:
    """Whether the second voice takes over for good, as loud as the first one.

    A raised voice comes and goes, or is louder; a colleague who takes the call over is neither.
    """
    if len(found.speakers) != 2:
        return False
    before, after = (found.speech_of(name) for name in found.speakers)
    least_s = min(total_s(before), total_s(after))
    borders = [span.start_s for span in after]
    misplaced_s = min(_misplaced_s(before, after, border_s) for border_s in borders)
    step_db = abs(_level_db(samples, before) - _level_db(samples, after))
    return (
        least_s >= limits.transfer_min_speech_s
        and misplaced_s <= limits.transfer_misplaced_share * least_s
        and step_db <= limits.transfer_level_step_db
    )


def _misplaced_s(
    before: Sequence[SpeechSpan], after: Sequence[SpeechSpan], border_s: float
) -> float:
    late_s = sum(max(0.0, span.end_s - max(span.start_s, border_s)) for span in before)
    early_s = sum(max(0.0, min(span.end_s, border_s) - span.start_s) for span in after)
    return late_s + early_s


def _level_db(samples: Sound, spans: Sequence[SpeechSpan]) -> float:
    energy, length = 0.0, 0
    for span in spans:
        piece = samples[round(span.start_s * SAMPLE_RATE_HZ) : round(span.end_s * SAMPLE_RATE_HZ)]
        energy += float(np.square(piece, dtype=np.float64).sum())
        length += len(piece)
    return 10.0 * math.log10(energy / max(1, length) + 1e-12)
