"""Sounds whose truth is known, and encoded files made of them."""

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

Samples = NDArray[np.float32]
Encode = Callable[..., Path]

LAYOUTS = {1: "mono", 2: "stereo", 3: "3.0", 4: "quad", 5: "5.0", 6: "5.1", 7: "6.1", 8: "7.1"}


@pytest.fixture(scope="session")
def shared_data() -> Path:
    folder = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the development recordings, which are not part of a checkout")
    return folder


@pytest.fixture
def encode(tmp_path: Path) -> Encode:
    def write(
        name: str,
        samples: Samples,
        rate_hz: int,
        *,
        codec: str = "pcm_s16le",
        container: str = "wav",
    ) -> Path:
        """Encode float32 [channels, n] with PyAV; skip where this FFmpeg has no such encoder."""
        path = tmp_path / name
        try:
            encoder = av.codec.Codec(codec, "w")
        except ValueError:
            pytest.skip(f"this FFmpeg cannot encode {codec}")
        wanted = (encoder.audio_formats or [av.AudioFormat("s16")])[0].name
        with av.open(str(path), "w", format=container) as output:
            stream = output.add_stream(codec, rate=rate_hz, layout=LAYOUTS[len(samples)])
            stream.bit_rate = 48_000 * len(samples)
            stream.options = {"strict": "experimental"}
            resampler = av.AudioResampler(format=wanted, layout=LAYOUTS[len(samples)], rate=rate_hz)
            for start in range(0, samples.shape[1], 1024):
                piece = samples[:, start : start + 1024].T.reshape(1, -1).astype(np.float32)
                frame = av.AudioFrame.from_ndarray(piece, "flt", LAYOUTS[len(samples)])
                frame.sample_rate, frame.pts = rate_hz, start
                for ready in resampler.resample(frame):
                    output.mux(stream.encode(ready))
            output.mux(stream.encode(None))
        return path

    return write


@pytest.fixture
def tone() -> Callable[..., Samples]:
    def make(hz: float, seconds: float, rate_hz: int, level: float = 0.5) -> Samples:
        """Return a sine of peak `level`, float32 [n]."""
        t_s = np.arange(round(seconds * rate_hz)) / rate_hz
        return (level * np.sin(2 * np.pi * hz * t_s)).astype(np.float32)

    return make
