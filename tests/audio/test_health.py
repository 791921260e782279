from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, get_args

import numpy as np
import pytest
from numpy.typing import NDArray

from callqa.audio.bleed import Bleed
from callqa.audio.channels import find_layout
from callqa.audio.decode import Audio
from callqa.audio.health import HealthFacts, examine
from callqa.catalogue import knows, say
from callqa.domain.recording import HealthCode, HealthFinding, grade
from callqa.domain.sentence import Sentence
from callqa.domain.span import Span
from callqa.domain.speech import SpeechSpan, Turn
from callqa.settings import HealthSettings

Samples = NDArray[np.float32]
Record = Callable[..., Audio]
SETTINGS = HealthSettings()
NAMES = ("S1", "S2")


def facts_of(audio: Audio, spoken: Sequence[Sequence[Span]], **known: Any) -> HealthFacts:
    """Return what a perfect ear would know: one speaker a channel, a turn a span."""
    pairs = [(span, name) for name, spans in zip(NAMES, spoken, strict=False) for span in spans]
    ordered = sorted(pairs, key=lambda each: each[0].start_s)
    return HealthFacts(
        layout=find_layout(audio, SETTINGS),
        speech=[SpeechSpan(span.start_s, span.end_s, name) for span, name in ordered],
        channel_of={name: index for index, name in enumerate(NAMES[: len(spoken)])},
        turns=[
            Turn(i, name, span.start_s, span.end_s, "", ())
            for i, (span, name) in enumerate(ordered)
        ],
        **known,
    )


def found(audio: Audio, facts: HealthFacts) -> dict[HealthCode, HealthFinding]:
    findings = {each.code: each for each in examine(audio, facts, SETTINGS)}
    for each in findings.values():
        assert say(each.detail)
    return findings


@pytest.fixture
def call(sample_call: Callable[[str], Any]) -> Any:
    return sample_call("01_missed")


def channels(call: Any) -> Samples:
    return np.stack([call.audio.channel(0), call.audio.channel(1)])


def test_a_good_telephone_call_is_good_and_narrow_band(call: Any) -> None:
    findings = found(call.audio, facts_of(call.audio, call.spoken))

    assert set(findings) == {"narrow_band"}
    health = grade(tuple(findings.values()), not_measurable=False)
    assert (health.grade, health.reason) == ("good", Sentence("health.reason_good"))


def test_a_wide_band_recording_is_not_narrow(call: Any, recording: Record) -> None:
    audio = recording(channels(call), source_rate_hz=16_000)

    assert found(audio, facts_of(audio, call.spoken)) == {}


def test_clipping_is_counted_over_speech(call: Any) -> None:
    clipped = np.zeros_like(call.audio.clipped_share_per_s)
    clipped[1, 6:9] = 0.5
    audio = replace(call.audio, clipped_share_per_s=clipped)

    finding = found(audio, facts_of(audio, call.spoken))["clipping"]

    assert finding.channel == 2
    speech_s = sum(span.duration_s for span in call.spoken[1])
    assert finding.detail.values["share"] == pytest.approx(1.5 / speech_s)
    assert [(each.start_s, each.end_s) for each in finding.evidence] == [(6.0, 9.0)]


def test_a_few_clipped_frames_are_no_finding(call: Any) -> None:
    clipped = np.zeros_like(call.audio.clipped_share_per_s)
    clipped[1, 6] = 0.2
    audio = replace(call.audio, clipped_share_per_s=clipped)

    assert "clipping" not in found(audio, facts_of(audio, call.spoken))


@pytest.mark.parametrize(("snr_db", "low"), [(5.0, True), (15.0, False)])
def test_noise_is_measured_against_speech(
    snr_db: float, low: bool, call: Any, recording: Record
) -> None:
    sound = channels(call)
    speech = np.concatenate([call.audio.channel(0, s.start_s, s.end_s) for s in call.spoken[0]])
    level = np.sqrt(np.mean(speech**2)) * 10 ** (-snr_db / 20) * np.sqrt(8000 / 3600)
    sound[0] += np.random.default_rng(14).normal(0, level, sound.shape[1])
    audio = recording(sound)

    findings = found(audio, facts_of(audio, call.spoken))

    assert ("low_snr" in findings) == low
    if low:
        assert findings["low_snr"].channel == 1
        assert findings["low_snr"].detail.values["snr_db"] == pytest.approx(snr_db, abs=2.0)


