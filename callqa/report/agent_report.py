"""The report on one agent over a period as a self-contained HTML page."""

from dataclasses import dataclass

from callqa.figures.ranking import Rank
from callqa.report.html import environment
from callqa.report.period_report import PeriodFigures, PeriodPage
from callqa.report.wording import Wording


@dataclass(frozen=True, slots=True)
class AgentReport:
    """One agent over a period.

    rank : the ranks that the agent may have among the others, ``None`` where there are too few
        calls or the reader is not to see it
    """

    agent: str
    teams: tuple[str, ...]
    rank: Rank | None
    content: PeriodFigures


def render_agent_report(report: AgentReport, language: str = "en") -> str:
    """Return the report as one HTML page: no script, no network, no other file."""
    wording = Wording(language)
    return (
        environment()
        .get_template("agent.html.j2")
        .render(
            report=report,
            page=PeriodPage(report.content, wording),
            t=wording,
        )
    )
