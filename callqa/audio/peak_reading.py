"""Reading the outline of a recording from its file, in memory that does not grow with the sound."""

from pathlib import Path

from callqa.audio.blocks import Blocks, as_int16
from callqa.audio.peaks import PeakMeter, Peaks
from callqa.audio.source import open_source
from callqa.errors import NoAudio


def read_peaks(path: Path) -> Peaks:
    """Return the peaks of a recording, as far as it can be decoded.

    The time line is that of `callqa.audio.decode.decode`.

    Raises
    ------
    RecordingMissing
        There is no such file.
    RecordingUnreadable
        The file cannot be opened, or not all of it can be read.
    NoAudio
        There is no sound track, or no sample of it decodes.
    """
    meter: PeakMeter | None = None
    with open_source(path) as source:
        blocks = Blocks(source)
        for block in blocks:
            if meter is None:
                meter = PeakMeter(blocks.rate_hz, block.shape[1])
            meter.add(as_int16(block))
    if meter is None:
        raise NoAudio(
            "has no sound that could be drawn.",
            subject=str(path),
            remedy="Export or copy the recording again.",
        )
    return meter.finish()
