from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from callqa.audio.bleed import measure_bleed, without_bleed
from callqa.audio.decode import Audio, decode
from callqa.domain.span import Span, intersection, merged, subtracted, total_s

Samples = NDArray[np.float32]
Spans = tuple[Span, ...]


def cleaned(audio: Audio, heard: tuple[Spans, Spans]) -> tuple[Spans, Spans]:
    leaks = measure_bleed(audio, (0, 1), heard)
    return without_bleed(audio, (0, 1), heard, leaks)


def loud_spans(audio: Audio) -> tuple[Spans, Spans]:
    """Return where each channel is over -50 dBFS: what a keen detector takes for speech."""

    def of(samples: Samples) -> Spans:
        frames = samples[: len(samples) // 320 * 320].reshape(-1, 320)
        loud = np.flatnonzero(np.mean(frames**2, axis=1) > 1e-5)
        return merged((Span(i * 0.02, (i + 1) * 0.02) for i in loud.tolist()), bridge_s=0.2)

    return of(audio.channel(0)), of(audio.channel(1))


def leaking(
    call: Any, recording: Callable[..., Audio], gain_db: float, delay_s: float, *, both: bool
) -> Audio:
    """Return a call in which the first party leaks into the second channel, or both do."""
    gain, delay = 10 ** (gain_db / 20), round(delay_s * 16_000)
    first, second = call.audio.channel(0), call.audio.channel(1)

    def leak(samples: Samples) -> Samples:
        late = np.concatenate([np.zeros(delay, np.float32), samples])[: len(samples)]
        return np.asarray(gain * late, dtype=np.float32)

    return recording(np.stack([first + (leak(second) if both else 0), second + leak(first)]))


@pytest.mark.parametrize(("gain_db", "delay_s"), [(-12, 0.0), (-20, 0.12), (-30, 0.0), (-40, 0.3)])
def test_a_leak_is_measured(
    gain_db: float,
    delay_s: float,
    sample_call: Callable[[str], Any],
    recording: Callable[..., Audio],
) -> None:
    audio = leaking(sample_call("01_missed"), recording, gain_db, delay_s, both=False)

    (leak,) = measure_bleed(audio, (0, 1), loud_spans(audio))

    assert (leak.source, leak.target) == (0, 1)
    assert leak.gain_db == pytest.approx(gain_db, abs=2.0)
    assert leak.delay_s == pytest.approx(delay_s, abs=0.03)


def test_leaks_both_ways_are_measured(
    sample_call: Callable[[str], Any], recording: Callable[..., Audio]
) -> None:
    audio = leaking(sample_call("01_missed"), recording, -20, 0.0, both=True)

    leaks = measure_bleed(audio, (0, 1), loud_spans(audio))

    assert {(each.source, each.target) for each in leaks} == {(0, 1), (1, 0)}


def test_a_call_without_leak_keeps_its_speech(sample_call: Callable[[str], Any]) -> None:
    call = sample_call("01_missed")

    assert measure_bleed(call.audio, (0, 1), call.spoken) == ()
    assert cleaned(call.audio, call.spoken) == call.spoken


@pytest.mark.parametrize(("gain_db", "delay_s"), [(-12, 0.0), (-20, 0.0), (-20, 0.12), (-26, 0.0)])
def test_a_leak_makes_no_speech(
    gain_db: float,
    delay_s: float,
    sample_call: Callable[[str], Any],
    recording: Callable[..., Audio],
) -> None:
    call = sample_call("01_missed")
    audio = leaking(call, recording, gain_db, delay_s, both=True)
    heard = loud_spans(audio)

    kept = cleaned(audio, heard)

    for own, before, found in zip(loud_spans(call.audio), heard, kept, strict=True):
        assert total_s(subtracted(before, own)) > 0.2 * total_s(own)
        assert total_s(subtracted(found, own)) < 0.05 * total_s(own)
        assert total_s(intersection(found, own)) > 0.95 * total_s(own)


def test_real_overlap_and_quiet_back_channels_survive_a_leak(
    sample_call: Callable[[str], Any], recording: Callable[..., Audio]
) -> None:
    call = sample_call("01_missed")
    first, second = call.audio.channel(0), call.audio.channel(1).copy()
    word = second[round(5.5 * 16_000) : round(7.0 * 16_000)] * 10 ** (-10 / 20)
    start = round(16.0 * 16_000)
    second[start : start + len(word)] += word
    audio = recording(np.stack([first, second + 0.1 * first]))

    _, kept = cleaned(audio, loud_spans(audio))

    assert total_s(intersection(kept, [Span(16.0, 17.5)])) > 0.9
    assert total_s(intersection(kept, [Span(18.5, 25.0)])) < 0.3


def test_a_channel_that_mixes_the_other_party_in_is_the_target(
    sample_call: Callable[[str], Any], recording: Callable[..., Audio]
) -> None:
    call = sample_call("01_missed")
    first, second = call.audio.channel(0), call.audio.channel(1)
    audio = recording(np.stack([first + second, second]))
    heard = loud_spans(audio)

    (leak,) = measure_bleed(audio, (0, 1), heard)
    kept = cleaned(audio, heard)

    assert (leak.source, leak.target) == (1, 0)
    assert kept[1] == heard[1]
    assert total_s(intersection(kept[0], heard[1])) < 1.5


def test_line_noise_is_no_leak(
    sample_call: Callable[[str], Any], recording: Callable[..., Audio]
) -> None:
    call = sample_call("01_missed")
    noise = np.random.default_rng(7).normal(0, 10 ** (-50 / 20), (2, call.audio.samples.shape[1]))
    audio = recording(np.stack([call.audio.channel(0), call.audio.channel(1)]) + noise)

    assert measure_bleed(audio, (0, 1), call.spoken) == ()


def test_true_calls_of_the_development_data_lose_nothing(shared_data: Path) -> None:
    audio = decode(shared_data / "calls" / "auto_repairs_40_two_channel.flac")
    names = ("agent", "caller")
    spoken: tuple[list[Span], list[Span]] = ([], [])
    for line in (shared_data / "calls" / "auto_repairs_40.rttm").read_text().splitlines():
        _, _, _, start, length, _, _, who, *_ = line.split()
        spoken[names.index(who)].append(Span(float(start), float(start) + float(length)))
    before = tuple(merged(each) for each in spoken)

    after = cleaned(audio, before)

    assert [total_s(each) for each in after] == pytest.approx([total_s(each) for each in before])
