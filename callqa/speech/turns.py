"""Words and speech spans to turns: what one speaker says until another takes over."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from callqa.domain.span import Span, merged
from callqa.domain.speech import SpeechSpan, Turn, Word

# A speaker who pauses less than this while the other says something short keeps the turn.
_HELD_PAUSE_S = 0.7


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word and who says it."""

    speaker: str
    word: Word


def words_to_speakers(
    words: Sequence[Word], speech: Sequence[SpeechSpan]
) -> tuple[SpokenWord, ...]:
    """Give each word to the speaker whose speech covers most of it, else to the nearest.

    Where two speak at once, the word goes to the one who is already talking.
    """
    by_speaker: dict[str, list[SpeechSpan]] = {}
    for span in speech:
        by_speaker.setdefault(span.speaker, []).append(span)
    starts = {who: [span.start_s for span in spans] for who, spans in by_speaker.items()}
    found: list[SpokenWord] = []
    last = ""
    for word in words:
        covered = {who: _cover_s(word, by_speaker[who], starts[who]) for who in by_speaker}
        if not covered:
            break
        best = max(covered, key=lambda who: (round(covered[who], 2), who == last))
        found.append(SpokenWord(best, word))
        last = best
    return tuple(found)


def build_turns(
    words: Sequence[SpokenWord], speech: Sequence[SpeechSpan], turn_gap_s: float
) -> tuple[Turn, ...]:
    """Cut each speaker's speech into turns and give each turn its words.

    A turn ends where its speaker pauses longer than `turn_gap_s`, or pauses while another
    speaker talks. Speech without recognised words is a turn without words.
    """
    stretches: list[SpeechSpan] = []
    for who in dict.fromkeys(span.speaker for span in speech):
        own = merged(span for span in speech if span.speaker == who)
        others = merged(span for span in speech if span.speaker != who)
        stretches.extend(
            SpeechSpan(each.start_s, each.end_s, who)
            for each in _stretches(own, others, turn_gap_s)
        )
    stretches.sort(key=lambda each: (each.start_s, each.end_s))
    owned = _words_by_stretch(words, stretches)
    return tuple(
        Turn(
            id=index,
            speaker=stretch.speaker,
            start_s=round(stretch.start_s, 3),
            end_s=round(stretch.end_s, 3),
            text=" ".join(word.text for word in owned[index]),
            words=tuple(owned[index]),
        )
        for index, stretch in enumerate(stretches)
    )


def _stretches(own: Sequence[Span], others: Sequence[Span], turn_gap_s: float) -> list[Span]:
    joined: list[Span] = []
    ends = [span.end_s for span in others]
    for span in own:
        if joined and not _floor_lost(joined[-1].end_s, span.start_s, others, ends, turn_gap_s):
            joined[-1] = Span(joined[-1].start_s, span.end_s)
        else:
            joined.append(span)
    return joined


def _floor_lost(
    end_s: float, start_s: float, others: Sequence[Span], ends: Sequence[float], turn_gap_s: float
) -> bool:
    pause_s = start_s - end_s
    if pause_s > turn_gap_s:
        return True
    if pause_s < _HELD_PAUSE_S:
        return False
    nearest = bisect_left(ends, end_s)
    return nearest < len(others) and others[nearest].start_s < start_s


def _words_by_stretch(
    words: Sequence[SpokenWord], stretches: Sequence[SpeechSpan]
) -> dict[int, list[Word]]:
    owned: dict[int, list[Word]] = {index: [] for index in range(len(stretches))}
    by_speaker: dict[str, list[int]] = {}
    for index, stretch in enumerate(stretches):
        by_speaker.setdefault(stretch.speaker, []).append(index)
    starts = {
        who: [stretches[index].start_s for index in indices] for who, indices in by_speaker.items()
    }
    for spoken in sorted(words, key=lambda each: each.word.start_s):
        indices = by_speaker[spoken.speaker]
        middle_s = (spoken.word.start_s + spoken.word.end_s) / 2
        after = bisect_left(starts[spoken.speaker], middle_s)
        near = indices[max(0, after - 1) : after + 1]
        owned[min(near, key=lambda index: _distance_s(middle_s, stretches[index]))].append(
            spoken.word
        )
    return owned


def _cover_s(word: Word, spans: Sequence[SpeechSpan], starts: Sequence[float]) -> float:
    """Seconds of `word` inside sorted `spans`; outside all, minus the distance to the nearest."""
    at = bisect_left(starts, word.end_s)
    near = spans[max(0, at - 2) : at + 1]
    inside_s = sum(max(0.0, min(word.end_s, s.end_s) - max(word.start_s, s.start_s)) for s in near)
    if inside_s > 0:
        return inside_s
    middle_s = (word.start_s + word.end_s) / 2
    return -min(_distance_s(middle_s, span) for span in near)


def _distance_s(time_s: float, span: Span) -> float:
    return max(span.start_s - time_s, time_s - span.end_s, 0.0)
