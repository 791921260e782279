"""Acted turns of normal and raised voice, put together into calls that are hard to measure."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from callqa.audio.clipping import ClippingMeter, find_clipped
from callqa.audio.decode import decode
from callqa.audio.loudness import track
from callqa.domain.measures import RaisedVolume
from callqa.domain.span import Span
from callqa.domain.speech import LoudnessTrack, Role
from callqa.measures.raised_volume import agent_voice, find_raised_volume, rises_by_speaker
from callqa.settings import Settings
from tests.measures.builders import hearing
from tests.measures.voices import RATE_HZ, Samples

CALLS = ["call1_actors01_02", "call2_actors03_04", "call3_actors05_06"]
LIMITS = Settings().volume
# The acted turns are too few for two calls with 5 s of voice each.
SHORT_LIMITS = replace(LIMITS, min_baseline_s=2.0)
ALONE: dict[str, Role] = {"A": "agent"}


@dataclass(frozen=True)
class Acted:
    """An actor's calm and raised turns, as recorded but with raised turns 9 dB up."""

    calm: tuple[Samples, ...]
    raised: tuple[Samples, ...]


@dataclass(frozen=True)
class Joined:
    """Turns in a row with silence between them; `raised` tells for each what it is."""

    sound: Samples
    spans: tuple[Span, ...]
    raised: tuple[bool, ...]


@pytest.fixture(params=CALLS)
def actor(request: pytest.FixtureRequest, shared_data: Path) -> Acted:
    path = shared_data / "raised_volume" / f"{request.param}_plus9.wav"
    truth = json.loads(path.with_suffix(".json").read_text())
    samples = decode(path).channel(truth["channels"].index("customer"))

    def turns(label: str) -> Iterator[Samples]:
        for start_s, end_s, party, is_a, _ in truth["turns"]:
            if (party, is_a) == ("customer", label):
                yield samples[round(start_s * RATE_HZ) : round(end_s * RATE_HZ)]

    return Acted(tuple(turns("normal")), tuple(turns("raised_strong")))


def joined(turns: Sequence[tuple[Samples, bool]]) -> Joined:
    silence = np.zeros(RATE_HZ // 2, np.float32)
    pieces, spans, at = [silence], [], len(silence)
    for sound, _ in turns:
        spans.append(Span(at / RATE_HZ, (at + len(sound)) / RATE_HZ))
        pieces += [sound, silence]
        at += len(sound) + len(silence)
    return Joined(np.concatenate(pieces), tuple(spans), tuple(is_raised for _, is_raised in turns))


def mixed(calm: Sequence[Samples], raised: Sequence[Samples]) -> Joined:
    """Spread raised turns evenly over calm ones."""
    places = np.linspace(0, len(calm), len(raised) + 2)[1:-1].round().astype(int)
    turns = [(sound, False) for sound in calm]
    for at, sound in sorted(zip(places, raised, strict=True), key=lambda each: -each[0]):
        turns.insert(at, (sound, True))
    return joined(turns)


def tracked(turns: Joined) -> LoudnessTrack:
    clipped = np.clip(turns.sound, -1.0, 1.0)
    meter = ClippingMeter(RATE_HZ, 1)
    meter.add(clipped[:, np.newaxis])
    where = find_clipped(meter.share_per_s()[0])
    return track(clipped, turns.spans, speaker="A", clipped=where)


def found(turns: Joined, earlier: Sequence[Joined] = ()) -> tuple[RaisedVolume, ...]:
    before = [
        agent_voice(hearing(loudness=[tracked(each)], roles=ALONE), SHORT_LIMITS)
        for each in earlier
    ]
    voices = [each for each in before if each is not None]
    call = hearing(loudness=[tracked(turns)], roles=ALONE)
    return find_raised_volume(call, rises_by_speaker(call, LIMITS, voices), LIMITS)


def marked(turns: Joined, events: Sequence[RaisedVolume]) -> tuple[bool, ...]:
    return tuple(
        any(span.overlap_s(Span(event.start_s, event.end_s)) > 0 for event in events)
        for span in turns.spans
    )


def amplified(sounds: Sequence[Samples], gain_db: float) -> tuple[Samples, ...]:
    gain = np.float32(10 ** (gain_db / 20))
    return tuple(sound * gain for sound in sounds)


@pytest.mark.parametrize("share", [0.33, 0.45])
def test_raised_turns_are_found_when_they_are_much_of_the_speech(
    actor: Acted, share: float
) -> None:
    turn_s = sum(map(len, actor.raised)) / 3 / RATE_HZ
    calm_s = sum(map(len, actor.calm)) / RATE_HZ
    count = round(share / (1 - share) * calm_s / turn_s)
    call = mixed(actor.calm, (actor.raised * 3)[:count])

    assert marked(call, found(call)) == call.raised


def test_raised_turns_that_clip_are_found(actor: Acted) -> None:
    call = mixed(amplified(actor.calm, 6), amplified(actor.raised, 6))
    assert max(np.abs(call.sound)) > 1.2

    assert marked(call, found(call)) == call.raised


@pytest.mark.parametrize("gain_db", [12.0, 18.0, 24.0])
def test_calm_turns_amplified_until_they_clip_are_no_events(actor: Acted, gain_db: float) -> None:
    level = float(np.sqrt(np.mean(np.concatenate(actor.calm) ** 2)))
    calm = tuple(sound * np.float32(0.1 / level) for sound in actor.calm)
    turns = [*calm[::3], *calm[1::3], *calm[2::3]]
    close = len(calm[::3])

    call = joined(
        [(sound, False) for sound in (*amplified(turns[:close], gain_db), *turns[close:])]
    )

    assert found(call) == ()


def test_an_agent_raised_throughout_is_found_only_against_earlier_calls(actor: Acted) -> None:
    call = joined([(sound, True) for sound in actor.raised * 2])
    third = len(actor.calm) // 3
    earlier = [mixed(actor.calm[i * third : i * third + 3], ()) for i in range(3)]

    assert found(call) == ()
    assert np.mean(marked(call, found(call, earlier))) >= 0.6


def test_a_calm_call_after_calm_calls_has_no_event(actor: Acted) -> None:
    call = joined([(sound, False) for sound in (*actor.calm[:4], *actor.calm[:4])])
    earlier = [mixed(actor.calm[i : i + 3], ()) for i in (4, 5, 3)]

    assert found(call, earlier) == ()
