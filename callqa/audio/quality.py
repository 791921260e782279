"""Figures of one channel's sound: clipping, noise, level spread, speech that nobody picked up."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from callqa.audio.decode import Audio
from callqa.audio.envelope import FRAME_S, frame_power, frames_in, level_db, smooth, spans_of
from callqa.audio.pitch import HOP_S, track_pitch
from callqa.domain.span import Span, intersection, merged, total_s

_GUARD_S = 0.3
"""Speech fades in and out; the noise floor is measured this far from it."""

_MIN_NOISE_FRAMES = 50
_QUIET_PERCENTILE = 5.0
"""Noise is the median of at least 1 s without speech, else the quietest 5 % of the recording."""

_LOST_BELOW_DB = 15.0
_LOST_LEVEL_DB = -45.0
_LOST_OVER_NOISE_DB = 10.0
_MIN_LOST_S = 0.4
_MIN_VOICED_SHARE = 0.4
"""Speech-like: within 15 dB of the channel's speech (over -45 dB where there is none), 10 dB
over the noise, for 0.4 s, and voiced in 40 % of it, as speech is."""

_PITCH_BLOCK_S = 60.0
"""Pitch is tracked a minute at a time, so memory does not grow with a stretch."""

_MIN_TURN_S = 1.0
"""A shorter turn is one word or two, whose level says little about the line."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel as the checks see it.

    index : of the channel, from 0
    power : mean square per 20 ms
    speech, music : sorted spans
    heard : voice activity before the other party's leak was taken out, sorted
    """

    audio: Audio
    index: int
    power: NDArray[np.float64]
    speech: tuple[Span, ...]
    music: tuple[Span, ...]
    heard: tuple[Span, ...]

    @classmethod
    def of(
        cls,
        audio: Audio,
        index: int,
        speech: Sequence[Span],
        music: Sequence[Span],
        heard: Sequence[Span],
    ) -> "Channel":
        """Measure one channel of a recording."""
        power = frame_power(audio, index)
        every = merged([*heard, *speech])
        return cls(audio, index, power, merged(speech), merged(music), every)


def clipped_speech(channel: Channel) -> tuple[float, tuple[Span, ...]]:
    """Return the share of speech frames that are clipped, and the seconds that hold them."""
    shares = channel.audio.clipped_share_per_s[channel.index]
    hit = [Span(float(i), i + 1.0) for i in np.flatnonzero(shares > 0).tolist()]
    where = intersection(merged(hit), channel.speech)
    clipped_s = sum(float(shares[int(span.start_s)]) for span in hit if _meets(span, where))
    return clipped_s / max(total_s(channel.speech), FRAME_S), merged(where, bridge_s=1.0)


def snr_db(channel: Channel) -> float | None:
    """Return the level of speech over the noise floor, ``None`` without speech.

    Digital silence has no noise: the result is then bounded by the floor of `level_db`.
    """
    spoken = frames_in(channel.speech, len(channel.power))
    if not spoken.any():
        return None
    noise = _noise(channel)
    speech = float(channel.power[spoken].mean())
    clean = max(speech - noise, speech * 1e-3)
    return float(level_db(np.array(clean)) - level_db(np.array(noise)))


def lost_speech(channel: Channel) -> tuple[Span, ...]:
    """Return stretches that sound like speech outside voice activity, music and leak."""
    taken = merged([*_widened(channel.heard), *channel.music])
    free = ~frames_in(taken, len(channel.power))
    spoken = frames_in(channel.speech, len(channel.power))
    level = level_db(smooth(channel.power))
    usual_db = float(np.median(level[spoken])) if spoken.any() else _LOST_LEVEL_DB + _LOST_BELOW_DB
    least_db = max(
        usual_db - _LOST_BELOW_DB, float(level_db(np.array(_noise(channel)))) + _LOST_OVER_NOISE_DB
    )
    loud = merged(spans_of(free & (level >= least_db)), bridge_s=0.1)
    return tuple(
        span for span in loud if span.duration_s >= _MIN_LOST_S and _is_voiced(channel, span)
    )


def turn_levels_db(channel: Channel, turns: Sequence[Span]) -> NDArray[np.float64]:
    """Return the mean level of the speech in each turn with at least 1 s of it."""
    spoken = [intersection([turn], channel.speech) for turn in turns]
    power = [
        channel.power[frames_in(spans, len(channel.power))].mean()
        for spans in spoken
        if total_s(spans) >= _MIN_TURN_S
    ]
    return level_db(np.array(power))


def _noise(channel: Channel) -> float:
    busy = frames_in(_widened([*channel.heard, *channel.music]), len(channel.power))
    quiet = channel.power[~busy]
    if len(quiet) >= _MIN_NOISE_FRAMES:
        return float(np.median(quiet))
    return float(np.percentile(channel.power, _QUIET_PERCENTILE)) if len(channel.power) else 0.0


def _widened(spans: Sequence[Span]) -> tuple[Span, ...]:
    return merged(Span(max(0.0, each.start_s - _GUARD_S), each.end_s + _GUARD_S) for each in spans)


def _meets(span: Span, others: Sequence[Span]) -> bool:
    return any(span.overlap_s(other) > 0 for other in others)


def _is_voiced(channel: Channel, span: Span) -> bool:
    voiced = 0
    for start_s in np.arange(span.start_s, span.end_s, _PITCH_BLOCK_S).tolist():
        end_s = min(start_s + _PITCH_BLOCK_S, span.end_s)
        f0_hz = track_pitch(channel.audio.channel(channel.index, start_s, end_s))
        voiced += int(np.isfinite(f0_hz).sum())
    return voiced >= _MIN_VOICED_SHARE * round(span.duration_s / HOP_S)
