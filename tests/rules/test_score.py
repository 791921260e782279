from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callqa.catalogue import say
from callqa.domain.judgement import QuestionScore, Scorecard
from callqa.domain.measures import PerParty, Silence
from callqa.domain.sentence import Sentence
from callqa.errors import UsageError
from callqa.rules.case import Case
from callqa.rules.rubric import Question, Rubric, Section
from callqa.rules.rubric_file import default_rubric
from callqa.rules.score import score_case
from callqa.settings import Settings, with_values
from tests.rules.handmade import CallBuilder

ReadRubric = Callable[..., Rubric]

APOLOGY = """
[[sections.questions]]
id = "sorry"
text = "Apologises."
points = 5
behaviour = { any = ["apologise"] }
"""


def question(card: Scorecard, name: str) -> QuestionScore:
    return next(each for row in card.sections for each in row.questions if each.id == name)


def one_question(rest: str, points: float = 10) -> str:
    return f'[[sections.questions]]\nid = "q"\ntext = "Q"\npoints = {points}\n{rest}\n'


def people_rubric(points: Sequence[Sequence[float]], weights: Sequence[float]) -> Rubric:
    """Return a rubric of human questions, so that any pattern of answers can be given."""
    return Rubric(
        id="people",
        version="1",
        title="People",
        pass_mark=50,
        sections=tuple(
            Section(
                id=f"s{i}",
                title="S",
                weight=weight,
                questions=tuple(
                    Question(id=f"q{i}.{j}", text="Q", points=each, human=True)
                    for j, each in enumerate(row)
                ),
            )
            for i, (row, weight) in enumerate(zip(points, weights, strict=True))
        ),
    )


@settings(deadline=None)
@given(st.data())
def test_points_add_up_whatever_does_not_apply(data: st.DataObject) -> None:
    row = st.lists(st.floats(0.5, 20.0), min_size=1, max_size=5)
    points = data.draw(st.lists(row, min_size=1, max_size=5))
    weights = [data.draw(st.floats(1.0, 50.0)) for _ in points]
    rubric = people_rubric(points, weights)
    answered = {
        each.id: data.draw(st.floats(0.0, 1.0)) * each.points
        for section in rubric.sections
        for each in section.questions
        if data.draw(st.booleans())
    }

    card = score_case(rubric, CallBuilder().case(), given=answered)

    rows = [each for section in card.sections for each in section.questions]
    assert all(0 <= each.points <= each.max_points for each in rows)
    assert all((each.id not in answered) == each.not_applicable for each in rows)
    assert round(sum(each.max_points for each in rows), 6) == (100 if answered else 0)
    assert (card.total is None) == (card.passed is None) == (not answered)
    assert round(sum(each.points for each in rows), 6) == (card.total or 0)
    for section in card.sections:
        assert (section.score is None) == all(each.not_applicable for each in section.questions)


def test_weight_is_shared_out_inside_the_section_first() -> None:
    rubric = people_rubric([[5, 5], [3, 7]], [40, 60])

    card = score_case(rubric, CallBuilder().case(), given={"q0.0": 5, "q1.0": 3, "q1.1": 0})

    assert [each.max_points for row in card.sections for each in row.questions] == [40, 0, 18, 42]
    assert card.total == 58
    assert [section.score for section in card.sections] == [100, 30]


def test_a_section_where_nothing_applies_gives_its_weight_to_the_others() -> None:
    rubric = people_rubric([[5], [3], [2]], [50, 30, 20])

    card = score_case(rubric, CallBuilder().case(), given={"q1.0": 3, "q2.0": 1})

    assert [section.questions[0].max_points for section in card.sections] == [0, 60, 40]
    assert card.total == 80
    assert card.sections[0].score is None


@pytest.mark.parametrize(("points", "passed"), [(5.0, True), (4.99, False)])
def test_a_call_passes_at_the_mark(points: float, passed: bool) -> None:
    rubric = people_rubric([[10]], [100])

    assert score_case(rubric, CallBuilder().case(), given={"q0.0": points}).passed is passed


def test_a_human_question_waits_for_a_person(call: CallBuilder, read_rubric: ReadRubric) -> None:
    rubric = read_rubric(APOLOGY + one_question("human = true"))
    call.say("agent", "I am so sorry about that", "apologise")

    waiting = score_case(rubric, call.case())
    answered = score_case(rubric, call.case(), given={"q": 5})

    assert question(waiting, "q").not_applicable
    assert question(waiting, "q").answer == "not answered"
    assert waiting.total == 100
    assert answered.total == pytest.approx(33.33 + 33.34, abs=0.02)


