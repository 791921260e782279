"""The result of one call as other programs read it: the types and their JSON.

The JSON Schema in ``callqa/schema/analysis-1.schema.json`` is generated from these types by
`callqa.report.schema`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from callqa.catalogue import say
from callqa.domain.hearing import Hearing, Provenance
from callqa.domain.judgement import Flag, Judgement, Scorecard
from callqa.domain.measures import Measures
from callqa.domain.recording import Health, Language, Layout, Recording
from callqa.domain.sentence import Sentence
from callqa.domain.speech import Speaker, SpeechSpan, Turn

SCHEMA: Literal["callqa/analysis/1"] = "callqa/analysis/1"

# The grid of speech activity is 10 ms and of levels 0.1 dB: further digits are noise.
DIGITS_BY_UNIT = {"_s": 3, "_db": 2, "_hz": 1, "_semitones": 2}
DIGITS_OTHERWISE = 4


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything known about one call.

    `status` is ``empty`` for a recording without speech: there is nothing to measure, so
    `measures` and `scorecard` are null.
    """

    schema: Literal["callqa/analysis/1"]
    status: Literal["done", "empty"]
    call_id: str
    language: Language
    recording: Recording
    health: Health
    layout: Layout
    speakers: tuple[Speaker, ...]
    speech: tuple[SpeechSpan, ...]
    turns: tuple[Turn, ...]
    measures: Measures | None
    scorecard: Scorecard | None
    flags: tuple[Flag, ...]
    provenance: Provenance


def analysis(hearing: Hearing, judgement: Judgement | None) -> Analysis:
    """Put what was heard and what was made of it into one document.

    Parameters
    ----------
    hearing
        What was heard.
    judgement
        The verdict on it; ``None`` where there is no speech to judge.
    """
    verdict = judgement if hearing.speech else None
    return Analysis(
        schema=SCHEMA,
        status="empty" if verdict is None else "done",
        call_id=hearing.call_id,
        language=hearing.language,
        recording=hearing.recording,
        health=hearing.health,
        layout=hearing.layout,
        speakers=hearing.speakers,
        speech=hearing.speech,
        turns=hearing.turns,
        measures=verdict.measures if verdict else None,
        scorecard=verdict.scorecard if verdict else None,
        flags=verdict.flags if verdict else (),
        provenance=hearing.provenance,
    )


def encode(
    document: Analysis,
    language: str = "en",
    indent: int = 2,
    provisional: Sequence[str] | None = None,
) -> bytes:
    """Return the UTF-8 JSON of `document`, ending in a line feed.

    Parameters
    ----------
    document
        The result of one call.
    language
        The catalogue in which sentences are written.
    indent
        Spaces per level; 0 puts the document on one line, as JSON Lines needs.
    provisional
        Questions whose answer is the machine's and not proven by calibration, as one key more;
        without a store nobody knows, and there is no such key.

    Notes
    -----
    Seconds have three decimals, decibels and semitones two, frequencies one, shares and scores
    four. Settings keep every digit, because a result must be reproducible from them.
    """

    def sentence_text(value: object) -> str:
        if isinstance(value, Sentence):
            return say(value, language)
        raise NotImplementedError(type(value).__name__)

    builtins = msgspec.to_builtins(document, enc_hook=sentence_text)
    if provisional is not None:
        builtins["provisional"] = list(provisional)
    packed = msgspec.json.encode(_rounded(builtins, ""))
    return (msgspec.json.format(packed, indent=indent) if indent else packed) + b"\n"


def _rounded(value: object, key: str) -> object:
    if isinstance(value, float):
        digits = next((n for unit, n in DIGITS_BY_UNIT.items() if key.endswith(unit)), None)
        return round(value, DIGITS_OTHERWISE if digits is None else digits) + 0.0
    if isinstance(value, dict):
        if key == "settings":
            return value
        inherited = key if key == "timings_s" else ""
        return {name: _rounded(each, inherited or name) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each, key) for each in value]
    return value
