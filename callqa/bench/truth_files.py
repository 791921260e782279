"""Who spoke when and what was said, from the file formats that such truth is kept in."""

import re
from dataclasses import dataclass
from pathlib import Path

from callqa.domain.span import Span

_SRT_TIMES = re.compile(r"(\d+):(\d+):(\d+)[,.](\d+)\s*-->\s*(\d+):(\d+):(\d+)[,.](\d+)")
_SRT_SPEAKER = re.compile(r"\[([^\]]+)\]\s*")


@dataclass(frozen=True, slots=True)
class Utterance(Span):
    """What one speaker says between two times; `text` is empty where only times are known."""

    speaker: str
    text: str = ""


def read_rttm(path: Path, recording: str | None = None) -> tuple[Utterance, ...]:
    """Return the speech in a Rich Transcription Time Marked file, sorted by start.

    Parameters
    ----------
    path
        The file: a line ``SPEAKER <recording> <channel> <start> <duration> . . <speaker> . .`` for
        each stretch; lines of other types are passed over.
    recording
        Which recording's lines to take; all of them when ``None``.
    """
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split()
        if fields[:1] != ["SPEAKER"] or recording not in (None, fields[1]):
            continue
        start_s = float(fields[3])
        found.append(Utterance(start_s, start_s + float(fields[4]), fields[7]))
    return _sorted(found)


def read_stm(path: Path) -> tuple[Utterance, ...]:
    """Return the utterances of a NIST segment time mark file, sorted by start.

    Each line is ``<recording> <channel> <speaker> <start> <end> [<labels>] text``; lines that
    begin with two semicolons are comments.
    """
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith(";;"):
            continue
        _, _, speaker, start, end, *rest = line.split(maxsplit=5)
        text = re.sub(r"^<[^>]*>\s*", "", rest[0]) if rest else ""
        found.append(Utterance(float(start), float(end), speaker, text))
    return _sorted(found)


def read_srt(path: Path) -> tuple[Utterance, ...]:
    """Return the utterances of a SubRip file whose texts begin with ``[speaker]``.

    A text without a speaker goes on with the one before.
    """
    found: list[Utterance] = []
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8-sig").strip()):
        times = _SRT_TIMES.search(block)
        if times is None:
            continue
        text = " ".join(block[times.end() :].split())
        named = _SRT_SPEAKER.match(text)
        if named:
            speaker, text = named[1], text[named.end() :]
        else:
            speaker = found[-1].speaker if found else ""
        parts = [int(each) for each in times.groups()]
        found.append(Utterance(_srt_s(parts[:4]), _srt_s(parts[4:]), speaker, text))
    return _sorted(found)


def _srt_s(parts: list[int]) -> float:
    hours, minutes, seconds, thousandths = parts
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _sorted(found: list[Utterance]) -> tuple[Utterance, ...]:
    return tuple(sorted(found, key=lambda each: each.start_s))
