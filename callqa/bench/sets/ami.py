"""Excerpts of meetings: quiet, three and four people, much overlap; not what CallQA is made for."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from callqa.bench.figure import Figure
from callqa.bench.scores.diarization_error import FORGIVEN_S, DiarizationErrors
from callqa.bench.trial import BenchSet, Heard, Trial
from callqa.bench.truth_files import Utterance, read_rttm

NAME = "ami"

_Truth = tuple[Utterance, ...]


def _trials(folder: Path, work: Path) -> Sequence[Trial[_Truth]]:
    del work
    meetings = folder / NAME
    return [
        Trial(path.stem, path, read_rttm(meetings / "reference.rttm", path.stem))
        for path in sorted(meetings.glob("*.wav"))
    ]


def _figures(heard: Sequence[Heard[_Truth]]) -> Iterator[Figure]:
    for forgiven_s in (FORGIVEN_S, 0.0):
        errors = DiarizationErrors(forgiven_s)
        rates: dict[str, float | None] = {
            each.name: errors.add(each.truth, each.result.speech, each.result.recording.duration_s)
            for each in heard
        }
        measure = f"DER, {forgiven_s:g} s forgiven at borders"
        basis = "diarized; RTTM by people"
        yield Figure(NAME, measure, errors.total(), "share", len(heard), basis, rates)


AMI = BenchSet(NAME, _trials, _figures)
