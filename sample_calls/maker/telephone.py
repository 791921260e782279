"""The telephone: 8 kHz band, levels, line noise, and the files it is recorded in."""

import math
from pathlib import Path

import av
import numpy as np
import soundfile
import soxr

from maker.script import ScriptError
from maker.voices import RATE_HZ, Samples, amplitude, db

LINE_RATE_HZ = 8_000
_BAND_HZ = (300.0, 3_400.0)
_TAPS = 257
_KNEE, _HEADROOM = 0.7, 0.25
_MAX_PEAK = 0.97
_MP3_BIT_RATE = 64_000


def to_line(samples: Samples) -> Samples:
    """Return speech of `RATE_HZ` in the telephone band at `LINE_RATE_HZ`, delay-free."""
    return band_limit(soxr.resample(samples, RATE_HZ, LINE_RATE_HZ))


def band_limit(samples: Samples) -> Samples:
    """Keep 300-3400 Hz with a linear-phase filter whose delay is taken out."""
    time = np.arange(_TAPS) - (_TAPS - 1) / 2
    high, low = (2.0 * edge / LINE_RATE_HZ for edge in reversed(_BAND_HZ))
    taps = (high * np.sinc(high * time) - low * np.sinc(low * time)) * np.hamming(_TAPS)
    full = np.convolve(samples, taps)
    start = (_TAPS - 1) // 2
    return full[start : start + len(samples)]


def speech_bounds(samples: Samples, floor_db: float = -34.0) -> tuple[int, int]:
    """Return first and last sample of speech in a clean clip.

    Speech is where a 10 ms frame lies within `floor_db` of the clip's loud frames (95th
    percentile).
    """
    frame = LINE_RATE_HZ // 100
    levels = frame_rms(samples, frame)
    threshold = float(np.percentile(levels, 95)) * amplitude(floor_db)
    active = np.flatnonzero(levels > threshold)
    if active.size == 0:
        raise ScriptError("a line was synthesised as silence")
    return int(active[0]) * frame, min(len(samples), int(active[-1] + 1) * frame)


def active_level_db(samples: Samples) -> float:
    """Return the RMS level in dBFS of the frames within 25 dB of the loudest ones."""
    levels = frame_rms(samples, LINE_RATE_HZ // 50)
    loud = levels[levels > np.percentile(levels, 95) * amplitude(-25.0)]
    return db(math.sqrt(float(np.mean(loud**2))))


def frame_rms(samples: Samples, frame: int) -> Samples:
    """Return the RMS of each whole frame of `frame` samples."""
    count = len(samples) // frame
    frames = samples[: count * frame].reshape(count, frame)
    return np.asarray(np.sqrt(np.mean(frames**2, axis=1)))


def line_noise(count: int, level_dbfs: float, generator: np.random.Generator) -> Samples:
    """Return band-limited noise float64 [count] of that RMS level."""
    noise = band_limit(generator.standard_normal(count))
    rms = math.sqrt(float(np.mean(noise**2)))
    return noise * (amplitude(level_dbfs) / rms)


def soft_limit(samples: Samples) -> Samples:
    """Bend peaks above 0.7 of full scale towards 0.95, as a line's companding does; no clipping."""
    size = np.abs(samples)
    bent = _KNEE + _HEADROOM * np.tanh((size - _KNEE) / _HEADROOM)
    return np.where(size > _KNEE, np.sign(samples) * bent, samples)


def write_recording(path: Path, channels: Samples, codec: str) -> None:
    """Write float64 [n, channels] at `LINE_RATE_HZ` as pcm_16, ulaw (WAV), flac or mp3."""
    peak = float(np.max(np.abs(channels)))
    if peak > _MAX_PEAK:
        raise ScriptError(f"{path.name}: peak {peak:.2f} would clip; lower a level")
    if codec == "mp3":
        _write_mp3(path, channels)
        return
    subtype = {"pcm_16": "PCM_16", "flac": "PCM_16", "ulaw": "ULAW"}[codec]
    soundfile.write(path, channels, LINE_RATE_HZ, subtype=subtype)


def _write_mp3(path: Path, channels: Samples) -> None:
    layout = "stereo" if channels.shape[1] == 2 else "mono"
    pcm = np.round(np.ascontiguousarray(channels) * 32767.0).astype(np.int16).reshape(1, -1)
    with av.open(str(path), "w", format="mp3") as container:
        # Without joint stereo the parties stay apart.
        stream = container.add_stream("libmp3lame", LINE_RATE_HZ, options={"joint_stereo": "0"})
        stream.layout = layout
        stream.bit_rate = _MP3_BIT_RATE
        frame = av.AudioFrame.from_ndarray(pcm, format="s16", layout=layout)
        frame.sample_rate = LINE_RATE_HZ
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
