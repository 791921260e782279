import pytest

from callqa.corrections.checks import check_change
from callqa.corrections.verdict_changes import dismissed_flags, overrides
from callqa.domain.edits import (
    AddEvent,
    AddNote,
    Change,
    DismissEvent,
    DismissFlag,
    EventRef,
    FixWord,
    OverridePoints,
    ReclassEvent,
)
from callqa.errors import EditRefused
from tests.corrections.calls import billing_call, measures_of

CUT = EventRef("interruptions", 7.0, "agent")


def check(change: Change) -> None:
    call = billing_call()
    check_change(change, call, measures_of(call), {"greeting": 10.0})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (OverridePoints("greeting", 8.0, "  "), "without a reason. Say in a few words"),
        (OverridePoints("greeting", 11.0, "good"), "its scale is 0 to 10"),
        (OverridePoints("greeting", float("nan"), "good"), "nan points cannot be given"),
        (OverridePoints("weather", 1.0, "good"), "Its questions are greeting."),
        (DismissFlag("interruptions", ""), "flag interruptions: it cannot be changed without"),
        (AddNote(" "), "Write something."),
        (AddNote("here", 601.0), "601 s is not in the recording of 600 s"),
        (FixWord(0, 77, "x"), "turn 0: it has 10 words"),
        (DismissEvent(EventRef("silences", 61.0)), "1:01: no silence was found there."),
        (DismissEvent(EventRef("phrases", 0.0, "threat")), "no phrase (threat) was found there"),
        (ReclassEvent(CUT, "rude"), "Choose one of: interruption, backchannel"),
        (AddEvent("silences", 5.0, 4.0, "", "pause"), "Give a start before the end"),
        (AddEvent("silences", 500.0, 700.0, "", "pause"), "both inside the recording"),
        (AddEvent("interruptions", 5.0, 6.0, "other", "interruption"), "Name the agent or"),
        (AddEvent("raised_volume", 5.0, 6.0, "X", "loud"), "X: is no voice of the agent or"),
        (AddEvent("raised_volume", 5.0, 6.0, "Z", "loud"), "Its voices are A, C, X."),
        (AddEvent("phrases", 5.0, 6.0, "", "apologise"), "nobody who may say it speaks"),
        (AddEvent("phrases", 5.0, 6.0, "", "role_agent"), "no phrase is of this class"),
        (AddEvent("situations", 5.0, 6.0, "", "weather"), "aggressive_customer"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_to_do(change: Change, words: str) -> None:
    with pytest.raises(EditRefused) as refused:
        check(change)

    assert words in str(refused.value)


@pytest.mark.parametrize(
    "change",
    [
        OverridePoints("greeting", 8.0, "The name is mumbled but there."),
        OverridePoints("greeting", None, "The call was transferred."),
        DismissFlag("interruptions", "Both laugh."),
        AddNote("Ask Emily about this one."),
        AddNote("here", 12.0),
        FixWord(0, 4, "Emma"),
        DismissEvent(CUT),
        AddEvent("phrases", 0.0, 3.0, "", "greeting"),
    ],
    ids=str,
)
def test_what_can_be_passes(change: Change) -> None:
    check(change)


def test_the_phrase_of_a_customer_cannot_become_the_agents() -> None:
    call = billing_call()
    distress = next(each for each in measures_of(call).phrases if each.category == "distress")
    ref = EventRef("phrases", distress.start_s, "distress")

    with pytest.raises(EditRefused, match="Choose a category for words of the customer"):
        check(ReclassEvent(ref, "apologise"))


def test_the_last_word_on_a_question_counts() -> None:
    changes = [
        OverridePoints("a", 1.0, "x"),
        OverridePoints("b", 2.0, "x"),
        OverridePoints("a", None, "x"),
    ]

    assert overrides(changes) == {"a": None, "b": 2.0}


def test_dismissed_flags_are_named_by_code() -> None:
    assert dismissed_flags([DismissFlag("threat", "x"), AddNote("y")]) == {"threat"}
