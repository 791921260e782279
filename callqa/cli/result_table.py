"""The table of results on standard output, those that need a person's time first."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from callqa.catalogue import say
from callqa.cli.console import standard_output
from callqa.domain.span import clock
from callqa.report.document import Analysis
from callqa.service import Analyzed

_SEVERITIES = ("urgent", "coach", "praise")


def print_results(results: Sequence[Analyzed]) -> None:
    """Print one row a call, then each flag with its reason, then where the files are."""
    console = standard_output()
    ordered = sorted(results, key=_urgency)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("call", overflow="fold")
    table.add_column("flags")
    for heading in ("score", "length", "agent talk", "interrupts", "raised", "empathy"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("health", no_wrap=True)
    for each in ordered:
        table.add_row(Text(each.path.name), *_cells(each.document))
    console.print(table)
    console.print("interrupts, raised: by the agent + by the customer\n")
    for each in ordered:
        for flag in each.document.flags:
            console.print(
                f"{each.path.name}: {flag.severity}: {say(flag.title)}. {say(flag.reason)}",
                markup=False,
                soft_wrap=True,
            )
    for each in ordered:
        console.print(f"{each.report or each.result}", markup=False, soft_wrap=True)


def _urgency(each: Analyzed) -> tuple[int, float, str]:
    severities = [_SEVERITIES.index(flag.severity) for flag in each.document.flags]
    card = each.document.scorecard
    score = card.total if card and card.total is not None else 101.0
    return min(severities, default=len(_SEVERITIES)), score, str(each.path)


def _cells(document: Analysis) -> list[str]:
    length = clock(document.recording.duration_s)
    measures, card = document.measures, document.scorecard
    if measures is None or card is None:
        return ["", "no speech", length, "", "", "", "", document.health.grade]
    counts = [sum(flag.severity == each for flag in document.flags) for each in _SEVERITIES]
    flags = ", ".join(
        f"{count} {each}" for count, each in zip(counts, _SEVERITIES, strict=True) if count
    )
    interruptions = [
        sum(each.kind == "interruption" and each.by == role for each in measures.interruptions)
        for role in ("agent", "customer")
    ]
    raised = [
        sum(each.role == role for each in measures.raised_volume) for role in ("agent", "customer")
    ]
    ratio, empathy = measures.talk.agent_ratio, measures.empathy
    return [
        flags,
        "n/a" if card.total is None else f"{card.total:.0f}",
        length,
        "n/a" if ratio is None else f"{ratio:.0%}",
        f"{interruptions[0]} + {interruptions[1]}",
        f"{raised[0]} + {raised[1]}",
        "not needed"
        if is_not_needed(empathy)
        else "n/a"
        if empathy.score is None
        else f"{empathy.score:.0f}",
        document.health.grade,
    ]
