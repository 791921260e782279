"""Whatever a reviewer changes, the call is judged from what is left of the old hearing."""

import pytest

from callqa.corrections.event_changes import amended
from callqa.corrections.hearing_changes import corrected
from callqa.domain.edits import (
    AddEvent,
    Change,
    DismissEvent,
    EventRef,
    FixWord,
    MergeTurns,
    NameSpeaker,
    ReassignTurn,
    ReclassEvent,
    SetDetail,
    SetRole,
    SplitTurn,
    SwapRoles,
)
from callqa.domain.measures import Measures
from callqa.rules.judge import find, find_amended, verdict
from tests.corrections.calls import RUBRIC, SETTINGS, billing_call
from tests.measures.builders import ENGLISH

CUT = EventRef("interruptions", 7.0, "agent")


def interruptions(measures: Measures) -> object:
    return measures.talk.interruptions_per_10min.agent


def agent_s(measures: Measures) -> object:
    return measures.talk.agent_s


@pytest.mark.parametrize(
    ("change", "effect"),
    [
        (SwapRoles(), agent_s),
        (SetRole("A", "other"), agent_s),
        (ReassignTurn(4, "C"), agent_s),
        (SplitTurn(0, 3), lambda measures: measures.talk.turns.agent),
        (MergeTurns(4, 5), lambda measures: measures.talk.turns.agent),
        (FixWord(5, 2, "happy"), lambda measures: measures.phrases),
        (NameSpeaker("A", "Emily"), None),
        (SetDetail("queue", "billing"), None),
        (ReclassEvent(CUT, "supportive"), interruptions),
        (DismissEvent(CUT), interruptions),
        (AddEvent("interruptions", 12.0, 13.0, "agent", "interruption"), interruptions),
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_corrected_call_is_judged_anew(change: Change, effect: object) -> None:
    heard = billing_call()
    before = find(heard, ENGLISH, SETTINGS)

    call = corrected(heard, [change])
    measures = find(call, ENGLISH, SETTINGS).measures
    found = find_amended(call, amended(measures, [change], call), ENGLISH)
    judgement = verdict(found, RUBRIC, SETTINGS)

    assert judgement.measures == found.measures
    assert judgement.scorecard.total is not None
    if callable(effect):
        assert effect(found.measures) != effect(before.measures)
    else:
        assert found.measures == before.measures
