"""A Hearing as bytes and back.

Nearly all of a Hearing is loudness: thousands of levels a speaker. They lie on a grid of 0.01 dB
and 0.01 Hz (`callqa.audio.loudness` rounds to it), so each row is kept as whole hundredths above
its least value, and comes back exactly.
"""

from dataclasses import dataclass, replace

import numpy as np

from callqa.domain.hearing import Hearing
from callqa.domain.speech import LoudnessTrack
from callqa.rules.packed import pack, unpack

_PER_UNIT = 100
_NONE = 0


@dataclass(frozen=True, slots=True)
class _Row:
    """Values of a track: 0 is ``None``, `n` is ``(least + n) / 100``; little-endian integers."""

    least: int
    bytes_each: int
    values: bytes


@dataclass(frozen=True, slots=True)
class _Track:
    speaker: str
    start_s: float
    hop_s: float
    window_s: float
    level_db: _Row
    f0_hz: _Row
    balance_db: _Row


@dataclass(frozen=True, slots=True)
class _PackedHearing:
    hearing: Hearing
    loudness: tuple[_Track, ...]


def pack_hearing(hearing: Hearing) -> bytes:
    """Return `hearing` as bytes; loudness values are rounded to two decimals, as they are heard."""
    tracks = tuple(_packed_track(each) for each in hearing.loudness)
    return pack(_PackedHearing(replace(hearing, loudness=()), tracks))


def unpack_hearing(data: bytes) -> Hearing:
    """Return what `pack_hearing` was given.

    Raises
    ------
    RecordUnreadable
        The bytes are damaged, or are not those of a Hearing.
    """
    packed = unpack(data, _PackedHearing)
    return replace(packed.hearing, loudness=tuple(_track(each) for each in packed.loudness))


def _packed_track(track: LoudnessTrack) -> _Track:
    return _Track(
        speaker=track.speaker,
        start_s=track.start_s,
        hop_s=track.hop_s,
        window_s=track.window_s,
        level_db=_packed_row(track.level_db),
        f0_hz=_packed_row(track.f0_hz),
        balance_db=_packed_row(track.balance_db),
    )


def _track(packed: _Track) -> LoudnessTrack:
    return LoudnessTrack(
        speaker=packed.speaker,
        start_s=packed.start_s,
        hop_s=packed.hop_s,
        window_s=packed.window_s,
        level_db=_row(packed.level_db),
        f0_hz=_row(packed.f0_hz),
        balance_db=_row(packed.balance_db),
    )


def _packed_row(row: tuple[float | None, ...]) -> _Row:
    values = np.array(row, dtype=np.float64)
    known = np.isfinite(values)
    if not known.any():
        return _Row(0, 1, bytes(len(row)))
    hundredths = np.rint(values[known] * _PER_UNIT).astype(np.int64)
    least = int(hundredths.min()) - 1
    numbers = np.full(len(row), _NONE, dtype=np.int64)
    numbers[known] = hundredths - least
    kind = np.dtype(np.min_scalar_type(int(numbers.max()))).newbyteorder("<")
    return _Row(least, kind.itemsize, numbers.astype(kind).tobytes())


def _row(packed: _Row) -> tuple[float | None, ...]:
    numbers = np.frombuffer(packed.values, dtype=f"<u{packed.bytes_each}")
    values: list[float | None] = ((numbers + np.int64(packed.least)) / _PER_UNIT).tolist()
    for place in np.flatnonzero(numbers == _NONE).tolist():
        values[place] = None
    return tuple(values)
