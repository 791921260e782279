import pytest

from callqa.domain.span import Evidence
from callqa.report.places import Places
from tests.report.demo import HARD_CALL, hard_call, turns_of


def places() -> Places:
    heard, _ = hard_call()
    return Places(heard.turns, heard.speakers)


def test_a_time_in_a_turn_leads_to_that_turn() -> None:
    found = places()

    for turn in turns_of(HARD_CALL):
        middle_s = (turn.start_s + turn.end_s) / 2
        assert found.href(middle_s, middle_s + 0.1, turn.speaker) == f"#t{turn.id}"


def test_where_both_speak_the_turn_of_the_speaker_is_meant() -> None:
    interrupted, interrupting = turns_of(HARD_CALL)[3:5]
    start_s, end_s = interrupting.start_s, interrupted.end_s

    assert places().href(start_s, end_s, "agent") == f"#t{interrupting.id}"
    assert places().href(start_s, end_s, "customer") == f"#t{interrupted.id}"


@pytest.mark.parametrize(
    ("start_s", "end_s", "turn"), [(50.0, 52.0, 10), (0.0, 0.1, 1), (5000.0, 5001.0, 14)]
)
def test_a_silence_leads_to_the_turn_before_it(start_s: float, end_s: float, turn: int) -> None:
    assert places().href(start_s, end_s) == f"#t{turn}"


def test_without_turns_there_is_nowhere_to_lead() -> None:
    assert Places((), ()).href(1.0, 2.0) == ""


def test_evidence_is_shown_with_its_time_party_and_words() -> None:
    place = places().of(Evidence(61.0, 65.4, "agent", "so sorry"))

    assert (place.clock, place.title, place.role, place.text) == (
        "1:01",
        "1:01\N{EN DASH}1:05",
        "agent",
        "so sorry",
    )
