import pytest

from callqa.bench.scores.word_errors import WordErrors, speaker_word_errors, word_errors


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("I can't, Mr. Smith!", "i can not mister smith"),
        ("I\u2019ve paid, it\u2019s late", "I have paid, it's late"),
        ("it takes twenty four hours", "It takes 24 hours."),
        ("uh my favourite colour", "My favorite color"),
        ("the number is [card number] yes", "The number is yes."),
    ],
)
def test_ways_of_writing_the_same_words_are_no_errors(said: str, heard: str) -> None:
    assert word_errors(said, heard).errors == 0


def test_substitutions_deletions_and_insertions_are_counted() -> None:
    errors = word_errors("we ship the blue box today", "we shipped the box today please")

    assert errors == WordErrors(errors=3, words=6)
    assert errors.rate == pytest.approx(0.5)


def test_words_where_nothing_was_said_are_errors_without_a_rate() -> None:
    errors = word_errors("", "hello there")

    assert errors == WordErrors(errors=2, words=0)
    assert errors.rate is None


def test_speakers_are_assigned_so_that_errors_are_fewest() -> None:
    said = ["good morning", "my router is broken"]

    assert speaker_word_errors(said, ["My router is broken.", "Good morning!"]).errors == 0


def test_a_word_given_to_the_wrong_speaker_is_two_errors() -> None:
    said = ["good morning", "my router is broken"]

    errors = speaker_word_errors(said, ["good", "morning my router is broken"])

    assert errors == WordErrors(errors=2, words=6)


def test_a_third_voice_that_nobody_has_adds_errors() -> None:
    assert speaker_word_errors(["good morning"], ["good", "morning"]).errors == 2
