from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace as changed

from callqa.catalogue import say
from callqa.domain.judgement import Flag
from callqa.domain.measures import PerParty, Silence, Situation
from callqa.domain.span import Evidence
from callqa.rules.flags import Docket, find_flags
from callqa.rules.quantities import QUANTITIES
from callqa.rules.rubric import (
    CountLimits,
    DeadAirLimits,
    FlagLimits,
    InterruptionLimits,
    PlainLimits,
    Rubric,
)
from callqa.rules.rubric_file import default_rubric
from callqa.rules.score import score_case
from tests.rules.handmade import CallBuilder


def flags_of(call: CallBuilder, rubric: Rubric | None = None) -> dict[str, Flag]:
    rubric = rubric or default_rubric()
    case = call.case()
    found = find_flags(Docket(case, rubric, score_case(rubric, case)))
    assert len({flag.code for flag in found}) == len(found)
    return {flag.code: flag for flag in found}


def with_limits(**limits: Any) -> Rubric:
    return changed(default_rubric(), flags=FlagLimits(**limits))


def test_an_ordinary_call_raises_no_flag(good_call: CallBuilder) -> None:
    assert flags_of(good_call) == {}


def test_a_bad_call_raises_its_faults_urgent_ones_first(bad_call: CallBuilder) -> None:
    found = flags_of(bad_call)

    assert list(found) == [
        "unanswered_threat",
        "unanswered_escalation",
        "dismissive_in_distress",
        "missed_empathy",
        "policy_wall",
        "blame",
        "interruptions",
        "low_score",
    ]
    assert [flag.severity for flag in found.values()] == ["urgent"] * 3 + ["coach"] * 5


def test_every_flag_can_be_read_out(bad_call: CallBuilder) -> None:
    for flag in flags_of(bad_call).values():
        assert say(flag.title)
        assert say(flag.reason).endswith(".")
        assert len(say(flag.tip)) > 40
        assert flag.evidence


@pytest.mark.parametrize(
    ("category", "code"),
    [("threat", "unanswered_threat"), ("escalation_demand", "unanswered_escalation")],
)
@pytest.mark.parametrize(
    "answer",
    ["acknowledge", "validate", "apologise", "act", "escalation", "ownership", "reassurance"],
)
def test_any_answer_in_time_is_an_answer(
    category: str, code: str, answer: str, call: CallBuilder
) -> None:
    call.say("customer", "I will take this further", category)
    call.say("agent", "Here is what we can do", answer)

    assert code not in flags_of(call)


@pytest.mark.parametrize("answer", ["excuse", "thanks", "closed_question"])
def test_other_words_are_no_answer_to_a_threat(answer: str, call: CallBuilder) -> None:
    call.say("customer", "I will post a review about this", "threat")
    call.say("agent", "Is there anything else", answer)

    flag = flags_of(call)["unanswered_threat"]

    assert flag.severity == "urgent"
    assert "I will post a review about this" in say(flag.reason)
    assert flag.evidence[0].speaker == "C"


@pytest.mark.parametrize(("reply_at_s", "is_flagged"), [(22.0, False), (22.1, True)])
def test_the_third_turn_answers_only_within_twenty_seconds(
    reply_at_s: float, is_flagged: bool, call: CallBuilder
) -> None:
    call.say("customer", "I will cancel now", "threat", start_s=0.0)
    call.say("agent", "What was that")
    call.say("customer", "You heard")
    call.say("agent", "Well then")
    call.say("customer", "Say something")
    call.say("agent", "I am sorry", "apologise", start_s=reply_at_s)

    assert ("unanswered_threat" in flags_of(call)) is is_flagged


def test_an_answer_before_the_threat_does_not_count(call: CallBuilder) -> None:
    call.say("agent", "I am sorry about that", "apologise")
    call.say("customer", "I will cancel now", "threat")

    assert "unanswered_threat" in flags_of(call)


def test_a_suggested_threat_raises_nothing(call: CallBuilder) -> None:
    call.say("customer", "There are other shops", "threat", source="meaning")
    call.say("agent", "There are")

    assert "unanswered_threat" not in flags_of(call)


@pytest.mark.parametrize("category", ["dismissive", "blame"])
@pytest.mark.parametrize(("said_at_s", "is_flagged"), [(122.0, True), (122.1, False)])
def test_dismissive_words_count_while_the_customer_is_in_distress(
    category: str, said_at_s: float, is_flagged: bool, call: CallBuilder
) -> None:
    call.say("customer", "I am so frustrated", "distress", start_s=0.0)
    call.say("agent", "Just calm down", category, start_s=said_at_s)

    assert ("dismissive_in_distress" in flags_of(call)) is is_flagged


