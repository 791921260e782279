import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callqa.speech.known_names import KnownNames

NAMES = KnownNames(
    ["Siobhan", "FlexiHome", "Bexley Pharmacy", "Cardiolan", "Cardiolan Retard", "Wright", "Hale"]
)


def written(heard: str, told: str = "") -> str:
    return " ".join(NAMES.written(heard.split(), (told or heard).split()))


def test_a_name_of_the_second_reading_is_put_where_the_first_sounds_like_it() -> None:
    found = written("my name is Sivon. How can I help?", "my name is Siobhan, how can I help?")

    assert found == "my name is Siobhan. How can I help?"


def test_a_name_heard_as_more_words_than_it_has_takes_their_place() -> None:
    found = written("that back free pharmacy gave my mother", "that Bexley Pharmacy gave my mother")

    assert found == "that Bexley Pharmacy gave my mother"


def test_only_names_are_taken_from_the_second_reading() -> None:
    found = written("I want to send it back", "I won't send him that")

    assert found == "I want to send it back"


def test_a_name_that_sounds_like_nothing_that_was_heard_is_left_out() -> None:
    found = written("please hold the line", "Cardiolan, hold the line")

    assert found == "please hold the line"


def test_a_name_repeated_by_a_looping_second_reading_stands_once() -> None:
    found = written("this is Sivon speaking", "this is Siobhan, Siobhan, Siobhan, Siobhan")

    assert found.count("Siobhan") == 1


def test_a_name_off_by_a_letter_is_written_right_without_the_second_reading() -> None:
    assert written("the Bexly Pharmacy's advice") == "the Bexley Pharmacy's advice"


def test_a_name_written_as_several_words_is_joined() -> None:
    assert written("my flexi home contract.") == "my FlexiHome contract."


@pytest.mark.parametrize("common", ["that is right now", "we have been there", "more help"])
def test_common_words_like_short_names_stay(common: str) -> None:
    assert written(common) == common


@pytest.mark.parametrize(
    "right", ["the FlexiHome contract", "Cardiolan Retard is out", "ask Siobhan's manager"]
)
def test_names_that_were_heard_right_stay(right: str) -> None:
    assert written(right) == right


def test_the_name_that_sounds_like_what_was_heard_comes_first() -> None:
    assert NAMES.likeliest([["take", "cardiolin", "twice"], ["hello"]])[0] == "Cardiolan"


def test_nothing_heard_stays_nothing() -> None:
    assert NAMES.written([], ["Siobhan"]) == []
    assert not KnownNames([])


sentences = st.lists(st.text(string.ascii_letters + "'.,? ", min_size=1, max_size=9), max_size=8)


@given(sentences, sentences)
def test_words_are_only_ever_replaced_by_names(heard: list[str], told: list[str]) -> None:
    heard = " ".join(heard).split()
    found = NAMES.written(heard, " ".join(told).split())

    known = {"siobhan", "flexihome", "bexley", "pharmacy", "cardiolan", "retard", "wright", "hale"}
    new = [word for word in found if word not in heard]
    assert all(any(word.lower().startswith(name) for name in known) for word in new)
