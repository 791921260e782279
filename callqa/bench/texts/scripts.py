"""Written, timed calls with moments labelled by hand: empathy, de-escalation, situations.

Those named ``held_back_…`` were written by somebody who knew the definitions and not the rules,
and were not looked at while the rules were made; those named ``dev_…`` were.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from callqa.bench.figure import Figure
from callqa.bench.scores.detections import Detections, detections, matched
from callqa.bench.texts.spoken import Line, as_hearing, measures_of
from callqa.domain.measures import (
    Deescalation,
    DeescalationOutcome,
    EmpathyOpportunity,
    EmpathyOutcome,
    Measures,
)
from callqa.domain.span import Span

NAME = "scripts"
LANGUAGE = "en"
_BASIS = "scripts; labels by hand"


@dataclass(frozen=True, slots=True)
class TrueOpportunity(Span):
    """A moment that asks for empathy, over the customer's turns that do."""

    outcome: EmpathyOutcome
    acknowledge: bool
    apologise: bool
    act: bool


@dataclass(frozen=True, slots=True)
class TrueDeescalation(Span):
    """A stretch of distress, over the customer's turns that show it."""

    outcome: DeescalationOutcome


@dataclass(frozen=True, slots=True)
class Script:
    """A call and what is true of it; of `may_be`, either is right."""

    lines: tuple[Line, ...]
    situations: frozenset[str]
    may_be: frozenset[str]
    opportunities: tuple[TrueOpportunity, ...]
    deescalations: tuple[TrueDeescalation, ...]


def read_script(path: Path) -> Script:
    """Read one script, as ``tests/labelled/README.md`` describes it."""
    document: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    lines = tuple(
        Line(each["start_s"], each["end_s"], each["who"], each["text"]) for each in document["turn"]
    )
    return Script(
        lines=lines,
        situations=frozenset(document["situations"]),
        may_be=frozenset(document["may_be"]),
        opportunities=tuple(
            TrueOpportunity(
                *_over(lines, each["turns"]),
                each["outcome"],
                acknowledge=each["acknowledge"],
                apologise=each["apologise"],
                act=each["act"],
            )
            for each in document.get("opportunity", ())
        ),
        deescalations=tuple(
            TrueDeescalation(*_over(lines, each["turns"]), each["outcome"])
            for each in document.get("deescalation", ())
        ),
    )


def _over(lines: Sequence[Line], turns: Sequence[int]) -> tuple[float, float]:
    return min(lines[each].start_s for each in turns), max(lines[each].end_s for each in turns)


def script_figures(folder: Path) -> Iterator[Figure]:
    """Yield the figures of the scripts in `folder`, those held back first."""
    for kind, shown in (("held_back", "held back"), ("dev", "seen")):
        scripts = [read_script(path) for path in sorted(folder.glob(f"scripts/{kind}_*.toml"))]
        if scripts:
            judged = [(script, measured(script)) for script in scripts]
            yield from _empathy(shown, judged)
            yield from _deescalation(shown, judged)
            yield from _situations(shown, judged)


def measured(script: Script) -> Measures:
    """Return what is made of the words of `script`."""
    return measures_of(as_hearing(script.lines, LANGUAGE))


_Judged = Sequence[tuple[Script, Measures]]


def _empathy(shown: str, judged: _Judged) -> Iterator[Figure]:
    moments, outcomes = Detections(), Detections()
    right = answered = 0
    for script, measures in judged:
        truth, found = script.opportunities, measures.empathy.opportunities
        moments += detections(truth, found, _is_same_moment)
        outcomes += detections(truth, found, _is_same_outcome)
        for one, other in matched(truth, found, _is_same_outcome):
            if (response := found[other].response) is not None:
                heard = (response.acknowledge, response.apologise, response.act)
                wanted = (truth[one].acknowledge, truth[one].apologise, truth[one].act)
                right += sum(map(bool.__eq__, heard, wanted))
                answered += len(wanted)
    yield from moments.figures((NAME, f"{shown}: empathy opportunities"), _BASIS)
    yield from outcomes.figures((NAME, f"{shown}: empathy outcomes"), _BASIS)
    yield Figure(
        NAME,
        f"{shown}: acknowledge, apologise, act of answers",
        right / answered if answered else None,
        "share",
        answered,
        _BASIS,
        best="high",
    )


def _deescalation(shown: str, judged: _Judged) -> Iterator[Figure]:
    total = Detections()
    for script, measures in judged:
        total += detections(script.deescalations, measures.deescalation, _is_same_turn_of_mood)
    yield from total.figures((NAME, f"{shown}: de-escalation outcomes"), _BASIS)


def _situations(shown: str, judged: _Judged) -> Iterator[Figure]:
    total = Detections()
    for script, measures in judged:
        found = {each.code for each in measures.situations}
        total += Detections(
            found=len(found & script.situations),
            missed=len(script.situations - found),
            wrong=len(found - script.situations - script.may_be),
        )
    yield from total.figures((NAME, f"{shown}: situations"), _BASIS)


def _is_same_moment(true: TrueOpportunity, found: EmpathyOpportunity) -> bool:
    return found.start_s < true.end_s and found.end_s > true.start_s


def _is_same_outcome(true: TrueOpportunity, found: EmpathyOpportunity) -> bool:
    return _is_same_moment(true, found) and true.outcome == found.outcome


def _is_same_turn_of_mood(true: TrueDeescalation, found: Deescalation) -> bool:
    overlaps = found.start_s < true.end_s and found.end_s > true.start_s
    return overlaps and true.outcome == found.outcome
