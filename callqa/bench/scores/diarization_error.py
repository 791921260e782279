"""Diarization error rate, as pyannote.metrics counts it."""

from collections.abc import Iterable

from pyannote.core import Annotation, Segment, Timeline
from pyannote.metrics.diarization import DiarizationErrorRate

from callqa.bench.truth_files import Utterance
from callqa.domain.speech import SpeechSpan

FORGIVEN_S = 0.25
"""Left unscored on each side of every border in the truth, as in the NIST evaluations."""


class DiarizationErrors:
    """The error rate over several recordings, each weighted by its seconds of speech.

    Parameters
    ----------
    forgiven_s
        Seconds on each side of every border in the truth that are left unscored.
    """

    def __init__(self, forgiven_s: float = 0.0) -> None:
        # The library's collar is the whole width around a border.
        self._metric = DiarizationErrorRate(collar=2 * forgiven_s)

    def add(
        self, truth: Iterable[Utterance], found: Iterable[SpeechSpan], duration_s: float
    ) -> float:
        """Return the error rate of one recording and count it in."""
        return float(
            self._metric(
                _annotation(truth),
                _annotation(found),
                uem=Timeline([Segment(0.0, duration_s)]),
            )
        )

    def total(self) -> float:
        """Return the error rate over all recordings so far."""
        return float(abs(self._metric))


def _annotation(spans: Iterable[Utterance | SpeechSpan]) -> Annotation:
    annotation = Annotation()
    for track, span in enumerate(spans):
        annotation[Segment(span.start_s, span.end_s), track] = span.speaker
    return annotation
