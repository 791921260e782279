"""The reports as pages for paper: the same facts as on screen, in the few tags that paper needs.

What lays a page out for paper knows tables, paragraphs and spans, and no more of HTML. So a report
for paper has templates of its own. Its pictures are those of the report on screen.
"""

import math
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from callqa.report.agent_report import AgentReport
from callqa.report.document import Analysis
from callqa.report.html import environment, file_name, page_facts
from callqa.report.period_report import PeriodPage
from callqa.report.printed_pictures import lift_pictures, paper_style
from callqa.report.team_report import TeamReport, team_facts
from callqa.report.wording import Wording

SEAM = "<!--seam-->"
"""Stands between parts in a template; text of a call is escaped, so it cannot hold one."""

_FIRST_STRONG_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Printed:
    """A report ready to be laid out on paper.

    title : of the document
    kind, about : what report it is, and on whom and when: the running head
    style : a style sheet for the parts
    parts : the report in order, cut where a page may begin, each a few tables and paragraphs
    pictures : SVG by the name that an ``<img src="callqa:name">`` of a part has
    """

    title: str
    kind: str
    about: str
    style: str
    parts: tuple[str, ...]
    pictures: Mapping[str, str]


def print_call(
    document: Analysis, language: str = "en", provisional: Collection[str] = ()
) -> Printed:
    """Return the report on a call for paper; `provisional` as `callqa.report.html` has it."""
    wording = Wording(language)
    recording = document.recording
    title = file_name(recording.path)
    facts = page_facts(document, wording, provisional)
    body = _filled("call", facts | {"own_facts": tuple(_call_facts(document, wording))})
    about = [recording.agent or title]
    if recording.started_at:
        about.append(wording.moment(recording.started_at))
    return _printed(body, title, wording("report"), " · ".join(about))


def print_agent(report: AgentReport, language: str = "en") -> Printed:
    """Return the report on an agent for paper."""
    wording = Wording(language)
    page = PeriodPage(report.content, wording)
    body = _filled("agent", {"report": report, "page": page, "t": wording})
    about = f"{report.agent} · {page.span}"
    return _printed(body, report.agent, wording("agent_report"), about)


def print_team(report: TeamReport, language: str = "en") -> Printed:
    """Return the report on a team for paper."""
    wording = Wording(language)
    body = _filled("team", team_facts(report, wording))
    about = f"{report.title} · {PeriodPage(report.content, wording).span}"
    return _printed(body, report.title, wording("team_report"), about)


def isolated(text: str) -> str:
    """Return `text` so that its direction does not turn the words around it.

    Left-to-right text needs no mark for that, and stays as it is to be found and copied.
    """
    if any(unicodedata.bidirectional(each) in ("R", "AL") for each in text):
        return f"{_FIRST_STRONG_ISOLATE}{text}{_END_OF_ISOLATE}"
    return text


def _filled(name: str, facts: Mapping[str, object]) -> str:
    template = _environment().get_template(f"printed_{name}.html.j2")
    return template.render({**facts, "seam": Markup(SEAM), "arc_lengths": _arc_lengths})


@cache
def _environment() -> Environment:
    made = environment().overlay()
    made.filters = {**made.filters, "isolated": isolated}
    return made


def _printed(body: str, name: str, kind: str, about: str) -> Printed:
    lifted, pictures = lift_pictures(body)
    parts = tuple(part.strip() for part in lifted.split(SEAM) if part.strip())
    return Printed(f"{name} · {kind}", kind, about, paper_style(), parts, pictures)


def _arc_lengths(score: float, radius: float) -> str:
    """Return the dashes of a ring that shows `score`, 0 to 100: the arc, and the rest."""
    around = 2 * math.pi * radius
    # A whole ring has no end, and so no rounded one.
    return f"{around * min(score, 99.99) / 100:.2f} {around:.2f}"


def _call_facts(document: Analysis, wording: Wording) -> Iterator[tuple[str, str, str]]:
    """Yield label, value and CSS class of what is known of a call."""
    recording, health = document.recording, document.health
    for name in ("agent", "customer", "queue", "direction"):
        value = getattr(recording, name)
        if value:
            yield wording(name), str(value), ""
    yield wording("date"), wording.moment(recording.started_at), ""
    yield wording("duration"), wording.duration(recording.duration_s), ""
    yield wording("layout"), wording(f"layout_{document.layout.kind}"), ""
    yield wording("health"), wording(f"grade_{health.grade}"), f"grade-{health.grade}"
