import pytest

from callqa.bench.scores.diarization_error import DiarizationErrors
from callqa.bench.truth_files import Utterance
from callqa.domain.speech import SpeechSpan

TRUTH = [Utterance(0.0, 10.0, "ann"), Utterance(10.0, 20.0, "bob")]


def test_labels_do_not_matter_and_confused_time_does() -> None:
    found = [SpeechSpan(0.0, 12.0, "X"), SpeechSpan(12.0, 20.0, "Y")]

    assert DiarizationErrors().add(TRUTH, found, 20.0) == pytest.approx(2 / 20)


def test_a_quarter_second_on_each_side_of_a_border_is_forgiven() -> None:
    found = [SpeechSpan(0.0, 10.25, "X"), SpeechSpan(10.25, 20.0, "Y")]

    assert DiarizationErrors().add(TRUTH, found, 20.0) == pytest.approx(0.25 / 20)
    assert DiarizationErrors(0.25).add(TRUTH, found, 20.0) == 0.0


def test_speech_heard_after_the_last_true_speech_is_a_false_alarm() -> None:
    found = [SpeechSpan(0.0, 10.0, "X"), SpeechSpan(10.0, 25.0, "Y")]

    assert DiarizationErrors().add(TRUTH, found, 30.0) == pytest.approx(5 / 20)


def test_recordings_count_by_their_speech() -> None:
    errors = DiarizationErrors()

    errors.add(TRUTH, [SpeechSpan(0.0, 10.0, "X"), SpeechSpan(10.0, 20.0, "Y")], 20.0)
    errors.add([Utterance(0.0, 5.0, "ann")], [], 5.0)

    assert errors.total() == pytest.approx(5 / 25)
