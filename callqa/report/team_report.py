"""The report on a team over a period as a self-contained HTML page."""

from collections.abc import Iterator
from dataclasses import dataclass

from callqa.domain.judgement import Severity
from callqa.figures.group_figures import SEVERITY_ORDER
from callqa.figures.ranking import Rank
from callqa.figures.team_figures import GroupFigures, Grouping
from callqa.report.figure_words import ChangeWords
from callqa.report.html import environment
from callqa.report.period_report import PeriodFigures, PeriodPage
from callqa.report.spread import IntervalRow, draw_interval, row_scale
from callqa.report.wording import Wording


@dataclass(frozen=True, slots=True)
class TeamReport:
    """A team, or all calls, over a period.

    title : the team's name
    by : what the groups are
    groups : the figures of each agent (or team, or queue)
    """

    title: str
    by: Grouping
    groups: tuple[GroupFigures, ...]
    content: PeriodFigures


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group. `flags` counts the flags raised of each severity, each once a call."""

    name: str | None
    group: GroupFigures
    drawn: IntervalRow | None
    score: str
    interval: str
    change: ChangeWords
    flags: dict[Severity, int]
    rank: Rank | None


def render_team_report(report: TeamReport, language: str = "en") -> str:
    """Return the report as one HTML page: no script, no network, no other file.

    Groups stand in the order of their names, not of their scores: a rank is a range, and is shown
    only where at least 10 calls give one.
    """
    facts = team_facts(report, Wording(language))
    return environment().get_template("team.html.j2").render(facts)


def team_facts(report: TeamReport, wording: Wording) -> dict[str, object]:
    """Return what the report shows, for a template on screen or on paper."""
    page = PeriodPage(report.content, wording)
    return {
        "report": report,
        "page": page,
        "rows": list(group_rows(report, page)),
        "axis": row_scale(),
        "overall": draw_interval(report.content.figures.score),
        "t": wording,
    }


def group_rows(report: TeamReport, page: PeriodPage) -> Iterator[GroupRow]:
    """Yield each group as the table shows it."""
    for group in report.groups:
        score = group.figures.score
        yield GroupRow(
            name=group.key,
            group=group,
            drawn=draw_interval(score),
            score=page.words.value(score.mean, "points"),
            interval=page.words.interval(score.low, score.high, "points"),
            change=page.words.change(group.change.score, "points", "higher"),
            flags={
                severity: sum(
                    each.calls.count for each in group.figures.flags if each.severity == severity
                )
                for severity in SEVERITY_ORDER
            },
            rank=group.rank,
        )
