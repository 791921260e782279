from dataclasses import replace

from callqa.domain.sentence import Sentence
from callqa.domain.span import Span
from callqa.measures.registry import measure
from callqa.settings import Settings
from tests.measures.builders import ENGLISH, Line, hearing, hit, track

LINES: tuple[Line, ...] = (
    ("C", 0, 30, "I ordered a kettle and it is broken, I am fed up."),
    ("A", 29, 33, "What is the number of the order?"),
    ("A", 50, 54, "Thank you for waiting."),
)
PHRASES = (hit("distress", "customer", 20, turn=0), hit("hold_request", "agent", 31, turn=1))
VOICE = track("C", (20, -30.0, 200.0, -5.0), (1, None, None, None), (4, -18.0, 260.0, 0.0))


def test_every_measure_of_a_call_is_there() -> None:
    measures = measure(hearing(*LINES, loudness=(VOICE,)), PHRASES, Settings(), ENGLISH)

    assert measures.talk.agent_s == 8
    assert [each.kind for each in measures.silences] == ["hold"]
    assert [each.kind for each in measures.interruptions] == ["interruption"]
    assert [each.level for each in measures.raised_volume] == ["loud"]
    assert measures.phrases == PHRASES
    assert [each.outcome for each in measures.empathy.opportunities] == ["missed"]
    assert len(measures.deescalation) == 1


def test_unreliable_speakers_leave_no_finding_about_a_party() -> None:
    call = hearing(*LINES, loudness=(VOICE,), basis="unreliable")

    measures = measure(call, PHRASES, Settings(), ENGLISH)

    assert measures.talk.agent_ratio is None
    assert measures.talk.basis_reason is not None
    assert measures.interruptions == measures.raised_volume == measures.deescalation == ()
    assert measures.empathy.score is None


def test_where_it_is_not_certain_who_spoke_no_words_are_taken_for_the_agents() -> None:
    call = hearing(*LINES, basis="unreliable", music=((35, 48),))
    words = (*PHRASES, *(hit("situation_dispute", "customer", 20 + i) for i in range(3)))

    measures = measure(call, words, Settings(), ENGLISH)

    assert measures.situations == ()
    (hold,) = (each for each in measures.silences if each.kind == "hold")
    assert (hold.announced, hold.courtesy_complete) == (False, None)


def test_without_phrases_what_is_counted_in_words_is_not_measured() -> None:
    measures = measure(hearing(*LINES), None, Settings(), None)

    assert measures.phrases == ()
    assert measures.talk.questions.agent is None
    assert measures.empathy.score is None
    assert measures.empathy.basis == "unreliable"
    assert measures.talk.agent_ratio is not None


def test_a_voice_of_no_party_is_not_part_of_the_call() -> None:
    call = hearing(("X", 0, 40, "Your call may be recorded."), *LINES[1:])

    assert measure(call, (), Settings(), ENGLISH).talk.silence_s == 50 - 40
    assert call.conversation() == Span(29, 54)


def test_swapped_roles_swap_the_measures() -> None:
    swapped = hearing(*LINES, roles={"A": "customer", "C": "agent"})

    before = measure(hearing(*LINES), (), Settings(), ENGLISH)
    after = measure(swapped, (), Settings(), ENGLISH)

    assert after.talk.agent_s == before.talk.customer_s
    assert after.talk.wpm.customer == before.talk.wpm.agent
    assert [each.by for each in after.interruptions] == ["customer"]


def test_an_empty_call_can_be_measured() -> None:
    measures = measure(hearing(), (), Settings(), ENGLISH)

    assert measures.talk.silence_s == 0
    assert measures.silences == measures.interruptions == measures.situations == ()


def test_where_nobody_knows_who_is_the_agent_no_party_is_measured_and_voices_still_are() -> None:
    unknown = replace(hearing(*LINES, loudness=[VOICE]), role_doubt=Sentence("role.unknown"))

    measures = measure(unknown, PHRASES, Settings(), ENGLISH)

    assert measures.talk.basis == "unreliable"
    assert measures.talk.agent_ratio is None
    assert measures.talk.basis_reason == Sentence("role.unknown")
    assert measures.interruptions == ()
    assert [each.speaker for each in measures.raised_volume] == ["C"]
