from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from callqa.corrections.hearing_changes import corrected
from callqa.domain.edits import MergeTurns, ReassignTurn, SplitTurn
from callqa.domain.hearing import Hearing, Passage
from callqa.domain.span import Span, merged, total_s
from callqa.errors import EditRefused
from callqa.rules.judge import judge
from tests.corrections.calls import (
    RUBRIC,
    SETTINGS,
    billing_call,
    calls,
    measures_of,
    speech,
    speech_s,
)
from tests.measures.builders import ENGLISH, hearing, track


def other(speaker: str) -> str:
    return "C" if speaker == "A" else "A"


@given(calls(), st.data())
def test_split_then_merge_is_as_before(call: Hearing, data: st.DataObject) -> None:
    long = [each for each in call.turns if len(each.words) > 1]
    assume(long)
    turn = data.draw(st.sampled_from(long))
    word = data.draw(st.integers(1, len(turn.words) - 1))

    split = corrected(call, [SplitTurn(turn.id, word)])
    new = max(each.id for each in split.turns)

    parts = [next(each for each in split.turns if each.id == id_) for id_ in (turn.id, new)]
    assert [each.start_s for each in split.turns] == sorted(each.start_s for each in split.turns)
    assert parts[0].end_s <= parts[1].start_s
    assert " ".join(each.text for each in parts) == turn.text
    assert corrected(split, [MergeTurns(turn.id, new)]) == call


@given(calls(), st.data())
def test_everything_is_judged_after_any_split_and_reassignment(
    call: Hearing, data: st.DataObject
) -> None:
    turn = data.draw(st.sampled_from(call.turns))
    changed = corrected(call, [ReassignTurn(turn.id, other(turn.speaker))])

    ids = [each.id for each in changed.turns]
    assert len(set(ids)) == len(ids)
    assert judge(changed, RUBRIC, ENGLISH, SETTINGS).call_id == call.call_id


@given(calls(overlaps=False), st.data())
def test_a_turn_reassigned_there_and_back_is_as_before(call: Hearing, data: st.DataObject) -> None:
    turn = data.draw(st.sampled_from(call.turns))

    there = corrected(call, [ReassignTurn(turn.id, other(turn.speaker))])
    back = corrected(there, [ReassignTurn(turn.id, turn.speaker)])

    assert speech_s(there, turn.speaker) < speech_s(call, turn.speaker)
    assert back.turns == call.turns
    for speaker in ("A", "C"):
        assert speech(back, speaker) == speech(call, speaker)
        assert back.speakers[0].talk_s == pytest.approx(speech_s(call, "A"), abs=0.001)


@given(calls(), st.data())
def test_reassigning_takes_no_speech_from_the_call(call: Hearing, data: st.DataObject) -> None:
    turn = data.draw(st.sampled_from(call.turns))

    changed = corrected(call, [ReassignTurn(turn.id, other(turn.speaker))])

    assert total_s(merged(changed.speech)) == pytest.approx(total_s(merged(call.speech)))
    own = [Span(each.start_s, each.end_s) for each in changed.turns if each.speaker == turn.speaker]
    assert all(any(each.overlap_s(span) for each in own) for span in speech(changed, turn.speaker))


def test_speech_of_a_reassigned_turn_is_joined_with_what_overlaps_it() -> None:
    changed = corrected(billing_call(), [ReassignTurn(1, "A")])

    assert [(each.start_s, each.end_s) for each in speech(changed, "A")][:2] == [
        (0.0, 3.0),
        (3.5, 11.0),
    ]
    assert [each.talk_s for each in changed.speakers][:2] == [17.0, 4.0]
    assert measures_of(changed).talk.customer_s == 4.0


def test_speech_in_another_own_turn_stays() -> None:
    taken = corrected(billing_call(), [ReassignTurn(1, "A")])

    back = corrected(taken, [ReassignTurn(2, "C")])

    assert speech(back, "A")[1] == Span(3.5, 8.5)
    assert speech(back, "C")[0] == Span(8.5, 11.0)


