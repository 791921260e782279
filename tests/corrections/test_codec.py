import json

import pytest

from callqa.corrections.codec import change_from_document, change_to_document
from callqa.domain.edits import (
    CHANGES,
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
from callqa.errors import RecordUnreadable

EVERY: list[Change] = [
    SwapRoles(),
    SetRole("S1", "agent"),
    NameSpeaker("S1", "Zoë"),
    ReassignTurn(3, "S2"),
    SplitTurn(3, 2),
    MergeTurns(3, 5),
    FixWord(3, 0, ""),
    SetDetail("queue", None),
    ReclassEvent(EventRef("silences", 3.5), "hold"),
    DismissEvent(EventRef("phrases", 3.5, "threat")),
    AddEvent("interruptions", 1.0, 2.0, "agent", "interruption"),
    OverridePoints("greeting", None, "x"),
    DismissFlag("threat", "x"),
    AddNote("x", 2.5),
    Undo("e1"),
]


@pytest.mark.parametrize("change", EVERY, ids=lambda change: type(change).__name__)
def test_a_change_comes_back_from_json(change: Change) -> None:
    document = json.loads(json.dumps(change_to_document(change)))

    assert change_from_document(document) == change
    assert CHANGES[document["kind"]] is type(change)


def test_every_kind_of_change_is_tried() -> None:
    assert {type(each) for each in EVERY} == set(CHANGES.values())


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"kind": "sing", "values": {}}, "a newer one wrote it. Install the newer CallQA."),
        ({}, "None is a kind of edit that this version does not know"),
        ({"kind": "fix_word", "values": {"turn": "x"}}, "Restore the store from a backup."),
        ({"kind": "fix_word"}, "a stored fix_word cannot be read"),
    ],
    ids=["newer", "nothing", "damaged", "empty"],
)
def test_what_cannot_be_read_is_said_so(document: dict[str, object], words: str) -> None:
    with pytest.raises(RecordUnreadable) as unreadable:
        change_from_document(document)

    assert words in str(unreadable.value)
