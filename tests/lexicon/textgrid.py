"""The PriMock57 consultations as turns, when they are there; the doctor is the agent."""

from pathlib import Path

from callqa.bench.texts.consultations import read_consultation
from callqa.bench.texts.spoken import turns_of
from callqa.domain.speech import Turn

FOLDER = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "transcripts"


def consultations() -> list[tuple[Turn, ...]]:
    """Return each consultation's turns; words are spread evenly over their interval."""
    return [turns_of(read_consultation(path)) for path in sorted(FOLDER.glob("*_doctor.TextGrid"))]
