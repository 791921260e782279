from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callqa.domain.hearing import Basis
from callqa.domain.measures import Interruption, PhraseHit
from callqa.measures.floor import floors_of
from callqa.measures.interruption import find_interruptions
from callqa.measures.timeline import lay_out
from callqa.settings import Settings
from tests.measures.builders import ENGLISH, Line, hearing, hit, words_over

LIMITS = Settings().interruption
LONG = "I ordered the kettle three weeks ago and it has still not arrived at my house."


def find(
    *lines: Line, basis: Basis = "channel", phrases: tuple[PhraseHit, ...] = ()
) -> tuple[Interruption, ...]:
    floors = floors_of(lay_out(hearing(*lines, basis=basis), ENGLISH.conversation), LIMITS)
    return find_interruptions(floors, phrases, basis, LIMITS)


def kinds(*lines: Line, phrases: tuple[PhraseHit, ...] = ()) -> list[tuple[str, str]]:
    return [(event.by, event.kind) for event in find(*lines, phrases=phrases)]


def test_starting_over_the_other_for_half_a_second_is_an_interruption() -> None:
    (event,) = find(("C", 0, 6, LONG), ("A", 5, 9, "What is your order number please?"))

    assert (event.by, event.kind) == ("agent", "interruption")
    assert (event.start_s, event.end_s, event.overlap_s) == (5, 6, 1)
    assert event.text_by == "What is your order number please?"
    assert event.text_of == LONG


@pytest.mark.parametrize("words", ["Mm-hm.", "Uh huh.", "Right, okay.", "Yeah, I see.", "Okay."])
def test_continuers_are_a_backchannel(words: str) -> None:
    assert kinds(("C", 0, 6, LONG), ("A", 3, 3.8, words)) == [("agent", "backchannel")]


def test_continuers_longer_than_two_seconds_are_no_backchannel() -> None:
    (event,) = find(("C", 0, 9, LONG), ("A", 3, 5.2, "Okay yeah okay right okay yeah"))

    assert event.kind == "supportive"


def test_a_short_sound_without_words_is_a_backchannel() -> None:
    assert kinds(("C", 0, 6, LONG), ("A", 3, 4, "")) == [("agent", "backchannel")]


def test_a_longer_sound_without_words_is_none() -> None:
    assert kinds(("C", 0, 6, LONG), ("A", 3, 4.1, "")) == [("agent", "interruption")]


def test_no_wait_is_not_a_continuer() -> None:
    assert kinds(("A", 0, 6, LONG), ("C", 3, 3.8, "No, wait.")) == [("customer", "interruption")]


def test_a_continuer_that_the_other_does_not_go_on_after_is_no_backchannel() -> None:
    assert kinds(("C", 0, 6, LONG), ("A", 5.7, 6.3, "Okay.")) == [("agent", "terminal_overlap")]


def test_yes_that_answers_a_question_is_a_turn() -> None:
    question = ("A", 0.0, 2.0, "Is that your order?")
    rest = ("A", 2.2, 5.0, "because I can see two of them here.")

    assert kinds(question, rest, ("C", 2.25, 2.7, "Yes.")) == [("customer", "supportive")]


def test_coming_in_on_the_last_syllable_of_a_sentence_is_terminal_overlap() -> None:
    assert kinds(("C", 0, 6, LONG), ("A", 5.7, 9, "I can look that up for you.")) == [
        ("agent", "terminal_overlap")
    ]


def test_coming_in_as_the_other_breaks_off_is_an_interruption() -> None:
    (event,) = find(
        ("C", 0, 6, "I ordered a kettle and then the"), ("A", 5.7, 9, "What is the number?")
    )

    assert (event.kind, event.yielded) == ("interruption", True)


def test_breaking_off_for_a_word_that_does_not_take_the_floor_is_no_event() -> None:
    assert kinds(("C", 0, 6, "I ordered a kettle and then the"), ("A", 5.7, 6.4, "Kettle.")) == []