def test_levels_made_equal_are_noticed(call: Any, recording: Record) -> None:
    spans = [Span(2.0 * i + 0.5, 2.0 * i + 2.0) for i in range(8)]
    speech = call.audio.channel(0)[round(13.3 * 16_000) : round(25.3 * 16_000)].reshape(8, -1)
    speech = speech * 0.1 / np.sqrt(np.mean(speech**2, axis=1, keepdims=True))
    sound = np.random.default_rng(15).normal(0, 1e-4, 17 * 16_000)
    for span, piece in zip(spans, speech, strict=True):
        start = round(span.start_s * 16_000)
        sound[start : start + len(piece)] += piece
    natural = sound.copy()
    natural[: 6 * 16_000] *= 0.4
    spans = [Span(span.start_s, span.start_s + speech.shape[1] / 16_000) for span in spans]

    flat, lively = (recording(each[np.newaxis].astype(np.float32)) for each in (sound, natural))

    finding = found(flat, facts_of(flat, [spans]))["level_flattened"]
    assert finding.detail.values["turns"] == 8
    assert "S1" not in say(finding.detail)
    assert "level_flattened" not in found(lively, facts_of(lively, [spans]))
    assert "level_flattened" not in found(flat, facts_of(flat, [spans[:5]]))


def test_a_silent_channel_and_a_single_party_are_named(call: Any, recording: Record) -> None:
    sound = channels(call)
    sound[1] = 0
    audio = recording(sound)

    findings = found(audio, facts_of(audio, [call.spoken[0]]))

    assert findings["silent_channel"].channel == 2
    assert findings["one_party_only"].channel == 1


def test_a_copied_channel_is_named(call: Any, recording: Record) -> None:
    mix = channels(call).mean(axis=0)
    audio = recording(np.stack([mix, mix]))

    assert found(audio, facts_of(audio, call.spoken[:1]))["dual_mono"].channel == 2


def test_only_a_leak_above_the_limit_is_reported(call: Any) -> None:
    heard = {1: call.spoken[0]}
    for gain_db, reported in ((-20.0, True), (-50.0, False)):
        leak = Bleed(source=0, target=1, gain_db=gain_db, delay_s=0.0)
        findings = found(call.audio, facts_of(call.audio, call.spoken, bleeds=(leak,), heard=heard))

        assert ("channel_bleed" in findings) == reported
        if reported:
            assert findings["channel_bleed"].channel == 2
            assert findings["channel_bleed"].evidence


def test_music_is_told_in_seconds(call: Any) -> None:
    music = {0: [Span(1.0, 9.0), Span(20.0, 26.0)]}

    finding = found(call.audio, facts_of(call.audio, call.spoken, music=music))["music_or_tones"]

    assert finding.detail.values["seconds"] == 14.0
    assert len(finding.evidence) == 2


def test_speech_that_was_missed_is_found_and_makes_the_grade_poor(call: Any) -> None:
    heard = (call.spoken[0][:1] + call.spoken[0][2:], call.spoken[1])
    missed = call.spoken[0][1]

    findings = found(call.audio, facts_of(call.audio, heard))

    lost = findings["speech_lost"]
    assert lost.channel == 1
    assert all(
        missed.start_s - 0.5 <= each.start_s and each.end_s <= missed.end_s + 0.5
        for each in lost.evidence
    )
    assert grade(tuple(findings.values()), not_measurable=False).grade == "poor"


def test_music_and_the_other_partys_leak_are_not_lost_speech(call: Any, recording: Record) -> None:
    sound = channels(call)
    sound[1] += 0.3 * sound[0]
    audio = recording(sound)
    heard = {1: (*call.spoken[0], *call.spoken[1])}

    assert "speech_lost" not in found(audio, facts_of(audio, call.spoken, heard=heard))


def test_a_recording_without_speech_is_poor(recording: Record) -> None:
    noise = np.random.default_rng(16).normal(0, 0.01, (1, 160_000)).astype(np.float32)
    audio = recording(noise)

    findings = found(audio, facts_of(audio, [[]]))

    assert "no_speech" in findings
    assert grade(tuple(findings.values()), not_measurable=False).grade == "poor"


def test_little_speech_is_too_short(call: Any) -> None:
    findings = found(call.audio, facts_of(call.audio, [call.spoken[0][:1], call.spoken[1][:0]]))

    assert findings["too_short"].detail.values["seconds"] == pytest.approx(4.3)


def test_truncation_and_a_second_voice_are_passed_on(call: Any) -> None:
    audio = replace(call.audio, truncated=True)

    findings = found(audio, facts_of(audio, call.spoken, second_voice_at_s={0: 40.0}))

    assert findings["truncated_file"].evidence[0].end_s == audio.duration_s
    assert findings["two_voices_in_channel"].channel == 1


def test_the_gravest_finding_gives_the_reason() -> None:
    findings = [
        HealthFinding(code, None, Sentence(f"health.{code}"))
        for code in ("narrow_band", "music_or_tones", "channel_bleed", "low_snr")
    ]

    assert grade(findings, not_measurable=False).reason.code == "health.reason_channel_bleed"
    assert grade(findings, not_measurable=True).grade == "poor"
    assert grade(findings[:1], not_measurable=False).grade == "good"


@pytest.mark.parametrize("code", get_args(HealthCode))
def test_every_finding_has_its_sentences(code: str) -> None:
    assert knows(f"health.{code}")
    assert code == "narrow_band" or knows(f"health.reason_{code}")
