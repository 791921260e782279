"""Dialogue scripts: TOML files in `scripts/` read into frozen facts.

A turn's words are written one sentence a line. `#category` at the end of a line marks a phrase of
that category, `!kind` marks words to be redacted:

    say = '''
    I am very sorry that our engineer missed your appointment. #apologise
    '''
"""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_MARK = re.compile(r"\s+([#!])(\w+)")


class ScriptError(ValueError):
    """A script asks for something that the placed audio does not fulfil."""


@dataclass(frozen=True)
class Line:
    """One sentence.

    Attributes
    ----------
    text : words as spoken
    phrases : phrase categories that the sentence shows
    redact : kind of secret spoken in it, or None
    """

    text: str
    phrases: tuple[str, ...]
    redact: str | None


@dataclass(frozen=True)
class Effort:
    """Vocal effort to apply: pitch rise in semitones, level in dB, lift of 1-3.4 kHz in dB."""

    semitones: float
    level_db: float
    tilt_db: float


@dataclass(frozen=True)
class Turn:
    """One utterance and where it goes.

    Attributes
    ----------
    gap_s : seconds after the end of all speech so far; None = a short random gap
    overlap_s : start this long before the end of the turn it overlaps
    after_line : start at the end of that line (0-based) of the turn it overlaps, plus `offset_s`
    kind : class of the overlap (interruption, backchannel, terminal_overlap, supportive) or None
    cut : the speaker stops at the last word because the other takes the floor
    effort : vocal effort, or None for the speaker's ordinary voice
    empathy : outcome (given, late, missed) of the opportunity that this customer turn opens
    hold : the silence before this turn is an announced hold; hold_music puts music into it
    """

    who: str
    lines: tuple[Line, ...]
    gap_s: float | None = None
    overlap_s: float | None = None
    after_line: int | None = None
    offset_s: float = 0.1
    kind: str | None = None
    cut: bool = False
    effort: Effort | None = None
    empathy: str | None = None
    hold: bool = False
    hold_music: bool = False

    @property
    def text(self) -> str:
        """All words of the turn."""
        return " ".join(line.text for line in self.lines)

    @property
    def is_overlapping(self) -> bool:
        """Whether it starts while another turn is running."""
        return self.overlap_s is not None or self.after_line is not None


@dataclass(frozen=True)
class Speaker:
    """A party: role agent, customer or other; channel counted from 1, None where mixed."""

    id: str
    role: str
    channel: int | None
    voice: str
    level_dbfs: float


@dataclass(frozen=True)
class Script:
    """A whole call; see the TOML files for examples."""

    name: str
    about: str
    audio: str
    codec: str
    layout: str
    agent_channel: int | None
    seed: int
    lead_s: float
    tail_s: float
    rings: int
    speakers: tuple[Speaker, ...]
    turns: tuple[Turn, ...]
    situations: tuple[str, ...] = ()
    flags: tuple[dict[str, str], ...] = field(default=())

    def speaker(self, speaker_id: str) -> Speaker:
        """Return the speaker of that id."""
        for speaker in self.speakers:
            if speaker.id == speaker_id:
                return speaker
        raise ScriptError(f"{self.name}: no speaker {speaker_id!r}")


def read_script(path: Path) -> Script:
    """Read one TOML script."""
    raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    flags = tuple(
        {"severity": severity, "code": code}
        for severity in ("urgent", "coach", "praise")
        for code in raw.get("flags", {}).get(severity, [])
    )
    return Script(
        name=path.stem,
        about=raw["about"],
        audio=f"{path.stem}.{raw.get('container', 'wav')}",
        codec=raw.get("codec", "pcm_16"),
        layout=raw["layout"],
        agent_channel=raw.get("agent_channel"),
        seed=raw["seed"],
        lead_s=raw.get("lead_s", 0.6),
        tail_s=raw.get("tail_s", 0.8),
        rings=raw.get("rings", 0),
        speakers=tuple(_read_speaker(item) for item in raw["speaker"]),
        turns=tuple(_read_turn(item) for item in raw["turn"]),
        situations=tuple(raw.get("situations", [])),
        flags=flags,
    )


def _read_speaker(raw: dict[str, Any]) -> Speaker:
    return Speaker(
        id=raw["id"],
        role=raw["role"],
        channel=raw.get("channel"),
        voice=raw["voice"],
        level_dbfs=raw.get("level_dbfs", -23.0),
    )


def _read_turn(raw: dict[str, Any]) -> Turn:
    rest = {key: value for key, value in raw.items() if key not in ("who", "say", "effort")}
    effort = Effort(**raw["effort"]) if "effort" in raw else None
    lines = tuple(_read_line(text) for text in raw["say"].strip().splitlines())
    return Turn(who=raw["who"], lines=lines, effort=effort, **rest)


def _read_line(text: str) -> Line:
    marks = _MARK.findall(text)
    return Line(
        text=_MARK.sub("", text).strip(),
        phrases=tuple(name for sign, name in marks if sign == "#"),
        redact=next((name for sign, name in marks if sign == "!"), None),
    )
