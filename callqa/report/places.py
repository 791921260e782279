"""From a time in the call to the turn of the transcript where it can be read."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from callqa.domain.span import Evidence, Span, clock
from callqa.domain.speech import Speaker, Turn
from callqa.report.wording import clock_range


@dataclass(frozen=True, slots=True)
class Place:
    """A time to show, and the anchor of its turn (empty in a call without words).

    `role` is the party it belongs to, empty when it belongs to both or is not known.
    """

    clock: str
    href: str
    title: str
    text: str = ""
    role: str = ""


class Places:
    """Finds the turn that a span of time belongs to."""

    def __init__(self, turns: Sequence[Turn], speakers: Iterable[Speaker]) -> None:
        self._turns = sorted(turns, key=lambda turn: turn.start_s)
        self._starts = [turn.start_s for turn in self._turns]
        self._longest_s = max((turn.end_s - turn.start_s for turn in self._turns), default=0.0)
        self._roles = {speaker.id: speaker.role for speaker in speakers}

    def href(self, start_s: float, end_s: float, speaker: str | None = None) -> str:
        """Return the anchor of the turn that shares most time with the span.

        A turn of `speaker` is preferred; where no turn shares time it is the last one before
        the span.
        """
        if not self._turns:
            return ""
        span = Span(start_s, max(end_s, start_s + 0.001))
        low = bisect_right(self._starts, start_s - self._longest_s - 0.001)
        high = bisect_right(self._starts, span.end_s)
        near = self._turns[low:high]
        best = max(
            near,
            key=lambda turn: (
                _shared_s(turn, span) > 0 and turn.speaker == speaker,
                _shared_s(turn, span),
            ),
            default=None,
        )
        if best is None or _shared_s(best, span) == 0:
            best = self._turns[max(0, bisect_right(self._starts, start_s) - 1)]
        return f"#{anchor(best)}"

    def of(self, evidence: Evidence) -> Place:
        """Return where `evidence` is."""
        return Place(
            clock=clock(evidence.start_s),
            href=self.href(evidence.start_s, evidence.end_s, evidence.speaker),
            title=clock_range(evidence.start_s, evidence.end_s),
            text=evidence.text,
            role=self._roles.get(evidence.speaker or "", ""),
        )

    def all_of(self, evidence: Iterable[Evidence]) -> tuple[Place, ...]:
        """Return where each piece of `evidence` is."""
        return tuple(self.of(each) for each in evidence)


def anchor(turn: Turn) -> str:
    """Return the HTML id of a turn."""
    return f"t{turn.id}"


def _shared_s(turn: Turn, span: Span) -> float:
    return max(0.0, min(turn.end_s, span.end_s) - max(turn.start_s, span.start_s))
