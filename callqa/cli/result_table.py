"""The table of results on standard output, those that need a person's time first."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from callqa.catalogue import say
from callqa.cli.console import new_table, standard_output
from callqa.domain.judgement import Severity
from callqa.domain.measures import Empathy, Measures
from callqa.domain.span import clock
from callqa.domain.speech import PARTIES
from callqa.report.document import Analysis
from callqa.report.html import is_not_needed, is_suggested_only
from callqa.service.analysis import Analyzed

_SEVERITIES: tuple[Severity, ...] = ("urgent", "coach", "praise")
_HEADINGS = ("score", "length", "agent talk", "interrupts", "raised", "empathy")


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What is shown of one call; small, so that thousands can wait for the end of a run."""

    urgency: tuple[int, float, str]
    name: str
    cells: tuple[str, ...]
    flags: tuple[str, ...]
    file: str


def result_row(step: Analyzed) -> ResultRow:
    """Return what the table shows of a call."""
    document = step.document
    severities = [_SEVERITIES.index(flag.severity) for flag in document.flags]
    card = document.scorecard
    score = card.total if card and card.total is not None else 101.0
    return ResultRow(
        urgency=(min(severities, default=len(_SEVERITIES)), score, str(step.path)),
        name=step.path.name,
        cells=_cells(document),
        flags=tuple(
            f"{step.path.name}: {flag.severity}: {say(flag.title)}. {say(flag.reason)}"
            for flag in document.flags
        ),
        file=str(step.report or step.result),
    )


def print_results(rows: Sequence[ResultRow]) -> None:
    """Print one row a call, then each flag with its reason, then where the files are."""
    console = standard_output()
    ordered = sorted(rows, key=lambda row: row.urgency)
    table = new_table()
    table.add_column("call", overflow="fold")
    table.add_column("flags")
    for heading in _HEADINGS:
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("health", no_wrap=True)
    for row in ordered:
        table.add_row(Text(row.name), *row.cells)
    console.print(table)
    console.print("interrupts, raised: by the agent + by the customer\n")
    for line in [flag for row in ordered for flag in row.flags] + [row.file for row in ordered]:
        console.print(line, markup=False, soft_wrap=True)


def _cells(document: Analysis) -> tuple[str, ...]:
    length = clock(document.recording.duration_s)
    measures, card = document.measures, document.scorecard
    if measures is None or card is None:
        return ("", "no speech", length, "", "", "", "", document.health.grade)
    counts = {
        severity: sum(flag.severity == severity for flag in document.flags)
        for severity in _SEVERITIES
    }
    ratio = measures.talk.agent_ratio
    return (
        ", ".join(f"{count} {severity}" for severity, count in counts.items() if count),
        "n/a" if card.total is None else f"{card.total:.0f}",
        length,
        "n/a" if ratio is None else f"{ratio:.0%}",
        _interrupts(measures),
        " + ".join(str(sum(e.role == role for e in measures.raised_volume)) for role in PARTIES),
        _empathy(measures.empathy),
        document.health.grade,
    )


def _interrupts(measures: Measures) -> str:
    if measures.talk.basis == "unreliable":
        return "n/a"
    real = [each.by for each in measures.interruptions if each.kind == "interruption"]
    return " + ".join(str(real.count(role)) for role in PARTIES)


def _empathy(empathy: Empathy) -> str:
    if is_not_needed(empathy):
        return "not needed"
    if is_suggested_only(empathy):
        return "suggested"
    return "n/a" if empathy.score is None else f"{empathy.score:.0f}"
