"""Spans of time, and the set operations on sorted lists of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in seconds from the start of the recording."""

    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.end_s - self.start_s

    def overlap_s(self, other: "Span") -> float:
        """Seconds shared with `other`, 0 when they do not meet."""
        return max(0.0, min(self.end_s, other.end_s) - max(self.start_s, other.start_s))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What can be played to check a number: where, who, and the words said there."""

    start_s: float
    end_s: float
    speaker: str | None = None
    text: str = ""


def merged(spans: Iterable[Span], bridge_s: float = 0.0) -> tuple[Span, ...]:
    """Sort spans and join those that overlap or lie at most `bridge_s` seconds apart."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda each: each.start_s):
        if joined and span.start_s - joined[-1].end_s <= bridge_s:
            last = joined[-1]
            joined[-1] = Span(last.start_s, max(last.end_s, span.end_s))
        else:
            joined.append(Span(span.start_s, span.end_s))
    return tuple(joined)


def intersection(left: Sequence[Span], right: Sequence[Span]) -> tuple[Span, ...]:
    """Return the time in both of two sorted, non-overlapping lists."""
    shared: list[Span] = []
    i = j = 0
    while i < len(left) and j < len(right):
        start_s = max(left[i].start_s, right[j].start_s)
        end_s = min(left[i].end_s, right[j].end_s)
        if end_s > start_s:
            shared.append(Span(start_s, end_s))
        if left[i].end_s <= right[j].end_s:
            i += 1
        else:
            j += 1
    return tuple(shared)


def gaps(spans: Sequence[Span], start_s: float, end_s: float) -> tuple[Span, ...]:
    """Return the time between `start_s` and `end_s` that sorted `spans` leave free."""
    free: list[Span] = []
    cursor_s = start_s
    for span in spans:
        if span.start_s > cursor_s:
            free.append(Span(cursor_s, min(span.start_s, end_s)))
        cursor_s = max(cursor_s, span.end_s)
        if cursor_s >= end_s:
            break
    if cursor_s < end_s:
        free.append(Span(cursor_s, end_s))
    return tuple(span for span in free if span.end_s > span.start_s)


def subtracted(spans: Sequence[Span], cut: Sequence[Span]) -> tuple[Span, ...]:
    """Return the time in sorted, non-overlapping `spans` that is not in sorted `cut`."""
    kept: list[Span] = []
    holes = merged(cut)
    first = 0
    for span in spans:
        while first < len(holes) and holes[first].end_s <= span.start_s:
            first += 1
        last = first
        while last < len(holes) and holes[last].start_s < span.end_s:
            last += 1
        kept.extend(gaps(holes[first:last], span.start_s, span.end_s))
    return tuple(kept)


def clock(time_s: float) -> str:
    """Return a position in the recording as a player shows it: ``m:ss``, then ``h:mm:ss``.

    Seconds are cut off, not rounded, so that what is heard at a time never starts before it.
    """
    minutes, seconds = divmod(int(max(0.0, time_s)), 60)
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def total_s(spans: Iterable[Span]) -> float:
    """Sum of the lengths in seconds."""
    return sum((span.duration_s for span in spans), 0.0)
