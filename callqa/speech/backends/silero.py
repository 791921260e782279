"""Silero voice activity through ONNX Runtime, a block of frames a call, without torch."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FRAME_SAMPLES = 512
CONTEXT_SAMPLES = 64
FRAME_S = FRAME_SAMPLES / 16_000
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
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session: Any = onnxruntime.InferenceSession(
            str(path), sess_options=options, providers=["CPUExecutionProvider"]
        )

    def probabilities(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the speech probability of each frame.

        Parameters
        ----------
        samples : float32 [n]
            One channel at 16 kHz, -1..1; the last frame is padded with zeros.

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
