import pytest

from callqa.measures.clause import ClauseReader
from tests.measures.builders import ENGLISH, words_over


def ended(text: str, following: str = "", pause_s: float = 0.3, punctuated: bool = True) -> bool:
    words = words_over(text, 0.0, 2.0)
    after = words_over(following, 2.0 + pause_s, 3.0 + pause_s)[0] if following else None
    told = ClauseReader(ENGLISH.conversation, punctuated).ended(words, after)
    assert told is not None
    return told


@pytest.mark.parametrize(
    "text", ["I need a refund.", "Is that right?", "while I'm in town too.", "Okay, thank you,"]
)
def test_punctuation_ends_a_clause(text: str) -> None:
    assert ended(text)


@pytest.mark.parametrize(
    "text",
    ["I would like the", "I called because", "I called and.", "and then, um,", "I was going..."],
)
def test_articles_conjunctions_hesitations_and_cut_offs_leave_it_open(text: str) -> None:
    assert not ended(text)


@pytest.mark.parametrize("text", ["I want to", "it is", "we were looking for"])
def test_prepositions_and_auxiliaries_leave_it_open_without_punctuation(text: str) -> None:
    assert not ended(text, punctuated=False)


def test_words_that_go_on_at_once_without_a_full_stop_leave_it_open() -> None:
    assert not ended("the parking", "WiFi", pause_s=0.3)
    assert not ended("the parking", "costs", pause_s=5.0)


def test_a_new_sentence_after_a_pause_ends_it() -> None:
    assert ended("here is the parking", "Then", pause_s=3.0)


def test_without_punctuation_in_the_whole_transcript_a_content_word_ends_it() -> None:
    assert ended("i never got the parcel", "then", punctuated=False)


def test_without_words_nothing_is_told() -> None:
    assert ClauseReader(ENGLISH.conversation, True).ended((), None) is None


@pytest.mark.parametrize(
    ("text", "told"), [("today.", True), ("Is it?", True), ("well,", False), ("can...", False)]
)
def test_full_stops_end_sentences_and_commas_and_cut_offs_do_not(text: str, told: bool) -> None:
    assert ClauseReader.is_sentence_end(words_over(text, 0.0, 1.0)[-1]) == told
