"""Calm medical consultations, transcribed by hand with times for each party: PriMock57.

Nothing in them is labelled. A doctor hardly blames, brushes off or promises too much there, and a
patient hardly threatens: what is found of that is nearly all false, and its rate is the figure.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from callqa.bench.figure import Figure
from callqa.bench.texts.spoken import Line, as_hearing, measures_of
from callqa.domain.speech import Role

NAME = "transcripts"
_BASIS = "calm consultations; no labels"
_PARTIES: tuple[tuple[str, Role], ...] = (("doctor", "agent"), ("patient", "customer"))
_INTERVAL = re.compile(r'xmin = ([\d.]+)\s+xmax = ([\d.]+)\s+text = "(.*?)"', re.DOTALL)

UNEXPECTED = frozenset(
    {"blame", "dismissive", "excuse", "policy_wall", "over_promise", "jargon",
     "threat", "escalation_demand", "negative_words"}
)  # fmt: skip
"""What does not belong into such a consultation."""


def read_consultation(doctor: Path) -> tuple[Line, ...]:
    """Return what doctor and patient say, in order of time, given the doctor's TextGrid."""
    lines = []
    for party, role in _PARTIES:
        path = doctor.with_name(doctor.name.replace("doctor", party))
        for start, end, text in _INTERVAL.findall(path.read_text(encoding="utf-8")):
            plain = re.sub(r"<[^>]*>", "", text).strip()
            if plain:
                lines.append(Line(float(start), float(end), role, plain))
    return tuple(sorted(lines, key=lambda line: line.start_s))


def consultation_figures(data: Path) -> Iterator[Figure]:
    """Yield how often what does not belong there is found in an hour, and in how many of them."""
    paths = sorted((data / NAME).glob("*_doctor.TextGrid"))
    calls = {path.stem.removesuffix("_doctor"): read_consultation(path) for path in paths}
    if not calls:
        return
    hours = sum(lines[-1].end_s for lines in calls.values()) / 3600
    for source in ("phrase", "meaning"):
        found = {name: _unexpected(lines, source) for name, lines in calls.items()}
        yield Figure(
            NAME,
            f"unexpected behaviours an hour, by {source}",
            sum(found.values()) / hours,
            "count",
            len(calls),
            _BASIS,
            {name: float(count) for name, count in found.items()},
        )


def _unexpected(lines: Sequence[Line], source: str) -> int:
    hits = measures_of(as_hearing(lines, "en")).phrases
    return sum(hit.source == source and hit.category in UNEXPECTED for hit in hits)