@pytest.mark.parametrize("points", [{"q": 11.0}, {"q": -1.0}, {"other": 1.0}])
def test_points_given_outside_the_rubric_are_refused(
    points: dict[str, float], call: CallBuilder, read_rubric: ReadRubric
) -> None:
    with pytest.raises(UsageError):
        score_case(read_rubric(one_question("human = true")), call.case(), given=points)


@pytest.mark.parametrize(
    ("ratio", "points"),
    [(0.5, 100), (0.35, 100), (0.65, 100), (0.66, 50), (0.8, 50), (0.81, 0), (0.19, 0)],
)
def test_the_first_band_that_holds_the_value_gives_the_points(
    ratio: float, points: float, call: CallBuilder, read_rubric: ReadRubric
) -> None:
    bands = "{ from = 0.35, to = 0.65, points = 10 }, { from = 0.2, to = 0.8, points = 5 }"
    rubric = read_rubric(one_question(f'measure = "talk.agent_ratio"\nbands = [{bands}]'))
    call.talk["agent_ratio"] = ratio
    call.say("agent", "Hello")

    assert score_case(rubric, call.case()).total == points


@pytest.mark.parametrize(
    ("behaviour", "points"),
    [
        ('{ any = ["apologise"] }', 100),
        ('{ any = ["apologise"], at_least = 2 }', 0),
        ('{ any = ["apologise", "blame"], at_least = 2 }', 100),
        ('{ any = ["greeting"] }', 0),
        ('{ all = ["apologise", "blame"] }', 100),
        ('{ all = ["apologise", "greeting"] }', 0),
        ('{ none = ["blame"] }', 0),
        ('{ none = ["blame"], at_most = 1 }', 100),
        ('{ none = ["dismissive"] }', 100),
    ],
)
def test_behaviours_are_asked_for_in_all_ways(
    behaviour: str, points: float, call: CallBuilder, read_rubric: ReadRubric
) -> None:
    call.say("agent", "I am sorry", "apologise")
    call.say("agent", "You should have called", "blame")

    card = score_case(read_rubric(one_question(f"behaviour = {behaviour}")), call.case())

    assert card.total == points


@pytest.mark.parametrize(
    ("window", "said_at_s", "points"),
    [
        ("first_s = 30", 39.9, 100),
        ("first_s = 30", 40.1, 0),
        ("last_s = 60", 51.0, 100),
        ("last_s = 60", 38.0, 0),
    ],
)
def test_windows_count_from_the_first_and_to_the_last_speech(
    window: str, said_at_s: float, points: float, call: CallBuilder, read_rubric: ReadRubric
) -> None:
    rubric = read_rubric(one_question(f'behaviour = {{ any = ["greeting"], {window} }}'))
    call.say("agent", "Hello there", start_s=10.0)
    call.say("agent", "Good morning", "greeting", start_s=said_at_s)
    call.say("customer", "bye bye", start_s=109.0)

    assert score_case(rubric, call.case()).total == points


def after_threat(limits: str) -> str:
    return one_question(f'behaviour = {{ any = ["act"], after = ["threat"], {limits} }}')


@pytest.mark.parametrize(
    ("limits", "reply_at_s", "points"),
    [
        ("within_s = 20", 22.0, 100),
        ("within_s = 20", 22.1, 0),
        ("within_s = 5, within_turns = 1", 22.1, 100),
    ],
)
def test_an_answer_counts_by_time_or_by_turn_after_the_moment(
    limits: str, reply_at_s: float, points: float, call: CallBuilder, read_rubric: ReadRubric
) -> None:
    call.say("agent", "I will do it today", "act", start_s=0.0)
    call.say("customer", "I will cancel now", "threat", start_s=0.0)
    call.say("agent", "I will do it today", "act", start_s=reply_at_s)

    assert score_case(read_rubric(after_threat(limits)), call.case()).total == points


@pytest.mark.parametrize(
    ("between", "points"),
    [
        (("customer", "Well"), 0),
        (("customer", "mm-hm"), 100),
        (("agent", "Just a second"), 100),
    ],
)
def test_the_turns_count_where_the_customer_takes_the_floor_between(
    between: tuple[str, str], points: float, call: CallBuilder, read_rubric: ReadRubric
) -> None:
    rubric = read_rubric(after_threat("within_turns = 1"))
    call.say("customer", "I will cancel now", "threat")
    call.say("agent", "What was that")
    call.say(*between)
    call.say("agent", "I will do it today", "act")

    assert score_case(rubric, call.case()).total == points


