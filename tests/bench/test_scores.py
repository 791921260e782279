"""Made-up calls of a few seconds against made-up results."""

import pytest

from callqa.bench.scores.events import Event, found_interruptions, is_same_event
from callqa.bench.scores.heard_words import (
    as_text,
    count_outside,
    texts_by_speaker,
    words_of_channel,
    words_of_role,
)
from callqa.bench.scores.parties import are_roles_right, overlap_error_s, talk_ratio_error
from callqa.bench.trial import CallTruth
from callqa.bench.truth_files import Utterance
from callqa.domain.span import Span
from callqa.domain.speech import Word
from callqa.report.document import Analysis
from callqa.service.analysis import Analyzer
from tests.measures.builders import Line, hearing

TRUTH = CallTruth(
    (Utterance(0.0, 6.0, "CSR"), Utterance(5.0, 9.0, "caller"), Utterance(9.0, 11.0, "CSR")),
    roles={"CSR": "agent", "caller": "customer"},
    channels={"CSR": 1, "caller": 2},
    texts={},
)
AGENT: Line = ("A", 0.0, 6.0, "good morning how can I help you")
CUSTOMER: Line = ("C", 5.0, 9.0, "my router is broken")


def result(*lines: Line) -> Analysis:
    return Analyzer().judged(hearing(*lines))


def test_roles_are_right_when_each_party_is_heard_under_its_own() -> None:
    assert are_roles_right(TRUTH, result(AGENT, CUSTOMER))


def test_roles_are_wrong_when_the_parties_change_places() -> None:
    turned = result(("C", *AGENT[1:]), ("A", *CUSTOMER[1:]))

    assert not are_roles_right(TRUTH, turned)


def test_roles_are_wrong_when_both_parties_are_heard_as_one() -> None:
    assert not are_roles_right(TRUTH, result(("A", 0.0, 11.0, "good morning my router is broken")))


def test_talk_ratio_error_is_the_distance_of_the_shares() -> None:
    # True: 8 s of 12 s; heard: 6 s of 10 s.
    assert talk_ratio_error(TRUTH, result(AGENT, CUSTOMER)) == pytest.approx(8 / 12 - 6 / 10)


def test_overlap_error_is_in_seconds() -> None:
    assert overlap_error_s(TRUTH, result(AGENT, CUSTOMER)) == pytest.approx(0.0)
    assert overlap_error_s(TRUTH, result(AGENT, ("C", 7.0, 9.0, "hello"))) == pytest.approx(1.0)


def test_a_recording_without_speech_has_no_talk_ratio_error() -> None:
    assert talk_ratio_error(TRUTH, result()) is None


def test_words_are_found_by_channel_role_and_speaker() -> None:
    heard = result(AGENT, CUSTOMER)

    assert as_text(words_of_channel(heard, 2)) == "my router is broken"
    assert as_text(words_of_role(heard, "agent")) == "good morning how can I help you"
    assert texts_by_speaker(heard)[:2] == [AGENT[3], CUSTOMER[3]]


def test_only_words_that_reach_far_beyond_the_speech_are_out_of_place() -> None:
    speech = [Span(1.0, 2.0), Span(2.4, 3.0)]
    inside, across, late, lost = (
        Word("word", start_s, end_s, 0.9)
        for start_s, end_s in ((0.8, 2.2), (1.9, 2.5), (2.9, 3.3), (5.0, 5.2))
    )

    assert count_outside([inside, across], speech) == 0
    assert count_outside([late], speech) == 1
    assert count_outside([inside, across, late, lost], speech) == 2


def test_an_interruption_is_found_by_party_and_start() -> None:
    (found,) = found_interruptions(
        result(
            ("A", 0.0, 6.0, "so what I would do first is look at the box and"),
            ("C", 5.0, 9.0, "no wait that is not what I was asking you about at all"),
        )
    )

    assert is_same_event(Event("customer", 5.5), found)
    assert not is_same_event(Event("agent", 5.0), found)
    assert not is_same_event(Event("customer", 5.7), found)
