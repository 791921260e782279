from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from callqa.audio.decode import decode
from callqa.audio.tones import find_music_and_tones
from callqa.domain.span import Span, intersection, total_s

Samples = NDArray[np.float32]
RATE_HZ = 16_000
CHORDS = (
    (220.0, 277.2, 329.6),
    (196.0, 246.9, 293.7),
    (174.6, 220.0, 261.6),
    (196.0, 246.9, 329.6),
)


def tones(seconds: float, *hz: float, level: float = 0.1) -> Samples:
    t_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return np.asarray(level * sum(np.sin(2 * np.pi * each * t_s) for each in hz), dtype=np.float32)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE_HZ), np.float32)


def on_a_line(*pieces: Samples) -> Samples:
    """Join pieces and add the noise of a line at -66 dBFS."""
    joined = np.concatenate(pieces)
    noise = np.random.default_rng(11).normal(0, 0.0005, len(joined))
    return (joined + noise).astype(np.float32)


def note(hz: float, seconds: float, *, plucked: bool) -> Samples:
    t_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    partials = [n for n in range(1, 9) if n * hz < 3400]
    shape = [
        np.exp(-t_s * (1.5 + 0.7 * n)) if plucked else np.minimum(1, t_s / 0.1) for n in partials
    ]
    sound = sum(
        s * np.sin(2 * np.pi * n * hz * t_s) / n for n, s in zip(partials, shape, strict=True)
    )
    return np.asarray(sound, dtype=np.float32)


