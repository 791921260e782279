"""Raised volume of an agent whose voice is known from earlier calls."""

from dataclasses import replace

import pytest

from callqa.domain.measures import RaisedVolume
from callqa.domain.sentence import Sentence
from callqa.domain.speech import LoudnessTrack, Role, VoiceBaseline
from callqa.measures.raised_volume import agent_voice, find_raised_volume, rises_by_speaker
from callqa.measures.registry import measure
from callqa.settings import Settings
from tests.measures.builders import ROLES, hearing, track

LIMITS = Settings().volume
USUAL = (-30.0, 200.0, -5.0)
RAISED = (-20.0, 260.0, 0.0)
VOICE = VoiceBaseline(voiced_s=60.0, f0_hz=200.0, balance_db=-5.0, balance_spread_db=2.0)
OTHER_AGENT: dict[str, Role] = {"A": "agent", "C": "customer", "X": "agent"}


def find(
    *tracks: LoudnessTrack, earlier: int = 3, roles: dict[str, Role] = ROLES
) -> tuple[RaisedVolume, ...]:
    call = hearing(loudness=tracks, roles=roles)
    return find_raised_volume(call, rises_by_speaker(call, LIMITS, [VOICE] * earlier), LIMITS)


def test_an_agent_raised_for_the_whole_call_is_seen_against_earlier_calls() -> None:
    (event,) = find(track("A", (20, *RAISED)))

    assert (event.start_s, event.end_s) == pytest.approx((0.0, 20.3), abs=0.2)
    assert (event.rise_semitones, event.rise_balance_db) == (4.5, 5.0)


def test_no_decibels_are_given_over_earlier_calls_and_nothing_is_called_loud() -> None:
    (event,) = find(track("A", (20, *RAISED)))

    assert (event.rise_db, event.level) == (None, "raised")


def test_calm_parts_of_a_call_that_was_mostly_raised_are_no_event() -> None:
    events = find(track("A", (5, *USUAL), (20, *RAISED), (5, *USUAL)))

    assert [(e.start_s, e.end_s) for e in events] == [pytest.approx((5.0, 25.3), abs=0.2)]


@pytest.mark.parametrize("earlier", [0, 1, 2])
def test_one_or_two_earlier_calls_are_too_few(earlier: int) -> None:
    assert find(track("A", (20, *RAISED)), earlier=earlier) == ()


def test_one_of_three_earlier_calls_may_have_been_raised_itself() -> None:
    call = hearing(loudness=[track("A", (20, *RAISED))])
    raised_before = replace(VOICE, f0_hz=260.0, balance_db=0.0)

    rises = rises_by_speaker(call, LIMITS, [VOICE, raised_before, VOICE])

    assert len(find_raised_volume(call, rises, LIMITS)) == 1


@pytest.mark.parametrize("voice", [(-20.0, 260.0, -5.0), (-20.0, 200.0, 0.0), (-10.0, 230.0, -3.0)])
def test_a_voice_that_is_only_higher_or_only_brighter_than_before_is_not_raised(
    voice: tuple[float, float, float],
) -> None:
    assert find(track("A", (20, *voice))) == ()


def test_earlier_calls_change_nothing_where_the_call_shows_the_usual_voice() -> None:
    call = track("A", (20, *USUAL), (2, *RAISED), (20, *USUAL))

    assert find(call) == find(call, earlier=0)
    assert [event.rise_db for event in find(call)] == [10.0]


def test_an_agent_who_says_little_is_set_against_earlier_calls() -> None:
    little = track("A", (3, *RAISED))

    assert len(find(little)) == 1
    assert find(little, earlier=2) == ()
    assert find(track("A", (3, *USUAL))) == ()


def test_the_agents_earlier_calls_say_nothing_of_the_customer() -> None:
    assert find(track("C", (20, *RAISED))) == ()


def test_with_two_agents_in_a_call_earlier_calls_are_not_used() -> None:
    assert find(track("A", (20, *RAISED)), roles=OTHER_AGENT) == ()


def test_where_the_agent_is_not_known_earlier_calls_are_not_used() -> None:
    call = replace(
        hearing(loudness=[track("A", (20, *RAISED))]), role_doubt=Sentence("role.unknown")
    )

    assert rises_by_speaker(call, LIMITS, [VOICE] * 3)["A"].over_earlier is False
    assert agent_voice(call, LIMITS) is None


def test_a_calls_own_voice_leaves_raised_stretches_out() -> None:
    call = hearing(loudness=[track("A", (20, *USUAL), (8, *RAISED), (20, *USUAL))])

    voice = agent_voice(call, LIMITS)

    assert voice is not None
    assert (voice.f0_hz, voice.balance_db, voice.balance_spread_db) == (200.0, -5.0, 0.0)
    assert voice.voiced_s == pytest.approx(40.0, abs=3.0)


def test_too_little_voice_is_no_baseline_for_later_calls() -> None:
    assert agent_voice(hearing(loudness=[track("A", (4, *USUAL))]), LIMITS) is None
    assert agent_voice(hearing(), LIMITS) is None


def test_a_call_is_measured_with_the_agents_earlier_calls() -> None:
    call = hearing(("A", 0.0, 20.0, ""), loudness=[track("A", (20, *RAISED))])

    (event,) = measure(call, None, Settings(), None, earlier=[VOICE] * 3).raised_volume

    assert (event.role, event.rise_db) == ("agent", None)
    assert measure(call, None, Settings(), None).raised_volume == ()
