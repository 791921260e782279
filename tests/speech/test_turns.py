from callqa.domain.speech import SpeechSpan, Word
from callqa.speech.turns import SpokenWord, build_turns, words_to_speakers


def said(speaker: str, text: str, start_s: float, end_s: float) -> SpokenWord:
    return SpokenWord(speaker, Word(text, start_s, end_s, 0.9))


def test_a_word_goes_to_the_speaker_who_is_talking() -> None:
    speech = [SpeechSpan(0, 2, "A"), SpeechSpan(2.5, 4, "B")]

    spoken = words_to_speakers([Word("one", 0.5, 0.9, 1), Word("two", 3.0, 3.3, 1)], speech)

    assert [each.speaker for each in spoken] == ["A", "B"]


def test_where_two_talk_at_once_the_word_goes_to_who_was_talking_already() -> None:
    speech = [SpeechSpan(0, 4, "A"), SpeechSpan(2, 3, "B")]

    spoken = words_to_speakers([Word("one", 1.0, 1.4, 1), Word("two", 2.2, 2.6, 1)], speech)

    assert [each.speaker for each in spoken] == ["A", "A"]


def test_a_word_outside_all_speech_goes_to_the_nearest_speaker() -> None:
    speech = [SpeechSpan(0, 2, "A"), SpeechSpan(6, 8, "B")]

    (spoken,) = words_to_speakers([Word("one", 5.5, 5.8, 1)], speech)

    assert spoken.speaker == "B"


def test_a_turn_ends_when_the_other_speaks_in_a_pause() -> None:
    speech = [SpeechSpan(0, 2, "A"), SpeechSpan(2.2, 3.0, "B"), SpeechSpan(3.2, 5, "A")]

    turns = build_turns([], speech, turn_gap_s=1.5)

    assert [(turn.speaker, turn.start_s) for turn in turns] == [("A", 0), ("B", 2.2), ("A", 3.2)]


def test_a_turn_goes_on_over_a_short_pause_and_over_a_backchannel() -> None:
    speech = [SpeechSpan(0, 2, "A"), SpeechSpan(2.4, 5, "A"), SpeechSpan(2.1, 2.5, "B")]

    turns = build_turns([], speech, turn_gap_s=1.5)

    assert [(turn.speaker, turn.start_s, turn.end_s) for turn in turns] == [
        ("A", 0, 5),
        ("B", 2.1, 2.5),
    ]


def test_a_long_pause_ends_a_turn() -> None:
    turns = build_turns([], [SpeechSpan(0, 2, "A"), SpeechSpan(4, 5, "A")], turn_gap_s=1.5)

    assert len(turns) == 2


def test_turns_hold_their_words_in_order_and_are_numbered_by_time() -> None:
    speech = [SpeechSpan(0, 2, "A"), SpeechSpan(3, 5, "B")]
    words = [said("B", "back", 4, 4.5), said("A", "hello", 0.2, 0.6), said("A", "there", 0.7, 1.0)]

    turns = build_turns(words, speech, turn_gap_s=1.5)

    assert [(turn.id, turn.speaker, turn.text) for turn in turns] == [
        (0, "A", "hello there"),
        (1, "B", "back"),
    ]
