"""The sound of an opened recording, block by block, on one time line whatever the container."""

from collections.abc import Iterator
from itertools import chain, dropwhile

import av
import numpy as np
from numpy.typing import NDArray

from callqa.audio.source import Source, cannot_be_read

_BLOCK_SAMPLES = 65_536
"""Samples per channel handled at once: 8 s of telephone sound, 2 MB at the largest format."""

_MIN_GAP_S = 0.1
"""A shorter jump of the time stamps is jitter; a longer one is sound that was never sent (DTX)."""

_UNSAFE_PLANES = 8
"""PyAV 18 reads past the end of a planar frame's list of planes when the list is full."""

_SEEKABLE = frozenset({"flac", "mp3", "ogg"})
"""Containers in which a jump lands where the time stamps say (measured: to the sample)."""

_RUN_UP_S = 1.0
"""Decoded and dropped after a jump: MP3 borrows up to 511 bytes of earlier frames (under 0.6 s)."""


_NEAR_START_S = 10.0
"""No jump to what begins sooner: nothing is saved, and MP3 then loses count of what its coder put
before the first sample (measured: 66 ms at 8 kHz)."""


class Blocks:
    """Iterates a source's sound as float32 [n, channels] in -1 to 1, gaps filled with silence."""

    def __init__(self, source: Source) -> None:
        self.rate_hz = 0
        self.damaged = False
        self._source = source
        self._channels = 0
        self._start_s = 0.0
        self._done = 0

    def __iter__(self) -> Iterator[NDArray[np.float32]]:
        for _, block in self._joined(self._frames()):
            yield block

    def after(self, time_s: float) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Iterate from `time_s`, or a little before; each block with the place of its first sample.

        Places and `rate_hz` are those of the whole recording decoded from its start. Where a jump
        in the file would not be exact, it is decoded from its start and what is before is dropped.
        """
        frames = self._frames()
        first = next(frames, None)
        if first is None:
            return
        frames = self._jump(first, time_s) or chain((first,), frames)
        for place, block in self._joined(frames):
            if (place + len(block)) / self.rate_hz > time_s:
                yield place, block

    def _joined(self, frames: Iterator[av.AudioFrame]) -> Iterator[tuple[int, NDArray[np.float32]]]:
        pending: list[NDArray[np.float32]] = []
        held = 0
        for piece in self._pieces(frames):
            pending.append(piece)
            held += len(piece)
            if held >= _BLOCK_SAMPLES:
                yield self._done - held, np.concatenate(pending)
                pending, held = [], 0
        if pending:
            yield self._done - held, np.concatenate(pending)

    def _pieces(self, frames: Iterator[av.AudioFrame]) -> Iterator[NDArray[np.float32]]:
        for frame in frames:
            if not self.rate_hz:
                self._begin(frame)
            elif (frame.sample_rate, frame.layout.nb_channels) != (self.rate_hz, self._channels):
                self.damaged = True
                return
            missing = self._gap(frame)
            while missing > 0:
                silence = np.zeros((min(missing, _BLOCK_SAMPLES), self._channels), np.float32)
                self._done += len(silence)
                yield silence
                missing -= _BLOCK_SAMPLES
            self._done += frame.samples
            yield as_float(frame)

    def _begin(self, first: av.AudioFrame) -> None:
        self.rate_hz, self._channels = first.sample_rate, first.layout.nb_channels
        self._start_s = first.time or 0.0

    def _can_jump(self) -> bool:
        names = set(self._source.container.format.name.split(","))
        is_pcm = self._source.stream.codec_context.name.startswith("pcm_")
        return bool(names & _SEEKABLE) or ("wav" in names and is_pcm)

    def _jump(self, first: av.AudioFrame, time_s: float) -> Iterator[av.AudioFrame] | None:
        """Move shortly before `time_s`; ``None`` where only decoding from the start is exact."""
        stream = self._source.stream
        if time_s < _NEAR_START_S or not self._can_jump():
            return None
        if first.time is None or stream.time_base is None:
            return None
        self._begin(first)
        at_s = self._start_s + time_s - _RUN_UP_S
        try:
            self._source.container.seek(int(at_s / stream.time_base), stream=stream)
        except av.error.FFmpegError:
            return None
        return self._placed(self._frames())

    def _placed(self, frames: Iterator[av.AudioFrame]) -> Iterator[av.AudioFrame]:
        timed = dropwhile(lambda frame: frame.time is None, frames)
        first = next(timed, None)
        if first is None:
            return
        self._done = max(0, round(((first.time or 0.0) - self._start_s) * self.rate_hz))
        yield first
        yield from timed

    def _frames(self) -> Iterator[av.AudioFrame]:
        packets = self._source.container.demux(self._source.stream)
        while True:
            try:
                packet = next(packets, None)
            except av.error.FFmpegError:
                self.damaged = True
                return
            except OSError as error:
                raise cannot_be_read(self._source.path, error) from error
            if packet is None:
                return
            try:
                frames = packet.decode()
            except av.error.FFmpegError:
                self.damaged = True
                continue
            for frame in frames:
                if isinstance(frame, av.AudioFrame) and frame.samples:
                    yield frame

    def _gap(self, frame: av.AudioFrame) -> int:
        if frame.time is None:
            return 0
        gap_s = frame.time - self._start_s - self._done / self.rate_hz
        end_s = self._done / self.rate_hz + gap_s
        if gap_s < _MIN_GAP_S or end_s > (self._source.expected_s or end_s) + 1.0:
            return 0
        return round(gap_s * self.rate_hz)


def as_float(frame: av.AudioFrame) -> NDArray[np.float32]:
    """Return a decoded frame of any sample format as float32 [n, channels]."""
    channels = frame.layout.nb_channels
    if frame.format.is_planar and channels >= _UNSAFE_PLANES:
        (frame,) = av.AudioResampler(format="flt", layout=frame.layout).resample(frame)
    raw = frame.to_ndarray()
    columns = raw.T if frame.format.is_planar else raw.reshape(-1, channels)
    if columns.dtype == np.uint8:
        return (columns.astype(np.float32) - 128) / np.float32(128)
    if np.issubdtype(columns.dtype, np.integer):
        full_scale = 2.0 ** (8 * columns.dtype.itemsize - 1)
        return (columns / full_scale).astype(np.float32)
    return np.nan_to_num(columns.astype(np.float32), nan=0.0, posinf=1.0, neginf=-1.0)


def as_int16(block: NDArray[np.float32]) -> NDArray[np.int16]:
    """Return samples in -1 to 1 as 16 bit, those beyond cut at full scale."""
    return np.clip(np.rint(block * 32768), -32768, 32767).astype(np.int16)
