import pytest
from hypothesis import given
from hypothesis import strategies as st

from callqa.corrections.hearing_changes import corrected
from callqa.corrections.log import check_undo, standing
from callqa.domain.edits import (
    AddNote,
    Edit,
    FixWord,
    MergeTurns,
    NameSpeaker,
    ReassignTurn,
    SetRole,
    SplitTurn,
    SwapRoles,
    Undo,
)
from callqa.errors import EditRefused
from tests.corrections.calls import billing_call, log_of

CALL = billing_call()


def ids(edits: list[Edit]) -> list[str]:
    return [each.id for each in standing(edits)]


def test_an_undone_edit_does_not_hold_and_comes_back_to_its_place() -> None:
    log = log_of(SwapRoles(), AddNote("x"), Undo("e1"))
    assert ids(log) == ["e2"]

    assert ids(log_of(SwapRoles(), AddNote("x"), Undo("e1"), Undo("e3"))) == ["e1", "e2"]


def test_the_order_of_the_log_counts_not_that_of_the_list() -> None:
    log = log_of(SwapRoles(), AddNote("x"), Undo("e1"), AddNote("y"))

    assert ids(log[::-1]) == ["e2", "e4"]


@given(st.lists(st.integers(0, 1_000_000), max_size=12))
def test_undoing_everything_that_holds_leaves_the_call_as_heard(choices: list[int]) -> None:
    changes = [
        SwapRoles(),
        NameSpeaker("A", "Emily"),
        FixWord(1, 3, "very angry"),
        SplitTurn(2, 4),
        ReassignTurn(7, "C"),
        MergeTurns(4, 5),
    ]
    log = log_of(*changes)
    for choice in choices:
        undo = Undo(log[choice % len(log)].id)
        try:
            check_undo(log, undo, CALL)
        except EditRefused:
            continue
        log = log_of(*(each.change for each in log), undo)
        corrected(CALL, [each.change for each in standing(log)])
    for edit in reversed(standing(log)):
        check_undo(log, Undo(edit.id), CALL)
        log = log_of(*(each.change for each in log), Undo(edit.id))

    assert standing(log) == ()
    assert corrected(CALL, [each.change for each in standing(log)]) == CALL


def test_what_holds_after_an_undo_is_the_call_without_it() -> None:
    log = log_of(SwapRoles(), FixWord(0, 4, "Emma"), Undo("e1"))

    now = corrected(CALL, [each.change for each in standing(log)])

    assert now == corrected(CALL, [FixWord(0, 4, "Emma")])


@pytest.mark.parametrize(
    ("log", "undo", "words"),
    [
        (log_of(), "e1", "edit e1: the log of this call has no such edit."),
        (log_of(SwapRoles(), Undo("e1")), "e1", "it is undone already. To bring it back, undo"),
        (log_of(SwapRoles(), Undo("e1"), Undo("e2")), "e2", "it is undone already"),
        (log_of(SplitTurn(2, 4), ReassignTurn(7, "C")), "e1", "rests on it: e2, by ann."),
        (log_of(SplitTurn(2, 4), ReassignTurn(2, "C")), "e1", "rests on it: e2"),
        (log_of(FixWord(0, 0, "A good"), FixWord(0, 5, "Emma")), "e1", "rests on it: e2"),
        (log_of(MergeTurns(4, 5), SplitTurn(4, 9)), "e1", "rests on it: e2"),
    ],
    ids=range(7),
)
def test_an_undo_that_cannot_be_is_refused(log: list[Edit], undo: str, words: str) -> None:
    with pytest.raises(EditRefused) as refused:
        check_undo(log, Undo(undo), CALL)

    assert words in str(refused.value)


@pytest.mark.parametrize(
    "log",
    [
        log_of(FixWord(0, 4, "Emma"), FixWord(0, 5, "what")),
        log_of(FixWord(0, 4, "Emma"), FixWord(0, 4, "Emmy")),
        log_of(SplitTurn(2, 4), FixWord(3, 0, "this")),
        log_of(SetRole("A", "other"), SetRole("A", "agent")),
        log_of(SplitTurn(2, 4), ReassignTurn(7, "C"), Undo("e2")),
    ],
    ids=range(5),
)
def test_an_edit_that_nothing_rests_on_can_be_undone(log: list[Edit]) -> None:
    check_undo(log, Undo("e1"), CALL)


def test_what_rests_on_an_edit_can_be_undone_first() -> None:
    log = log_of(SplitTurn(2, 4), ReassignTurn(7, "C"), Undo("e2"), Undo("e1"))
    assert ids(log) == []

    with pytest.raises(EditRefused, match="what it took back, e2 by ann, no longer fits the call"):
        check_undo(log, Undo("e3"), CALL)
