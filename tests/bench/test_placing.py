"""The overlaps that are placed are true by their definition, whatever the sound."""

import numpy as np
import pytest

from callqa.bench.placed_overlaps import (
    AFTER_S,
    Clip,
    Placed,
    Source,
    Start,
    Tape,
    place,
    sounding,
)

RATE_HZ = 8000
WANTED: tuple[Start, ...] = ("cut", "terminal", "early", "inside")


def talk(lengths_s: list[tuple[int, float]]) -> Source:
    """Parties taking turns in noise, and a half-second signal of each at the end."""
    total_s = sum(length for _, length in lengths_s) + 0.5 * len(lengths_s) + 2.0
    samples = np.zeros((2, round(total_s * RATE_HZ)), np.float32)
    random = np.random.default_rng(1)
    at_s, clips = 0.5, []
    for channel, length_s in [*lengths_s, (0, 0.5), (1, 0.5)]:
        span = slice(round(at_s * RATE_HZ), round((at_s + length_s) * RATE_HZ))
        samples[channel, span] = random.normal(0.0, 0.1, span.stop - span.start)
        clips.append(Clip(at_s, at_s + length_s, channel))
        at_s += length_s + 0.5
    return Source(samples[:, : round(at_s * RATE_HZ)], RATE_HZ, tuple(clips[:-2]), {
        "backchannel": tuple(clips[-2:])
    })  # fmt: skip


@pytest.fixture(scope="module")
def tape() -> Tape:
    return place(talk([(each % 2, 3.0 + each % 5) for each in range(24)]), WANTED)


def of(tape: Tape, kind: str) -> list[Placed]:
    return [each for each in tape.placed if each.kind == kind]


def sounds(tape: Tape, channel: int, start_s: float, end_s: float) -> float:
    """Return the share of 10 ms frames with sound."""
    piece = tape.samples[channel, round(start_s * RATE_HZ) : round(end_s * RATE_HZ)]
    frames = piece[: len(piece) // 80 * 80].reshape(-1, 80)
    return float((np.abs(frames).max(axis=1) > 0.01).mean())


def test_events_of_the_kinds_asked_for_are_placed(tape: Tape) -> None:
    assert len(of(tape, "interruption")) >= 4
    assert len(of(tape, "terminal_overlap")) >= 2
    assert len(of(tape, "backchannel")) >= 3


def test_both_sound_while_they_overlap_and_not_before(tape: Tape) -> None:
    for each in tape.placed:
        end_s = each.start_s + each.overlap_s
        assert sounds(tape, each.channel, each.start_s + 0.02, end_s - 0.02) > 0.9
        assert sounds(tape, 1 - each.channel, each.start_s - 0.3, end_s - 0.02) > 0.9
        assert sounds(tape, each.channel, each.start_s - 0.3, each.start_s - 0.01) < 0.1


def test_interruptions_overlap_for_longer_than_turn_ends_do(tape: Tape) -> None:
    assert min(each.overlap_s for each in of(tape, "interruption")) >= 0.6
    assert max(each.overlap_s for each in of(tape, "terminal_overlap")) <= 0.3


def test_the_other_goes_on_after_a_signal(tape: Tape) -> None:
    for each in of(tape, "backchannel"):
        end_s = each.start_s + each.overlap_s
        assert sounds(tape, 1 - each.channel, end_s, end_s + AFTER_S - 0.05) > 0.9


def test_who_is_broken_off_falls_silent(tape: Tape) -> None:
    broken = [each for each in tape.placed if each.yielded]

    assert broken
    for each in broken:
        end_s = each.start_s + each.overlap_s
        assert sounds(tape, 1 - each.channel, end_s + 0.02, end_s + 0.3) < 0.1


def test_a_turn_that_ends_in_a_clause_is_no_terminal_overlap() -> None:
    source = talk([(each % 2, 1.5) for each in range(12)])
    turns = tuple(Clip(t.start_s, t.end_s, t.channel, ends_clause=False) for t in source.turns)

    placed = place(Source(source.samples, RATE_HZ, turns, {}), WANTED).placed

    assert [each for each in placed if each.kind == "terminal_overlap"] == []


def test_the_same_source_gives_the_same_tape() -> None:
    source = talk([(each % 2, 4.0) for each in range(8)])

    first, second = place(source, WANTED), place(source, WANTED)

    assert first.placed == second.placed
    assert np.array_equal(first.samples, second.samples)


def test_a_clip_is_trimmed_to_its_sound() -> None:
    samples = np.zeros((2, 8000), np.float32)
    samples[1, 2000:6000] = 0.1

    clip = sounding(samples, RATE_HZ, Clip(0.0, 1.0, 1))

    assert (clip.start_s, clip.end_s) == pytest.approx((0.24, 0.76), abs=0.021)