def test_a_raised_voice_of_the_customer_is_distress_too(call: CallBuilder) -> None:
    call.say("customer", "It is broken again", start_s=0.0)
    call.say("agent", "Just calm down", "dismissive", start_s=10.0)
    assert "dismissive_in_distress" not in flags_of(call)

    call.raise_volume("customer", 0.0, 2.0)
    assert "dismissive_in_distress" in flags_of(call)


def test_distress_after_the_dismissive_words_is_not_before_them(call: CallBuilder) -> None:
    call.say("agent", "Just calm down", "dismissive")
    call.say("customer", "Now I am angry", "distress")

    assert "dismissive_in_distress" not in flags_of(call)


@pytest.mark.parametrize(("count", "is_flagged"), [(1, False), (2, True)])
def test_two_interruptions_are_worth_a_talk(
    count: int, is_flagged: bool, good_call: CallBuilder
) -> None:
    rubric = with_limits(interruptions=InterruptionLimits(max_per_10min=1000))
    for _ in range(count):
        good_call.interrupt()

    assert ("interruptions" in flags_of(good_call, rubric)) is is_flagged


@pytest.mark.parametrize(("call_s", "is_flagged"), [(299.0, True), (300.0, False)])
def test_a_single_interruption_counts_where_the_call_is_short(
    call_s: float, is_flagged: bool, call: CallBuilder
) -> None:
    call.say("agent", "Hello", start_s=0.0)
    call.say("customer", "bye bye", start_s=call_s - 1.0)
    call.interrupt()

    assert ("interruptions" in flags_of(call)) is is_flagged


@pytest.mark.parametrize(("confidence", "is_counted"), [(0.49, False), (0.5, True)])
def test_flag_and_score_count_the_same_interruptions(
    confidence: float, is_counted: bool, good_call: CallBuilder
) -> None:
    good_call.interrupt(confidence=confidence)
    good_call.interrupt(confidence=confidence)

    case = good_call.case()
    rate = QUANTITIES["interruptions.agent_rate"].read(case).value
    count = QUANTITIES["interruptions.agent_count"].read(case).value

    assert ("interruptions" in flags_of(good_call)) is is_counted
    assert count == 2 * is_counted
    assert rate == pytest.approx(1200 * is_counted / case.call.duration_s)


def test_the_flag_says_how_many_gave_up_only_where_somebody_did(call: CallBuilder) -> None:
    call.say("agent", "Hello")
    call.interrupt(yielded=False)
    call.interrupt(yielded=False)
    assert "gave up" not in say(flags_of(call)["interruptions"].reason)

    call.interrupt(yielded=True)
    assert "gave up the turn at 1 of them" in say(flags_of(call)["interruptions"].reason)


@pytest.mark.parametrize(("call_s", "is_flagged"), [(599.0, True), (601.0, False)])
def test_under_a_higher_count_the_rate_decides(
    call_s: float, is_flagged: bool, call: CallBuilder
) -> None:
    rubric = with_limits(interruptions=InterruptionLimits(min_count=5, max_per_10min=2))
    call.say("agent", "Hello", start_s=0.0)
    call.say("customer", "bye bye", start_s=call_s - 1.0)
    call.interrupt()
    call.interrupt()

    assert ("interruptions" in flags_of(call, rubric)) is is_flagged


@pytest.mark.parametrize(
    "changes",
    [
        {"by": "customer"},
        {"kind": "backchannel"},
        {"kind": "supportive"},
        {"kind": "terminal_overlap"},
        {"confidence": 0.49},
        {"basis": "unreliable"},
    ],
)
def test_what_is_no_sure_interruption_by_the_agent_raises_nothing(
    changes: dict[str, Any], good_call: CallBuilder
) -> None:
    for _ in range(3):
        good_call.interrupt(**changes)

    assert "interruptions" not in flags_of(good_call)


@pytest.mark.parametrize(
    ("outcome", "is_flagged"), [("missed", True), ("late", False), ("given", False)]
)
def test_a_missed_moment_for_empathy_is_flagged(
    outcome: str, is_flagged: bool, call: CallBuilder
) -> None:
    cue = call.say("customer", "I am so tired of this", "distress")
    reply = call.say("agent", "That sounds exhausting", "acknowledge")
    call.opportunity(cue, outcome, reply)

    assert ("missed_empathy" in flags_of(call)) is is_flagged


