import pytest

from callqa.domain.hearing import Basis
from callqa.domain.measures import Empathy, PhraseHit, RaisedVolume
from callqa.measures.empathy import measure_empathy
from callqa.measures.timeline import lay_out
from callqa.settings import Settings
from tests.measures.builders import ENGLISH, Line, hearing, hit

UPSET: Line = ("C", 0, 6, "I am so frustrated, the kettle broke again.")
DISTRESS = hit("distress", "customer", 1, 3, turn=0, text="so frustrated")


def find(
    *lines: Line,
    phrases: tuple[PhraseHit, ...] = (DISTRESS,),
    raised: tuple[RaisedVolume, ...] = (),
    basis: Basis = "channel",
) -> Empathy:
    return measure_empathy(
        lay_out(hearing(*lines, basis=basis), ENGLISH.conversation),
        phrases,
        raised,
        basis,
        Settings().empathy,
    )


def outcomes(*lines: Line, phrases: tuple[PhraseHit, ...]) -> list[str]:
    return [each.outcome for each in find(*lines, phrases=phrases).opportunities]


def test_a_response_in_the_next_turn_is_given() -> None:
    empathy = find(
        UPSET,
        ("A", 7, 12, "I am sorry the kettle broke, I will send a new one today."),
        phrases=(
            DISTRESS,
            hit("apologise", "agent", 7, 8, turn=1),
            hit("act", "agent", 9, 11, turn=1),
        ),
    )

    (moment,) = empathy.opportunities
    assert (moment.cue, moment.outcome, moment.text) == ("words", "given", "so frustrated")
    assert moment.response is not None
    assert (moment.response.turn, moment.response.specific) == (1, True)
    assert (moment.response.acknowledge, moment.response.apologise, moment.response.act) == (
        False, True, True,
    )  # fmt: skip
    assert (empathy.score, empathy.needed) == (100, True)


def test_words_that_several_cues_share_stand_once() -> None:
    """'I am so frustrated,' over 'frustrated, the kettle', then 'again.' apart."""
    (moment,) = find(
        UPSET,
        phrases=(
            hit("distress", "customer", 0.0, 2.6, text="I am so frustrated,"),
            hit("distress", "customer", 1.95, 4.0, text="frustrated, the kettle"),
            hit("distress", "customer", 5.3, 6.0, text="again."),
        ),
    ).opportunities

    assert moment.text == "I am so frustrated, the kettle … again."


def test_a_stock_line_is_not_specific() -> None:
    (moment,) = find(
        UPSET,
        ("A", 7, 12, "I understand, and I do apologise for that, sir."),
        phrases=(DISTRESS, hit("apologise", "agent", 8, 9, turn=1)),
    ).opportunities

    assert moment.response is not None
    assert not moment.response.specific


def test_a_response_in_the_second_turn_within_twenty_seconds_is_late() -> None:
    lines: list[Line] = [
        UPSET,
        ("A", 7, 10, "What is your order number?"),
        ("C", 11, 14, "It is four five six."),
        ("A", 15, 18, "I can hear how annoying that is."),
    ]

    empathy = find(*lines, phrases=(DISTRESS, hit("acknowledge", "agent", 15, 17, turn=3)))

    assert [each.outcome for each in empathy.opportunities] == ["late"]
    assert empathy.score == 50


def test_a_response_in_the_second_turn_after_twenty_seconds_is_missed() -> None:
    lines: list[Line] = [
        UPSET,
        ("A", 7, 10, "What is your order number?"),
        ("C", 11, 24, "It is four five six."),
        ("A", 25, 28, "I can hear how annoying that is."),
    ]
    phrases = (DISTRESS, hit("acknowledge", "agent", 25, 27, turn=3))

    assert outcomes(*lines, phrases=phrases) == ["missed"]


def test_a_response_in_the_third_turn_is_missed() -> None:
    lines: list[Line] = [
        UPSET,
        ("A", 7, 8, "What is your name?"),
        ("C", 8.5, 9, "Jane Doe."),
        ("A", 9.5, 10, "And your number?"),
        ("C", 10.5, 11, "Four five six."),
        ("A", 11.5, 14, "I am so sorry."),
    ]

    assert outcomes(*lines, phrases=(DISTRESS, hit("apologise", "agent", 12, turn=5))) == ["missed"]


def test_an_agents_backchannel_is_not_the_next_turn() -> None:
    lines: list[Line] = [
        UPSET,
        ("A", 6.1, 6.6, "Mm-hm."),
        ("C", 6.7, 9, "It is a shame."),
        ("A", 9.5, 12, "I am so sorry."),
    ]

    assert outcomes(*lines, phrases=(DISTRESS, hit("apologise", "agent", 10, turn=3))) == ["given"]


