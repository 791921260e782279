"""Voice activity: which stretches of one channel are speech."""

import numpy as np
from numpy.typing import NDArray

from callqa.domain.span import Span, merged
from callqa.settings import HearingSettings
from callqa.speech.backends.silero import FRAME_S, SileroActivity

# Speech goes on until the probability falls this far under the threshold it began at: the
# hysteresis Silero's makers recommend, which keeps weak word ends.
_HYSTERESIS = 0.15
# Frames mark speech from their own start; onsets and ends lie up to one frame outside.
_PAD_S = 0.03


def find_speech(
    samples: NDArray[np.float32], model: SileroActivity, settings: HearingSettings
) -> tuple[Span, ...]:
    """Return the speech of one channel, sorted, in seconds.

    Parameters
    ----------
    samples : float32 [n]
        One channel at 16 kHz, -1..1.
    """
    duration_s = len(samples) / 16_000
    speaking = _hysteresis(
        model.probabilities(samples),
        settings.speech_threshold,
        settings.speech_threshold - _HYSTERESIS,
    )
    edges = np.flatnonzero(np.diff(np.concatenate([[0], speaking.view(np.int8), [0]])))
    raw = [Span(a * FRAME_S, b * FRAME_S) for a, b in edges.reshape(-1, 2).tolist()]
    joined = merged(raw, settings.speech_min_silence_s)
    return merged(
        Span(max(0.0, span.start_s - _PAD_S), min(duration_s, span.end_s + _PAD_S))
        for span in joined
        if span.duration_s >= settings.speech_min_s
    )


def _hysteresis(probabilities: NDArray[np.float32], on: float, off: float) -> NDArray[np.bool_]:
    """Switch on at `on` and stay on until a value falls under `off`."""
    decided = np.where(probabilities >= on, 1, np.where(probabilities < off, -1, 0))
    last = np.maximum.accumulate(np.where(decided != 0, np.arange(len(decided)), -1))
    state = np.where(last >= 0, decided[last], -1)
    return np.asarray(state > 0)
