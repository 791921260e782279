from dataclasses import replace

from callqa.domain.measures import Deescalation, PhraseHit
from callqa.domain.speech import LoudnessTrack
from callqa.measures.registry import measure
from callqa.settings import Settings
from tests.measures.builders import ENGLISH, Line, hearing, hit, track

TALK: tuple[Line, ...] = (
    ("C", 0, 20, "I ordered the kettle in May."),
    ("C", 22, 26, "And now I am really fed up with this."),
    ("A", 27, 32, "I am sorry, let me sort that out for you."),
    ("C", 33, 60, "All right, that would help a lot."),
    ("C", 150, 160, "Thank you."),
)
FED_UP = hit("distress", "customer", 23, 25, turn=1, text="really fed up")


def find(
    *lines: Line, phrases: tuple[PhraseHit, ...], loudness: tuple[LoudnessTrack, ...] = ()
) -> tuple[Deescalation, ...]:
    return measure(hearing(*lines, loudness=loudness), phrases, Settings(), ENGLISH).deescalation


def outcome(*more: PhraseHit) -> str:
    (found,) = find(*TALK, phrases=(FED_UP, *more))
    return found.outcome


def voice(loud_db: float, after_db: float) -> LoudnessTrack:
    usual = (-30.0, 200.0, -5.0)
    return track(
        "C",
        (20, *usual),
        (2, None, None, None),
        (4, -30.0 + loud_db, 260.0, 0.0),
        (7, None, None, None),
        (10, -30.0 + after_db, 200.0, -5.0),
    )


def test_no_further_cue_within_a_minute_is_eased() -> None:
    (found,) = find(*TALK, phrases=(FED_UP,))

    assert (found.outcome, found.start_s, found.end_s) == ("eased", 23, 25)
    assert [(each.speaker, each.text) for each in found.evidence] == [
        ("C", "really fed up"),
        ("A", "I am sorry, let me sort that out for you."),
    ]


def test_a_further_cue_is_unchanged_and_more_cues_are_a_rise() -> None:
    again = hit("distress", "customer", 40, turn=3)
    threat = hit("threat", "customer", 50, turn=3)

    assert outcome(again) == "unchanged"
    assert outcome(again, threat) == "rose"


def test_distress_that_is_only_suggested_keeps_a_stretch_from_having_eased() -> None:
    hint = replace(hit("distress", "customer", 40, turn=3), source="meaning")

    assert outcome(hint) == "unchanged"
    assert find(*TALK, phrases=(hint,)) == ()


def test_a_cue_after_the_minute_does_not_count() -> None:
    assert find(*TALK, phrases=(FED_UP, hit("distress", "customer", 155, turn=4)))[0].outcome == (
        "eased"
    )


def test_a_customer_who_says_nothing_more_has_not_eased() -> None:
    assert find(*TALK[:3], phrases=(FED_UP,))[0].outcome == "unchanged"


def test_a_stretch_that_the_agent_never_answers_is_left_out() -> None:
    assert find(*TALK[:2], phrases=(FED_UP,)) == ()


def test_raised_volume_that_comes_down_is_eased() -> None:
    (found,) = find(*TALK, phrases=(), loudness=(voice(9, 0),))

    assert found.outcome == "eased"


def test_a_level_that_stays_up_has_not_eased() -> None:
    (found,) = find(*TALK[:3], ("C", 33, 43, "No."), phrases=(), loudness=(voice(9, 5),))

    assert found.outcome == "unchanged"


def test_a_higher_level_than_before_is_a_rise() -> None:
    found = find(*TALK[:3], ("C", 33, 43, "No."), phrases=(FED_UP,), loudness=(voice(0, 5),))

    assert [each.outcome for each in found] == ["rose"]


def test_a_call_without_cues_has_nothing_to_judge() -> None:
    assert find(*TALK, phrases=()) == ()