@pytest.mark.parametrize("words", [LONG, "I ordered a kettle and then the"])
def test_who_stops_within_a_second_has_yielded_whatever_full_stop_was_written(words: str) -> None:
    (event,) = find(("C", 0, 6, words), ("A", 5.2, 9, "What is your number?"))

    assert (event.kind, event.yielded) == ("interruption", True)


@pytest.mark.parametrize(("stops_after_s", "yielded"), [(1.0, True), (1.18, True), (1.3, False)])
def test_activity_that_ends_late_does_not_hide_that_the_other_stopped(
    stops_after_s: float, yielded: bool
) -> None:
    (event,) = find(("C", 0, 5 + stops_after_s, LONG), ("A", 5, 9, "What is your number?"))

    assert event.yielded == yielded


@pytest.mark.parametrize(("words", "yielded"), [("the kettle is", False), ("Okay.", True)])
def test_who_is_back_at_once_with_more_than_a_continuer_has_not_yielded(
    words: str, yielded: bool
) -> None:
    lines: list[Line] = [
        ("C", 0.0, 6.0, LONG),
        ("A", 5.2, 9.0, "What is your number?"),
        ("C", 6.7, 7.2, words),
    ]

    assert [event.yielded for event in find(*lines) if event.by == "agent"] == [yielded]


def test_the_other_stopping_after_a_backchannel_is_no_yielding() -> None:
    (event,) = find(("C", 0, 6, LONG), ("A", 5.1, 5.4, "Okay."))

    assert (event.kind, event.yielded) == ("backchannel", False)


def test_a_tail_of_activity_does_not_make_a_turns_end_an_interruption() -> None:
    assert kinds(("C", 0, 6.15, LONG), ("A", 5.7, 9, "I can look that up for you.")) == [
        ("agent", "terminal_overlap")
    ]


def test_an_overlap_that_may_be_activitys_tail_alone_is_no_interruption() -> None:
    broken_off = ("C", 0.0, 6.0, "I ordered a kettle and then the")

    assert kinds(broken_off, ("A", 5.85, 9, "What is your number?")) == []


@pytest.mark.parametrize(
    "words", ["Absolutely.", "Oh no, I'm so sorry.", "Yes, that makes sense.", "I understand."]
)
def test_agreement_and_sympathy_are_supportive(words: str) -> None:
    assert kinds(("C", 0, 8, LONG), ("A", 3, 4.5, words)) == [("agent", "supportive")]


def test_words_the_lexicon_knows_as_empathy_are_supportive() -> None:
    said = ("A", 3.0, 5.0, "That must be a real nuisance for you.")
    heard = (hit("acknowledge", "agent", 3.1, 4.9),)

    assert kinds(("C", 0, 8, LONG), said) == [("agent", "interruption")]
    assert kinds(("C", 0, 8, LONG), said, phrases=heard) == [("agent", "supportive")]


def test_a_completion_that_is_taken_up_is_supportive() -> None:
    lines: list[Line] = [
        ("C", 0.0, 4.0, "I wanted to talk to the what is it called"),
        ("C", 4.1, 8.0, "billing department because of my last invoice."),
        ("A", 3.4, 4.0, "Billing department?"),
    ]

    assert kinds(*lines) == [("agent", "supportive")]


def test_punctuation_alone_completes_nothing() -> None:
    lines: list[Line] = [
        ("C", 0.0, 4.0, "I wanted to talk to the what is it called"),
        ("C", 4.1, 8.0, "billing department because of my last invoice."),
        ("A", 3.4, 4.8, "..."),
    ]

    assert ("agent", "supportive") not in kinds(*lines)


def test_agreement_after_which_the_agent_takes_the_floor_is_an_interruption() -> None:
    assert kinds(("C", 0, 6, LONG), ("A", 5, 6.5, "Yes, absolutely.")) == [
        ("agent", "interruption")
    ]


