"""Raised volume found in sound: a made voice whose rises are known, on good and bad lines."""

import numpy as np
import pytest

from callqa.audio.bleed import measure_bleed, without_bleed
from callqa.audio.clipping import ClippingMeter, find_clipped
from callqa.audio.decode import Audio
from callqa.audio.loudness import track
from callqa.audio.tones import find_music_and_tones
from callqa.domain.measures import RaisedVolume
from callqa.domain.recording import HealthFinding
from callqa.domain.sentence import Sentence
from callqa.domain.span import Span, merged, subtracted
from callqa.domain.speech import LoudnessTrack
from callqa.measures.raised_volume import find_raised_volume, rises_by_speaker
from callqa.settings import Settings
from tests.measures.builders import hearing
from tests.measures.voices import CALM, RATE_HZ, Phrase, Samples, Spoken, melody, raised, speak

FLAT = HealthFinding("level_flattened", 2, Sentence("health.level_flattened"))
FULL_SCALE = 32767 / 32768


def events_in(*tracks: LoudnessTrack, flattened: bool = False) -> tuple[RaisedVolume, ...]:
    call = hearing(loudness=tracks, findings=[FLAT] if flattened else [])
    limits = Settings().volume
    return find_raised_volume(call, rises_by_speaker(call, limits), limits)


def tracked(voice: Spoken) -> LoudnessTrack:
    return track(voice.sound, voice.spans, speaker="C")


def tracked_when_clipped(sound: Samples, spans: tuple[Span, ...]) -> LoudnessTrack:
    """Clip a sound at full scale and track it."""
    clipped = np.clip(sound, -FULL_SCALE, FULL_SCALE)
    meter = ClippingMeter(RATE_HZ, 1)
    meter.add(clipped[:, np.newaxis])
    return track(clipped, spans, speaker="C", clipped=find_clipped(meter.share_per_s()[0]))


def marked(voice: Spoken, events: tuple[RaisedVolume, ...]) -> list[bool]:
    """Tell for each phrase whether an event lies in it."""
    return [
        any(span.overlap_s(Span(e.start_s, e.end_s)) > 0 for e in events) for span in voice.spans
    ]


def is_raised(phrases: list[Phrase]) -> list[bool]:
    return [phrase.rise_db > 0 for phrase in phrases]


@pytest.mark.parametrize("share", [0.2, 0.33, 0.45])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_raised_phrases_are_found_when_much_of_the_speech_is_raised(
    share: float, seed: int
) -> None:
    phrases = [Phrase(9 * (1 - share)), raised(9 * share)] * 5
    voice = speak(phrases, seed=seed)

    events = events_in(tracked(voice))

    assert marked(voice, events) == is_raised(phrases)
    assert np.median([event.rise_db for event in events]) == pytest.approx(9.0, abs=2.0)
    assert np.median([event.rise_semitones for event in events]) == pytest.approx(6.0, abs=1.0)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_calm_voice_has_no_event(seed: int) -> None:
    assert events_in(tracked(speak([CALM] * 15, seed=seed))) == ()
    assert events_in(tracked(speak([CALM] * 15, seed=seed)), flattened=True) == ()


@pytest.mark.parametrize("seconds", [1.25, 1.5])
def test_a_short_shout_is_found(seconds: float) -> None:
    phrases = [*[CALM] * 6, raised(seconds, 12.0), *[CALM] * 6]
    voice = speak(phrases)

    assert marked(voice, events_in(tracked(voice))) == is_raised(phrases)


def test_a_loud_word_is_no_event() -> None:
    assert events_in(tracked(speak([*[CALM] * 6, raised(0.5, 12.0), *[CALM] * 6]))) == ()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_where_most_of_the_speech_is_raised_the_calm_rest_is_no_event(seed: int) -> None:
    phrases = [Phrase(3.0), raised(6.0)] * 4
    voice = speak(phrases, seed=seed)

    assert not any(marked(voice, events_in(tracked(voice)))[::2])


def test_a_speaker_of_under_five_seconds_has_no_event() -> None:
    assert events_in(tracked(speak([CALM, raised(1.5, 12.0)]))) == ()


def test_clipped_shouts_are_found_by_their_level_and_pitch() -> None:
    phrases = [CALM, CALM, raised(2.0, 12.0)] * 5
    voice = speak(phrases, level_dbfs=-15.0)
    assert np.mean(np.abs(voice.sound) >= FULL_SCALE) > 0.01

    events = events_in(tracked_when_clipped(voice.sound, voice.spans))

    assert marked(voice, events) == is_raised(phrases)
    assert all(6.0 <= (event.rise_db or 0.0) <= 14.0 for event in events)
    assert any(event.rise_balance_db is None for event in events)


