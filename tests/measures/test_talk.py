import pytest

from callqa.domain.hearing import Basis
from callqa.domain.measures import Latency, Monologue, PhraseHit, QuestionCount, Talk
from callqa.domain.sentence import Sentence
from callqa.measures.registry import measure
from callqa.settings import Settings
from tests.measures.builders import ENGLISH, Line, hearing, hit


def talk_of(*lines: Line, phrases: tuple[PhraseHit, ...] = (), basis: Basis = "channel") -> Talk:
    return measure(hearing(*lines, basis=basis), phrases, Settings(), ENGLISH).talk


def test_talk_time_is_activity_and_silence_is_not_in_the_ratio() -> None:
    talk = talk_of(
        ("A", 10, 16, "Good morning, how can I help?"),
        ("C", 15, 18, "I have a question."),
        ("A", 28, 31, "Of course."),
    )

    assert (talk.agent_s, talk.customer_s, talk.overlap_s) == (9, 3, 1)
    assert talk.agent_ratio == 0.75
    assert talk.silence_s == 10


def test_talk_time_does_not_come_from_word_times() -> None:
    call = hearing(("A", 0, 60, "Hello"), ("C", 61, 65, "Hi"), speech=[("A", 0, 1), ("C", 61, 65)])

    assert measure(call, (), Settings(), ENGLISH).talk.agent_s == 1


def test_announcements_are_nobodys_talk_and_no_silence() -> None:
    talk = talk_of(("A", 0, 2, "Hello."), ("X", 2, 6, "This call is recorded."), ("C", 6, 8, "Hi."))

    assert (talk.agent_s, talk.customer_s, talk.silence_s) == (2, 2, 0)


def test_hold_time_is_the_sum_of_the_holds() -> None:
    talk = talk_of(
        ("A", 0, 5, "One moment please."),
        ("A", 45, 50, "Thank you for waiting."),
        phrases=(hit("hold_request", "agent", 3, 4),),
    )

    assert (talk.hold_s, talk.silence_s) == (40, 40)


def test_unreliable_speakers_leave_no_number_that_depends_on_them() -> None:
    reason = Sentence("measure.unreliable")
    call = hearing(
        ("A", 0, 6, "Hello there."), ("C", 10, 18, "I am here."), basis="unreliable",
        basis_reason=reason,
    )  # fmt: skip

    talk = measure(call, (), Settings(), ENGLISH).talk

    assert (talk.basis, talk.basis_reason) == ("unreliable", reason)
    assert talk.agent_s is talk.customer_s is talk.overlap_s is talk.agent_ratio is None
    assert talk.longest_monologue is None
    for pair in (talk.turns, talk.wpm, talk.wpm_change, talk.questions,
                 talk.interruptions_per_10min):  # fmt: skip
        assert pair.agent is pair.customer is None
    assert talk.latency.agent == Latency(None, None)
    assert talk.silence_s == 4


def test_a_call_without_speech_has_no_ratio_and_no_pace() -> None:
    talk = talk_of()

    assert talk.agent_ratio is None
    assert talk.wpm.agent is None
    assert talk.interruptions_per_10min.customer is None
    assert talk.longest_monologue is None


def test_questions_are_counted_per_party_without_suggestions() -> None:
    suggested = PhraseHit("open_question", "neutral", "agent", 0, 3, 4, "how so", "meaning")
    phrases = (
        hit("open_question", "agent", 1),
        hit("closed_question", "agent", 2),
        hit("closed_question", "agent", 5),
        hit("closed_question", "customer", 6),
        suggested,
    )

    talk = talk_of(("A", 0, 6, "Hello."), ("C", 6, 9, "Hi."), phrases=phrases)

    assert talk.questions.agent == QuestionCount(open=1, closed=2)
    assert talk.questions.customer == QuestionCount(open=0, closed=1)


