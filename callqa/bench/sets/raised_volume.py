"""Acted turns of normal and raised voice, in three level variants.

Turns acted as angry at normal intensity are a grey zone: neither right nor wrong, shown apart.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from callqa.bench.figure import Figure
from callqa.bench.scores.detections import Detections
from callqa.bench.trial import BenchSet, Heard, Trial
from callqa.domain.span import Span

NAME = "raised_volume"
_BASIS = "channels; acted turns"
_VARIANTS = {"": "as recorded", "_plus9": "raised turns +9 dB", "_agc": "equal level"}


@dataclass(frozen=True, slots=True)
class ActedTurn(Span):
    """A turn on a channel (from 1), acted as ``normal``, ``raised_strong`` or in between."""

    channel: int
    label: str


@dataclass(frozen=True, slots=True)
class _Call:
    variant: str
    turns: tuple[ActedTurn, ...]


def _trials(folder: Path, work: Path) -> Sequence[Trial[_Call]]:
    del work
    return [
        Trial(path.stem, path.with_suffix(".wav"), _Call(_variant(path.stem), read_turns(path)))
        for path in sorted((folder / NAME).glob("*.json"))
    ]


def read_turns(path: Path) -> tuple[ActedTurn, ...]:
    """Read the truth of one call."""
    truth = json.loads(path.read_text(encoding="utf-8"))
    return tuple(
        ActedTurn(start_s, end_s, truth["channels"].index(party) + 1, label)
        for start_s, end_s, party, label, _ in truth["turns"]
    )


def _variant(name: str) -> str:
    return next((each for each in _VARIANTS if each and name.endswith(each)), "")


def _figures(heard: Sequence[Heard[_Call]]) -> Iterator[Figure]:
    for variant, words in _VARIANTS.items():
        calls = [each for each in heard if each.truth.variant == variant]
        marks = [(turn.label, is_marked(call, turn)) for call in calls for turn in call.truth.turns]
        raised = [marked for label, marked in marks if label == "raised_strong"]
        normal = [marked for label, marked in marks if label == "normal"]
        grey = [marked for label, marked in marks if label not in ("raised_strong", "normal")]
        total = Detections(sum(raised), len(raised) - sum(raised), sum(normal))
        yield from total.figures((NAME, words), _BASIS)
        yield Figure(NAME, f"{words}: grey zone marked", sum(grey), "count", len(grey), _BASIS)


def is_marked(call: Heard[_Call], turn: ActedTurn) -> bool:
    """Tell whether the result marks any of a turn's time on the turn's channel as raised."""
    channel_of = {each.id: each.channel for each in call.result.speakers}
    measures = call.result.measures
    return any(
        channel_of[event.speaker] == turn.channel
        and event.start_s < turn.end_s
        and event.end_s > turn.start_s
        for event in (measures.raised_volume if measures else ())
    )


RAISED_VOLUME = BenchSet(NAME, _trials, _figures)
