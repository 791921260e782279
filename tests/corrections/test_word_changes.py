from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callqa.bench.texts.spoken import Line, as_hearing
from callqa.corrections.hearing_changes import corrected
from callqa.domain.edits import FixWord
from callqa.domain.hearing import Hearing, Passage, RedactedSpan, Redaction
from callqa.errors import EditRefused
from callqa.rules.judge import judge
from tests.corrections.calls import RUBRIC, SETTINGS, billing_call, calls, measures_of
from tests.measures.builders import ENGLISH, hearing


def categories(call: Hearing, role: str) -> set[str]:
    return {each.category for each in measures_of(call).phrases if each.role == role}


def test_a_word_set_right_makes_a_phrase_heard() -> None:
    call = hearing(
        ("C", 0.0, 3.0, "my router has been broken for weeks"),
        ("A", 3.5, 6.0, "I am lorry about that"),
    )
    assert "apologise" not in categories(call, "agent")

    fixed = corrected(call, [FixWord(1, 2, "sorry")])

    assert fixed.turns[1].text == "I am sorry about that"
    assert fixed.turns[1].words[2].probability == 1.0
    assert "apologise" in categories(fixed, "agent")


def test_several_words_share_the_time_of_one_by_length() -> None:
    call = hearing(("A", 0.0, 2.0, "hello there"))

    fixed = corrected(call, [FixWord(0, 1, " my  dear ")])

    assert [(each.text, each.start_s, each.end_s) for each in fixed.turns[0].words] == [
        ("hello", 0.0, 1.0),
        ("my", 1.0, pytest.approx(1 + 1 / 3)),
        ("dear", pytest.approx(1 + 1 / 3), 2.0),
    ]


@given(calls(), st.data())
def test_times_and_ids_stay_whatever_the_words_become(call: Hearing, data: st.DataObject) -> None:
    turn = data.draw(st.sampled_from(call.turns))
    word = data.draw(st.integers(0, len(turn.words) - 1))
    text = data.draw(st.lists(st.sampled_from(["a", "refund", "invoice"]), max_size=3))

    fixed = corrected(call, [FixWord(turn.id, word, " ".join(text))])

    now = next(each for each in fixed.turns if each.id == turn.id)
    assert now.text.split() == [
        *turn.text.split()[:word],
        *text,
        *turn.text.split()[word + 1 :],
    ]
    assert (now.start_s, now.end_s, fixed.speech) == (turn.start_s, turn.end_s, call.speech)
    starts = [each.start_s for each in now.words]
    assert starts == sorted(starts)


def test_a_turn_without_words_stays_while_there_is_speech() -> None:
    call = hearing(("A", 0.0, 1.0, "hm"), ("C", 2.0, 3.0, "yes"))
    silent = replace(call, speech=call.speech[1:])

    assert corrected(call, [FixWord(0, 0, "")]).turns[0].text == ""
    assert [each.id for each in corrected(silent, [FixWord(0, 0, "")]).turns] == [1]


def with_passages(call: Hearing, *spans: tuple[int, int]) -> Hearing:
    found = tuple(Passage(1, first, end, b"") for first, end in spans)
    return replace(call, passages=found)


def test_passages_after_a_fix_count_on() -> None:
    call = with_passages(billing_call(), (0, 7), (7, 14))

    longer = corrected(call, [FixWord(1, 6, "telephone bill")])
    shorter = corrected(call, [FixWord(1, 2, "")])

    assert [(each.first, each.end) for each in longer.passages] == [(8, 15)]
    assert [(each.first, each.end) for each in shorter.passages] == [(0, 6), (6, 13)]


def test_a_passage_keeps_its_meaning_while_one_word_in_five_is_another() -> None:
    call = with_passages(billing_call(), (0, 5), (5, 14))

    once = corrected(call, [FixWord(1, 0, "We")])
    twice = corrected(call, [FixWord(1, 0, "We"), FixWord(1, 1, "are")])

    assert [each.first for each in once.passages] == [0, 5]
    assert [each.first for each in twice.passages] == [5]


def test_a_passage_without_words_goes() -> None:
    call = with_passages(billing_call(), (0, 1), (1, 14))

    fixed = corrected(call, [FixWord(1, 0, "")])

    assert [(each.first, each.end) for each in fixed.passages] == [(0, 13)]


def test_a_call_read_for_meaning_is_judged_after_a_fix() -> None:
    call = as_hearing(
        [
            Line(0.0, 4.0, "agent", "Hello this is Emily how can I help you today"),
            Line(4.5, 9.0, "customer", "My internet has been down for a week. Nobody calls back."),
            Line(9.5, 13.0, "agent", "I will send an engineer to you tomorrow morning"),
        ],
        "en",
    )

    fixed = corrected(call, [FixWord(1, 1, "phone line"), FixWord(1, 7, "")])

    assert fixed.passages
    assert judge(fixed, RUBRIC, ENGLISH, SETTINGS).scorecard.total is not None


def test_card_data_that_was_taken_out_never_comes_back() -> None:
    call = hearing(("C", 0.0, 2.0, "it is [card] okay"))
    taken = replace(call, redaction=Redaction(True, (RedactedSpan(1.0, 1.5, "card_number"),)))

    with pytest.raises(EditRefused, match="payment-card data never goes back in"):
        corrected(taken, [FixWord(0, 2, "4111")])


def test_a_fix_puts_no_card_number_in() -> None:
    call = hearing(("C", 0.0, 4.0, "it is 4111 1111 1111 double"))
    on = replace(call, redaction=Redaction(True, ()))

    with pytest.raises(EditRefused, match="payment-card data is never stored"):
        corrected(on, [FixWord(0, 5, "1111")])

    assert corrected(call, [FixWord(0, 5, "1111")]).turns[0].text.endswith("1111")


@pytest.mark.parametrize("word", [-1, 10])
def test_a_word_that_is_not_there_is_refused(word: int) -> None:
    with pytest.raises(EditRefused, match="it has 10 words"):
        corrected(billing_call(), [FixWord(0, word, "what")])
