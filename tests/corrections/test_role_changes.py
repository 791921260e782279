from dataclasses import replace

import pytest
from hypothesis import given

from callqa.catalogue import say
from callqa.corrections.hearing_changes import corrected
from callqa.domain.edits import NameSpeaker, SetDetail, SetRole, SwapRoles
from callqa.domain.hearing import Hearing
from callqa.domain.recording import Health
from callqa.domain.sentence import Sentence
from callqa.errors import EditRefused
from callqa.rules.judge import judge
from tests.corrections.calls import RUBRIC, SETTINGS, billing_call, calls, measures_of
from tests.measures.builders import ENGLISH


def roles(call: Hearing) -> list[str]:
    return [each.role for each in call.speakers]


def in_doubt(call: Hearing) -> Hearing:
    poor = Health("poor", (), Sentence("health.reason_not_measurable"))
    return replace(call, role_doubt=Sentence("role.unknown"), health=poor)


def test_swapping_roles_swaps_who_talked_how_long() -> None:
    call = billing_call()

    swapped = corrected(call, [SwapRoles()])

    before, after = measures_of(call).talk, measures_of(swapped).talk
    assert (after.agent_s, after.customer_s) == (before.customer_s, before.agent_s)
    assert roles(swapped) == ["customer", "agent", "other"]
    assert swapped.layout.agent_channel == 2
    assert judge(swapped, RUBRIC, ENGLISH, SETTINGS).scorecard.total is not None


def test_a_person_is_sure_of_roles_and_says_so() -> None:
    swapped = corrected(billing_call(), [SwapRoles()])

    agent = next(each for each in swapped.speakers if each.role == "agent")
    assert agent.role_confidence == 1.0
    assert [say(reason) for reason in agent.role_reasons] == ["Set by a reviewer."]


@given(calls())
def test_swapping_twice_is_as_before(call: Hearing) -> None:
    back = corrected(call, [SwapRoles(), SwapRoles()])

    assert roles(back) == roles(call)
    assert (back.layout, back.turns, back.speech) == (call.layout, call.turns, call.speech)


@pytest.mark.parametrize("change", [SwapRoles(), SetRole("A", "agent")], ids=["swap", "confirm"])
def test_a_call_whose_roles_a_person_set_is_measurable(change: SwapRoles | SetRole) -> None:
    call = in_doubt(billing_call())
    assert measures_of(call).talk.agent_s is None

    told = corrected(call, [change])

    assert told.role_doubt is None
    assert told.health.grade == "good"
    assert measures_of(told).talk.agent_s is not None


def test_voices_that_cannot_be_told_apart_stay_unreliable() -> None:
    call = in_doubt(billing_call(basis="unreliable", basis_reason=Sentence("measure.unreliable")))

    told = corrected(call, [SwapRoles()])

    assert told.health.grade == "poor"
    assert measures_of(told).talk.agent_s is None


def test_a_voice_gets_a_name_and_loses_it() -> None:
    named = corrected(billing_call(), [NameSpeaker("A", " Emily Stone ")])
    assert [each.name for each in named.speakers] == ["Emily Stone", None, None]

    assert corrected(named, [NameSpeaker("A", "")]).speakers == billing_call().speakers


def test_a_detail_is_set_and_cleared() -> None:
    call = corrected(billing_call(), [SetDetail("agent", "E. Stone"), SetDetail("queue", "bills")])
    assert (call.recording.agent, call.recording.queue) == ("E. Stone", "bills")

    assert corrected(call, [SetDetail("agent", None)]).recording.agent is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (SetRole("Z", "agent"), "speaker Z: no voice of this call has this id."),
        (NameSpeaker("Z", "Ann"), "Its voices are A, C, X."),
        (SetDetail("started_at", "yesterday"), "Write it as 2026-03-31T14:05:00+02:00."),
    ],
    ids=["role", "name", "detail"],
)
def test_what_is_not_there_cannot_change(change: SetRole, words: str) -> None:
    with pytest.raises(EditRefused) as refused:
        corrected(billing_call(), [change])

    assert words in str(refused.value)


def test_nobody_to_swap_is_refused() -> None:
    others = corrected(billing_call(), [SetRole("A", "other"), SetRole("C", "other")])

    with pytest.raises(EditRefused, match="Set the role of each voice"):
        corrected(others, [SwapRoles()])