@pytest.mark.parametrize(("turns_between", "is_flagged"), [(1, False), (2, True)])
def test_a_wall_with_another_way_soon_after_is_no_wall(
    turns_between: int, is_flagged: bool, call: CallBuilder
) -> None:
    call.say("agent", "That is our policy", "policy_wall")
    for _ in range(turns_between):
        call.say("customer", " ".join(["word"] * 50))
        call.say("agent", "Let me see")
    call.say("customer", "And what now")
    call.say("agent", "What I can offer is a voucher", "policy_with_alternative")

    assert ("policy_wall" in flags_of(call)) is is_flagged


def test_blame_is_flagged_with_its_words(call: CallBuilder) -> None:
    call.say("agent", "You should have read the contract", "blame")

    flag = flags_of(call)["blame"]

    assert "You should have read the contract" in say(flag.reason)


@pytest.mark.parametrize(("second_s", "is_flagged"), [(15.0, True), (14.9, False)])
def test_dead_air_is_summed_over_the_call(
    second_s: float, is_flagged: bool, good_call: CallBuilder
) -> None:
    good_call.silences = [
        Silence("dead_air", 0.0, 15.0, announced=False),
        Silence("dead_air", 20.0, 20.0 + second_s, announced=False),
        Silence("hold", 50.0, 110.0, announced=True, courtesy_complete=True),
        Silence("pause", 120.0, 128.0, announced=False),
    ]

    assert ("dead_air" in flags_of(good_call)) is is_flagged


@pytest.mark.parametrize(
    ("ratio", "agent_s", "closing", "is_flagged"),
    [
        (0.66, 40.0, (), True),
        (0.34, 40.0, (), True),
        (0.65, 40.0, (), False),
        (0.35, 40.0, (), False),
        (0.66, 39.9, (), False),
        (0.66, 40.0, ("act",), False),
        (0.66, 40.0, ("closing_offer",), False),
    ],
)
def test_one_sided_talk_counts_where_the_issue_is_open(
    ratio: float, agent_s: float, closing: tuple[str, ...], is_flagged: bool, call: CallBuilder
) -> None:
    call.say("agent", "So as I said", *closing)
    call.talk |= {"agent_ratio": ratio, "agent_s": agent_s, "customer_s": 20.0}

    assert ("talk_ratio" in flags_of(call)) is is_flagged


def test_relief_of_the_customer_settles_one_sided_talk(call: CallBuilder) -> None:
    call.say("customer", "Oh that is a relief", "relief")
    call.talk |= {"agent_ratio": 0.9, "agent_s": 90.0, "customer_s": 10.0}

    assert "talk_ratio" not in flags_of(call)


@pytest.mark.parametrize(("mark", "is_flagged"), [(50.0, False), (50.1, True)])
def test_a_score_under_the_mark_is_flagged(
    mark: float, is_flagged: bool, call: CallBuilder, read_rubric: Callable[..., Rubric]
) -> None:
    rubric = changed(read_rubric(TWO_QUESTIONS), pass_mark=mark)
    call.say("agent", "I am sorry but that is on you", "apologise", "blame")

    found = flags_of(call, rubric)

    assert ("low_score" in found) is is_flagged
    if is_flagged:
        assert "50.0 of 100" in say(found["low_score"].reason)
        assert "No blame." in say(found["low_score"].reason)


TWO_QUESTIONS = """
[[sections.questions]]
id = "sorry"
text = "Apologises."
points = 5
behaviour = { any = ["apologise"] }

[[sections.questions]]
id = "no_blame"
text = "No blame."
points = 5
behaviour = { none = ["blame"] }
"""


@pytest.mark.parametrize(
    ("extra", "codes"),
    [
        ('auto_fail = "call"', ["auto_fail", "blame"]),
        ('auto_fail = "section"', ["auto_fail", "blame", "low_score"]),
        ("critical = true", ["critical", "blame"]),
        ("", ["blame"]),
    ],
)
def test_auto_fail_and_critical_are_urgent(
    extra: str, codes: list[str], call: CallBuilder, read_rubric: Callable[..., Rubric]
) -> None:
    call.say("agent", "I am sorry but that is on you", "apologise", "blame")

    found = flags_of(call, read_rubric(f"{TWO_QUESTIONS}{extra}"))

    assert list(found) == codes
    if extra:
        assert found[codes[0]].severity == "urgent"
        assert "No blame." in say(found[codes[0]].reason)


