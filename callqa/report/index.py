"""The page that lists several calls, those that need a person's time first."""

from collections.abc import Iterable
from dataclasses import dataclass

from callqa.domain.measures import Measures
from callqa.domain.recording import Grade
from callqa.domain.span import clock
from callqa.domain.speech import Role
from callqa.report.document import Analysis
from callqa.report.html import environment, file_name, flag_counts, is_not_needed, is_suggested_only
from callqa.report.moments import SEVERITIES
from callqa.report.wording import Wording


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One call in the list. Numbers that were not measurable are ``None``.

    `href` leads to its report, relative to the index page; `flag_titles` say what the flags are.
    """

    href: str
    file: str
    status: str
    started_at: str | None
    agent: str | None
    duration_s: float
    score: float | None
    passed: bool | None
    auto_fail: bool
    flags: dict[str, int]
    flag_titles: tuple[str, ...]
    agent_ratio: float | None
    interruptions_agent: int | None
    interruptions_customer: int | None
    raised_agent: int | None
    raised_customer: int | None
    empathy: float | None
    empathy_not_needed: bool
    empathy_suggested: bool
    health: Grade
    health_reason: str


def index_row(document: Analysis, href: str, language: str = "en") -> IndexRow:
    """Return the row of one call."""
    wording = Wording(language)
    card, measures = document.scorecard, document.measures
    return IndexRow(
        href=href,
        file=file_name(document.recording.path),
        status=document.status,
        started_at=document.recording.started_at,
        agent=document.recording.agent,
        duration_s=document.recording.duration_s,
        score=card.total if card else None,
        passed=card.passed if card else None,
        auto_fail=card.auto_fail if card else False,
        flags=flag_counts(document),
        flag_titles=tuple(wording.say(flag.title) for flag in document.flags),
        agent_ratio=measures.talk.agent_ratio if measures else None,
        interruptions_agent=_interruptions(measures, "agent"),
        interruptions_customer=_interruptions(measures, "customer"),
        raised_agent=_raised(measures, "agent"),
        raised_customer=_raised(measures, "customer"),
        empathy=measures.empathy.score if measures else None,
        empathy_not_needed=measures is not None and is_not_needed(measures.empathy),
        empathy_suggested=measures is not None and is_suggested_only(measures.empathy),
        health=document.health.grade,
        health_reason=wording.say(document.health.reason),
    )


def render_index(
    rows: Iterable[IndexRow],
    failures: Iterable[tuple[str, str]] = (),
    language: str = "en",
) -> str:
    """Return the list of calls as one HTML page: urgent, to coach, without flag, praised.

    Within each, calls with the lowest score come first and calls without a score last. Calls that
    could not be analysed follow in a list of their own.

    Parameters
    ----------
    rows
        The calls that were analysed (see `index_row`).
    failures
        Path and reason of each call that could not be analysed.
    language
        The catalogue in which the page is written.
    """
    ordered = sorted(rows, key=_attention)
    counts = {severity: sum(row.flags[severity] > 0 for row in ordered) for severity in SEVERITIES}
    return (
        environment()
        .get_template("index.html.j2")
        .render(
            rows=ordered,
            failures=[(file_name(path), reason) for path, reason in failures],
            counts=counts,
            t=Wording(language),
            clock=clock,
        )
    )


def _attention(row: IndexRow) -> tuple[int, float, str]:
    if row.flags["urgent"]:
        rank = 0
    elif row.flags["coach"]:
        rank = 1
    else:
        rank = 3 if row.flags["praise"] else 2
    return rank, 101.0 if row.score is None else row.score, row.file


def _interruptions(measures: Measures | None, by: Role) -> int | None:
    if measures is None or measures.talk.basis == "unreliable":
        return None
    return sum(each.by == by and each.kind == "interruption" for each in measures.interruptions)


def _raised(measures: Measures | None, role: Role) -> int | None:
    if measures is None or measures.talk.basis == "unreliable":
        return None
    return sum(each.role == role for each in measures.raised_volume)
