"""A sample call with two raised turns, heard by the whole pipeline over lines that spoil it."""

import json
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from callqa.audio.decode import decode
from callqa.domain.hearing import Hearing
from callqa.domain.measures import RaisedVolume
from callqa.domain.span import Span
from callqa.jobs.engine import LocalEngine
from callqa.jobs.messages import Done, HearCall
from callqa.jobs.worker import WorkerPlan
from callqa.measures.raised_volume import find_raised_volume, rises_by_speaker
from callqa.settings import Settings, with_values
from tests.measures.voices import RATE_HZ, Samples, melody

pytestmark = pytest.mark.models

CALL = "02_damaged_table_handled_badly"
AGENT, CUSTOMER = 0, 1
MUSIC_AT_S, MUSIC_S = 16.95, 12.0


@dataclass(frozen=True)
class Truth:
    """When each channel speaks, and when the customer is raised."""

    spoken: dict[int, list[Span]]
    raised: list[Span]

    def after(self, at_s: float, pause_s: float) -> list[Span]:
        """Return when the customer is raised where a pause was put in."""
        late = (pause_s if span.start_s > at_s else 0.0 for span in self.raised)
        return [
            Span(span.start_s + by_s, span.end_s + by_s)
            for span, by_s in zip(self.raised, late, strict=True)
        ]


@pytest.fixture(scope="module")
def truth(sample_calls: Path) -> Truth:
    script = json.loads((sample_calls / f"{CALL}.truth.json").read_text("utf-8"))
    channel = {each["id"]: each["channel"] - 1 for each in script["speakers"]}
    spoken: dict[int, list[Span]] = {AGENT: [], CUSTOMER: []}
    for turn in script["turns"]:
        spoken[channel[turn["speaker"]]].append(Span(turn["start_s"], turn["end_s"]))
    raised = [Span(each["start_s"], each["end_s"]) for each in script["raised_volume"]]
    return Truth(spoken, raised)


def clipped(call: Samples, _: Truth) -> Samples:
    """Amplify the customer until the raised turns clip."""
    return np.clip(call * np.array([[1.0], [10 ** (8 / 20)]], np.float32), -1.0, 1.0)


def leaking(call: Samples, _: Truth) -> Samples:
    """Let the customer be heard in the agent's channel, 20 dB down."""
    return np.stack([call[AGENT] + np.float32(0.1) * call[CUSTOMER], call[CUSTOMER]])


def on_hold(call: Samples, _: Truth) -> Samples:
    """Put loud music between two turns, on both channels."""
    at = round(MUSIC_AT_S * RATE_HZ)
    music = np.stack([melody(MUSIC_S, level_dbfs=-12.0)] * 2)
    return np.concatenate([call[:, :at], music, call[:, at:]], axis=1)


def flattened(call: Samples, truth: Truth) -> Samples:
    """Give every turn the same level."""
    levelled = call.copy()
    for channel, spans in truth.spoken.items():
        for span in spans:
            turn = levelled[channel, round(span.start_s * RATE_HZ) : round(span.end_s * RATE_HZ)]
            turn *= np.float32(0.05) / np.sqrt(np.mean(turn**2))
    return levelled


def mixed(call: Samples, _: Truth) -> Samples:
    """Put both parties on one channel."""
    return call.mean(axis=0, keepdims=True)


LINES: tuple[Callable[[Samples, Truth], Samples], ...] = (
    clipped,
    leaking,
    on_hold,
    flattened,
    mixed,
)


@pytest.fixture(scope="module")
def heard(
    sample_calls: Path, truth: Truth, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Hearing]:
    folder = tmp_path_factory.mktemp("lines")
    audio = decode(sample_calls / f"{CALL}.wav")
    call = np.stack([audio.channel(AGENT), audio.channel(CUSTOMER)])
    paths = [write(folder / f"{line.__name__}.wav", line(call, truth)) for line in LINES]
    fast = with_values(Settings(), {"hearing.profile": "fast"}, source="test")
    calls = [HearCall(index, path) for index, path in enumerate(paths)]
    with LocalEngine(WorkerPlan(fast, threads=1), workers=1) as engine:
        done = [each for each in engine.run(calls) if isinstance(each, Done)]
    return {paths[each.job_id].stem: each.hearing for each in done}


def write(path: Path, channels: Samples) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(channels))
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        whole = np.clip(np.rint(channels.T * 32767), -32768, 32767)
        file.writeframes(whole.astype("<i2").tobytes())
    return path


def events_in(hearing: Hearing) -> tuple[RaisedVolume, ...]:
    limits = Settings().volume
    return find_raised_volume(hearing, rises_by_speaker(hearing, limits), limits)


def lies_in(event: RaisedVolume, spans: list[Span]) -> list[bool]:
    return [span.overlap_s(Span(event.start_s, event.end_s)) > 1.0 for span in spans]


@pytest.mark.parametrize("line", [each.__name__ for each in LINES])
def test_the_raised_turns_are_found_and_nothing_else_is(
    heard: dict[str, Hearing], truth: Truth, line: str
) -> None:
    raised = truth.after(MUSIC_AT_S, MUSIC_S) if line == "on_hold" else truth.raised

    events = events_in(heard[line])

    assert {event.role for event in events} == {"customer"}
    places = [lies_in(event, raised) for event in events]
    assert all(sum(each) == 1 for each in places)
    assert [any(turn) for turn in zip(*places, strict=True)] == [True, True]
    in_pieces = line == "mixed"  # there, what the diarizer gives the agent parts an event in two
    assert len(events) == 2 or in_pieces


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        ("clipped", "clipping"),
        ("leaking", "channel_bleed"),
        ("on_hold", "music_or_tones"),
        ("flattened", "level_flattened"),
    ],
)
def test_what_spoils_the_line_is_reported(
    heard: dict[str, Hearing], line: str, finding: str
) -> None:
    assert finding in {each.code for each in heard[line].health.findings}


def test_decibels_are_given_except_where_the_level_was_flattened(heard: dict[str, Hearing]) -> None:
    without = {
        line
        for line, hearing in heard.items()
        if any(event.rise_db is None for event in events_in(hearing))
    }

    assert without == {"flattened"}
