from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from callqa.audio.channels import find_layout
from callqa.audio.decode import Audio, decode
from callqa.settings import HealthSettings

Samples = NDArray[np.float32]
Record = Callable[..., Audio]
SETTINGS = HealthSettings()

CALL = "01_missed"


def parties(sample_call: Callable[[str], Any]) -> Samples:
    audio = sample_call(CALL).audio
    return np.stack([audio.channel(0), audio.channel(1)])


def late(samples: Samples, seconds: float) -> Samples:
    count = round(seconds * 16_000)
    return np.concatenate([np.zeros(count, np.float32), samples])[: len(samples)]


def test_two_parties_on_two_channels_are_two_channels(
    sample_call: Callable[[str], Any], recording: Record
) -> None:
    layout = find_layout(recording(parties(sample_call)), SETTINGS)

    assert (layout.kind, layout.kept) == ("two_channel", (0, 1))
    assert layout.copies == layout.silent == ()


@pytest.mark.parametrize(
    ("gain_db", "delay_s", "noise_db"),
    [(0.0, 0.0, -120.0), (-15.0, 0.018, -120.0), (6.0, 0.005, -60.0), (-6.0, 0.0, -45.0)],
)
def test_a_copy_is_found_whatever_its_gain_delay_and_noise(
    gain_db: float,
    delay_s: float,
    noise_db: float,
    sample_call: Callable[[str], Any],
    recording: Record,
) -> None:
    mix = parties(sample_call).sum(axis=0) / 2
    noise = np.random.default_rng(5).normal(0, 10 ** (noise_db / 20), mix.shape)
    copy = late(mix, delay_s) * 10 ** (gain_db / 20) + noise

    layout = find_layout(recording(np.stack([mix, copy])), SETTINGS)

    assert (layout.kind, layout.kept) == ("dual_mono", (0,))
    (found,) = layout.copies
    assert (found.channel, found.of) == (1, 0)
    assert found.delay_s == pytest.approx(delay_s, abs=0.001)
    assert found.gain_db == pytest.approx(gain_db, abs=1.5)


def test_an_inverted_copy_is_a_copy(sample_call: Callable[[str], Any], recording: Record) -> None:
    mix = parties(sample_call).sum(axis=0) / 2

    assert find_layout(recording(np.stack([mix, -mix])), SETTINGS).kind == "dual_mono"


def test_a_copy_through_a_codec_is_a_copy(
    sample_call: Callable[[str], Any], encode: Callable[..., Path], recording: Record
) -> None:
    mix = parties(sample_call).sum(axis=0)[:480_000:2] / 2
    coded = decode(
        encode("a.amr", mix[np.newaxis], 8000, codec="libopencore_amrnb", container="amr")
    )
    clean = decode(encode("a.wav", mix[np.newaxis], 8000))
    count = min(coded.samples.shape[1], clean.samples.shape[1])
    both = np.stack([clean.channel(0)[:count], coded.channel(0)[:count]])

    assert find_layout(recording(both), SETTINGS).kind == "dual_mono"


def test_strong_leaks_both_ways_are_still_two_channels(
    sample_call: Callable[[str], Any], recording: Record
) -> None:
    first, second = parties(sample_call)
    leaking = np.stack([first + 0.5 * second, second + 0.5 * first]) * 0.5

    assert find_layout(recording(leaking), SETTINGS).kind == "two_channel"


def test_a_channel_of_line_noise_is_silent(
    sample_call: Callable[[str], Any], recording: Record
) -> None:
    speech = parties(sample_call)[0]
    noise = np.random.default_rng(6).normal(0, 10 ** (-75 / 20), speech.shape).astype(np.float32)

    layout = find_layout(recording(np.stack([noise, speech])), SETTINGS)

    assert (layout.kind, layout.kept, layout.silent) == ("mono", (1,), (0,))


def test_a_recording_of_nothing_keeps_one_channel(recording: Record) -> None:
    layout = find_layout(recording(np.zeros((2, 32_000), np.float32)), SETTINGS)

    assert (layout.kept, layout.silent) == ((0,), (0, 1))


def test_of_many_channels_silent_ones_copies_and_the_mix_go(
    sample_call: Callable[[str], Any], recording: Record
) -> None:
    first, second = parties(sample_call) * 0.5
    silence = np.zeros_like(first)

    layout = find_layout(
        recording(np.stack([silence, first + second, first, late(first, 0.01), second])), SETTINGS
    )

    assert (layout.kind, layout.kept) == ("two_channel", (2, 4))
    assert layout.silent == (0,)
    assert [(each.channel, each.of) for each in layout.copies] == [(3, 2)]


def test_dual_mono_development_recordings_are_found(shared_data: Path) -> None:
    for path in sorted((shared_data / "edge").glob("dual_mono*")):
        assert find_layout(decode(path), SETTINGS).kind == "dual_mono", path.name


@pytest.mark.parametrize("folder", ["calls", "interruptions", "raised_volume"])
def test_two_channel_development_recordings_are_never_dual_mono(
    folder: str, shared_data: Path
) -> None:
    for path in sorted((shared_data / folder).iterdir()):
        if path.suffix in (".wav", ".flac"):
            audio = decode(path)
            wanted = "two_channel" if audio.channels == 2 else "mono"
            assert find_layout(audio, SETTINGS).kind == wanted, path.name
