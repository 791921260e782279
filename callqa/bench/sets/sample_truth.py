"""The truth beside a sample call, ``<name>.truth.json``: from its script, see its README."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from callqa.bench.scores.events import Event
from callqa.bench.trial import CallTruth
from callqa.bench.truth_files import Utterance
from callqa.domain.measures import EmpathyOutcome, SilenceKind
from callqa.domain.recording import LayoutKind
from callqa.domain.span import Span
from callqa.domain.speech import Role


@dataclass(frozen=True, slots=True)
class RaisedStretch(Span):
    """A stretch spoken with a raised voice."""

    role: Role


@dataclass(frozen=True, slots=True)
class TrueSilence(Span):
    """A mutual silence or a hold."""

    kind: SilenceKind
    announced: bool


@dataclass(frozen=True, slots=True)
class CardData(Span):
    """Card data read aloud; `kind` as in the result's redaction."""

    kind: str


@dataclass(frozen=True, slots=True)
class TrueMoment:
    """A moment that asks for empathy, and what comes of it."""

    start_s: float
    outcome: EmpathyOutcome


@dataclass(frozen=True, slots=True)
class SampleTruth:
    """What the script of a sample call lays down.

    call : speech by its stretches of sound; no texts, see `turns`
    turns : what each speaker says from first to last sound
    harmless : overlaps that are no interruptions
    flags : (severity, code) of flags that certainly follow
    moments, situations : by hand, from the script
    """

    layout: LayoutKind
    call: CallTruth
    turns: tuple[Utterance, ...]
    interruptions: tuple[Event, ...]
    harmless: tuple[Event, ...]
    raised: tuple[RaisedStretch, ...]
    silences: tuple[TrueSilence, ...]
    card_data: tuple[CardData, ...]
    flags: frozenset[tuple[str, str]]
    moments: tuple[TrueMoment, ...]
    situations: frozenset[str]


def read_sample(path: Path) -> tuple[str, SampleTruth]:
    """Return the name of the recording beside a truth file, and the truth."""
    truth: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    speakers = truth["speakers"]
    overlaps = truth["interruptions"]
    return truth["audio"], SampleTruth(
        layout=truth["layout"],
        call=CallTruth(
            _utterances(truth["speech"]),
            roles={each["id"]: each["role"] for each in speakers},
            channels={each["id"]: each["channel"] for each in speakers if each["channel"]},
            texts={},
        ),
        turns=_utterances(truth["turns"]),
        interruptions=_events([each for each in overlaps if each["kind"] == "interruption"]),
        harmless=_events([each for each in overlaps if each["kind"] != "interruption"]),
        raised=tuple(
            RaisedStretch(each["start_s"], each["end_s"], each["role"])
            for each in truth["raised_volume"]
        ),
        silences=tuple(TrueSilence(**each) for each in truth["silences"]),
        card_data=tuple(CardData(**each) for each in truth["redaction"]),
        flags=frozenset((each["severity"], each["code"]) for each in truth["flags"]),
        moments=tuple(TrueMoment(**each) for each in truth["empathy"]),
        situations=frozenset(truth["situations"]),
    )


def _utterances(entries: list[dict[str, Any]]) -> tuple[Utterance, ...]:
    return tuple(Utterance(**each) for each in sorted(entries, key=lambda each: each["start_s"]))


def _events(entries: list[dict[str, Any]]) -> tuple[Event, ...]:
    return tuple(Event(each["by"], each["start_s"]) for each in entries)
