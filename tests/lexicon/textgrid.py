"""The PriMock57 consultations as turns, when they are there."""

import re
from pathlib import Path

from callqa.domain.speech import Turn, Word

FOLDER = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "transcripts"
_INTERVAL = re.compile(r'xmin = ([\d.]+)\s+xmax = ([\d.]+)\s+text = "(.*?)"', re.DOTALL)


def consultations() -> list[list[Turn]]:
    """Return each consultation's turns; words are spread evenly over their interval."""
    return [_turns(path) for path in sorted(FOLDER.glob("*_doctor.TextGrid"))]


def _turns(doctor: Path) -> list[Turn]:
    said: list[tuple[float, float, str, str]] = []
    for speaker in ("doctor", "patient"):
        path = doctor.with_name(doctor.name.replace("doctor", speaker))
        for start, end, text in _INTERVAL.findall(path.read_text(encoding="utf-8")):
            plain = re.sub(r"<[^>]*>", "", text).strip()
            if plain:
                said.append((float(start), float(end), speaker, plain))
    return [
        Turn(number, speaker, start_s, end_s, text, _words(text.split(), start_s, end_s))
        for number, (start_s, end_s, speaker, text) in enumerate(sorted(said))
    ]


def _words(words: list[str], start_s: float, end_s: float) -> tuple[Word, ...]:
    step_s = (end_s - start_s) / len(words)
    return tuple(
        Word(word, start_s + step_s * place, start_s + step_s * (place + 1), 0.9)
        for place, word in enumerate(words)
    )
