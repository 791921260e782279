from callqa.catalogue import knows, say
from callqa.domain.judgement import Judgement
from callqa.rules.coaching import CoachingItem, coaching_items
from callqa.rules.flags import Docket, find_flags
from callqa.rules.rubric import FlagLimits
from callqa.rules.rubric_file import default_rubric
from callqa.rules.score import score_case
from tests.rules.handmade import CallBuilder


def items_of(call: CallBuilder) -> dict[str, CoachingItem]:
    case = call.case()
    card = score_case(default_rubric(), case)
    flags = find_flags(Docket(case, default_rubric(), card))
    judgement = Judgement("hand-made", case.measures, card, flags)
    return {each.flag.code: each for each in coaching_items(judgement, case.hearing)}


def test_a_role_play_starts_from_what_the_customer_said(bad_call: CallBuilder) -> None:
    items = items_of(bad_call)

    blame = items["blame"].role_play
    threat = items["unanswered_threat"].role_play
    assert blame is not None
    assert threat is not None
    assert "This is the third time I am calling" in say(blame)
    assert "Then I will cancel and post a review about you" in say(threat)


def test_every_flag_has_advice(bad_call: CallBuilder) -> None:
    items = items_of(bad_call)

    assert len(items) == 8
    assert all(say(each.advice) and each.role_play for each in items.values())


def test_a_long_line_is_cut_to_what_can_be_said_from_memory(call: CallBuilder) -> None:
    call.say("customer", " ".join(f"word{i}" for i in range(40)))
    call.say("agent", "You should have called", "blame")

    role_play = items_of(call)["blame"].role_play

    assert role_play is not None
    assert str(role_play.values["quote"]).endswith("word24 …")


def test_without_a_line_of_the_customer_there_is_no_role_play(call: CallBuilder) -> None:
    call.say("customer", "yes please")
    call.say("agent", "You should have called", "blame")

    assert items_of(call)["blame"].role_play is None


def test_every_flag_has_its_sentences() -> None:
    for code in FlagLimits.__struct_fields__:
        assert knows(f"flag.{code}_title")
        assert knows(f"flag.{code}_reason")
        assert knows(f"tip.{code}")
        assert knows(f"tip.{code}_role_play")
