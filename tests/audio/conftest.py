"""Sounds whose truth is known, and encoded files made of them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from callqa.audio.decode import Audio, decode
from callqa.domain.span import Span

Samples = NDArray[np.float32]
Encode = Callable[..., Path]

LAYOUTS = {1: "mono", 2: "stereo", 3: "3.0", 4: "quad", 5: "5.0", 6: "5.1", 7: "6.1", 8: "7.1"}


@dataclass(frozen=True)
class SampleCall:
    """A sample call with when each party speaks, by channel from 0."""

    audio: Audio
    spoken: tuple[tuple[Span, ...], tuple[Span, ...]]


@pytest.fixture(scope="session")
def sample_call() -> Callable[[str], SampleCall]:
    def load(name: str) -> SampleCall:
        folder = Path(__file__).resolve().parents[2] / "sample_calls"
        path = next((each for each in folder.glob(f"{name}*") if each.suffix != ".json"), None)
        if path is None:
            pytest.skip(f"needs the sample call {name}")
        truth = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
        channel_of = {each["id"]: each["channel"] for each in truth["speakers"]}
        spoken: tuple[list[Span], list[Span]] = ([], [])
        for turn in truth["turns"]:
            index = (channel_of[turn["speaker"]] or 1) - 1
            spoken[index].append(Span(turn["start_s"], turn["end_s"]))
        return SampleCall(decode(path), (tuple(spoken[0]), tuple(spoken[1])))

    return load


@pytest.fixture
def recording() -> Callable[..., Audio]:
    def make(channels: Samples, *, source_rate_hz: int = 8000) -> Audio:
        """Return a decoded recording of float32 [channels, n] at 16 kHz."""
        seconds = -(-channels.shape[1] // 16_000)
        return Audio(
            samples=np.clip(np.rint(channels * 32768), -32768, 32767).astype(np.int16),
            source_rate_hz=source_rate_hz,
            codec="pcm_s16le",
            duration_s=channels.shape[1] / 16_000,
            file_sha256="",
            content_id="",
            clipped_share_per_s=np.zeros((len(channels), seconds), np.float32),
            truncated=False,
        )

    return make


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
