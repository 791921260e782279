from collections.abc import Callable

import pytest

from callqa.catalogue import say
from callqa.domain.judgement import Scorecard, SectionScore
from callqa.rules.rubric import AutoFail, Question, Rubric, Section
from callqa.rules.score import score_case
from tests.rules.handmade import CallBuilder

ReadRubric = Callable[..., Rubric]


def human(name: str, points: float, auto_fail: AutoFail = "none") -> Question:
    return Question(id=name, text="Q", points=points, human=True, auto_fail=auto_fail)


def rubric(auto_fail: AutoFail = "none") -> Rubric:
    """Return two sections of weight 40 and 60 with one apart between them."""
    return Rubric(
        id="r",
        version="1",
        title="R",
        pass_mark=50,
        sections=(
            Section(id="a", title="A", weight=40, questions=(human("a1", 5),)),
            Section(
                id="rules",
                title="Rules",
                apart=True,
                questions=(human("r1", 3, auto_fail), human("r2", 1)),
            ),
            Section(id="b", title="B", weight=60, questions=(human("b1", 5),)),
        ),
    )


def scored(given: dict[str, float | None], auto_fail: AutoFail = "none") -> Scorecard:
    return score_case(rubric(auto_fail), CallBuilder().case(), given=given)


def rules_of(card: Scorecard) -> SectionScore:
    return next(section for section in card.sections if section.apart)


def test_a_section_apart_has_points_of_its_own_and_no_share_in_the_total() -> None:
    card = scored({"a1": 5, "b1": 0, "r1": 0, "r2": 1})

    assert card.total == 40
    assert rules_of(card).score == 25
    assert rules_of(card).weight == 0
    assert [each.max_points for each in rules_of(card).questions] == [75, 25]
    assert sum(each.max_points for s in card.sections if not s.apart for each in s.questions) == 100


def test_what_does_not_apply_apart_leaves_the_total_as_it_is() -> None:
    assert scored({"a1": 5, "b1": 5}).total == 100
    assert rules_of(scored({"a1": 5, "b1": 5})).score is None
    assert rules_of(scored({"r2": 1})).score == 100
    assert scored({"r2": 1}).total is None


@pytest.mark.parametrize(
    ("auto_fail", "total", "score", "passed"),
    [("none", 100, 25, True), ("section", 100, 0, True), ("call", 0, 25, False)],
)
def test_auto_fail_apart_takes_its_own_section_or_the_call(
    auto_fail: AutoFail, total: float, score: float, passed: bool
) -> None:
    card = scored({"a1": 5, "b1": 5, "r1": 0, "r2": 1}, auto_fail)

    assert (card.total, rules_of(card).score, card.passed) == (total, score, passed)


def test_a_call_failed_apart_fails_though_nothing_else_could_be_scored() -> None:
    card = scored({"r1": 0}, "call")

    assert (card.total, card.passed, card.auto_fail) == (0.0, False, True)


def test_a_person_can_say_that_a_question_does_not_apply(
    call: CallBuilder, read_rubric: ReadRubric
) -> None:
    two = read_rubric(
        '[[sections.questions]]\nid = "sorry"\ntext = "S"\npoints = 5\n'
        'behaviour = { any = ["apologise"] }\n'
        '[[sections.questions]]\nid = "q"\ntext = "Q"\npoints = 5\nhuman = true\n'
    )
    call.say("agent", "Hello there")

    card = score_case(two, call.case(), given={"sorry": None, "q": 4})
    (row,) = card.sections

    assert card.total == 80
    assert row.questions[0].not_applicable
    assert row.questions[0].answer == "not applicable"
    assert say(row.questions[0].explanation) == "Does not apply: so a person said."


def before_limit(limits: str) -> str:
    return (
        '[[sections.questions]]\nid = "q"\ntext = "Q"\npoints = 5\n'
        f'behaviour = {{ any = ["acknowledge"], before = ["policy_wall"]{limits} }}\n'
    )


@pytest.mark.parametrize(
    ("limits", "said_at_s", "points"),
    [
        ("", 0.0, 100),
        (", within_s = 10", 9.0, 100),
        (", within_s = 10", 5.0, 0),
        (", within_turns = 2", 5.0, 100),
        (", within_turns = 1", 5.0, 0),
        ("", 31.0, 0),
    ],
)
def test_words_count_by_time_or_by_turn_before_the_moment(
    limits: str, said_at_s: float, points: float, call: CallBuilder, read_rubric: ReadRubric
) -> None:
    if said_at_s < 20:
        call.say("agent", "I can see that", "acknowledge", start_s=said_at_s)
    call.say("customer", "And what now", start_s=15.0)
    call.say("agent", "We cannot do that", "policy_wall", start_s=20.0)
    call.say("customer", "I see that is a pity", start_s=25.0)
    if said_at_s > 20:
        call.say("agent", "I can see that", "acknowledge", start_s=said_at_s)

    assert score_case(read_rubric(before_limit(limits)), call.case()).total == points


def test_a_moment_without_the_words_before_it_is_named(
    call: CallBuilder, read_rubric: ReadRubric
) -> None:
    call.say("agent", "We cannot do that", "policy_wall")

    card = score_case(read_rubric(before_limit("")), call.case())
    explanation = say(card.sections[0].questions[0].explanation)

    assert explanation == "Done at 0 of 1 such moments; not before 0:00: “We cannot do that”."
