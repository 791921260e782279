"""What the time line needs to know of a call: how long it is, and who speaks when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from callqa.domain.recording import Recording
from callqa.domain.speech import PARTIES, Role, Speaker, SpeechSpan


class Outline(Protocol):
    """The outline of a recording, as ``workspace.sound.peaks`` returns it.

    levels : int16 [channels, 2, cells] each, finest first; least and greatest samples
    """

    @property
    def duration_s(self) -> float:
        """Length of the sound in seconds."""
        ...

    @property
    def channels(self) -> int:
        """Number of channels."""
        ...

    @property
    def levels(self) -> tuple[NDArray[np.int16], ...]:
        """Cells, finest level first."""
        ...

    def columns(
        self, channel: int, start_s: float, end_s: float, width_px: int
    ) -> NDArray[np.int16]:
        """Return the least and greatest sample of each pixel, int16 [2, width_px]."""
        ...


class HeardCall(Protocol):
    """What the time line reads of a call's result."""

    @property
    def recording(self) -> Recording:
        """The file."""
        ...

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """The voices."""
        ...

    @property
    def speech(self) -> tuple[SpeechSpan, ...]:
        """When each of them speaks."""
        ...


@dataclass(frozen=True, slots=True)
class LaneFacts:
    """One voice, or a channel in which nobody speaks.

    speaker : its id, ``None`` where nobody speaks
    name : of the person, where somebody gave it or the call list has it
    channels : whose sound it is, from 0; several where it shares them and nobody knows which
    shares : whether other voices are heard in these channels
    speech_s : when it speaks, float64 [2, spans], starts and ends in order
    """

    speaker: str | None
    role: Role
    name: str | None
    channels: tuple[int, ...]
    shares: bool
    speech_s: NDArray[np.float64]

    def speaks_in(self, edges_s: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell for each stretch between neighbouring edges whether the voice speaks in it."""
        starts_s, ends_s = self.speech_s
        ended = np.searchsorted(ends_s, edges_s[:-1], side="right")
        begun = np.searchsorted(starts_s, edges_s[1:], side="left")
        return np.asarray(begun > ended)


@dataclass(frozen=True, slots=True)
class TimelineFacts:
    """A call as lanes over time."""

    duration_s: float
    lanes: tuple[LaneFacts, ...]

    def is_same_sound(self, other: "TimelineFacts") -> bool:
        """Tell whether it is the same call, in which at most roles and names are others."""
        ours, theirs = ({each.speaker: each.speech_s for each in of.lanes} for of in (self, other))
        return (
            self.duration_s == other.duration_s
            and ours.keys() == theirs.keys()
            and all(np.array_equal(ours[each], theirs[each]) for each in ours)
        )


def timeline_facts(document: HeardCall) -> TimelineFacts:
    """Return the lanes of a call: agent, customer, others; a channel each where nobody speaks."""
    recording = document.recording
    speech: dict[str, list[SpeechSpan]] = {each.id: [] for each in document.speakers}
    for span in document.speech:
        speech.setdefault(span.speaker, []).append(span)
    shown = sorted(
        (each for each in document.speakers if each.role in PARTIES or speech[each.id]),
        key=lambda each: (*PARTIES, "other").index(each.role),
    )
    lanes = tuple(
        LaneFacts(
            speaker=each.id,
            role=each.role,
            name=each.name or _listed_name(recording, each.role),
            channels=_channels_of(each, shown, recording.channels),
            shares=each.channel is None,
            speech_s=_edges(speech[each.id]),
        )
        for each in shown
    )
    return TimelineFacts(recording.duration_s, lanes or _bare_lanes(recording.channels))


def _listed_name(recording: Recording, role: Role) -> str | None:
    return {"agent": recording.agent, "customer": recording.customer}.get(role)


def _bare_lanes(channels: int) -> tuple[LaneFacts, ...]:
    return tuple(
        LaneFacts(None, "other", None, (each,), False, _edges(())) for each in range(channels)
    )


def _channels_of(speaker: Speaker, speakers: Sequence[Speaker], channels: int) -> tuple[int, ...]:
    """Return the channels that a voice may be in: its own, or all that are nobody's alone."""
    if speaker.channel is not None:
        return (min(speaker.channel, channels) - 1,)
    taken = {each.channel for each in speakers}
    free = tuple(each for each in range(channels) if each + 1 not in taken)
    return free or tuple(range(channels))


def _edges(spans: Sequence[SpeechSpan]) -> NDArray[np.float64]:
    ordered = sorted(spans, key=lambda each: each.start_s)
    return np.array([[x.start_s for x in ordered], [x.end_s for x in ordered]], np.float64)
