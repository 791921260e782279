from dataclasses import replace

import pytest

from callqa.catalogue import say
from callqa.domain.recording import Language
from callqa.domain.sentence import Sentence
from callqa.domain.speech import Speaker, SpeechSpan
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
    assert scored["no_dead_air"].explanation == reason
    assert scored["lets_finish"].explanation == reason
    assert scored["leaves_room"].explanation != reason
    assert judgement.flags == ()


def test_without_a_pack_nothing_accuses(hostile: CallBuilder) -> None:
    """Two silences of 20 s, talk over the customer, and an agent who talks far too much."""
    hostile.say("customer", "Ich warte schon so lange auf jemanden der sich kümmert", start_s=70.0)
    hostile.say("agent", " ".join(["und"] * 100), start_s=72.0)
    hostile.say("customer", "Ja bitte", start_s=150.0)
    hearing = replace(hostile.hearing(), language=Language("de", 0.99))

    judgement = judge(hearing, default_rubric(), None, Settings())

    reason = Sentence("rubric.no_pack", language="de")
    rows = [each for section in judgement.scorecard.sections for each in section.questions]
    assert judgement.flags == ()
    assert judgement.measures.phrases == ()
    assert judgement.measures.talk.questions.agent is None
    assert judgement.measures.empathy.basis == "unreliable"
    assert sum(each.explanation == reason for each in rows) > len(rows) / 2
    assert {each.id for each in rows if not each.not_applicable} == {"leaves_room"}


def test_where_it_is_not_certain_who_spoke_nothing_accuses_or_praises(
    hostile: CallBuilder,
) -> None:
    hostile.basis = "unreliable"

    judgement = judge(hostile.hearing(), default_rubric(), load_pack("en"), Settings())

    assert judgement.measures.phrases != ()
    assert judgement.measures.situations == ()
    assert judgement.measures.interruptions == ()
    assert judgement.flags == ()
    assert judgement.scorecard.total is None


def test_an_announcement_does_not_use_up_the_time_for_the_greeting(
    call: CallBuilder,
) -> None:
    """An announcement from 0 to 40 s, then the agent greets at 45 s."""
    call.say("agent", "Good morning, this is Emily at Blue Energy.", start_s=45.0)
    call.say("customer", "Hello.")
    hearing = call.hearing()
    hearing = replace(
        hearing,
        speakers=(*hearing.speakers, Speaker("V", "other", None, 40.0, 0.9, ())),
        speech=(SpeechSpan(0.0, 40.0, "V"), *hearing.speech),
    )

    judgement = judge(hearing, default_rubric(), load_pack("en"), Settings())

    (greets,) = (
        each
        for section in judgement.scorecard.sections
        for each in section.questions
        if each.id == "greets"
    )
    assert greets.answer == "yes"


def test_a_stock_apology_said_again_counts_once_and_is_noted(call: CallBuilder) -> None:
    call.say("customer", "I am really frustrated, the meter is broken.")
    call.say("agent", "I'm sorry for the inconvenience.")
    call.say("customer", "I am so frustrated, this is a nightmare.")
    call.say("agent", "I'm so sorry for the inconvenience.")
    call.say("customer", "Well.")

    judgement = judge(call.hearing(), default_rubric(), load_pack("en"), Settings())

    (apologises,) = (
        each
        for section in judgement.scorecard.sections
        for each in section.questions
        if each.id == "apologises"
    )
    outcomes = [each.outcome for each in judgement.measures.empathy.opportunities]
    heard = [each.category for each in judgement.measures.phrases].count("apologise")
    assert heard == 2
    assert outcomes == ["given", "missed"]
    assert "Times heard: 1" in say(apologises.explanation)
    assert "The same line again, not counted: 1." in say(apologises.explanation)
    assert len(apologises.evidence) == 2