def test_both_starting_together_is_nothing() -> None:
    assert kinds(("C", 1.0, 6, LONG), ("A", 1.29, 4, "Thank you for waiting there")) == []


def test_a_start_three_tenths_in_is_an_interruption() -> None:
    assert kinds(("C", 1.0, 6, LONG), ("A", 1.31, 4, "Thank you for waiting there")) == [
        ("agent", "interruption")
    ]


def test_one_inside_the_other_interrupts_without_taking_the_floor() -> None:
    (event,) = find(("C", 0, 10, LONG), ("A", 4, 6, "Can you give me the number?"))

    assert (event.by, event.kind, event.yielded) == ("agent", "interruption", False)
    assert event.overlap_s == 2


def test_who_goes_on_after_being_interrupted_does_not_interrupt() -> None:
    lines: list[Line] = [
        ("C", 0.0, 5.0, "I ordered a kettle and then the"),
        ("C", 5.4, 7.0, "kettle did not come."),
        ("A", 4.5, 7.5, "Can you give me the number of the order?"),
    ]

    assert kinds(*lines) == [("agent", "interruption")]


def test_restarts_are_one_interruption() -> None:
    (event,) = find(
        ("C", 0, 12, LONG), ("A", 4, 5, "But you said"), ("A", 5.7, 7, "but you said Monday")
    )

    assert (event.start_s, event.end_s, event.overlap_s) == (4, 7, pytest.approx(2.3))
    assert event.text_by == "But you said but you said Monday"


def test_words_that_the_recogniser_guesses_are_no_words() -> None:
    guess = replace(words_over("should", 3.0, 3.7)[0], probability=0.2)
    call = hearing(("C", 0, 6, LONG), ("A", 3, 3.7, "should"))
    turns = tuple(
        replace(each, words=(guess,)) if each.speaker == "A" else each for each in call.turns
    )
    floors = floors_of(lay_out(replace(call, turns=turns), ENGLISH.conversation), LIMITS)

    (event,) = find_interruptions(floors, (), "channel", LIMITS)

    assert event.kind == "backchannel"


def test_a_continuer_before_a_new_start_stays_a_backchannel() -> None:
    lines: list[Line] = [
        ("C", 0.0, 12.0, LONG),
        ("A", 4.0, 4.4, "Yeah,"),
        ("A", 6.0, 7.5, "what was the number?"),
    ]

    assert kinds(*lines) == [("agent", "backchannel"), ("agent", "interruption")]


def test_a_lone_word_that_says_nothing_is_a_backchannel() -> None:
    """What a recogniser makes of a signal that it cannot tell."""
    assert kinds(("C", 0, 6, LONG), ("A", 3, 3.6, "and")) == [("agent", "backchannel")]


def test_words_without_room_were_said_elsewhere() -> None:
    call = hearing(("C", 0, 6, LONG), ("A", 3, 3.7, "and then the address"))
    squeezed = tuple(
        replace(word, start_s=3.0, end_s=3.02)
        for turn in call.turns
        if turn.speaker == "A"
        for word in turn.words
    )
    turns = tuple(
        replace(each, words=squeezed) if each.speaker == "A" else each for each in call.turns
    )
    floors = floors_of(lay_out(replace(call, turns=turns), ENGLISH.conversation), LIMITS)

    (event,) = find_interruptions(floors, (), "channel", LIMITS)

    assert event.kind == "backchannel"


@pytest.mark.parametrize("word", ["no", "billing"])
def test_a_lone_refusal_or_word_of_content_says_something(word: str) -> None:
    assert kinds(("C", 0, 6, LONG), ("A", 3, 3.6, word)) == [("agent", "interruption")]


def test_a_start_that_goes_on_after_a_hesitation_is_one_start() -> None:
    lines: list[Line] = [
        ("C", 0.0, 5.6, LONG),
        ("A", 4.8, 5.2, "the"),
        ("A", 6.0, 8.0, "attraction should be in the west."),
    ]

    (event,) = find(*lines)

    assert (event.kind, event.start_s, event.overlap_s) == ("interruption", 4.8, 0.8)