def tune(seconds: float, *, plucked: bool, drums: bool) -> Samples:
    """Return chords with a melody an octave up, and drums on the beat, in the telephone band."""
    beat_s, random = 0.5, np.random.default_rng(12)
    track = np.zeros(round((seconds + 3) * RATE_HZ), np.float32)
    for beat in range(int(seconds / beat_s)):
        at = round(beat * beat_s * RATE_HZ)
        chord = CHORDS[beat // 4 % 4]
        voices = [(2 * chord[beat % 3], 0.6)] + [(hz, 1.0) for hz in chord if beat % 2 == 0]
        for hz, length_s in voices:
            sound = note(hz, length_s, plucked=plucked)
            track[at : at + len(sound)] += sound
        if drums:
            hit = random.normal(0, 1, 1600) * np.exp(-np.arange(1600) / 320)
            track[at : at + 1600] += hit.astype(np.float32)
    track = track[: round(seconds * RATE_HZ)]
    return np.asarray(0.06 * track / np.std(track), dtype=np.float32)


@pytest.mark.parametrize(
    ("on_s", "off_s", "hz"),
    [(2.0, 4.0, (440, 480)), (1.0, 4.0, (425,)), (0.4, 2.0, (400, 450)), (0.5, 0.5, (480, 620))],
    ids=["american", "european", "british", "busy"],
)
def test_ringing_is_marked_as_a_whole(on_s: float, off_s: float, hz: tuple[float, ...]) -> None:
    ringing = on_a_line(*[tones(on_s, *hz), silence(off_s)] * 4)

    (span,) = find_music_and_tones(ringing)

    assert span.start_s == pytest.approx(0.0, abs=0.1)
    assert span.end_s == pytest.approx(4 * on_s + 3 * off_s, abs=0.1)


@pytest.mark.parametrize("press_s", [0.06, 0.1, 0.25])
def test_keypad_tones_are_marked(press_s: float) -> None:
    keys = [(697, 1209), (770, 1336), (852, 1477), (941, 1336)]
    pieces = [piece for key in keys for piece in (tones(press_s, *key), silence(press_s))]

    (span,) = find_music_and_tones(on_a_line(silence(1.0), *pieces, silence(1.0)))

    assert span.start_s == pytest.approx(1.0, abs=0.05)
    assert span.end_s == pytest.approx(1.0 + 7 * press_s, abs=0.05)


@pytest.mark.parametrize(
    ("hz", "seconds"), [(220, 1.0), (1000, 0.4), (1400, 0.5), (1100, 0.5), (2100, 3.0)]
)
def test_beeps_and_fax_tones_are_marked(hz: float, seconds: float) -> None:
    found = find_music_and_tones(on_a_line(silence(1.0), tones(seconds, hz), silence(1.0)))

    assert total_s(intersection(found, [Span(1.0, 1.0 + seconds)])) > 0.9 * seconds
    assert total_s(found) < seconds + 0.15


@pytest.mark.parametrize("plucked", [True, False])
@pytest.mark.parametrize("drums", [True, False])
def test_hold_music_is_marked_with_its_edges(plucked: bool, drums: bool) -> None:
    found = find_music_and_tones(
        on_a_line(silence(3.0), tune(12.0, plucked=plucked, drums=drums), silence(3.0))
    )

    assert total_s(intersection(found, [Span(3.0, 15.0)])) > 0.9 * 12.0
    assert total_s(found) < 12.5


def test_music_through_a_mobile_codec_is_still_music(encode: Callable[..., Path]) -> None:
    sound = tune(12.0, plucked=True, drums=True)[::2][np.newaxis]
    path = encode("a.amr", sound, 8000, codec="libopencore_amrnb", container="amr")

    assert total_s(find_music_and_tones(decode(path).channel(0))) > 0.9 * 12.0


@pytest.mark.parametrize("name", ["01_missed", "02_damaged", "07_billing", "09_card"])
def test_speech_of_sample_calls_is_not_marked(name: str, sample_call: Callable[[str], Any]) -> None:
    call = sample_call(name)

    for index in (0, 1):
        assert find_music_and_tones(call.audio.channel(index)) == ()


def test_ringing_and_hold_music_of_a_sample_call_are_found(
    sample_call: Callable[[str], Any],
) -> None:
    ringing, music = find_music_and_tones(sample_call("05_claim").audio.channel(0))

    assert (ringing.start_s, ringing.end_s) == pytest.approx((0.4, 8.4), abs=0.1)
    assert (music.start_s, music.end_s) == pytest.approx((58.9, 73.2), abs=0.3)


def test_noise_and_silence_are_neither() -> None:
    noise = np.random.default_rng(13).normal(0, 0.05, 20 * RATE_HZ).astype(np.float32)

    assert find_music_and_tones(noise) == ()
    assert find_music_and_tones(np.zeros(20 * RATE_HZ, np.float32)) == ()


@pytest.mark.parametrize("samples", [0, 1, 399, 400, 5000])
def test_a_very_short_recording_is_no_error(samples: int) -> None:
    assert find_music_and_tones(np.zeros(samples, np.float32)) == ()


def test_blocks_make_no_difference() -> None:
    found = find_music_and_tones(on_a_line(silence(50.0), tones(20.0, 440, 480), silence(5.0)))

    (span,) = found
    assert (span.start_s, span.end_s) == pytest.approx((50.0, 70.0), abs=0.1)


def test_tones_of_the_development_data_are_marked_fully(shared_data: Path) -> None:
    audio = decode(shared_data / "edge" / "tones_no_speech.wav")

    for index in (0, 1):
        sound = audio.channel(index)
        loud = [
            Span(i / 10, (i + 1) / 10)
            for i in range(300)
            if np.abs(sound[i * 1600 : (i + 1) * 1600]).max() > 0.01
        ]
        assert total_s(intersection(find_music_and_tones(sound), loud)) > 0.97 * total_s(loud)


@pytest.mark.parametrize("folder", ["calls", "interruptions", "asr", "ami"])
def test_less_than_half_a_percent_of_real_speech_is_marked(folder: str, shared_data: Path) -> None:
    marked_s = seconds = 0.0
    for path in sorted((shared_data / folder).iterdir()):
        if path.suffix in (".wav", ".flac"):
            audio = decode(path)
            for index in range(audio.channels):
                marked_s += total_s(find_music_and_tones(audio.channel(index)))
                seconds += audio.seconds

    assert marked_s < 0.002 * seconds