def test_points_are_in_proportion_to_the_moments_met(
    call: CallBuilder, read_rubric: ReadRubric
) -> None:
    call.say("customer", "I will cancel", "threat")
    call.say("customer", "I really will cancel", "threat")
    call.say("agent", "I will do it today", "act")
    call.say("customer", "And I will post a review", "threat")
    call.say("agent", "Fine by me")

    card = score_case(read_rubric(after_threat("within_turns = 1")), call.case())

    assert card.total == 50
    assert question(card, "q").answer == "1 of 2"
    assert "And I will post a review" in say(question(card, "q").explanation)


def test_without_such_a_moment_the_question_does_not_apply(
    call: CallBuilder, read_rubric: ReadRubric
) -> None:
    call.say("agent", "Hello")

    card = score_case(read_rubric(after_threat("within_turns = 1")), call.case())

    assert question(card, "q").not_applicable
    assert card.total is None


def test_a_suggested_hit_speaks_for_the_agent_and_never_against(
    call: CallBuilder, read_rubric: ReadRubric
) -> None:
    blame = one_question('behaviour = { none = ["blame"] }')
    call.say("agent", "My apologies for all that", "apologise", source="meaning")
    call.say("agent", "It is on you", "blame", source="meaning")

    assert score_case(read_rubric(APOLOGY + blame), call.case()).total == 100


def test_what_the_customer_says_is_no_courtesy_of_the_agent(
    call: CallBuilder, read_rubric: ReadRubric
) -> None:
    call.say("customer", "I am sorry to trouble you", "apologise")

    assert score_case(read_rubric(APOLOGY), call.case()).total == 0


@pytest.mark.parametrize(("auto_fail", "total", "section"), [
    ("none", 50, 50), ("section", 0, 0), ("call", 0, 50),
])  # fmt: skip
def test_auto_fail_takes_the_section_or_the_call(
    auto_fail: str, total: float, section: float, call: CallBuilder, read_rubric: ReadRubric
) -> None:
    blame = f'auto_fail = "{auto_fail}"\nbehaviour = {{ none = ["blame"] }}'
    rubric = read_rubric(APOLOGY + one_question(blame, points=5))
    call.say("agent", "I am sorry but you should have called", "apologise", "blame")

    card = score_case(rubric, call.case())

    assert card.total == total
    assert card.sections[0].score == section
    assert card.auto_fail is (auto_fail == "call")
    assert card.passed is (total >= 50)
    assert question(card, "sorry").points == 50
    expected = "no" if auto_fail == "none" else f"no (fails the {auto_fail})"
    assert question(card, "q").answer == expected


def test_a_question_that_does_not_apply_never_auto_fails(
    call: CallBuilder, read_rubric: ReadRubric
) -> None:
    rubric = read_rubric(
        APOLOGY
        + one_question('auto_fail = "call"\nbehaviour = { any = ["act"], after = ["threat"] }')
    )
    call.say("agent", "I am sorry", "apologise")

    card = score_case(rubric, call.case())

    assert (card.total, card.auto_fail) == (100, False)


CONDITION = """
[conditions.difficult]
otherwise = "nothing was difficult"
{checks}
"""
DIFFICULT = 'applies_when = "difficult"\nbehaviour = { any = ["apologise"] }'


@pytest.mark.parametrize(
    ("checks", "applies"),
    [
        ('any_of = [{ any = ["threat"] }, { any = ["distress"] }]', True),
        ('all_of = [{ any = ["threat"] }, { any = ["distress"] }]', False),
        ('all_of = [{ none = ["threat"] }, { any = ["distress"] }]', True),
        ('any_of = [{ measure = "talk.total_s", from = 2, to = 2.5 }]', True),
        ('any_of = [{ measure = "talk.total_s", from = 2.6 }]', False),
    ],
)
def test_conditions_decide_whether_a_question_applies(
    checks: str, applies: bool, call: CallBuilder, read_rubric: ReadRubric
) -> None:
    rubric = read_rubric(one_question(DIFFICULT), before=CONDITION.format(checks=checks))
    call.say("customer", "This is so frustrating", "distress")
    call.say("agent", "Hm")

    scored = question(score_case(rubric, call.case()), "q")

    assert scored.not_applicable is not applies
    if not applies:
        assert say(scored.explanation) == "Does not apply: nothing was difficult."


def test_a_condition_on_something_not_measurable_makes_the_question_so_too(
    call: CallBuilder, read_rubric: ReadRubric
) -> None:
    checks = 'any_of = [{ measure = "talk.agent_ratio", from = 0.9 }]'
    rubric = read_rubric(one_question(DIFFICULT), before=CONDITION.format(checks=checks))
    call.say("agent", "Hello")
    call.talk |= {"basis": "unreliable", "basis_reason": Sentence("health.bleed")}

    scored = question(score_case(rubric, call.case()), "q")

    assert scored.answer == "not measurable"
    assert scored.explanation == Sentence("health.bleed")


