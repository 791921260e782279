"""Recordings of a moment: everything that looks at a whole recording must bear them."""

import wave
from pathlib import Path

import numpy as np
import pytest

from callqa.audio.bleed import measure_bleed, without_bleed
from callqa.audio.channels import find_layout
from callqa.audio.decode import Audio, decode
from callqa.audio.health import HealthFacts, examine
from callqa.audio.loudness import track
from callqa.audio.tones import find_music_and_tones
from callqa.domain.span import Span
from callqa.domain.speech import SpeechSpan, Turn
from callqa.settings import HealthSettings


def decoded(folder: Path, seconds: float, channels: int) -> Audio:
    """Return noise of another seed on each channel."""
    noise = np.random.default_rng(5).normal(0, 3000, (round(8000 * seconds), channels))
    path = folder / "moment.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(noise.astype("<i2").tobytes())
    return decode(path)


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("seconds", [0.001, 0.01, 0.05, 0.1, 0.3, 0.49, 0.5, 0.51, 1.0])
def test_a_moment_of_sound_is_heard_like_a_call(
    seconds: float, channels: int, tmp_path: Path
) -> None:
    audio = decoded(tmp_path, seconds, channels)
    whole = (Span(0.0, audio.duration_s),)

    layout = find_layout(audio, HealthSettings())
    assert audio.duration_s == pytest.approx(seconds)
    for channel in layout.kept:
        assert find_music_and_tones(audio.sound(channel)) == ()
        assert track(audio.sound(channel), whole, speaker="S1").speaker == "S1"
    if len(layout.kept) == 2:
        leaks = measure_bleed(audio, (0, 1), (whole, whole))
        assert leaks == ()
        assert without_bleed(audio, (0, 1), (whole, whole), leaks) == (whole, whole)
    facts = HealthFacts(
        layout=layout,
        speech=[SpeechSpan(0.0, audio.duration_s, f"S{at}") for at in layout.kept],
        channel_of={f"S{at}": at for at in layout.kept},
        turns=[Turn(at, f"S{at}", 0.0, audio.duration_s, "", ()) for at in layout.kept],
    )
    assert "too_short" in {each.code for each in examine(audio, facts, HealthSettings())}


@pytest.mark.parametrize("seconds", [0.05, 0.2, 0.45])
def test_silence_on_a_short_recording_is_no_leak(seconds: float, tmp_path: Path) -> None:
    audio = decoded(tmp_path, seconds, 2)

    assert measure_bleed(audio, (0, 1), ((), ())) == ()


def test_a_sound_read_in_pieces_is_the_channel(tmp_path: Path) -> None:
    audio = decoded(tmp_path, 1.0, 2)
    sound = audio.sound(1)

    pieces = [sound[start : start + 700] for start in range(0, len(sound), 700)]

    assert np.array_equal(np.concatenate(pieces), audio.channel(1))
