from callqa.catalogue import knows, say
from callqa.domain.sentence import Sentence
from callqa.rules.coaching import role_play
from callqa.rules.flags import Docket, find_flags
from callqa.rules.rubric import FlagLimits
from callqa.rules.rubric_file import default_rubric
from callqa.rules.score import score_case
from tests.rules.handmade import CallBuilder


def role_plays_of(call: CallBuilder) -> dict[str, Sentence | None]:
    case = call.case()
    found = find_flags(Docket(case, default_rubric(), score_case(default_rubric(), case)))
    lines = [turn for turn in call.turns if turn.speaker == "C"]
    return {flag.code: role_play(flag, lines) for flag in found}


def test_a_role_play_starts_from_what_the_customer_said(bad_call: CallBuilder) -> None:
    plays = role_plays_of(bad_call)

    blame, threat = plays["blame"], plays["unanswered_threat"]
    assert blame is not None
    assert threat is not None
    assert "This is the third time I am calling" in say(blame)
    assert "Then I will cancel and post a review about you" in say(threat)


def test_every_flag_of_a_call_can_be_played(bad_call: CallBuilder) -> None:
    plays = role_plays_of(bad_call)

    assert len(plays) == 8
    assert all(each is not None and say(each) for each in plays.values())


def test_a_long_line_is_cut_to_what_can_be_said_from_memory(call: CallBuilder) -> None:
    call.say("customer", " ".join(f"word{i}" for i in range(40)))
    call.say("agent", "You should have called", "blame")

    play = role_plays_of(call)["blame"]

    assert play is not None
    assert str(play.values["quote"]).endswith("word24 …")


def test_without_a_line_of_the_customer_there_is_no_role_play(call: CallBuilder) -> None:
    call.say("customer", "yes please")
    call.say("agent", "You should have called", "blame")

    assert role_plays_of(call)["blame"] is None


def test_every_flag_has_its_sentences() -> None:
    for code in FlagLimits.__struct_fields__:
        assert knows(f"flag.{code}_title")
        assert knows(f"flag.{code}_reason")
        assert knows(f"tip.{code}")
        assert knows(f"tip.{code}_role_play")
