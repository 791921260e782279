import io
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from callqa.audio.clips import cut_clip
from callqa.audio.decode import decode
from callqa.errors import NoAudio, RecordingMissing, RecordingUnreadable

Samples = NDArray[np.float32]
Encode = Callable[..., Path]

# What the issue asks of a clip's start.
EXACT_S = 0.02
BURST_S = 0.1
AT_S = (2.0, 11.5, 31.25, 52.0)


@dataclass(frozen=True)
class Format:
    codec: str
    container: str
    suffix: str
    rate_hz: int
    channels: int = 2
    delay_s: float = 0.0

    def __str__(self) -> str:
        return f"{self.codec}-{self.suffix}-{self.rate_hz}"


FORMATS = (
    Format("pcm_s16le", "wav", "wav", 8000),
    Format("pcm_mulaw", "wav", "wav", 8000),
    Format("pcm_s24le", "wav", "wav", 44100),
    Format("adpcm_ima_wav", "wav", "wav", 8000),
    Format("flac", "flac", "flac", 16000),
    Format("libmp3lame", "mp3", "mp3", 8000),
    Format("libmp3lame", "mp3", "mp3", 44100),
    Format("vorbis", "ogg", "ogg", 44100),
    Format("libopus", "ogg", "opus", 48000),
    Format("libopus", "webm", "webm", 48000),
    Format("aac", "mp4", "m4a", 44100),
    # A bare AAC stream does not tell the 1024 samples that its coder put first.
    Format("aac", "adts", "aac", 16000, 1, delay_s=1024 / 16_000),
)


def bursts(rate_hz: int, seconds: float = 60.0) -> Samples:
    """Return silence with a tone of 0.1 s at each of `AT_S`: 500, 700, 900 and 1100 Hz."""
    sound = np.zeros(round(seconds * rate_hz), np.float32)
    t_s = np.arange(round(BURST_S * rate_hz)) / rate_hz
    for index, at_s in enumerate(AT_S):
        first = round(at_s * rate_hz)
        sound[first : first + len(t_s)] = 0.5 * np.sin(2 * np.pi * (500 + 200 * index) * t_s)
    return sound


def opened(clip: bytes) -> tuple[int, Samples]:
    """Return rate and samples [n, channels] by the standard library's reader."""
    with wave.open(io.BytesIO(clip)) as file:
        assert file.getsampwidth() == 2
        raw = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        return file.getframerate(), raw.reshape(-1, file.getnchannels()) / np.float32(32768)


def onset_s(rate_hz: int, sound: Samples) -> float:
    return float(np.argmax(np.abs(sound) > 0.15)) / rate_hz


@pytest.mark.parametrize("form", FORMATS, ids=str)
def test_a_clip_starts_where_it_was_asked_in_every_format(form: Format, encode: Encode) -> None:
    path = encode(
        f"call.{form.suffix}",
        np.stack([bursts(form.rate_hz)] * form.channels),
        form.rate_hz,
        codec=form.codec,
        container=form.container,
    )

    for index, at_s in enumerate(AT_S):
        start_s = at_s + form.delay_s
        rate_hz, sound = opened(cut_clip(path, start_s, start_s + BURST_S))

        assert rate_hz == min(form.rate_hz, 16_000)
        assert len(sound) / rate_hz == pytest.approx(2.0 + BURST_S, abs=EXACT_S)
        assert onset_s(rate_hz, sound[:, 0]) == pytest.approx(1.0, abs=EXACT_S)
        heard = sound[round(1.02 * rate_hz) : round(1.08 * rate_hz), 0]
        spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard)), 8 * len(heard)))
        hz = float(np.argmax(spectrum)) * rate_hz / (8 * len(heard))
        assert hz == pytest.approx(500 + 200 * index, abs=25)


def test_a_clip_of_a_lossless_recording_is_its_very_samples(encode: Encode) -> None:
    noise = np.random.default_rng(7).uniform(-0.5, 0.5, (2, 8000 * 40)).astype(np.float32)
    path = encode("call.flac", noise, 8000, codec="flac", container="flac")

    rate_hz, sound = opened(cut_clip(path, 21.0, 22.5, margin_s=0.5))

    assert rate_hz == 8000
    assert np.abs(sound.T - noise[:, 8000 * 41 // 2 : 8000 * 23]).max() < 2 / 32768


def test_a_clip_is_on_the_time_line_of_the_analysis() -> None:
    folder = Path(__file__).resolve().parents[2] / "sample_calls"
    for path in sorted(each for each in folder.iterdir() if each.suffix in {".mp3", ".flac"}):
        audio = decode(path)
        start_s = audio.seconds / 2

        rate_hz, sound = opened(cut_clip(path, start_s, start_s + 3.0, margin_s=0.0))

        heard = sound[:, 0]
        whole = audio.channel(0, start_s - 0.5, start_s + 3.5)
        step = 16_000 // rate_hz
        lag = np.argmax(np.correlate(whole[::step], heard, "valid")) / rate_hz - 0.5
        assert lag == pytest.approx(0.0, abs=EXACT_S)


def test_margins_end_where_the_recording_ends(encode: Encode) -> None:
    path = encode("call.wav", np.stack([bursts(8000, 53.0)]), 8000)

    _, at_start = opened(cut_clip(path, 0.25, 1.0))
    _, at_end = opened(cut_clip(path, 52.0, 55.0))

    assert len(at_start) == 8000 * 2
    assert len(at_end) == 8000 * 2


def test_a_moment_past_the_end_says_that_the_recording_is_another(encode: Encode) -> None:
    path = encode("call.wav", np.stack([bursts(8000, 53.0)]), 8000)

    with pytest.raises(NoAudio, match=r"no sound at 1:10: it is shorter than the call"):
        cut_clip(path, 70.0, 71.0)
    with pytest.raises(NoAudio, match="no sound at 0:53"):
        cut_clip(path, 53.2, 54.0)


def test_each_party_can_be_cut_alone(encode: Encode, tone: Callable[..., Samples]) -> None:
    sound = np.stack([tone(hz, 5.0, 8000) for hz in (400, 800, 1200)])
    path = encode("call.flac", sound, 8000, codec="flac", container="flac")

    _, both = opened(cut_clip(path, 1.0, 2.0, margin_s=0.0))
    _, third = opened(cut_clip(path, 1.0, 2.0, margin_s=0.0, channels=(3,)))

    assert both.shape == (8000, 2)
    assert third.shape == (8000, 1)
    assert np.argmax(np.abs(np.fft.rfft(third[:, 0]))) == 1200
    with pytest.raises(NoAudio, match="has 3 channel"):
        cut_clip(path, 1.0, 2.0, channels=(4,))


def test_a_recording_that_is_not_there_or_not_sound_says_so(tmp_path: Path) -> None:
    text = tmp_path / "call.wav"
    text.write_text("not a sound", encoding="utf-8")

    with pytest.raises(RecordingMissing):
        cut_clip(tmp_path / "moved.wav", 1.0, 2.0)
    with pytest.raises(RecordingUnreadable):
        cut_clip(text, 1.0, 2.0)


@pytest.mark.parametrize("span", [(3.0, 2.0, ()), (1.0, 2.0, (1, 2, 3))])
def test_a_moment_that_makes_no_sense_is_a_mistake_of_the_caller(
    span: tuple[float, float, tuple[int, ...]], tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="no moment to cut"):
        cut_clip(tmp_path / "call.wav", span[0], span[1], channels=span[2])
