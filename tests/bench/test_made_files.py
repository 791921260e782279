import wave
from pathlib import Path

import numpy as np
import pytest

from callqa.audio.decode import decode
from callqa.bench.made_files import mixed, swapped, taking_turns


def recording(path: Path, *channels: list[int]) -> Path:
    """A WAV file at 16 kHz with each value held for a tenth of a second."""
    samples = np.repeat(np.array(channels, np.int16), 1600, axis=1)
    with wave.open(str(path), "wb") as sink:
        sink.setnchannels(len(channels))
        sink.setsampwidth(2)
        sink.setframerate(16000)
        sink.writeframes(np.ascontiguousarray(samples.T).tobytes())
    return path


def levels(path: Path) -> list[list[int]]:
    """The value in the middle of each tenth of a second, per channel."""
    found: list[list[int]] = decode(path).samples[:, 800::1600].tolist()
    return found


@pytest.fixture
def call(tmp_path: Path) -> Path:
    return recording(tmp_path / "call.wav", [100, 0, 300], [0, 20, 30])


def test_swapped_channels_are_the_other_way_round(call: Path, tmp_path: Path) -> None:
    assert levels(swapped(call, tmp_path)) == [[0, 20, 30], [100, 0, 300]]


def test_mixed_channels_are_added(call: Path, tmp_path: Path) -> None:
    assert levels(mixed(call, tmp_path)) == [[100, 20, 330]]


def test_a_mix_that_would_clip_is_made_softer(tmp_path: Path) -> None:
    loud = recording(tmp_path / "loud.wav", [30000, -10000], [20000, 0])

    assert levels(mixed(loud, tmp_path)) == [[32767, pytest.approx(-6554, abs=1)]]


def test_readers_take_turns_on_their_own_channels(tmp_path: Path) -> None:
    first = [recording(tmp_path / f"a{each}.wav", [each]) for each in (1, 2)]
    second = [recording(tmp_path / "b.wav", [7])]

    joined = taking_turns([first, second], 0.1, tmp_path / "joined.wav")

    assert levels(joined) == [[0, 1, 0, 0, 0, 2, 0], [0, 0, 0, 7, 0, 0, 0]]
