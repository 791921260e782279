"""How much each raised turn rises over its speaker's own median, measured on the placed clips."""

from typing import Any

import numpy as np
import pyworld

from maker.clips import Clip
from maker.placement import Timeline
from maker.script import Script, ScriptError
from maker.telephone import LINE_RATE_HZ
from maker.voices import RATE_HZ, Samples, db

_WINDOW_S, _HOP_S = 0.4, 0.1
_F0_HOP_S = 0.005
_MIN_VOICED = 0.4
"""Share of voiced frames that makes a window count."""
_LOW_HZ, _SPLIT_HZ, _HIGH_HZ = 300.0, 1_000.0, 3_400.0
_MIN_RAISED_S = 1.5


def raised_volume(script: Script, timeline: Timeline) -> list[dict[str, Any]]:
    """List the turns spoken with effort: rise in dB, semitones and balance dB over the baseline.

    The baseline is the speaker's median over all windows of the call, raised ones included.
    """
    found = []
    for speaker in script.speakers:
        own = [item for item in timeline.placed if item.turn.who == speaker.id]
        if not any(item.turn.effort for item in own):
            continue
        baseline = np.median(np.concatenate([_windows(item.clip) for item in own]), axis=0)
        for item in own:
            if item.turn.effort is None:
                continue
            if item.clip.duration_s < _MIN_RAISED_S:
                raise ScriptError(f"{script.name}: raised turn is short: {item.turn.text!r}")
            rise = np.median(_windows(item.clip), axis=0) - baseline
            found.append(
                {
                    "role": speaker.role,
                    "start_s": round(item.start_s, 3),
                    "end_s": round(item.end_s, 3),
                    "rise_db": round(float(rise[0]), 1),
                    "rise_semitones": round(float(rise[1]), 1),
                    "rise_balance_db": round(float(rise[2]), 1),
                }
            )
    return sorted(found, key=lambda event: float(event["start_s"]))


def _windows(clip: Clip) -> Samples:
    """Return level dB, pitch in semitones and balance dB of voiced windows, [windows, 3]."""
    rows = []
    size, hop = round(_WINDOW_S * LINE_RATE_HZ), round(_HOP_S * LINE_RATE_HZ)
    pitch_hz, _ = pyworld.harvest(clip.wide, RATE_HZ, frame_period=_F0_HOP_S * 1000.0)
    for start in range(0, max(1, len(clip.samples) - size + 1), hop):
        window = clip.samples[start : start + size]
        first = round(start / LINE_RATE_HZ / _F0_HOP_S)
        f0_hz = pitch_hz[first : first + round(_WINDOW_S / _F0_HOP_S)]
        voiced = f0_hz[f0_hz > 0.0]
        if len(voiced) < _MIN_VOICED * max(1, len(f0_hz)):
            continue
        level_db = db(float(np.sqrt(np.mean(window**2))))
        pitch = 12.0 * float(np.log2(np.median(voiced) / 100.0))
        rows.append((level_db, pitch, _balance_db(window)))
    return np.array(rows).reshape(-1, 3)


def _balance_db(window: Samples) -> float:
    """Return the energy of 1-3.4 kHz over that of 0.3-1 kHz in dB."""
    power = np.abs(np.fft.rfft(window * np.hanning(len(window)))) ** 2
    frequency_hz = np.fft.rfftfreq(len(window), 1.0 / LINE_RATE_HZ)
    low = power[(frequency_hz >= _LOW_HZ) & (frequency_hz < _SPLIT_HZ)].sum()
    high = power[(frequency_hz >= _SPLIT_HZ) & (frequency_hz <= _HIGH_HZ)].sum()
    return 10.0 * float(np.log10((high + 1e-12) / (low + 1e-12)))