def test_interruptions_are_counted_per_ten_minutes_between_first_and_last_speech() -> None:
    talk = talk_of(
        ("C", 100, 110, "I ordered a kettle and it never arrived at my house."),
        ("A", 105, 112, "What is the number of the order?"),
        ("C", 395, 400, "Thank you."),
    )

    assert talk.interruptions_per_10min.agent == 2.0
    assert talk.interruptions_per_10min.customer == 0.0


def test_latency_is_the_gap_before_an_answer() -> None:
    talk = talk_of(
        ("A", 0, 4, "How can I help?"),
        ("C", 5, 9, "It is broken."),
        ("A", 9.5, 14, "What is broken?"),
        ("C", 17, 20, "My kettle."),
        ("A", 19.5, 25, "I can send you a new kettle now."),
    )

    assert talk.latency.customer == Latency(2.0, pytest.approx(2.8))
    assert talk.latency.agent == Latency(0.25, pytest.approx(0.45))


def test_a_hold_is_not_latency() -> None:
    talk = talk_of(
        ("C", 0, 4, "Can you look it up?"),
        ("A", 5, 8, "One moment please."),
        ("C", 60, 63, "Are you there?"),
        phrases=(hit("hold_request", "agent", 6, 7),),
    )

    assert talk.latency.customer == Latency(None, None)
    assert talk.latency.agent == Latency(1.0, 1.0)


def test_backchannels_do_not_take_the_floor_but_an_answer_does() -> None:
    listening = talk_of(
        ("C", 0, 5, "I ordered a kettle."), ("A", 5.2, 5.6, "Mm-hm."), ("C", 5.9, 9, "Last week."),
    )  # fmt: skip
    answering = talk_of(
        ("C", 0, 5, "Is it sold out?"), ("A", 5.2, 5.6, "Yes."), ("C", 5.9, 9, "What a pity."),
    )  # fmt: skip

    assert listening.latency.agent == Latency(None, None)
    assert answering.latency.agent == Latency(0.2, 0.2)


def test_the_longest_monologue_bridges_short_pauses_and_backchannels() -> None:
    talk = talk_of(
        ("A", 0, 10, "Let me tell you about the plan."),
        ("C", 4, 4.6, "Mm-hm."),
        ("A", 10.9, 20, "It has no end date."),
        ("C", 21, 30, "I see what you mean by that."),
        ("A", 31, 40, "There is a discount."),
    )

    assert talk.longest_monologue == Monologue("A", 0, 20)


def test_a_pause_of_a_second_or_the_others_words_end_a_monologue() -> None:
    paused = talk_of(("A", 0, 10, "Let me tell you."), ("A", 11, 18, "It has no end."))
    broken = talk_of(("A", 0, 20, "Let me tell you all about it."), ("C", 6, 8, "No, wait there."))

    assert paused.longest_monologue == Monologue("A", 0, 10)
    assert broken.longest_monologue == Monologue("A", 8, 20)


def test_pace_is_words_per_minute_of_own_speech() -> None:
    talk = talk_of(("A", 0, 30, "one two three " * 20), ("C", 40, 50, "four five"))

    assert (talk.wpm.agent, talk.wpm.customer) == (120, 12)


def test_change_of_pace_is_against_the_first_minute_of_own_speech() -> None:
    talk = talk_of(
        ("A", 0, 40, "word " * 80),
        ("C", 40, 90, "word " * 50),
        ("A", 90, 110, "word " * 40),
        ("A", 112, 142, "word " * 75),
    )

    assert talk.wpm_change.agent == pytest.approx(150 - 120)
    assert talk.wpm_change.customer is None


def test_a_change_of_pace_needs_half_a_minute_more() -> None:
    talk = talk_of(("A", 0, 89, "word " * 100), ("C", 90, 180, "word " * 180))

    assert talk.wpm_change.agent is None
    assert talk.wpm_change.customer == pytest.approx(0, abs=0.1)
