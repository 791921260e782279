import pytest

from callqa.catalogue import say
from callqa.errors import RubricError
from callqa.rules.quantities import QUANTITIES
from callqa.rules.rubric import FlagLimits
from callqa.rules.rubric_file import (
    DEFAULT_RUBRIC,
    default_rubric,
    mistakes_in,
    shipped_rubric,
    shipped_rubric_text,
    shipped_rubrics,
)
from callqa.rules.score import score_case
from tests.rules.handmade import CallBuilder

each_shipped = pytest.mark.parametrize("name", shipped_rubrics())


def test_three_rubrics_ship_and_the_default_is_the_first() -> None:
    assert shipped_rubrics() == (DEFAULT_RUBRIC, "strict_compliance", "deescalation_training")
    assert default_rubric() == shipped_rubric(DEFAULT_RUBRIC)


def test_a_rubric_that_does_not_ship_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(RubricError) as caught:
        shipped_rubric("strict_complience")

    assert caught.value.remedy == "Did you mean 'strict_compliance'?"


@each_shipped
def test_a_shipped_rubric_has_no_mistake_and_four_to_six_sections_that_count(name: str) -> None:
    rubric = shipped_rubric(name)
    counting = [section for section in rubric.sections if not section.apart]

    assert mistakes_in(shipped_rubric_text(name), source=name) == ()
    assert 4 <= len(counting) <= 6
    assert sum(section.weight or 0 for section in counting) == 100


@each_shipped
def test_every_condition_of_a_shipped_rubric_is_used(name: str) -> None:
    rubric = shipped_rubric(name)
    named = {section.applies_when for section in rubric.sections}
    named |= {each.applies_when for section in rubric.sections for each in section.questions}

    assert named - {None} == set(rubric.conditions)


@each_shipped
def test_what_is_heard_by_machine_never_fails_a_whole_call(name: str) -> None:
    for section in shipped_rubric(name).sections:
        assert all(each.human for each in section.questions if each.auto_fail == "call")


@each_shipped
def test_ids_of_shipped_rubrics_are_their_own(name: str) -> None:
    others = [shipped_rubric(each).id for each in shipped_rubrics() if each != name]

    assert shipped_rubric(name).id not in others


@each_shipped
def test_a_good_call_passes_and_a_bad_call_fails_by_every_shipped_rubric(
    name: str, good_call: CallBuilder, bad_call: CallBuilder
) -> None:
    good, bad = (score_case(shipped_rubric(name), each.case()) for each in (good_call, bad_call))

    assert good.passed
    assert bad.passed is False
    assert bad.total is not None
    assert bad.total < 50
    for card in (good, bad):
        texts = [say(each.explanation) for row in card.sections for each in row.questions]
        assert all(text.endswith(".") for text in texts)


def test_the_default_rubric_reports_compliance_apart() -> None:
    apart = [section for section in default_rubric().sections if section.apart]

    assert [section.id for section in apart] == ["compliance"]
    assert {each.auto_fail for each in apart[0].questions} == {"none"}
    assert any(each.human for each in apart[0].questions)


def test_the_default_rubric_states_the_default_limits_of_every_flag() -> None:
    assert default_rubric().flags == FlagLimits()
    for code in FlagLimits.__struct_fields__:
        assert f"\n{code} = " in shipped_rubric_text(DEFAULT_RUBRIC)


def test_the_default_rubric_names_every_measure_in_its_notes() -> None:
    notes = shipped_rubric_text(DEFAULT_RUBRIC).split('id = "difficult_calls"')[0]

    assert [name for name in QUANTITIES if name not in notes] == []


def test_strict_compliance_fails_a_call_without_identity_check(good_call: CallBuilder) -> None:
    rubric = shipped_rubric("strict_compliance")

    card = score_case(rubric, good_call.case(), given={"verifies_first": 0.0})

    assert (card.total, card.passed, card.auto_fail) == (0.0, False, True)


@pytest.mark.parametrize(("opens", "points"), [("acknowledge", True), ("greeting", False)])
def test_training_asks_for_the_feeling_before_the_rule(
    opens: str, points: bool, call: CallBuilder
) -> None:
    call.say("customer", "This is so frustrating", "distress")
    call.say("agent", "I can see how annoying that is", opens)
    call.say("agent", "We cannot refund it after thirty days", "policy_wall")
    call.say("agent", "I am sorry", "apologise")

    card = score_case(shipped_rubric("deescalation_training"), call.case())
    (asked,) = (
        each for row in card.sections for each in row.questions if each.id == "feeling_before_rule"
    )

    assert (asked.points > 0) is points