@pytest.mark.parametrize("gain_db", [6.0, 12.0, 20.0, 30.0])
@pytest.mark.parametrize("flattened", [False, True])
def test_a_calm_voice_clipped_by_its_line_has_no_event(gain_db: float, flattened: bool) -> None:
    voice = speak([CALM] * 10, level_dbfs=-18.0)

    found = tracked_when_clipped(voice.sound * np.float32(10 ** (gain_db / 20)), voice.spans)

    assert events_in(found, flattened=flattened) == ()


@pytest.mark.parametrize("gain_db", [12.0, 18.0, 24.0])
def test_phrases_that_are_only_amplified_until_they_clip_are_no_events(gain_db: float) -> None:
    phrases = [CALM, CALM, CALM, Phrase(2.0, rise_db=gain_db)] * 3
    voice = speak(phrases, level_dbfs=-18.0)

    assert events_in(tracked_when_clipped(voice.sound, voice.spans)) == ()


def test_a_shouting_party_that_leaks_into_the_other_channel_raises_only_itself() -> None:
    shouting = speak([CALM, CALM, raised(2.0, 18.0)] * 5, level_dbfs=-34.0)
    quiet = speak([CALM] * 8, level_dbfs=-34.0, seed=2)
    own = np.concatenate([np.zeros(len(shouting.sound), np.float32), quiet.sound])
    other = np.concatenate([shouting.sound, np.zeros(len(quiet.sound), np.float32)])
    line = np.random.default_rng(5).normal(0, 1e-4, (2, len(own))).astype(np.float32)
    channels = np.stack([own + np.float32(0.1) * other, other]) + line
    late_s = len(shouting.sound) / RATE_HZ
    of_agent = tuple(Span(s.start_s + late_s, s.end_s + late_s) for s in quiet.spans)
    heard = (merged([*of_agent, *shouting.spans]), shouting.spans)
    audio = recorded(channels)

    bleeds = measure_bleed(audio, (0, 1), heard)
    agent, customer = without_bleed(audio, (0, 1), heard, bleeds)
    tracks = [
        track(audio.channel(0), subtracted(agent, customer), speaker="A"),
        track(audio.channel(1), subtracted(customer, agent), speaker="C"),
    ]

    assert [round(leak.gain_db) for leak in bleeds] == [-20]
    assert {event.speaker for event in events_in(*tracks)} == {"C"}
    assert usual_level_db(tracks[0]) == pytest.approx(
        usual_level_db(track(own, of_agent, speaker="A")), abs=0.5
    )


def test_loud_hold_music_taken_for_speech_is_no_event_and_moves_no_baseline() -> None:
    before, after = speak([CALM] * 5), speak([*[CALM] * 4, raised(2.0)], seed=2)
    music = melody(20.0, level_dbfs=-15.0)
    sound = np.concatenate([before.sound, music, after.sound])
    late_s = (len(before.sound) + len(music)) / RATE_HZ
    said = (*before.spans, *(Span(s.start_s + late_s, s.end_s + late_s) for s in after.spans))
    playing = Span(len(before.sound) / RATE_HZ, late_s)

    found = track(
        sound, subtracted([*said[:5], playing, *said[5:]], find_music_and_tones(sound)), speaker="C"
    )
    (event,) = events_in(found)

    assert said[-1].overlap_s(Span(event.start_s, event.end_s)) > 1.0
    assert usual_level_db(found) == pytest.approx(
        usual_level_db(track(sound, said, speaker="C")), abs=0.5
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_where_every_phrase_has_the_same_level_pitch_and_balance_tell(seed: int) -> None:
    phrases = [CALM, CALM, Phrase(2.0, 0.0, 6.0, 8.0)] * 4
    voice = speak(phrases, seed=seed)

    events = events_in(tracked(voice), flattened=True)

    assert marked(voice, events) == [phrase.semitones > 0 for phrase in phrases]
    assert {(event.rise_db, event.level) for event in events} == {(None, "raised")}


def recorded(channels: Samples) -> Audio:
    return Audio(
        samples=np.clip(np.rint(channels * 32768), -32768, 32767).astype(np.int16),
        source_rate_hz=8000,
        codec="pcm_s16le",
        duration_s=channels.shape[1] / RATE_HZ,
        file_sha256="",
        content_id="",
        clipped_share_per_s=np.zeros((len(channels), channels.shape[1] // RATE_HZ + 1), np.float32),
        truncated=False,
    )


def usual_level_db(found: LoudnessTrack) -> float:
    return float(np.median([level for level in found.level_db if level is not None]))
