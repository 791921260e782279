"""Who of up to three local speakers is active in a 10 s window: pyannote segmentation-3.0.

Its output is a powerset: one class for nobody, three for one speaker alone, three for two at
once. Speakers are local to a window; `callqa.speech.speakers` joins them across the call.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from callqa.errors import ModelDamaged
from callqa.speech.backends.onnx_export import (
    OPSET,
    WeightsFile,
    new_session,
    onnx_model,
    quiet_export,
)
from callqa.speech.quiet import import_torchaudio, quiet_libraries

WINDOW_SAMPLES = 160_000
"""10 s at 16 kHz: the length the network was trained on."""

FRAME_HOP_SAMPLES = 270
"""Hop of the network's output frames, 16.875 ms, from its strides (10 x 3 x 3 x 3)."""

FRAME_SIZE_SAMPLES = 991
"""Receptive field of one output frame, 61.9 ms; a frame's time is the middle of it."""

FRAMES_PER_WINDOW = 589
LOCAL_SPEAKERS = 3

POWERSET = np.array(
    [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1]],
    dtype=np.float32,
)
"""Active local speakers of each of the seven classes, in the network's order."""

_TOLERANCE = 1e-3
"""Largest difference from torch accepted, in log probability; 3e-5 is what is measured."""


class Segmenter:
    """The segmentation network in ONNX Runtime.

    Parameters
    ----------
    model
        Serialised ONNX model, as `onnx_model` returns it.
    threads
        Threads of one call.
    """

    def __init__(self, model: bytes, *, threads: int = 1) -> None:
        self._session = new_session(model, threads=threads)

    def probabilities(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the probability of each powerset class.

        Parameters
        ----------
        windows : float32 [batch, WINDOW_SAMPLES]
            Sound at 16 kHz, -1..1.

        Returns
        -------
        float32 [batch, FRAMES_PER_WINDOW, 7]
            Sums to 1 over the last axis.
        """
        (log_probability,) = self._session.run(None, {"waveform": windows[:, np.newaxis, :]})
        result: NDArray[np.float32] = np.exp(log_probability)
        return result


def load_segmenter(weights: WeightsFile, *, threads: int = 1) -> Segmenter:
    """Load the network, exporting it first if this machine has not done so yet.

    Raises
    ------
    ModelMissing, ModelDamaged
        See `onnx_model`.
    """
    return Segmenter(onnx_model(weights, _export), threads=threads)


def _export(weights: Path, target: Path) -> None:
    quiet_libraries()
    with quiet_export():
        import_torchaudio()
        import torch
        from pyannote.audio import Model

        network = Model.from_pretrained(weights)
        if network is None:
            raise ModelDamaged("They hold no pyannote model.", subject=str(weights))
        network.eval()
        example = torch.randn(2, 1, WINDOW_SAMPLES, generator=torch.Generator().manual_seed(0))
        torch.onnx.export(
            network,
            (example,),
            str(target),
            input_names=["waveform"],
            output_names=["log_probability"],
            dynamic_axes={"waveform": {0: "batch"}, "log_probability": {0: "batch"}},
            opset_version=OPSET,
            dynamo=False,
        )
        check = 0.1 * torch.randn(3, 1, WINDOW_SAMPLES, generator=torch.Generator().manual_seed(1))
        with torch.inference_mode():
            expected = network(check).numpy()
    (found,) = new_session(target.read_bytes(), threads=1).run(None, {"waveform": check.numpy()})
    if not np.allclose(found, expected, rtol=0.0, atol=_TOLERANCE):
        raise ModelDamaged("Its ONNX export does not agree with torch.", subject=str(weights))
