from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callqa.domain.measures import RaisedVolume
from callqa.domain.recording import HealthFinding
from callqa.domain.sentence import Sentence
from callqa.domain.speech import LoudnessTrack
from callqa.measures.raised_volume import find_raised_volume, rises_by_speaker
from callqa.settings import Settings
from tests.measures.builders import hearing, track

LIMITS = Settings().volume
USUAL = (-30.0, 200.0, -5.0)
FLAT = HealthFinding("level_flattened", 2, Sentence("health.level_flattened"))
SEMITONE = 2 ** (1 / 12)


def find(
    *tracks: LoudnessTrack, findings: tuple[HealthFinding, ...] = ()
) -> tuple[RaisedVolume, ...]:
    call = hearing(loudness=tracks, findings=findings)
    return find_raised_volume(call, rises_by_speaker(call, LIMITS), LIMITS)


def voice(
    seconds: float, rise_db: float, semitones: float, balance_db: float
) -> tuple[float, float, float, float]:
    level, f0, balance = USUAL
    return seconds, level + rise_db, f0 * SEMITONE**semitones, balance + balance_db


def silence(seconds: float) -> tuple[float, None, None, None]:
    return seconds, None, None, None


def customer(*parts: tuple[float, float | None, float | None, float | None]) -> LoudnessTrack:
    return track("C", (20, *USUAL), silence(1), *parts, silence(1), (20, *USUAL))


def test_level_and_pitch_up_for_two_seconds_are_raised() -> None:
    (event,) = find(customer(voice(2, 8, 4, 0)))

    assert (event.speaker, event.role, event.level) == ("C", "customer", "raised")
    assert (event.rise_db, event.rise_semitones, event.rise_balance_db) == (8, 4, 0)
    assert event.start_s == pytest.approx(21.15, abs=0.5)
    assert event.end_s == pytest.approx(23.15, abs=0.5)


def test_level_and_balance_are_two_cues() -> None:
    assert [event.level for event in find(customer(voice(2, 8, 0, 4)))] == ["raised"]


@pytest.mark.parametrize("rises", [(15, 0, 0), (0, 6, 6), (0, 9, 0), (0, 0, 9), (3.5, 6, 6)])
def test_less_than_level_and_another_cue_is_nothing(rises: tuple[float, float, float]) -> None:
    assert find(customer(voice(2, *rises))) == ()


def test_a_rise_of_half_a_second_is_too_short() -> None:
    assert find(customer(voice(0.5, 9, 5, 5))) == ()


def test_two_cues_that_cover_less_than_a_second_are_one_loud_word() -> None:
    assert find(customer(voice(0.6, 9, 5, 5), voice(0.4, 6, 0, 0))) == ()
    assert len(find(customer(voice(0.7, 9, 5, 5), voice(0.2, 6, 0, 0)))) == 1


def test_two_cues_that_take_turns_are_not_held_together() -> None:
    words = [voice(0.2, 9, 0, 0), voice(0.2, 9, 0, 0), voice(0.2, 5, 5, 0)] * 6

    assert find(customer(*words)) == ()


def test_an_octaves_leap_with_falling_balance_is_no_rise_of_pitch() -> None:
    assert find(customer(voice(2, 8, 12, -3))) == ()
    assert len(find(customer(voice(2, 8, 12, 1)))) == 1


def test_an_event_lasts_from_the_first_raised_window_to_the_last() -> None:
    (event,) = find(customer(silence(0.5), voice(2, 9, 5, 0), silence(0.5)))

    assert (event.start_s, event.end_s) == pytest.approx((21.5, 23.8), abs=0.05)


def test_twelve_decibels_or_all_three_cues_are_loud() -> None:
    assert [event.level for event in find(customer(voice(2, 12, 4, 0)))] == ["loud"]
    assert [event.level for event in find(customer(voice(2, 7, 4, 4)))] == ["loud"]


def test_short_gaps_are_merged_and_longer_ones_are_not() -> None:
    high = voice(2, 9, 5, 0)

    assert len(find(customer(high, silence(0.8), high))) == 1
    assert len(find(customer(high, silence(2.5), high))) == 2