def mono_call(*, channels: tuple[int | None, int | None] = (None, None)) -> Hearing:
    """Six seconds of A, then four of C; both tracks have a level where their voice is heard."""
    call = hearing(
        ("A", 0.0, 6.0, "one two three four five six"),
        ("C", 6.0, 10.0, "seven eight nine ten"),
        loudness=[
            track("A", (5.7, -30.0, 100.0, 1.0), (4.0, None, None, None)),
            track("C", (6.0, None, None, None), (3.7, -20.0, 200.0, 2.0)),
        ],
    )
    channel_of = dict(zip("AC", channels, strict=True))
    speakers = (replace(each, channel=channel_of.get(each.id)) for each in call.speakers)
    return replace(call, speakers=tuple(speakers))


def test_loudness_goes_with_a_reassigned_turn_on_one_channel() -> None:
    call = mono_call()

    there = corrected(call, [ReassignTurn(0, "C")])

    assert set(there.loudness[0].level_db) == {None}
    assert there.loudness[1].level_db[:57] == (-30.0,) * 57
    assert there.loudness[1].level_db[60:] == (-20.0,) * 37
    assert corrected(there, [ReassignTurn(0, "A")]).loudness == call.loudness


def test_windows_that_hold_both_voices_have_no_loudness() -> None:
    changed = corrected(mono_call(), [SplitTurn(0, 3), ReassignTurn(2, "C")])

    assert [value is None for value in changed.loudness[0].level_db[:31]] == (
        [False] * 27 + [True] * 4
    )
    assert [value is None for value in changed.loudness[1].level_db[:31]] == [True] * 30 + [False]


def test_levels_of_another_channel_are_dropped() -> None:
    changed = corrected(mono_call(channels=(1, 2)), [ReassignTurn(0, "C")])

    assert set(changed.loudness[0].level_db) == {None}
    assert set(changed.loudness[1].level_db[:60]) == {None}


def test_a_split_ends_each_part_with_its_speech() -> None:
    call = hearing(("A", 0.0, 8.0, "one two three four"), speech=[("A", 0.0, 3.5), ("A", 5.0, 8.0)])

    split = corrected(call, [SplitTurn(0, 2)])

    assert [(each.id, each.start_s, each.end_s, each.text) for each in split.turns] == [
        (0, 0.0, 3.5, "one two"),
        (1, 5.0, 8.0, "three four"),
    ]


def test_turns_around_the_other_partys_turn_can_be_one() -> None:
    merged_call = corrected(billing_call(), [MergeTurns(3, 1)])

    turn = merged_call.turns[1]
    assert (turn.id, turn.start_s, turn.end_s) == (1, 3.5, 14.0)
    assert len(merged_call.turns) == 6
    assert measures_of(merged_call).talk.turns.customer == 2


def test_passages_go_with_their_words() -> None:
    passages = (Passage(1, 0, 5, b"0"), Passage(1, 5, 9, b"1"), Passage(1, 9, 14, b"2"))
    call = replace(billing_call(), passages=passages)

    at_an_edge = corrected(call, [SplitTurn(1, 5)])
    across = corrected(call, [SplitTurn(1, 7)])

    assert [(each.turn, each.first, each.end) for each in at_an_edge.passages] == [
        (1, 0, 5),
        (7, 0, 4),
        (7, 4, 9),
    ]
    assert corrected(at_an_edge, [MergeTurns(1, 7)]).passages == call.passages
    assert [(each.turn, each.first, each.end) for each in across.passages] == [(1, 0, 5), (7, 2, 7)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (ReassignTurn(99, "A"), "turn 99: this call has no such turn."),
        (ReassignTurn(0, "Z"), "speaker Z: no voice"),
        (ReassignTurn(0, "A"), "turn 0: A says it already."),
        (SplitTurn(0, 0), "the first part would have no words"),
        (SplitTurn(0, 10), "it has 10 words, and none at index 10"),
        (MergeTurns(0, 0), "these are one turn"),
        (MergeTurns(0, 1), "A says one and C the other. Re-assign one"),
        (MergeTurns(0, 5), "A has another turn between them"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(change: ReassignTurn, words: str) -> None:
    with pytest.raises(EditRefused) as refused:
        corrected(billing_call(), [change])

    assert words in str(refused.value)
