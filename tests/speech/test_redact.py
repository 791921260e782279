"""Payment-card data goes, every other number stays. Numbers are the public test numbers."""

import pytest

from callqa.domain.speech import Turn, Word
from callqa.speech.redact import passes_luhn, redact

AGENT, CUSTOMER = "speaker_1", "speaker_2"


def call(*lines: tuple[str, str]) -> list[Turn]:
    """Turns of (speaker, text), three words a second, half a second between turns."""
    turns: list[Turn] = []
    at_s = 0.0
    for index, (speaker, text) in enumerate(lines):
        words = []
        for each in text.split():
            words.append(Word(each, at_s, at_s + 0.3, 0.9))
            at_s += 1 / 3
        turns.append(Turn(index, speaker, words[0].start_s, words[-1].end_s, text, tuple(words)))
        at_s += 0.5
    return turns


def texts(*lines: tuple[str, str]) -> list[str]:
    turns, _ = redact(call(*lines), on=True)
    return [turn.text for turn in turns]


def kinds(*lines: tuple[str, str]) -> list[str]:
    _, redaction = redact(call(*lines), on=True)
    return [span.kind for span in redaction.spans]


ASK = (AGENT, "Can I take the long card number please?")


@pytest.mark.parametrize(
    "said",
    [
        "4111 1111 1111 1111",
        "4111-1111-1111-1111.",
        "4111111111111111",
        "four one one one, one one one one, one one one one, one one one one",
        "four triple one, double one double one, double one double one, one triple one",
        "41 11 11 11 11 11 11 11",
        "forty-one eleven eleven eleven um eleven eleven eleven eleven",
        "five five five five, five five five five, double five double five, 44 double four",
        "three seven eight two, eight two two four six three one oh oh oh five",
    ],
)
def test_spoken_and_written_card_numbers_become_one_word(said: str) -> None:
    assert texts(ASK, (CUSTOMER, f"yes it's {said} okay")) == [
        ASK[1],
        "yes it's [card number] okay",
    ]


def test_the_replacement_spans_the_time_of_the_words() -> None:
    turns = call(ASK, (CUSTOMER, "it is 4111 1111 1111 1111 thanks"))

    changed, redaction = redact(turns, on=True)

    word = changed[1].words[2]
    assert word.text == "[card number]"
    assert (word.start_s, word.end_s) == (turns[1].words[2].start_s, turns[1].words[5].end_s)
    assert [(s.start_s, s.end_s, s.kind) for s in redaction.spans] == [
        (word.start_s, word.end_s, "card_number")
    ]


def test_a_number_spread_over_turns_with_okay_in_between_goes_from_each_turn() -> None:
    changed = texts(
        ASK,
        (CUSTOMER, "sure it's four one one one"),
        (AGENT, "mm-hmm"),
        (CUSTOMER, "one one one one"),
        (AGENT, "okay"),
        (CUSTOMER, "double one double one"),
        (AGENT, "yes"),
        (CUSTOMER, "and one one one one that's it"),
    )

    assert changed[1::2] == [
        "sure it's [card number]",
        "[card number]",
        "[card number]",
        "and [card number] that's it",
    ]


def test_what_the_agent_reads_back_goes_too() -> None:
    changed = texts(
        ASK,
        (CUSTOMER, "five one oh five, one oh five one"),
        (AGENT, "five one oh five one oh five one yes"),
        (CUSTOMER, "oh five one oh, five one oh oh"),
        (AGENT, "and five one oh oh thank you"),
    )

    assert changed[2] == "[card number] yes"
    assert changed[4] == "and [card number] thank you"


def test_a_misheard_digit_after_card_talk_does_not_save_the_number() -> None:
    assert not passes_luhn("4111111111111112")
    assert kinds(ASK, (CUSTOMER, "4111 1111 1111 1112")) == ["card_number"]


def test_a_lost_digit_after_card_talk_does_not_save_the_number() -> None:
    assert kinds(ASK, (CUSTOMER, "4111 1111 1111 111")) == ["card_number"]


def test_a_valid_number_goes_without_any_talk_of_a_card() -> None:
    assert kinds((CUSTOMER, "so 4111 1111 1111 1111 alright")) == ["card_number"]


@pytest.mark.parametrize(
    "question",
    [
        "And the card account number please?",
        "Is that the loyalty card or another one?",
        "What is the tracking number?",
    ],
)
def test_a_valid_number_goes_whatever_was_asked_for(question: str) -> None:
    assert texts((AGENT, question), (CUSTOMER, "4539 1488 0343 6467 okay")) == [
        question,
        "[card number] okay",
    ]


