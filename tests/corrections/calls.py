"""Calls to correct: one written by hand, and any that Hypothesis thinks of."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from callqa.domain.edits import Change, Edit
from callqa.domain.hearing import Hearing
from callqa.domain.measures import Measures
from callqa.domain.span import Span, merged, total_s
from callqa.rules.judge import find
from callqa.rules.rubric_file import default_rubric
from callqa.settings import Settings
from tests.measures.builders import ENGLISH, Line, hearing

WORDS = ("well", "the", "router", "really", "is", "broken", "thanks", "sorry", "no")
SETTINGS = Settings()
RUBRIC = default_rubric()


def billing_call(**changes: object) -> Hearing:
    """A customer with a wrong bill is cut off once and helped after a silence."""
    return hearing(
        ("A", 0.0, 3.0, "Good morning this is Emily how can I help you"),
        ("C", 3.5, 8.5, "I am so angry about this bill it is the third time I call"),
        ("A", 7.0, 11.0, "well you should have read the contract before you signed it"),
        ("C", 11.5, 14.0, "that is not what I was told at all"),
        ("A", 14.5, 17.0, "one moment please while I look that up"),
        ("A", 23.0, 27.0, "I am sorry about the trouble we will pay it back today"),
        ("C", 27.5, 29.0, "thank you that is great"),
        **changes,  # type: ignore[arg-type]
    )


def measures_of(call: Hearing) -> Measures:
    return find(call, ENGLISH, SETTINGS).measures


def log_of(*changes: Change) -> list[Edit]:
    """Number the changes from 1; each edit's id is ``e`` and its number."""
    at = datetime(2026, 3, 31, tzinfo=UTC)
    return [
        Edit(f"e{number}", "call", number, "ann", at, change, "", "")
        for number, change in enumerate(changes, start=1)
    ]


def speech_s(call: Hearing, speaker: str) -> float:
    return total_s(speech(call, speaker))


def speech(call: Hearing, speaker: str) -> tuple[Span, ...]:
    return merged(span for span in call.speech if span.speaker == speaker)


@st.composite
def calls(draw: st.DrawFn, *, overlaps: bool = True) -> Hearing:
    """Two parties take turns of one to six words; speech may pause inside a turn, turns overlap."""
    lines: list[Line] = []
    spans: list[tuple[str, float, float]] = []
    free_s = {"A": 0.0, "C": 0.0}
    start_s = 0.0
    for number in range(draw(st.integers(2, 8))):
        who = "AC"[number % 2] if not draw(st.booleans()) else draw(st.sampled_from("AC"))
        said = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6))
        earliest_s = free_s[who] if overlaps else max(free_s.values())
        start_s = round(max(start_s, earliest_s) + draw(st.integers(1, 200)) / 100, 2)
        end_s = round(start_s + 0.4 * len(said), 2)
        lines.append((who, start_s, end_s, " ".join(said)))
        if len(said) > 2 and draw(st.booleans()):
            spans += [(who, start_s, start_s + 0.3), (who, start_s + 0.6, end_s)]
        else:
            spans.append((who, start_s, end_s))
        free_s[who] = end_s + 0.1
    return hearing(*lines, speech=spans)