def test_nothing_is_scored_from_an_unreliable_basis(call: CallBuilder) -> None:
    call.say("agent", "Hello and good morning", "greeting")
    call.basis = "unreliable"
    call.basis_reason = Sentence("health.one_party")

    card = score_case(default_rubric(), call.case())

    rows = [each for section in card.sections for each in section.questions]
    assert card.total is None
    assert all(each.not_applicable for each in rows)
    assert {each.explanation for each in rows if each.answer == "not measurable"} == {
        Sentence("health.one_party")
    }


def test_interruptions_that_were_not_measured_cost_nothing(good_call: CallBuilder) -> None:
    good_call.talk["interruptions_per_10min"] = PerParty(None, None)

    scored = question(score_case(default_rubric(), good_call.case()), "lets_finish")

    assert scored.not_applicable
    assert scored.answer == "not measurable"


def test_without_words_behaviours_are_not_measurable(call: CallBuilder) -> None:
    call.say("agent", "")
    call.silences.append(Silence("dead_air", 1.0, 41.0, announced=False))

    card = score_case(default_rubric(), call.case())

    assert question(card, "no_blame").answer == "not measurable"
    assert question(card, "no_dead_air").answer == "not measurable"


@pytest.mark.parametrize(("counts", "points"), [(False, None), (True, 0.0)])
def test_the_agents_own_volume_counts_only_where_the_setting_says_so(
    counts: bool, points: float | None, good_call: CallBuilder
) -> None:
    values: dict[str, Any] = {"scoring.agent_volume_counts": counts}
    good_call.settings = with_values(Settings(), values, source="test")
    good_call.raise_volume("agent", 1.0, 3.0)
    good_call.raise_volume("agent", 13.0, 15.0)

    card = score_case(default_rubric(), good_call.case())
    scored = question(card, "steady_volume")

    assert scored.not_applicable is (points is None)
    assert (card.total == 100) is (points is None)


def test_an_unsure_interruption_costs_nothing(good_call: CallBuilder) -> None:
    good_call.interrupt(confidence=0.49)
    good_call.interrupt(kind="backchannel")
    good_call.interrupt(by="customer")

    assert score_case(default_rubric(), good_call.case()).total == 100


def test_a_short_ordinary_friendly_call_scores_100(good_call: CallBuilder) -> None:
    case = good_call.case()

    card = score_case(default_rubric(), case)

    assert card.total == 100
    assert card.passed
    assert question(card, "apologises").answer == "not applicable"
    assert question(card, "offers_alternative").answer == "not applicable"


def test_a_difficult_call_handled_badly_fails(bad_call: CallBuilder) -> None:
    card = score_case(default_rubric(), bad_call.case())

    assert card.total is not None
    assert card.total < 30
    assert card.passed is False


def test_every_explanation_can_be_said(good_call: CallBuilder, bad_call: CallBuilder) -> None:
    bad_call.silences.append(Silence("hold", 20.0, 60.0, announced=True, courtesy_complete=False))
    for builder in (good_call, bad_call):
        card = score_case(default_rubric(), builder.case())

        texts = [say(each.explanation) for row in card.sections for each in row.questions]
        assert all(text.endswith(".") and "{" not in text for text in texts)


def test_evidence_names_the_speaker_and_the_words(bad_call: CallBuilder) -> None:
    scored = question(score_case(default_rubric(), bad_call.case()), "no_blame")

    assert [each.speaker for each in scored.evidence] == ["A"]
    assert scored.evidence[0].text.startswith("Calm down")


def test_a_changed_weight_moves_the_total(good_call: CallBuilder) -> None:
    answered = {"q0.0": 1.0, "q1.0": 0.0}

    totals = [
        score_case(people_rubric([[1], [1]], weights), good_call.case(), given=answered).total
        for weights in ([50, 50], [80, 20])
    ]

    assert totals == [50, 80]


@pytest.mark.parametrize(
    ("behaviour", "answer"),
    [
        ('{ any = ["thanks", "gratitude"] }', "yes"),
        ('{ any = ["gratitude", "paraphrase"] }', "not measurable"),
        ('{ all = ["thanks", "gratitude"] }', "not measurable"),
        ('{ none = ["blame", "jargon"] }', "not measurable"),
        ('{ none = ["blame", "dismissive"] }', "yes"),
    ],
)
def test_what_a_smaller_pack_cannot_tell_is_not_measurable(
    behaviour: str, answer: str, call: CallBuilder, read_rubric: ReadRubric
) -> None:
    call.say("agent", "Vielen Dank", "thanks")
    german = Case(call.findings("de"), call.settings)

    card = score_case(read_rubric(one_question(f"behaviour = {behaviour}")), german)

    assert question(card, "q").answer == answer
