"""Leakage of one party into the other's channel, and speech that is nothing but leakage."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.ndimage
from numpy.typing import NDArray

from callqa.audio.decode import Audio
from callqa.audio.envelope import FRAME_S, frame_power, frames_in, level_db, smooth, spans_of
from callqa.domain.span import Span, merged, subtracted

MAX_DELAY_S = 0.5
"""Echo over a mobile network comes back up to half a second late."""

_LOUD_QUANTILE = 0.3
_LEAD_DB = 3.0
_MIN_FRAMES = 100
"""A leak is measured on the louder 70 % of the source's speech, at least 2 s of it, where the
target is not the louder one."""

_MIN_TRACKING = 0.6
_TRACKING_RANGE_DB = 10.0
"""Correlation of both levels, over frames near the leak's gain, from which one is a leak."""

_MIX_DB = -10.0
"""Two leaks whose gains add up to more than this are one channel that mixes both parties in;
the party that is heard alone is the source."""

_MARGIN_DB = 4.5
"""A frame this far above the predicted leak holds something of its own."""

_OWN_FRAMES = 15
"""Decisions are smoothed over 300 ms, so a pause between syllables is no leak."""

_MIN_KEPT_S = 0.2


@dataclass(frozen=True, slots=True)
class Bleed:
    """One party heard in the other's channel. Channels count from 0.

    gain_db : level of the leak against the source's own level, negative
    delay_s : of the leak
    """

    source: int
    target: int
    gain_db: float
    delay_s: float


def measure_bleed(
    audio: Audio, channels: tuple[int, int], speech: Sequence[Sequence[Span]]
) -> tuple[Bleed, ...]:
    """Return the leaks between two channels, from each into the other, where there are any.

    While the source speaks, the target holds its own noise, its own speech or the leak. Only the
    leak follows the source's level, and it is below the target's own speech, so the median of
    the level difference over the source's louder frames is the gain where the levels, near that
    gain, follow each other.

    Parameters
    ----------
    audio, channels
        The recording and the two channels of the parties, from 0.
    speech
        Voice activity of each of the two, sorted; it may contain the leak.
    """
    powers = [smooth(frame_power(audio, channel)) for channel in channels]
    found: list[tuple[float, Bleed]] = []
    for a, b in ((0, 1), (1, 0)):
        tracking, *leak = _measure(powers[a], powers[b], frames_in(speech[a], len(powers[a])))
        if tracking >= _MIN_TRACKING:
            found.append((tracking, Bleed(channels[a], channels[b], *leak)))
    if len(found) == 2 and sum(leak.gain_db for _, leak in found) > _MIX_DB:
        found = [max(found, key=lambda each: each[0])]
    return tuple(leak for _, leak in found)


def _measure(
    source: NDArray[np.float64], target: NDArray[np.float64], spoken: NDArray[np.bool_]
) -> tuple[float, float, float]:
    """Return tracking (0 to 1), gain in dB and delay in seconds."""
    best = 0.0, 0.0, 0.0
    floor = float(np.percentile(target, 10)) if len(target) else 0.0
    above = level_db(np.maximum(target - floor, 0.0))
    level = level_db(source)
    for delay in range(min(round(MAX_DELAY_S / FRAME_S) + 1, len(level))):
        a, b = level[: len(level) - delay], above[delay:]
        leading = spoken[: len(spoken) - delay] & (a > b - _LEAD_DB)
        if leading.sum() < _MIN_FRAMES:
            continue
        loud = leading & (a >= np.quantile(a[leading], _LOUD_QUANTILE))
        difference = (b - a)[loud]
        gain_db = float(np.median(difference))
        near = np.abs(difference - gain_db) <= _TRACKING_RANGE_DB
        tracking = _correlation(a[loud][near], b[loud][near]) * float(near.mean())
        if tracking > best[0]:
            best = tracking, gain_db, delay * FRAME_S
    return best


def _correlation(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    a, b = a - a.mean(), b - b.mean()
    scale = float(np.sqrt(np.sum(a**2) * np.sum(b**2)))
    return float(np.sum(a * b)) / scale if scale > 0 else 0.0


def without_bleed(
    audio: Audio,
    channels: tuple[int, int],
    speech: Sequence[Sequence[Span]],
    bleeds: Sequence[Bleed],
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the speech of both channels without what is only the other party's leak.

    A stretch goes when the other party speaks and the level is explained by the leak; real
    overlap and quiet back-channels stand above the leak and stay. Without a leak nothing changes.

    Parameters
    ----------
    audio, channels, speech
        As for `measure_bleed`.
    bleeds
        What it found.
    """
    kept = [merged(each) for each in speech]
    for leak in bleeds:
        source, target = channels.index(leak.source), channels.index(leak.target)
        explained = _explained(audio, leak, speech[source])
        kept[target] = _without(kept[target], explained)
    return kept[0], kept[1]


def _explained(audio: Audio, leak: Bleed, spoken: Sequence[Span]) -> tuple[Span, ...]:
    """Return where the target's level is no more than the leak of the source's speech."""
    source = smooth(frame_power(audio, leak.source))
    target = smooth(frame_power(audio, leak.target))
    delay = round(leak.delay_s / FRAME_S)
    late = np.concatenate([np.zeros(delay), source])[: len(source)]
    predicted = scipy.ndimage.maximum_filter1d(late, 3) * 10.0 ** (leak.gain_db / 10.0)
    floor = float(np.percentile(target, 10))
    own_db = level_db(target) - level_db(predicted + floor)
    own = scipy.ndimage.median_filter(own_db > _MARGIN_DB, _OWN_FRAMES, mode="nearest")
    reach = frames_in([_late(span, leak.delay_s) for span in spoken], len(source))
    reach = scipy.ndimage.binary_dilation(reach, iterations=_OWN_FRAMES)
    return spans_of(~own & reach)


def _late(span: Span, delay_s: float) -> Span:
    return Span(span.start_s + delay_s, span.end_s + delay_s)


def _without(spans: tuple[Span, ...], explained: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(span for span in subtracted(spans, explained) if span.duration_s >= _MIN_KEPT_S)