def handled(call: CallBuilder) -> CallBuilder:
    cue = call.say("customer", "This is the third time and I am upset", "distress")
    reply = call.say(
        "agent", "I am sorry about the third call I will fix it today",
        "acknowledge", "apologise", "act",
    )  # fmt: skip
    call.say("customer", "Oh thank you what a relief", "relief")
    call.opportunity(cue, "given", reply, parts="acknowledge apologise act")
    call.ease("eased")
    call.situations.append(Situation("service_failure", 0.8, (Evidence(0.0, 4.0, "C"),)))
    return call


def test_a_difficult_call_handled_well_is_praised_three_times(call: CallBuilder) -> None:
    found = flags_of(handled(call))

    assert list(found) == ["situation_handled", "acknowledge_apologise_act", "customer_relieved"]
    assert {flag.severity for flag in found.values()} == {"praise"}


def test_a_missed_moment_costs_the_praise_for_the_situation(call: CallBuilder) -> None:
    handled(call).opportunity(call.turns[0], "missed")

    assert "situation_handled" not in flags_of(call)


@pytest.mark.parametrize("outcome", ["unchanged", "rose"])
def test_tension_that_stays_costs_the_praise_for_the_situation(
    outcome: str, call: CallBuilder
) -> None:
    handled(call).ease(outcome)

    assert "situation_handled" not in flags_of(call)


def test_without_a_difficult_situation_there_is_none_to_handle(call: CallBuilder) -> None:
    handled(call).situations.clear()

    assert "situation_handled" not in flags_of(call)


def test_an_urgent_flag_outweighs_the_praise_for_the_situation(call: CallBuilder) -> None:
    handled(call).say("customer", "Still I will post a review", "threat")

    found = flags_of(call)

    assert "unanswered_threat" in found
    assert "situation_handled" not in found
    assert "acknowledge_apologise_act" in found


@pytest.mark.parametrize("parts", ["acknowledge apologise", "apologise act", "acknowledge act"])
def test_two_of_the_three_parts_are_not_complete(parts: str, call: CallBuilder) -> None:
    cue = call.say("customer", "I am so tired of this", "distress")
    reply = call.say("agent", "That sounds exhausting", "acknowledge")
    call.opportunity(cue, "given", reply, parts=parts)

    assert "acknowledge_apologise_act" not in flags_of(call)


def test_relief_counts_only_after_the_last_distress(call: CallBuilder) -> None:
    call.say("customer", "I am upset", "distress")
    call.say("customer", "Oh good", "relief")
    call.say("customer", "No wait it is still broken this is terrible", "distress")

    assert "customer_relieved" not in flags_of(call)


def test_thanks_without_distress_is_no_relief(good_call: CallBuilder) -> None:
    assert "customer_relieved" not in flags_of(good_call)


def test_the_agents_raised_volume_raises_no_flag(good_call: CallBuilder) -> None:
    for start_s in range(0, 20, 2):
        good_call.raise_volume("agent", start_s, start_s + 1.5)

    assert flags_of(good_call) == {}


def test_nothing_is_flagged_from_an_unreliable_basis(bad_call: CallBuilder) -> None:
    bad_call.basis = "unreliable"
    bad_call.silences.append(Silence("dead_air", 0.0, 60.0, announced=False))
    bad_call.raise_volume("customer", 0.0, 3.0)

    assert flags_of(bad_call) == {}


def test_interruptions_that_were_not_measured_raise_no_flag(bad_call: CallBuilder) -> None:
    bad_call.talk["interruptions_per_10min"] = PerParty(None, None)

    assert "interruptions" not in flags_of(bad_call)


def test_limits_are_the_rubrics_own(bad_call: CallBuilder) -> None:
    bad_call.silences.append(Silence("dead_air", 0.0, 31.0, announced=False))
    rubric = with_limits(
        blame=CountLimits(min_count=2),
        dead_air=DeadAirLimits(min_total_s=31.5),
        low_score=PlainLimits(enabled=False),
    )

    assert not {"blame", "dead_air", "low_score"} & flags_of(bad_call, rubric).keys()
    assert {"blame", "dead_air", "low_score"} <= flags_of(bad_call).keys()


def test_every_flag_can_be_switched_off(bad_call: CallBuilder, call: CallBuilder) -> None:
    off = FlagLimits(
        **{name: type(value)(enabled=False) for name, value in limits_by_name().items()}
    )
    rubric = changed(default_rubric(), flags=off)

    assert flags_of(bad_call, rubric) == {}
    assert flags_of(handled(call), rubric) == {}


def limits_by_name() -> dict[str, Any]:
    return {name: getattr(FlagLimits(), name) for name in FlagLimits.__struct_fields__}
