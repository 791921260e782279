"""Voice activity: which stretches of one channel are speech.

Silero decides. It keeps a memory of the call, and now and then it takes a voice for background
and loses whole turns, on clean telephone sound too. So where a channel is as loud as its speech
and Silero heard none, the segmentation network, which has no memory, is asked as well.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from callqa.audio.decode import Audio
from callqa.audio.envelope import FRAME_S as LEVEL_FRAME_S
from callqa.audio.envelope import frame_power, level_db, spans_of
from callqa.audio.sound import SAMPLE_RATE_HZ, Sound
from callqa.domain.span import Span, intersection, merged, subtracted, total_s
from callqa.settings import HearingSettings
from callqa.speech.backends.segmentation import Segmenter
from callqa.speech.backends.silero import FRAME_S, SileroActivity
from callqa.speech.voice_windows import FRAME_HOP_S, FRAME_START_S

# Speech goes on until the probability falls this far under the threshold it began at: the
# hysteresis Silero's makers recommend, which keeps weak word ends.
_HYSTERESIS = 0.15
# Frames mark speech from their own start; onsets and ends lie up to one frame outside.
_PAD_S = 0.03
# As loud as speech: this near to the channel's usual speech, this far above its quiet frames.
_NEAR_SPEECH_DB = 12.0
_ABOVE_FLOOR_DB = 15.0
_LOUD_BRIDGE_S = 0.3
_LOUD_MIN_S = 0.4
_WINDOW_S = 10.0
_WINDOW_SAMPLES = round(_WINDOW_S * SAMPLE_RATE_HZ)


def find_all_speech(
    audio: Audio,
    channel: int,
    music: Sequence[Span],
    model: SileroActivity,
    segmenter: Segmenter,
    settings: HearingSettings,
) -> tuple[Span, ...]:
    """Return the speech of `channel` (from 0) outside music and tones, sorted, in seconds."""
    samples = audio.sound(channel)
    heard = find_speech(samples, model, settings)
    lost = find_lost_speech(
        samples,
        level_db(frame_power(audio, channel)),
        merged([*heard, *music]),
        segmenter,
        settings,
    )
    return subtracted(merged([*heard, *lost], settings.speech_min_silence_s), music)


def find_speech(
    samples: Sound, model: SileroActivity, settings: HearingSettings
) -> tuple[Span, ...]:
    """Return the speech of one channel as Silero hears it, sorted, in seconds.

    Parameters
    ----------
    samples : float32 [n]
        One channel at 16 kHz, -1..1, read a block at a time.
    model
        The loaded network.
    settings
        Threshold and shortest speech and silence.
    """
    duration_s = len(samples) / SAMPLE_RATE_HZ
    speaking = _hysteresis(
        model.probabilities(samples),
        settings.speech_threshold,
        settings.speech_threshold - _HYSTERESIS,
    )
    joined = merged(spans_of(speaking, FRAME_S), settings.speech_min_silence_s)
    return merged(
        Span(max(0.0, span.start_s - _PAD_S), min(duration_s, span.end_s + _PAD_S))
        for span in joined
        if span.duration_s >= settings.speech_min_s
    )


def find_lost_speech(
    samples: Sound,
    level_db: NDArray[np.float64],
    known: Sequence[Span],
    segmenter: Segmenter,
    settings: HearingSettings,
) -> tuple[Span, ...]:
    """Return speech that Silero did not hear, sorted.

    Parameters
    ----------
    samples : float32 [n]
        One channel at 16 kHz, -1..1; only what is asked about is read.
    level_db : float64 [frames]
        Its level in the speech band, one value per 20 ms.
    known
        Sorted time that is already known to be speech, music or tones.
    segmenter
        The segmentation network; asked about loud stretches alone.
    settings
        Threshold and shortest speech.
    """
    loud = _loud_stretches(level_db, known)
    heard: list[Span] = []
    for window_s in _windows(loud):
        first = round(window_s * SAMPLE_RATE_HZ)
        sound = samples[first : first + _WINDOW_SAMPLES]
        sound = np.pad(sound, (0, _WINDOW_SAMPLES - len(sound)))
        nobody = segmenter.probabilities(sound[np.newaxis])[0, :, 0]
        speaking = 1.0 - nobody >= settings.speech_threshold
        start_s = window_s + FRAME_START_S - FRAME_HOP_S / 2
        heard.extend(spans_of(speaking, FRAME_HOP_S, start_s))
    spoken = [
        span
        for span in merged(heard, settings.speech_min_silence_s)
        if total_s(intersection([span], loud)) >= settings.speech_min_s
    ]
    return subtracted(spoken, merged(known))


def _loud_stretches(level_db: NDArray[np.float64], known: Sequence[Span]) -> tuple[Span, ...]:
    """Return stretches outside `known` that are as loud as the channel's speech."""
    inside = np.zeros(len(level_db), bool)
    for span in known:
        inside[int(span.start_s / LEVEL_FRAME_S) : int(span.end_s / LEVEL_FRAME_S) + 1] = True
    if not len(level_db):
        return ()
    speech_db = np.median(level_db[inside]) if inside.any() else np.percentile(level_db, 95)
    floor_db = np.percentile(level_db, 10)
    limit_db = max(speech_db - _NEAR_SPEECH_DB, floor_db + _ABOVE_FLOOR_DB)
    loud = merged(spans_of((level_db > limit_db) & ~inside), _LOUD_BRIDGE_S)
    outside = subtracted(loud, merged(known))
    return tuple(span for span in outside if span.duration_s >= _LOUD_MIN_S)


def _windows(stretches: Sequence[Span]) -> list[float]:
    """Return the starts of 10 s windows that together hold every stretch, with room around it."""
    starts: list[float] = []
    for span in stretches:
        at_s = max(0.0, span.start_s - 1.0)
        while at_s < span.end_s:
            if not starts or starts[-1] + _WINDOW_S < span.end_s:
                starts.append(at_s)
            at_s += _WINDOW_S - 1.0
    return starts


def _hysteresis(probabilities: NDArray[np.float32], on: float, off: float) -> NDArray[np.bool_]:
    """Switch on at `on` and stay on until a value falls under `off`."""
    decided = np.where(probabilities >= on, 1, np.where(probabilities < off, -1, 0))
    last = np.maximum.accumulate(np.where(decided != 0, np.arange(len(decided)), -1))
    state = np.where(last >= 0, decided[last], -1)
    return np.asarray(state > 0)
