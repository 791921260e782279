"""Silero voice activity through ONNX Runtime, a block of frames a call, without torch."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from callqa.audio.sound import SAMPLE_RATE_HZ, Sound
from callqa.speech.backends.onnx_export import new_session

FRAME_SAMPLES = 512
CONTEXT_SAMPLES = 64
FRAME_S = FRAME_SAMPLES / SAMPLE_RATE_HZ
_BLOCK_FRAMES = 512
_STATE_SHAPE = (1, 1, 128)


class SileroActivity:
    """Speech probability per 32 ms frame.

    Parameters
    ----------
    path
        The packaged ``silero_vad_16k_sequence.onnx``.
    """

    def __init__(self, path: Path) -> None:
        self._session = new_session(path.read_bytes(), threads=1)

    def probabilities(self, samples: Sound) -> NDArray[np.float32]:
        """Return the speech probability of each frame.

        Parameters
        ----------
        samples : float32 [n]
            One channel at 16 kHz, -1..1, read a block at a time; the last frame is padded with
            zeros.

        Returns
        -------
        float32 [ceil(n / 512)]
        """
        hidden = np.zeros(_STATE_SHAPE, np.float32)
        cell = np.zeros(_STATE_SHAPE, np.float32)
        context = np.zeros(CONTEXT_SAMPLES, np.float32)
        found: list[NDArray[np.float32]] = []
        step = _BLOCK_FRAMES * FRAME_SAMPLES
        for first in range(0, len(samples), step):
            block = samples[first : first + step]
            block = np.pad(block, (0, -len(block) % FRAME_SAMPLES))
            joined = np.concatenate([context, block])
            frames = np.lib.stride_tricks.sliding_window_view(
                joined, CONTEXT_SAMPLES + FRAME_SAMPLES
            )[::FRAME_SAMPLES]
            values, hidden, cell = self._session.run(
                ["speech_probs", "hn", "cn"],
                {"input": np.ascontiguousarray(frames), "h": hidden, "c": cell},
            )
            found.append(values.reshape(-1))
            context = block[-CONTEXT_SAMPLES:]
        return np.concatenate(found) if found else np.zeros(0, np.float32)
