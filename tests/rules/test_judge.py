from dataclasses import replace

import pytest

from callqa.domain.recording import Language
from callqa.domain.sentence import Sentence
from callqa.lexicon import load_pack
from callqa.rules.judge import judge
from callqa.rules.rubric_file import default_rubric
from callqa.settings import Settings
from tests.rules.handmade import CallBuilder


@pytest.fixture
def friendly(call: CallBuilder) -> CallBuilder:
    call.say("agent", "Good morning, this is Emily at Blue Energy, how can I help you today?")
    call.say("customer", "Hi Emily, could you tell me when the new meter is fitted, please?")
    call.say("agent", "Of course, let me check. It is booked for Tuesday before noon.")
    call.say("customer", "Perfect, thank you very much, that is all I wanted to know.")
    call.say("agent", "You are welcome. Thank you for calling, have a lovely day, goodbye.")
    call.say("customer", "You too, bye bye.")
    return call


@pytest.fixture
def hostile(call: CallBuilder) -> CallBuilder:
    call.say("agent", "Yes, what is it?")
    call.say("customer", "This is the third time I am calling and I am really frustrated.")
    call.say("agent", "Calm down. You should have read the contract.")
    call.say("customer", "This is ridiculous. I am going to cancel and leave a bad review.")
    call.say("agent", "That's our policy. There is nothing I can do.")
    call.say("customer", "I want to speak to your manager right now.")
    call.say("agent", "He is at lunch.")
    return call


def test_a_friendly_call_gets_full_marks_from_its_words(friendly: CallBuilder) -> None:
    judgement = judge(friendly.hearing(), default_rubric(), load_pack("en"), Settings())

    lost = [
        (each.id, each.answer)
        for section in judgement.scorecard.sections
        for each in section.questions
        if each.points < each.max_points
    ]
    assert lost == []
    assert judgement.scorecard.total == 100
    assert [flag.code for flag in judgement.flags if flag.severity != "praise"] == []


def test_a_hostile_call_fails_and_is_urgent_from_its_words(hostile: CallBuilder) -> None:
    judgement = judge(hostile.hearing(), default_rubric(), load_pack("en"), Settings())

    assert judgement.scorecard.passed is False
    assert {
        "unanswered_threat",
        "unanswered_escalation",
        "dismissive_in_distress",
        "missed_empathy",
        "policy_wall",
        "blame",
        "low_score",
    } <= {flag.code for flag in judgement.flags}


def test_the_same_call_gets_the_same_judgement(hostile: CallBuilder) -> None:
    pack = load_pack("en")

    first, second = (judge(hostile.hearing(), default_rubric(), pack, Settings()) for _ in range(2))

    assert first == second


def test_in_a_language_without_phrases_behaviours_are_not_measurable(
    hostile: CallBuilder,
) -> None:
    hearing = replace(hostile.hearing(), language=Language("fi", 0.9))

    judgement = judge(hearing, default_rubric(), load_pack("en"), Settings())

    reason = Sentence("rubric.no_pack", language="fi")
    scored = {
        each.id: each for section in judgement.scorecard.sections for each in section.questions
    }
    assert scored["no_blame"].explanation == reason
    assert scored["no_blame"].not_applicable
    assert not scored["no_dead_air"].not_applicable
    assert judgement.flags == ()