def test_the_next_turn_goes_on_after_a_pause() -> None:
    lines: list[Line] = [
        UPSET,
        ("A", 7, 9, "Let me have a look."),
        ("A", 12, 14, "I am so sorry."),
    ]

    assert outcomes(*lines, phrases=(DISTRESS, hit("apologise", "agent", 12, turn=2))) == ["given"]


def test_an_action_alone_is_no_empathy() -> None:
    lines: tuple[Line, Line] = (UPSET, ("A", 7, 12, "I will send a new one."))

    assert outcomes(*lines, phrases=(DISTRESS, hit("act", "agent", 8, turn=1))) == ["missed"]


def test_cues_without_an_agent_turn_between_are_one_opportunity() -> None:
    again = hit("repeat_contact", "customer", 4, 6, turn=0, text="again")
    lines: tuple[Line, ...] = (
        UPSET,
        ("A", 7, 9, "What happened?"),
        ("C", 10, 12, "This is awful."),
    )
    third = hit("distress", "customer", 10, 12, turn=2, text="awful")

    opportunities = find(*lines, phrases=(DISTRESS, again, third)).opportunities

    assert [(each.start_s, each.end_s) for each in opportunities] == [(1, 6), (10, 12)]
    assert opportunities[0].text == "so frustrated … again"


def test_raised_volume_asks_for_empathy_only_with_negative_words() -> None:
    loud = RaisedVolume("C", "customer", "raised", 2, 4, 8.0, 4.0, 1.0, "channel")
    negative = hit("negative_words", "customer", 5, 6, turn=0)
    lines: tuple[Line, ...] = (
        UPSET,
        ("A", 7, 9, "What happened?"),
        ("C", 10, 12, "It is useless."),
    )
    elsewhere = hit("negative_words", "customer", 11, 12, turn=2)

    assert find(*lines, phrases=(negative,), raised=(loud,)).opportunities[0].cue == (
        "volume_and_words"
    )
    assert not find(*lines, phrases=(), raised=(loud,)).needed
    assert not find(*lines, phrases=(negative,)).needed
    assert not find(*lines, phrases=(elsewhere,), raised=(loud,)).needed


def test_a_repeated_issue_is_an_opportunity() -> None:
    phrases = (hit("repeated_issue", "customer", 2, 4, turn=0),)

    assert [each.cue for each in find(UPSET, phrases=phrases).opportunities] == ["repeated_issue"]


def test_suggested_cues_do_not_count_and_suggested_responses_do() -> None:
    lines: tuple[Line, Line] = (UPSET, ("A", 7, 12, "That sounds hard."))
    cue = PhraseHit("distress", "negative", "customer", 0, 1, 3, "so frustrated", "meaning")
    answer = PhraseHit("acknowledge", "positive", "agent", 1, 7, 9, "that sounds hard", "meaning")

    assert not find(*lines, phrases=(cue,)).needed
    assert outcomes(*lines, phrases=(DISTRESS, answer)) == ["given"]


def test_a_call_without_a_cue_needs_no_empathy() -> None:
    empathy = find(UPSET, phrases=())

    assert (empathy.needed, empathy.score, empathy.opportunities) == (False, None, ())


def test_unreliable_speakers_leave_empathy_unmeasured() -> None:
    empathy = find(UPSET, basis="unreliable")

    assert (empathy.basis, empathy.score, empathy.opportunities) == ("unreliable", None, ())


@pytest.mark.parametrize(("given", "late", "missed", "score"), [(1, 1, 2, 37.5), (2, 0, 1, 66.7)])
def test_the_score_weighs_late_responses_half(
    given: int, late: int, missed: int, score: float
) -> None:
    lines: list[Line] = []
    phrases: list[PhraseHit] = []
    for index in range(given + late + missed):
        at = index * 60.0
        lines += [
            ("C", at, at + 4, "It broke down."),
            ("A", at + 5, at + 7, "Tell me more."),
            ("C", at + 8, at + 9, "It broke."),
            ("A", at + 10, at + 12, "All clear then."),
        ]
        phrases.append(hit("distress", "customer", at + 1, turn=4 * index))
        if index < given + late:
            turn = 4 * index + (1 if index < given else 3)
            phrases.append(hit("apologise", "agent", lines[turn][1], turn=turn))

    assert find(*lines, phrases=tuple(phrases)).score == score
