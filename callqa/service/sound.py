"""The sound of calls: where a recording is, its outline, and one party alone."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from callqa.errors import OutputFailed, RecordingMissing
from callqa.report.atomic import write_atomically
from callqa.service.context import Context
from callqa.service.sound_cache import PEAKS, SOLOS
from callqa.service.visibility import visible_call

if TYPE_CHECKING:
    from callqa.audio.peaks import Peaks
    from callqa.store.loading import StoredCall

_RELINK = (
    "Link it again where it is now: 'callqa calls relink FOLDER', or 'Find the recording' in the "
    "window. Scores and words are there without it."
)


@dataclass(frozen=True, slots=True)
class Sound:
    """The recordings of a store's calls.

    Each method takes a call by its id or the beginning of it, and raises, beside what it names,

    UnknownCall, NotAllowed
        There is no such call, or none that the person may see.
    RecordingMissing
        The call has no link to a recording, or there is no file at it any more.
    """

    context: Context

    def recording(self, call: str) -> Path:
        """Return the file of a call's recording; the access log names who hears it."""
        return _file_of(self._heard(call))

    def peaks(self, call: str) -> "Peaks":
        """Return the outline of a call's sound: from the cache, or else read from the recording.

        An outline that is kept needs no recording. Reading takes some 2 s for an hour of two
        channels, in a process of its own. A cache that cannot be written is done without.

        Raises
        ------
        RecordingUnreadable, NoAudio
            The file cannot be decoded.
        WorkerDied
            The process that read it was ended from outside.
        """
        from callqa.audio.peaks import unpack_peaks
        from callqa.jobs.sound_work import read_packed_peaks

        with self.context.store.reading() as connection:
            stored = visible_call(self.context, connection, call)
        kept = PEAKS.file(f"{stored.call_id}.npz")
        with suppress(OSError):
            if peaks := unpack_peaks(kept.read_bytes()):
                return peaks
        packed = read_packed_peaks(_file_of(stored))
        with suppress(OutputFailed):
            write_atomically(kept, packed)
            PEAKS.tidy(kept)
        peaks = unpack_peaks(packed)
        assert peaks is not None
        return peaks

    def solo(self, call: str, channel: int) -> Path:
        """Return a WAV file of one channel, counted from 1; the access log names who hears it.

        Raises
        ------
        RecordingUnreadable, NoAudio
            The file cannot be decoded, or has no such channel.
        OutputFailed
            The file cannot be written to the cache.
        WorkerDied
            The process that cut it was ended from outside.
        """
        from callqa.jobs.sound_work import cut_solo

        stored = self._heard(call)
        # First: what is kept goes the way of the recording, whose link retention may have removed.
        recording = _file_of(stored)
        kept = SOLOS.file(f"{stored.call_id}.{channel}.wav")
        if kept.exists():
            return kept
        part = kept.with_name(f"{stored.call_id}.{uuid4().hex}.part")
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            cut_solo(recording, channel, part)
            part.replace(kept)
        except OSError as error:
            raise OutputFailed(
                f"one party's sound cannot be written: {error.strerror or error}.",
                subject=str(kept.parent),
                remedy="Free some space on this disk, or set CALLQA_CACHE_DIR to another folder.",
            ) from error
        finally:
            part.unlink(missing_ok=True)
        SOLOS.tidy(kept)
        return kept

    def _heard(self, call: str) -> "StoredCall":
        with self.context.store.writing() as connection:
            stored = visible_call(self.context, connection, call)
            self.context.log(connection, "hear", stored.call_id)
        return stored


def _file_of(stored: "StoredCall") -> Path:
    if stored.path is None:
        raise RecordingMissing(
            "there is no link to this call's recording.", subject=stored.call_id, remedy=_RELINK
        )
    if not os.path.isfile(stored.path):
        raise RecordingMissing(
            "the recording is no longer there.", subject=stored.path, remedy=_RELINK
        )
    return Path(stored.path)