def test_a_full_stop_left_out_makes_no_interruption_of_a_turns_end() -> None:
    lines: list[Line] = [
        ("C", 0.0, 3.0, "There are two people in total"),
        ("A", 2.7, 5.0, "Okay, how about the time?"),
        ("C", 5.4, 7.0, "at seven in the evening."),
    ]

    assert ("agent", "terminal_overlap") in kinds(*lines)
    assert ("agent", "interruption") not in kinds(*lines)


@pytest.mark.parametrize(("back_s", "kind"), [(4.9, "supportive"), (6.2, "interruption")])
def test_who_starts_a_new_turn_had_not_kept_the_floor(back_s: float, kind: str) -> None:
    lines: list[Line] = [
        ("C", 0.0, 4.4, LONG),
        ("A", 3.4, 5.0, "Great, thank you."),
        ("C", back_s, 9.0, "I would like to add something."),
    ]

    assert ("agent", kind) in kinds(*lines)


def test_a_pause_under_a_quarter_second_is_bridged() -> None:
    split = find(
        ("C", 0, 3, "I ordered a kettle"), ("C", 3.24, 6, "three weeks ago now,"),
        ("A", 3.1, 6.5, "What is your number?"),
    )  # fmt: skip

    assert [(event.by, event.kind) for event in split] == [("agent", "interruption")]


def test_starting_in_a_pause_after_a_full_sentence_is_the_others_interruption_when_they_go_on() -> (
    None
):
    lines: list[Line] = [
        ("C", 0.0, 3.0, "I ordered a kettle."),
        ("A", 3.05, 6.0, "Let me find that order for you."),
        ("C", 3.5, 5.0, "It was last Monday I think."),
    ]

    assert kinds(*lines) == [("customer", "interruption")]


def test_a_third_voice_takes_no_part() -> None:
    assert kinds(("X", 0, 6, "Your call is important to us."), ("C", 3, 8, LONG)) == []


def test_both_voices_of_one_party_count_as_that_party() -> None:
    roles = {"A": "agent", "B": "agent", "C": "customer"}
    call = hearing(
        ("C", 0, 6, LONG), ("B", 4, 8, "Let me stop you there please."), roles=roles  # type: ignore[arg-type]
    )  # fmt: skip

    (event,) = find_interruptions(
        floors_of(lay_out(call, ENGLISH.conversation), LIMITS), (), "channel", LIMITS
    )

    assert event.by == "agent"


def test_confidence_falls_with_diarization_short_overlap_and_missing_words() -> None:
    long, short = ("A", 4.0, 9.0, "What is your number?"), ("A", 5.4, 9.0, "What is your number?")
    clear = find(("C", 0, 6, LONG), long)[0].confidence

    assert find(("C", 0, 6, LONG), long, basis="diarized")[0].confidence < clear
    assert find(("C", 0, 6, LONG), short)[0].confidence < clear
    assert find(("C", 0, 6, LONG), ("A", 4.0, 9.0, ""))[0].confidence < clear


def diarized(*lines: Line) -> list[str]:
    return [event.kind for event in find(*lines, basis="diarized")]


def test_on_one_channel_a_label_without_words_starts_no_interruption() -> None:
    lines: list[Line] = [
        ("C", 0.0, 6.0, LONG),
        ("A", 5.4, 6.0, ""),
        ("A", 6.4, 9.0, "What is your number?"),
    ]

    assert "interruption" in [event.kind for event in find(*lines)]
    assert diarized(*lines) == []


@pytest.mark.parametrize(("ends_s", "kinds"), [(4.2, ["backchannel"]), (4.4, ["interruption"])])
def test_on_one_channel_a_long_label_in_the_others_speech_is_a_turn(
    ends_s: float, kinds: list[str]
) -> None:
    assert diarized(("C", 0, 6, LONG), ("A", 3, ends_s, "")) == kinds


