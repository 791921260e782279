"""The outline of a recording for drawing: least and greatest samples, at several resolutions."""

import io
import zipfile
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CELLS_PER_S = 100
"""Cells of 10 ms, the grid of speech activity: finer ones would not be seen before 5 s a window."""

FACTOR = 4
"""Each level has a quarter of the cells of the one before: at most 4 cells are read a pixel."""

_FEWEST_CELLS = 1500
"""No coarser level is made below this: a whole window is drawn from so many in no time."""

_NEARLY = 1e-6
"""Share of a cell by which a time may miss its edge through rounding."""

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Peaks:
    """A recording's outline, finest level first.

    duration_s : length of the sound
    levels : int16 [channels, 2, cells] each; the least and then the greatest sample of a cell. A
        cell of level `n` is ``FACTOR ** n / CELLS_PER_S`` seconds long, the last one may be cut
    """

    duration_s: float
    levels: tuple[NDArray[np.int16], ...]

    @property
    def channels(self) -> int:
        """Number of channels."""
        return int(self.levels[0].shape[0])

    def cell_s(self, level: int) -> float:
        """Return the length of a cell of `level` in seconds."""
        return float(FACTOR**level) / CELLS_PER_S

    def level_for(self, start_s: float, end_s: float, width_px: int) -> int:
        """Return the coarsest level that has a cell for each of `width_px` pixels.

        It is 0 where even the finest has fewer.
        """
        pixel_s = (end_s - start_s) / max(1, width_px)
        fitting = (each for each in range(len(self.levels)) if self.cell_s(each) <= pixel_s)
        return max(fitting, default=0)

    def cells(self, level: int, channel: int, first: int, last: int) -> NDArray[np.int16]:
        """Return a view of cells `first` up to before `last` of one channel, int16 [2, cells]."""
        return self.levels[level][channel, :, max(0, first) : max(0, last)]

    def columns(
        self, channel: int, start_s: float, end_s: float, width_px: int
    ) -> NDArray[np.int16]:
        """Return the least and the greatest sample of each pixel of a window: int16 [2, width_px].

        Channels count from 0. Where there is no sound, both are 0.
        """
        level = self.level_for(start_s, end_s, width_px)
        edges_s = np.linspace(start_s, end_s, width_px + 1)
        places = np.floor(edges_s / self.cell_s(level) + _NEARLY).astype(np.int64)
        there = self.levels[level].shape[2]
        inside = np.flatnonzero((places[:-1] >= 0) & (places[:-1] < there))
        found = np.zeros((2, width_px), np.int16)
        if not inside.size:
            return found
        first = places[inside[0]]
        last = min(there, max(places[inside[-1] + 1], places[inside[-1]] + 1))
        cells = self.cells(level, channel, first, last)
        starts = places[inside] - first
        found[0, inside] = np.minimum.reduceat(cells[0], starts)
        found[1, inside] = np.maximum.reduceat(cells[1], starts)
        return found


def peaks_of(duration_s: float, finest: NDArray[np.int16]) -> Peaks:
    """Return the peaks whose finest level is int16 [channels, 2, cells]."""
    levels = [finest]
    while levels[-1].shape[2] >= _FEWEST_CELLS * FACTOR:
        levels.append(_coarser(levels[-1]))
    return Peaks(duration_s, tuple(levels))


def _coarser(level: NDArray[np.int16]) -> NDArray[np.int16]:
    starts = np.arange(0, level.shape[2], FACTOR)
    lows = np.minimum.reduceat(level[:, 0], starts, axis=1)
    highs = np.maximum.reduceat(level[:, 1], starts, axis=1)
    return np.stack([lows, highs], axis=1)


class PeakMeter:
    """Collects the finest level from blocks of any length; keeps no sample."""

    def __init__(self, rate_hz: int, channels: int) -> None:
        self._rate_hz = rate_hz
        self._done = 0
        self._pieces: list[NDArray[np.int16]] = []
        self._open = np.empty((channels, 2, 0), np.int16)

    @property
    def seconds(self) -> float:
        """Length of what was added."""
        return self._done / self._rate_hz

    def add(self, block: NDArray[np.int16]) -> None:
        """Add samples, int16 [n, channels]."""
        if not len(block):
            return
        samples = np.ascontiguousarray(block.T)
        first = self._done * CELLS_PER_S // self._rate_hz
        self._done += len(block)
        last = (self._done - 1) * CELLS_PER_S // self._rate_hz
        # Where cells begin, rounded up: 11 025 Hz has no whole number of samples in 10 ms.
        edges = -(-np.arange(first, last + 1) * self._rate_hz // CELLS_PER_S)
        starts = np.unique(np.maximum(0, edges - (self._done - len(block))))
        cells = np.stack(
            [
                np.minimum.reduceat(samples, starts, axis=1),
                np.maximum.reduceat(samples, starts, axis=1),
            ],
            axis=1,
        )
        self._join(first, cells)

    def finish(self) -> Peaks:
        """Return the peaks of everything added."""
        return peaks_of(self.seconds, np.concatenate([*self._pieces, self._open], axis=2))

    def _join(self, first: int, cells: NDArray[np.int16]) -> None:
        """Put cells from number `first` on behind the others; the last one stays open."""
        held = sum(each.shape[2] for each in self._pieces)
        if self._open.shape[2] and first == held:
            cells[:, 0, 0] = np.minimum(cells[:, 0, 0], self._open[:, 0, 0])
            cells[:, 1, 0] = np.maximum(cells[:, 1, 0], self._open[:, 1, 0])
        elif self._open.shape[2]:
            self._pieces.append(self._open)
        self._pieces.append(cells[:, :, :-1])
        self._open = cells[:, :, -1:]


def pack_peaks(peaks: Peaks) -> bytes:
    """Return peaks as the bytes of a NumPy ``.npz`` file, which holds the finest level."""
    out = io.BytesIO()
    np.savez_compressed(out, format=_FORMAT, duration_s=peaks.duration_s, finest=peaks.levels[0])
    return out.getvalue()


def unpack_peaks(data: bytes) -> Peaks | None:
    """Return the peaks of `pack_peaks`; ``None`` where the bytes are damaged or of another form."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            form, duration_s, finest = file["format"], file["duration_s"], file["finest"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return None
    if form != _FORMAT or finest.dtype != np.int16 or finest.ndim != 3 or finest.shape[1] != 2:
        return None
    return peaks_of(float(duration_s), finest)
