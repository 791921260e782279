"""The report on one call as a self-contained HTML page: no script, no network, no other file."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined

from callqa.domain.judgement import QuestionScore, SectionScore
from callqa.domain.measures import Empathy
from callqa.domain.sentence import Sentence
from callqa.domain.span import clock
from callqa.report.document import Analysis
from callqa.report.figures import measure_groups, usual_band
from callqa.report.in_force import settings_in_force
from callqa.report.moments import SEVERITIES, moments
from callqa.report.places import Places
from callqa.report.timeline import draw_timeline
from callqa.report.transcript import transcript_lines
from callqa.report.wording import Wording, clock_range
from callqa.rules.coaching import role_play

Verdict = Literal["passed", "not_passed", "auto_fail", "not_scored", "empty"]


@dataclass(frozen=True, slots=True)
class SectionSum:
    """A section's points after the weight of questions that do not apply was shared out."""

    section: SectionScore
    points: float
    max_points: float


@dataclass(frozen=True, slots=True)
class ScoreSum:
    """The arithmetic of a scorecard: the sections of the total, and those that are apart.

    The points, and the number of questions left out as `not_applicable`, are those of the total.
    """

    sections: tuple[SectionSum, ...]
    apart: tuple[SectionSum, ...]
    points: float
    max_points: float
    not_applicable: int


def render_report(
    document: Analysis, language: str = "en", provisional: Collection[str] = ()
) -> str:
    """Return the report on `document` as one HTML page in the words of `language`.

    The answers to `provisional` questions are marked as not proven by calibration.

    Every text from the call, its file name or its metadata is escaped, and the page's content
    security policy forbids scripts and any fetch.
    """
    facts = page_facts(document, Wording(language), provisional)
    return environment().get_template("report.html.j2").render(facts)


def page_facts(
    document: Analysis, wording: Wording, provisional: Collection[str]
) -> dict[str, object]:
    """Return what a report on `document` shows, for a template on screen or on paper."""
    places = Places(document.turns, document.speakers)
    found = tuple(moments(document, places, wording))
    names = speaker_names(document, wording)
    return {
        "document": document,
        "title": file_name(document.recording.path),
        "t": wording,
        "clock": clock,
        "clock_range": clock_range,
        "places": places,
        "names": names,
        "timeline": draw_timeline(document, found, wording),
        "groups": measure_groups(document, found, places, wording),
        "band": usual_band(document),
        "settings": settings_in_force(document),
        "lines": transcript_lines(document, found, names, wording),
        "score": score_sum(document),
        "provisional": provisional,
        "verdict": verdict_of(document),
        "flag_counts": flag_counts(document),
        "role_plays": role_plays(document),
        "is_not_needed": is_not_needed,
        "is_suggested_only": is_suggested_only,
    }


@cache
def environment() -> Environment:
    """Return the template environment: everything escaped, a missing name is an error."""
    return Environment(
        loader=PackageLoader("callqa.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def file_name(path: str) -> str:
    """Return the last part of a path of this or another system."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2] or path


def speaker_names(document: Analysis, wording: Wording) -> dict[str, str]:
    """Return what each speaker is called: the role, numbered where two speakers share it."""
    roles = [speaker.role for speaker in document.speakers]
    names = {}
    for index, speaker in enumerate(document.speakers):
        name = wording(f"role_{speaker.role}")
        if roles.count(speaker.role) > 1:
            name = f"{name} {roles[: index + 1].count(speaker.role)}"
        names[speaker.id] = name
    return names


def verdict_of(document: Analysis) -> Verdict:
    """Return what the scorecard says of the call in one word."""
    card = document.scorecard
    if document.status == "empty":
        return "empty"
    if card is None or card.total is None:
        return "not_scored"
    if card.auto_fail:
        return "auto_fail"
    return "passed" if card.passed else "not_passed"


def flag_counts(document: Analysis) -> dict[str, int]:
    """Return the number of flags of each severity, most urgent first."""
    return {
        severity: sum(flag.severity == severity for flag in document.flags)
        for severity in SEVERITIES
    }


def is_not_needed(empathy: Empathy) -> bool:
    """Tell whether no moment asked for empathy, as far as moments could be looked for at all."""
    return empathy.basis != "unreliable" and not empathy.opportunities


def is_suggested_only(empathy: Empathy) -> bool:
    """Tell whether meaning alone suggests moments that asked for empathy."""
    return bool(empathy.opportunities) and not empathy.proven


def role_plays(document: Analysis) -> tuple[Sentence | None, ...]:
    """Return for each flag what to play from its moment, ``None`` where there is nothing."""
    customers = {speaker.id for speaker in document.speakers if speaker.role == "customer"}
    lines = [turn for turn in document.turns if turn.speaker in customers]
    return tuple(role_play(flag, lines) for flag in document.flags)


def score_sum(document: Analysis) -> ScoreSum | None:
    """Return the sums behind the total; ``None`` without a scorecard."""
    card = document.scorecard
    if card is None:
        return None
    sections = tuple(_section_sum(each) for each in card.sections if not each.apart)
    return ScoreSum(
        sections=sections,
        apart=tuple(_section_sum(each) for each in card.sections if each.apart),
        points=sum(each.points for each in sections),
        max_points=sum(each.max_points for each in sections),
        not_applicable=sum(
            question.not_applicable for each in sections for question in each.section.questions
        ),
    )


def _section_sum(section: SectionScore) -> SectionSum:
    counted: list[QuestionScore] = [q for q in section.questions if not q.not_applicable]
    return SectionSum(section, sum(q.points for q in counted), sum(q.max_points for q in counted))
