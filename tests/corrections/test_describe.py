from dataclasses import replace

import pytest

from callqa.corrections.describe import before_after
from callqa.domain.edits import (
    AddEvent,
    AddNote,
    Change,
    DismissEvent,
    DismissFlag,
    EventRef,
    FixWord,
    MergeTurns,
    NameSpeaker,
    OverridePoints,
    ReassignTurn,
    ReclassEvent,
    SetDetail,
    SetRole,
    SplitTurn,
    SwapRoles,
    Undo,
)
from tests.corrections.calls import billing_call, log_of, measures_of

CUT = EventRef("interruptions", 7.0, "agent")
LOG = [replace(log_of(SwapRoles())[0], before="agent, customer", after="customer, agent")]


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (SwapRoles(), "agent, customer, other", "customer, agent, other"),
        (SetRole("X", "agent"), "other", "agent"),
        (NameSpeaker("A", "Emily "), "none", "Emily"),
        (ReassignTurn(2, "C"), "A", "C"),
        (SplitTurn(2, 4), "turn 2", "turns 2 and 7"),
        (MergeTurns(5, 4), "turns 4 and 5", "turn 4"),
        (FixWord(1, 6, "building"), "bill", "building"),
        (FixWord(1, 6, ""), "bill", "none"),
        (SetDetail("queue", "bills"), "none", "bills"),
        (ReclassEvent(CUT, "backchannel"), "interruption", "backchannel"),
        (DismissEvent(CUT), "interruption", "none"),
        (AddEvent("silences", 1.0, 2.0, "", "pause"), "none", "pause"),
        (OverridePoints("greeting", 8.0, "x"), "4", "8"),
        (OverridePoints("closing", 7.5, "x"), "does not apply", "7.5"),
        (DismissFlag("threat", "x"), "threat", "dismissed"),
        (AddNote(" Well done "), "", "Well done"),
        (Undo("e1"), "customer, agent", "agent, customer"),
    ],
    ids=str,
)
def test_the_log_says_what_was_and_what_is(change: Change, before: str, after: str) -> None:
    call = billing_call()
    answers = {"greeting": 4.0, "closing": None}

    assert before_after(change, call, measures_of(call), answers, LOG, answers) == (before, after)
