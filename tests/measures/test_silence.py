from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from callqa.domain.measures import PhraseHit, Silence
from callqa.measures.silence import find_silences
from callqa.measures.timeline import lay_out
from callqa.settings import Settings
from tests.measures.builders import ENGLISH, Line, hearing, hit

HOLD = hit("hold_request", "agent", 8.0, 9.0)


def find(
    *lines: Line, phrases: tuple[PhraseHit, ...] = (), music: tuple[tuple[float, float], ...] = ()
) -> tuple[Silence, ...]:
    call = hearing(*lines, music=music)
    return find_silences(
        lay_out(call, ENGLISH.conversation), call.music, phrases, Settings().silence
    )


def call_with_gap(seconds: float) -> tuple[Line, Line, Line]:
    return (
        ("C", 0, 5, "I have a question."),
        ("A", 6, 10, "One moment please."),
        ("A", 10 + seconds, 15 + seconds, "Thank you for waiting."),
    )


def test_three_seconds_are_a_pause_and_less_is_nothing() -> None:
    assert find(*call_with_gap(2.9)) == ()
    assert find(*call_with_gap(3)) == (Silence("pause", 10, 13, announced=False),)


def test_ten_seconds_are_dead_air() -> None:
    assert [each.kind for each in find(*call_with_gap(9.9))] == ["pause"]
    assert [each.kind for each in find(*call_with_gap(10))] == ["dead_air"]


def test_silence_soon_after_the_hold_phrase_is_an_announced_hold() -> None:
    (silence,) = find(*call_with_gap(40), phrases=(HOLD,))

    assert silence == Silence("hold", 10, 50, announced=True, courtesy_complete=False)


def test_silence_eleven_seconds_after_the_hold_phrase_is_dead_air() -> None:
    early = hit("hold_request", "agent", -2.0, -1.1)

    assert [each.kind for each in find(*call_with_gap(40), phrases=(early,))] == ["dead_air"]


def test_a_customers_hold_phrase_announces_nothing() -> None:
    asked = hit("hold_request", "customer", 8.0, 9.0)

    assert [each.kind for each in find(*call_with_gap(40), phrases=(asked,))] == ["dead_air"]


def test_thanks_after_the_hold_complete_its_courtesy() -> None:
    thanks = hit("hold_return", "agent", 50.5)

    (silence,) = find(*call_with_gap(40), phrases=(HOLD, thanks))

    assert silence.courtesy_complete is True


def test_thanks_long_after_the_hold_do_not() -> None:
    thanks = hit("hold_return", "agent", 61.0)

    (silence,) = find(*call_with_gap(40), phrases=(HOLD, thanks))

    assert silence.courtesy_complete is False


def test_a_word_of_the_customer_does_not_end_an_announced_hold() -> None:
    lines: tuple[Line, ...] = (*call_with_gap(40), ("C", 30, 31, "Hm."))
    thanks = hit("hold_return", "agent", 50.5)

    holds = find(*lines, phrases=(HOLD, thanks))

    assert [(each.start_s, each.end_s) for each in holds] == [(10, 30), (31, 50)]
    assert all(each.announced and each.courtesy_complete for each in holds)


def test_music_without_a_hold_phrase_is_a_hold_that_was_not_announced() -> None:
    found = find(*call_with_gap(40), music=((14, 46),))

    assert found == (
        Silence("pause", 10, 14, announced=False),
        Silence("hold", 14, 46, announced=False, courtesy_complete=False),
        Silence("pause", 46, 50, announced=False),
    )


def test_music_and_announcements_in_an_announced_hold_are_part_of_it() -> None:
    lines: tuple[Line, ...] = (*call_with_gap(40), ("X", 20, 25, "Please stay on the line."))

    found = find(*lines, phrases=(HOLD,), music=((12, 48),))

    assert [(each.kind, each.start_s, each.end_s) for each in found] == [("hold", 10, 50)]


def test_ringing_and_what_follows_the_last_word_lie_outside_the_call() -> None:
    lines: tuple[Line, Line] = (("A", 20, 22, "Hello."), ("C", 22.5, 24, "Hi."))

    assert find(*lines, music=((2, 18), (30, 40))) == ()


def test_an_announcement_before_the_agent_answers_is_no_part_of_the_call() -> None:
    lines: tuple[Line, ...] = (
        ("X", 0, 4, "Welcome."),
        ("A", 20, 22, "Hello."),
        ("C", 23, 24, "Hi"),
    )

    assert find(*lines) == ()


def test_a_silent_call_has_no_silences() -> None:
    assert find() == ()


LINES = st.lists(st.tuples(st.sampled_from("ACX"), st.integers(0, 300), st.integers(1, 30)))
TIMES = st.lists(st.integers(0, 300), max_size=5)


@given(LINES, TIMES, TIMES)
def test_silences_never_overlap_speech_or_each_other(
    talk: list[tuple[str, int, int]], asked: list[int], tunes: list[int]
) -> None:
    lines: list[Line] = [(who, at, at + length, "word") for who, at, length in talk]
    phrases = tuple(hit("hold_request", "agent", float(at)) for at in asked)

    found = find(*lines, phrases=phrases, music=tuple((float(t), t + 9.0) for t in tunes))

    for before, after in pairwise(found):
        assert before.end_s <= after.start_s
    for silence in found:
        assert silence.end_s - silence.start_s >= Settings().silence.pause_s
        for who, start_s, end_s, _ in lines:
            if who != "X":
                assert end_s <= silence.start_s or start_s >= silence.end_s
