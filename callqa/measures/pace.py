"""Words per minute of own speech, and how it changes (docs/measures.md section 3)."""

from collections.abc import Sequence

from callqa.domain.span import Span, total_s
from callqa.domain.speech import Word
from callqa.lexicon.conversation import token
from callqa.settings import TalkSettings


def words_per_minute(spans: Sequence[Span], words: Sequence[Word]) -> float | None:
    """Return words per minute of `spans`, ``None`` without speech."""
    spoken_s = total_s(spans)
    return round(60.0 * _count(words) / spoken_s, 1) if spoken_s > 0 else None


def pace_change(
    spans: Sequence[Span], words: Sequence[Word], settings: TalkSettings
) -> float | None:
    """Return words per minute after the party's first minute of own speech, less those in it.

    ``None`` unless ``pace_rest_s`` of own speech follow that first minute (``pace_first_s``).
    """
    rest_s = total_s(spans) - settings.pace_first_s
    if rest_s < settings.pace_rest_s:
        return None
    first_ends_s = _when_spoken(spans, settings.pace_first_s)
    first = [word for word in words if word.start_s < first_ends_s]
    early = 60.0 * _count(first) / settings.pace_first_s
    late = 60.0 * (_count(words) - _count(first)) / rest_s
    return round(late - early, 1)


def _count(words: Sequence[Word]) -> int:
    return sum(1 for word in words if token(word.text))


def _when_spoken(spans: Sequence[Span], seconds: float) -> float:
    """Return the time at which `seconds` of speech have been spoken."""
    left_s = seconds
    for span in spans:
        if span.duration_s >= left_s:
            return span.start_s + left_s
        left_s -= span.duration_s
    return spans[-1].end_s
