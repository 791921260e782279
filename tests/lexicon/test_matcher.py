from collections.abc import Callable

import pytest

from callqa.domain.speech import Turn
from callqa.lexicon import Pack, match

ROLES = {"a": "agent", "c": "customer"}
MakeCall = Callable[..., list[Turn]]


def categories(turns: list[Turn], pack: Pack, **options: object) -> set[str]:
    return {hit.category for hit in match(turns, ROLES, pack, **options)}  # type: ignore[arg-type]


def test_a_hit_has_the_time_turn_and_text_of_its_words(pack: Pack, call: MakeCall) -> None:
    turns = call(("c", "Hello."), ("a", "Okay, I'll send a replacement today."))

    hit = next(h for h in match(turns, ROLES, pack) if h.category == "act")

    assert (hit.turn, hit.role, hit.polarity, hit.source) == (1, "agent", "positive", "phrase")
    assert hit.text == "I'll send a"
    assert (hit.start_s, hit.end_s) == (turns[1].words[1].start_s, turns[1].words[3].end_s)


@pytest.mark.parametrize(
    "said",
    [
        "I'm sorry about the delay",
        "I am sorry about the delay",
        "im sorry about the delay",
        "I\u2019m REALLY sorry, you know, about the delay",
        "I'm, um, I'm uh so sorry about the delay",
        "I I'm sorry about the delay",
    ],
)
def test_contractions_fillers_case_and_stutters_do_not_matter(
    said: str, pack: Pack, call: MakeCall
) -> None:
    assert "apologise" in categories(call(("a", said)), pack)


def test_american_and_british_spelling_are_one(pack: Pack, call: MakeCall) -> None:
    assert "apologise" in categories(call(("a", "I apologize for the wait")), pack)
    assert "apologise" in categories(call(("a", "I apologise for the wait")), pack)


@pytest.mark.parametrize(
    "said",
    ["I can see how fustrating this must be", "I do apologice for the wait"],
)
def test_one_wrong_letter_in_a_long_word_is_tolerated(
    said: str, pack: Pack, call: MakeCall
) -> None:
    assert categories(call(("a", said)), pack) & {"acknowledge", "apologise"}


def test_two_words_with_wrong_letters_are_not_a_hit(pack: Pack, call: MakeCall) -> None:
    turns = call(("c", "I want to speak to the complaimts departmemt"))

    assert "escalation_demand" not in categories(turns, pack)


@pytest.mark.parametrize(
    "said",
    [
        "I can't say I understand why you feel that way.",
        "I'm not sorry about that.",
        "I'm not saying I'm sorry about that.",
        "He told me to calm down.",
        "They said they'd call you back.",
        "You said you would send a replacement.",
    ],
)
def test_negated_and_reported_words_are_not_the_speakers_own(
    said: str, pack: Pack, call: MakeCall
) -> None:
    own = {"validate", "apologise", "dismissive", "follow_up", "act"}

    assert not categories(call(("a", said)), pack) & own


def test_a_negation_in_another_clause_does_not_undo_a_hit(pack: Pack, call: MakeCall) -> None:
    turns = call(("a", "I can't find it here, I'm sorry about that."))

    assert "apologise" in categories(turns, pack)


def test_only_the_right_party_can_say_it(pack: Pack, call: MakeCall) -> None:
    words = "I want to speak to your manager"

    assert "escalation_demand" in categories(call(("c", words)), pack)
    assert "escalation_demand" not in categories(call(("a", words)), pack)
    assert "escalation_demand" in categories(call(("a", words)), pack, any_role=True)


def test_role_evidence_is_found_only_on_request(pack: Pack, call: MakeCall) -> None:
    turns = call(("x", "This call may be recorded for training purposes."))

    assert categories(turns, pack) == set()
    assert categories(turns, pack, categories=["ivr"]) == {"ivr"}


def test_a_phrase_runs_over_two_turns_of_a_speaker(pack: Pack, call: MakeCall) -> None:
    turns = call(("a", "I can see how"), ("a", "frustrating this must be"))

    hit = next(h for h in match(turns, ROLES, pack) if h.category == "acknowledge")

    assert hit.turn == 0
    assert hit.end_s > turns[1].start_s


def test_a_back_channel_does_not_break_a_phrase_but_a_turn_does(pack: Pack, call: MakeCall) -> None:
    first, second = ("a", "I can see how"), ("a", "frustrating this must be")

    assert "acknowledge" in categories(call(first, ("c", "mm-hm"), second), pack)
    assert "acknowledge" not in categories(call(first, ("c", "no wait I meant"), second), pack)


def test_the_longest_phrase_of_a_category_wins(pack: Pack, call: MakeCall) -> None:
    turns = call(("a", "I'm so sorry to hear about the broken heater."))

    found = [hit.text for hit in match(turns, ROLES, pack) if hit.category == "apologise"]

    assert found == ["I'm so sorry to hear about the broken heater."]


def test_a_question_in_pieces_counts_once(pack: Pack, call: MakeCall) -> None:
    turns = call(("a", "Is the light, is it red, or is it green?"))

    found = [hit for hit in match(turns, ROLES, pack) if hit.category == "closed_question"]

    assert len(found) == 1


def test_turns_without_words_are_skipped(pack: Pack) -> None:
    assert match([Turn(0, "a", 0.0, 1.0, "", ())], ROLES, pack) == ()
