"""Floors on the sample calls: what CI asserts of the whole pipeline with real models."""

from typing import Any

import pytest

from tests.samples.conftest import SampleCall

pytestmark = pytest.mark.models

# An event counts as found when it starts within this of the truth, by the same party.
MATCH_S = 0.6


def test_the_layout_and_the_agents_channel_are_right(call: SampleCall) -> None:
    assert call.result["status"] == "done"
    assert call.result["layout"]["kind"] == call.truth["layout"]
    if call.truth["layout"] == "two_channel":
        assert call.result["layout"]["agent_channel"] == call.truth["agent_channel"]


def test_every_turn_of_the_script_is_heard_from_the_right_role(call: SampleCall) -> None:
    roles = {each["id"]: each["role"] for each in call.truth["speakers"]}
    wrong = [
        turn["text"]
        for turn in call.truth["turns"]
        if turn["end_s"] - turn["start_s"] > 1.5
        and _loudest_role(call, turn["start_s"], turn["end_s"]) != roles[turn["speaker"]]
    ]

    assert len(wrong) <= 0.05 * len(call.truth["turns"]), wrong


def test_the_talk_ratio_is_right(call: SampleCall) -> None:
    limit = 0.03 if call.truth["layout"] == "two_channel" else 0.06

    error = call.result["measures"]["talk"]["agent_ratio"] - call.truth["talk"]["agent_ratio"]

    assert abs(error) <= limit


def test_backchannels_and_overlaps_at_a_turns_end_are_not_called_interruptions(
    call: SampleCall,
) -> None:
    harmless = [each for each in call.truth["interruptions"] if each["kind"] != "interruption"]
    called = [
        each for each in call.result["measures"]["interruptions"] if each["kind"] == "interruption"
    ]

    assert not [one for one in called if any(_same_event(one, other) for other in harmless)]


def test_interruptions_are_found(sample_results: dict[str, SampleCall]) -> None:
    hits = misses = extra = 0
    for call in sample_results.values():
        true = [each for each in call.truth["interruptions"] if each["kind"] == "interruption"]
        found = [
            each
            for each in call.result["measures"]["interruptions"]
            if each["kind"] == "interruption"
        ]
        matched = [one for one in true if any(_same_event(one, other) for other in found)]
        hits += len(matched)
        misses += len(true) - len(matched)
        extra += len([one for one in found if not any(_same_event(one, each) for each in true)])

    assert 2 * hits / (2 * hits + misses + extra) >= 0.9, (hits, misses, extra)


def test_raised_volume_is_found_and_nothing_else_is(
    sample_results: dict[str, SampleCall],
) -> None:
    hits = misses = extra = 0
    for call in sample_results.values():
        true = call.truth["raised_volume"]
        found = call.result["measures"]["raised_volume"]
        matched = [one for one in true if any(_overlap(one, other) for other in found)]
        hits += len(matched)
        misses += len(true) - len(matched)
        extra += len([one for one in found if not any(_overlap(one, each) for each in true)])

    assert 2 * hits / (2 * hits + misses + extra) >= 0.9, (hits, misses, extra)


def test_the_flags_that_must_be_raised_are_raised(call: SampleCall) -> None:
    expected = {(each["severity"], each["code"]) for each in call.truth["flags"]}
    raised = {(each["severity"], each["code"]) for each in call.result["flags"]}

    assert expected <= raised


def test_an_ordinary_call_is_not_flagged_as_urgent(call: SampleCall) -> None:
    urgent = [each for each in call.result["flags"] if each["severity"] == "urgent"]

    if not any(each["severity"] == "urgent" for each in call.truth["flags"]):
        assert not urgent


def test_silences_are_found_with_their_kind(call: SampleCall) -> None:
    found = call.result["measures"]["silences"]
    missed = [
        true
        for true in call.truth["silences"]
        if true["end_s"] - true["start_s"] > 3.5
        and not any(
            each["kind"] == true["kind"]
            and each["announced"] == true["announced"]
            and _overlap(each, true)
            for each in found
        )
    ]

    assert not missed


def test_card_data_is_taken_out_of_the_words(sample_results: dict[str, SampleCall]) -> None:
    calls = [each for each in sample_results.values() if each.truth["redaction"]]
    assert calls
    for call in calls:
        spans = call.result["measures"]["redaction"]["spans"]
        for true in call.truth["redaction"]:
            assert any(each["kind"] == true["kind"] and _overlap(each, true) for each in spans)
        digits = [
            word
            for turn in call.result["turns"]
            for word in turn["words"]
            if any(character.isdigit() for character in word["text"])
            and any(_overlap(word, true) for true in call.truth["redaction"])
        ]
        assert not digits


def test_nothing_is_heard_in_music_and_ringing(call: SampleCall) -> None:
    inside = [
        word["text"]
        for turn in call.result["turns"]
        for word in turn["words"]
        for music in call.truth["music"]
        if word["start_s"] > music["start_s"] + 0.5 and word["end_s"] < music["end_s"] - 0.5
    ]

    assert not inside


def _same_event(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one["by"] == other["by"] and abs(one["start_s"] - other["start_s"]) <= MATCH_S


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return (
        one.get("role") == other.get("role") or "role" not in one or "role" not in other
    ) and min(one["end_s"], other["end_s"]) > max(one["start_s"], other["start_s"])


def _loudest_role(call: SampleCall, start_s: float, end_s: float) -> str:
    """Return the role with most detected speech between two times."""
    seconds: dict[str, float] = {}
    for span in call.result["speech"]:
        shared_s = min(span["end_s"], end_s) - max(span["start_s"], start_s)
        if shared_s > 0:
            role = call.role(span["speaker"])
            seconds[role] = seconds.get(role, 0.0) + shared_s
    return max(seconds, key=lambda role: seconds[role], default="nobody")