def test_on_one_channel_the_words_of_a_short_label_may_be_the_others() -> None:
    said = ("A", 3.0, 3.9, "to show up before")

    assert kinds(("C", 0, 6, LONG), said) == [("agent", "interruption")]
    assert diarized(("C", 0, 6, LONG), said) == ["backchannel"]


def test_a_short_start_that_is_talked_over_counts_for_no_points() -> None:
    (event,) = find(("C", 0, 6, LONG), ("A", 3, 3.9, "A problem on"))

    assert event.kind == "interruption"
    assert event.confidence < Settings().scoring.interruption_confidence


def test_on_one_channel_only_a_clear_overlap_counts() -> None:
    enough = Settings().scoring.interruption_confidence
    least, more = (
        find(("C", 0, 6, "and then the"), ("A", at_s, 9.0, "What is it?"), basis="diarized")[0]
        for at_s in (5.48, 5.3)
    )

    assert least.confidence < enough < more.confidence


def test_on_one_channel_a_label_of_a_tenth_of_a_second_is_no_backchannel() -> None:
    assert diarized(("C", 0, 6, LONG), ("A", 3.0, 3.1, "")) == []
    assert diarized(("C", 0, 6, LONG), ("A", 3.0, 3.6, "")) == ["backchannel"]


def test_on_one_channel_words_that_break_off_make_no_interruption_of_a_short_overlap() -> None:
    broken_off = ("C", 0.0, 6.0, "I ordered a kettle and then the")
    start = ("A", 5.7, 9.0, "What is your number?")

    assert kinds(broken_off, start) == [("agent", "interruption")]
    assert diarized(broken_off, start) == ["terminal_overlap"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("the light is green now. It is", "terminal_overlap"),
        ("the light is on the", "interruption"),
    ],
)
def test_on_one_channel_a_sentence_that_ends_at_a_short_overlap_is_over(
    words: str, kind: str
) -> None:
    """The words under the overlap may be the other's."""
    assert diarized(("A", 0, 3.1, words), ("C", 2.65, 5, "It is green already.")) == [kind]


@pytest.mark.parametrize(("pause_s", "kind"), [(0.7, "terminal_overlap"), (0.4, "interruption")])
def test_on_one_channel_a_sentence_end_and_a_pause_pass_the_floor_on(
    pause_s: float, kind: str
) -> None:
    said = ("A", 0.0, 5.0 - pause_s, "Is there anything else I can do for you today?")
    under = ("A", 5.0, 6.5, "No that is everything")
    heard = hearing(
        said, under, ("C", 6.4, 7.3, "Have a good day."), basis="diarized",
        speech=[("A", 0.0, 6.5), ("C", 5.0, 7.3)],
    )  # fmt: skip

    (event,) = find_interruptions(
        floors_of(lay_out(heard, ENGLISH.conversation), LIMITS), (), "diarized", LIMITS
    )

    assert event.kind == kind


TURNS = st.lists(
    st.tuples(
        st.sampled_from("AC"),
        st.integers(0, 400),
        st.integers(2, 60),
        st.sampled_from(["", "Mm-hm.", "I want", "That is all.", "No, wait", "Is it?"]),
    ),
    max_size=25,
)


@given(TURNS)
def test_every_event_is_overlap_that_exists(turns: list[tuple[str, int, int, str]]) -> None:
    lines = [(who, at / 10, (at + length) / 10, text) for who, at, length, text in turns]
    timeline = lay_out(hearing(*lines), ENGLISH.conversation)

    for event in find_interruptions(floors_of(timeline, LIMITS), (), "channel", LIMITS):
        assert 0 < event.overlap_s <= event.end_s - event.start_s + 1e-6
        assert 0 <= event.confidence <= 1
        assert timeline.start_s <= event.start_s < event.end_s <= timeline.end_s
