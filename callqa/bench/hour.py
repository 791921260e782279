"""An hour of sound made of one call, to see what memory a long call needs."""

import tempfile
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from callqa.audio.decode import SAMPLE_RATE_HZ, decode

_HOUR_S = 3600.0


@contextmanager
def an_hour_of(path: Path) -> Iterator[Path]:
    """Give the path of a WAV file with the call at `path` repeated to 60 minutes."""
    audio = decode(path)
    frames = audio.samples.T.tobytes()
    repeats = round(_HOUR_S / audio.duration_s)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "hour.wav"
        with wave.open(str(target), "wb") as sink:
            sink.setnchannels(audio.channels)
            sink.setsampwidth(2)
            sink.setframerate(SAMPLE_RATE_HZ)
            for _ in range(repeats):
                sink.writeframes(frames)
        yield target