@pytest.mark.parametrize(
    "number",
    [
        "4222222222222",
        "4539148803436467",
        "5555 5555 5555 4444",
        "2223 0031 2200 3222",
        "3782 822463 10005",
        "3056 9309 0259 04",
        "3530 1113 3330 0000",
        "6011 1111 1111 1117",
        "6200 0000 0000 0005",
    ],
)
def test_numbers_of_every_card_scheme_go_without_talk_of_a_card(number: str) -> None:
    assert texts((CUSTOMER, number)) == ["[card number]"]


def test_in_another_language_digits_go_and_digit_words_stay() -> None:
    words = "vier eins eins eins eins eins eins eins eins eins eins eins eins eins eins eins"

    assert texts(
        (AGENT, "Wie lautet Ihre Kartennummer?"),
        (CUSTOMER, "Das ist die 4539 1488 0343 6467."),
        (CUSTOMER, words),
    ) == ["Wie lautet Ihre Kartennummer?", "Das ist die [card number]", words]


def test_a_correction_in_the_middle_leaves_nothing_behind() -> None:
    changed = texts(ASK, (CUSTOMER, "four one one two sorry one one one one one one one one two"))

    assert changed[1] == "[card number]"


@pytest.mark.parametrize(
    "said",
    [
        "oh four twenty seven",
        "zero four two seven",
        "04/27",
        "April twenty seven",
        "April 2027",
        "04 27",
        "four twenty seven",
        "oh four twenty twenty seven",
    ],
)
def test_expiry_dates_go_after_card_talk(said: str) -> None:
    changed = texts(
        ASK,
        (CUSTOMER, "4111 1111 1111 1111"),
        (AGENT, "And the expiry date?"),
        (CUSTOMER, f"it's {said} I think"),
    )

    assert changed[3] == "it's [expiry] I think"


@pytest.mark.parametrize(
    "question",
    [
        "and the security code please",
        "what's the CVV",
        "and the last three digits on the back of the card",
        "and the three digit number on the signature strip",
    ],
)
def test_security_codes_go(question: str) -> None:
    changed = texts(
        ASK, (CUSTOMER, "4111 1111 1111 1111"), (AGENT, question), (CUSTOMER, "one two three")
    )

    assert changed[3] == "[security code]"


def test_everything_in_one_breath_is_told_apart() -> None:
    line = "4111 1111 1111 1111 expiry oh nine twenty eight security code seven three seven"

    assert (
        texts(ASK, (CUSTOMER, line))[1]
        == "[card number] expiry [expiry] security code [security code]"
    )
    assert kinds(ASK, (CUSTOMER, "4111 1111 1111 1111 09 28 737")) == [
        "card_number",
        "expiry",
        "security_code",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ((AGENT, "What's your order number?"), (CUSTOMER, "four five eight two nine one")),
        (
            (AGENT, "And your phone number?"),
            (CUSTOMER, "oh seven seven double nine, one two three, four five six"),
        ),
        ((CUSTOMER, "my mobile number is +44 7799 123 456 thanks"),),
        ((AGENT, "the tracking number is"), (AGENT, "4111 1111 1111 1112")),
        ((AGENT, "the tracking number is"), (AGENT, "9400 1000 0000 0000 0000 05")),
        ((AGENT, "Can you read me the I M E I?"), (CUSTOMER, "35 209900 176148 1")),
        ((CUSTOMER, "it was twenty four pounds fifty on the third of April 2027"),),
        ((AGENT, "When does your passport expire?"), (CUSTOMER, "April twenty seven")),
        ((CUSTOMER, "the postcode is SW1A 1AA and the house number is 123"),),
        ((AGENT, "I can take payment by card."), (CUSTOMER, "how much is it, 120 pounds?")),
        (
            (AGENT, "Your card arrives in three to five days"),
            (CUSTOMER, "okay two days ago you said"),
        ),
        ((CUSTOMER, "one two three four five six seven eight nine ten eleven twelve"),),
        ((AGENT, "the last four digits of your card please"), (CUSTOMER, "one two three four")),
    ],
)
def test_other_numbers_stay(lines: tuple[tuple[str, str], ...]) -> None:
    assert texts(*lines) == [text for _, text in lines]


def test_off_changes_nothing() -> None:
    turns = call(ASK, (CUSTOMER, "4111 1111 1111 1111"))

    changed, redaction = redact(turns, on=False)

    assert list(changed) == turns
    assert (redaction.on, redaction.spans) == (False, ())


def test_no_digit_of_the_number_is_left_anywhere_in_the_result() -> None:
    turns = call(
        ASK,
        (CUSTOMER, "4111 1111"),
        (AGENT, "4111 1111 okay"),
        (CUSTOMER, "1111 1111"),
        (AGENT, "expiry date"),
        (CUSTOMER, "11/29"),
        (AGENT, "and the security code"),
        (CUSTOMER, "999"),
    )

    result = redact(turns, on=True)

    shown = " ".join(word.text for turn in result[0] for word in turn.words)
    assert not any(digit in shown for digit in "0123456789")