def test_a_flattened_level_needs_pitch_and_balance_and_is_not_reported() -> None:
    (event,) = find(customer(voice(2, 0, 5, 5)), findings=(FLAT,))

    assert (event.rise_db, event.rise_semitones, event.rise_balance_db) == (None, 5, 5)
    assert event.level == "raised"
    assert find(customer(voice(2, 9, 5, 0)), findings=(FLAT,)) == ()


def test_where_the_balance_is_clipped_level_and_pitch_are_the_two_cues() -> None:
    clipped = (2, -22.0, 200.0 * SEMITONE**4, None)

    (event,) = find(customer(clipped))

    assert (event.rise_db, event.rise_semitones, event.rise_balance_db) == (8, 4, None)
    assert event.level == "raised"
    assert find(customer(clipped), findings=(FLAT,)) == ()
    assert find(customer((2, -14.0, 200.0, None))) == ()


def test_a_call_clipped_throughout_has_no_balance_and_keeps_level_and_pitch() -> None:
    usual, high = (20, -30.0, 200.0, None), (2, -22.0, 200.0 * SEMITONE**4, None)

    assert len(find(track("C", usual, silence(1), high, silence(1), usual))) == 1


def test_a_balance_that_strays_from_vowel_to_vowel_must_rise_by_more() -> None:
    def strays(balance_db: float) -> list[tuple[float, float, float, float]]:
        return [voice(0.5, 0, 0, step * balance_db) for step in (1, 0, -1)] * 15

    def call(stray_db: float, rise_db: float) -> LoudnessTrack:
        return track("C", *strays(stray_db), silence(1), voice(2, 8, 0, rise_db))

    assert len(find(call(1, 4))) == 1
    assert find(call(4, 4)) == ()
    assert len(find(call(4, 8))) == 1


def test_the_other_channels_flattened_level_changes_nothing() -> None:
    elsewhere = HealthFinding("level_flattened", 1, Sentence("health.level_flattened"))

    assert len(find(customer(voice(2, 8, 4, 0)), findings=(elsewhere,))) == 1


def test_without_five_seconds_of_voice_there_is_no_baseline() -> None:
    assert find(track("C", (2.5, *USUAL), voice(2, 12, 6, 6))) == ()


@pytest.mark.parametrize("share", [0.2, 0.33, 0.45])
def test_the_baseline_holds_when_much_of_the_speech_is_raised(share: float) -> None:
    parts = []
    for _ in range(10):
        parts += [silence(1), (6 * (1 - share), *USUAL), silence(1), voice(6 * share, 9, 5, 5)]
    wide = [voice(4, 3, 1, 1), silence(1), voice(4, -3, -1, -1)]

    events = find(track("C", *parts, silence(1), *wide))

    assert len(events) == 10
    assert all(event.rise_db == pytest.approx(9, abs=1) for event in events)


def test_other_voices_are_not_reported() -> None:
    assert find(track("X", (20, *USUAL), silence(1), voice(2, 9, 5, 5))) == ()


def test_each_speaker_is_set_against_their_own_voice() -> None:
    loud_agent = track("A", (20, -12.0, 260.0, 3.0))

    events = find(loud_agent, customer(voice(2, 8, 4, 0)))

    assert [event.speaker for event in events] == ["C"]


def test_an_empty_track_has_no_event() -> None:
    assert find(track("C")) == ()
    assert find(track("C", silence(30))) == ()


FRAMES = st.lists(
    st.tuples(
        st.integers(1, 20),
        st.one_of(st.none(), st.tuples(st.floats(-60, -5), st.floats(70, 450), st.floats(-20, 10))),
    ),
    max_size=30,
)


@given(FRAMES, st.booleans())
def test_events_are_at_least_a_second_and_lie_inside_the_track(
    parts: list[tuple[int, tuple[float, float, float] | None]], flat: bool
) -> None:
    frames = [(n / 10, *(values or (None, None, None))) for n, values in parts]
    one = track("C", *frames)

    events = find(one, findings=(FLAT,) if flat else ())

    for event in events:
        assert event.end_s - event.start_s >= LIMITS.min_event_s - 1e-6
        assert event.start_s >= 0
        assert event.end_s <= len(one.level_db) * one.hop_s + one.window_s
    for before, after in pairwise(events):
        assert after.start_s - before.end_s >= LIMITS.merge_gap_s - 1e-6
