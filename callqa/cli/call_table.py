"""Stored calls for a person to read: a list, hits of a search, one call."""

from collections.abc import Collection, Iterable
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from callqa.catalogue import say
from callqa.cli.console import new_table, standard_output
from callqa.domain.judgement import Scorecard
from callqa.domain.listing import CallSummary, FoundPage, Page, TextHit
from callqa.domain.span import clock

if TYPE_CHECKING:
    from callqa.service.shown_call import ShownCall

ID_DIGITS = 12
_SEVERITY_WORDS = ("", "praise", "coach", "urgent")
_HEADINGS = (
    ("score", "right"),
    ("length", "right"),
    ("agent talk", "right"),
    ("interrupts", "right"),
    ("empathy", "left"),
    ("review", "left"),
    ("health", "left"),
)


def print_calls(page: Page, zone: tzinfo | None) -> None:
    """Print a page of calls, and which part of how many it is."""
    console = standard_output()
    table = new_table()
    for heading in ("call", "started", "agent", "customer", "flags"):
        table.add_column(heading, overflow="fold")
    for heading, justify in _HEADINGS:
        table.add_column(heading, justify="right" if justify == "right" else "left", no_wrap=True)
    for call in page.rows:
        table.add_row(*(Text(cell) for cell in _cells(call, zone)))
    console.print(table)
    last = page.offset + len(page.rows)
    console.print(f"{page.offset + 1 if page.rows else 0} to {last} of {page.total} calls")


def print_hits(found: FoundPage, zone: tzinfo | None) -> None:
    """Print the calls a search found, each with the times and the words around its first hits."""
    console = standard_output()
    for each in found.rows:
        call = each.call
        head = (
            call.call_id[:ID_DIGITS],
            moment(call.started_at, zone),
            call.agent or "",
            f"{each.hit_count} hits" if each.hit_count != 1 else "1 hit",
        )
        console.print("  ".join(part for part in head if part), markup=False)
        for hit in each.hits:
            console.print(_marked(hit), soft_wrap=True)
    last = found.offset + len(found.rows)
    console.print(f"{found.offset + 1 if found.rows else 0} to {last} of {found.total} calls")


def print_call(shown: "ShownCall", zone: tzinfo | None) -> None:
    """Print one call: what it is, its verdict, its flags and remarks."""
    console = standard_output()
    for name, value in _facts(shown, zone):
        if value:
            console.print(f"{name:10} {value}", markup=False, soft_wrap=True)
    if shown.judgement is not None:
        _print_sections(console, shown.judgement.scorecard, shown.provisional)
    for flag in shown.judgement.flags if shown.judgement else ():
        where = f" at {clock(flag.evidence[0].start_s)}" if flag.evidence else ""
        line = f"\n{flag.severity}: {say(flag.title)}{where}. {say(flag.reason)}"
        console.print(line, markup=False, soft_wrap=True)
    for edit in shown.lost:
        line = (
            f"\ncounts no more: {edit.before} -> {edit.after} by {edit.who}, "
            f"{moment(edit.at, zone)} (edit {edit.id[:ID_DIGITS]})"
        )
        console.print(line, markup=False, soft_wrap=True)
    for note in shown.notes:
        at = f" at {clock(note.at_s)}" if note.at_s is not None else ""
        console.print(f"\nnote{at}: {note.text}", markup=False, soft_wrap=True)


def left_of(shown: "ShownCall") -> dict[str, Any]:
    """Return for other programs what is left of a call whose words were removed."""
    verdict = shown.judgement
    return {
        "call_id": shown.summary.call_id,
        "words_removed": True,
        "call": shown.summary,
        "measures": verdict.measures if verdict else None,
        "scorecard": verdict.scorecard if verdict else None,
        "flags": verdict.flags if verdict else (),
        "provisional": shown.provisional,
    }


def moment(at: datetime | None, zone: tzinfo | None) -> str:
    """Return a point in time as people of the centre write it, to the minute."""
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if at else ""


def share(value: float | None) -> str:
    """Return a share of 0 to 1 in per cent, or that it is not measurable."""
    return "n/a" if value is None else f"{value:.0%}"


def _cells(call: CallSummary, zone: tzinfo | None) -> Iterable[str]:
    counts = (call.interruptions_agent, call.interruptions_customer)
    return (
        call.call_id[:ID_DIGITS],
        moment(call.started_at, zone),
        call.agent or "",
        call.customer or "",
        _SEVERITY_WORDS[call.severity],
        "n/a" if call.score is None else f"{call.score:.0f}",
        clock(call.duration_s),
        share(call.agent_ratio),
        " + ".join("n/a" if each is None else str(each) for each in counts),
        (call.empathy_outcome or "n/a").replace("_", " "),
        call.review_state.replace("_", " "),
        call.health if call.status == "done" else "no speech",
    )


def _print_sections(console: Console, card: Scorecard, provisional: Collection[str]) -> None:
    console.print(f"\nScore by {card.rubric.id} {card.rubric.version}", markup=False)
    for section in card.sections:
        mark = "~" if any(each.id in provisional for each in section.questions) else " "
        score = "n/a" if section.score is None else f"{section.score:.0f}"
        apart = " (apart)" if section.apart else ""
        console.print(f" {mark} {section.title}{apart}: {score}", markup=False)
    if provisional:
        answered = [
            each
            for section in card.sections
            for each in section.questions
            if not each.not_applicable
        ]
        console.print(
            f"~ provisional: {len(provisional)} of {len(answered)} answers are not proven by "
            "calibration, see 'callqa calibrate proven'",
            soft_wrap=True,
        )


def _facts(shown: "ShownCall", zone: tzinfo | None) -> Iterable[tuple[str, str]]:
    call, document = shown.summary, shown.document
    given_start = document.recording.started_at if document else None
    score = "n/a" if call.score is None else f"{call.score:.2f}"
    changed = call.score != call.machine_score and call.machine_score is not None
    machine = f" (machine: {call.machine_score:.2f})" if changed else ""
    passed = {True: ", passed", False: ", failed", None: ""}[call.passed]
    yield "call", call.call_id
    yield "recording", call.path or "link removed"
    unread = f"not known: {given_start!r} is no time" if given_start else ""
    yield "started", moment(call.started_at, zone) or unread
    yield "length", clock(call.duration_s)
    yield "words", "" if document else "removed from the store; scores and measures are kept"
    yield "agent", call.agent or ""
    yield "customer", call.customer or ""
    yield "queue", call.queue or ""
    yield "linked as", call.interaction or ""
    blind = f"you score this call blind in the calibration {shown.blind!r}" if shown.blind else ""
    yield "score", blind or score + machine + passed
    yield "flags", ", ".join(call.flags)
    yield "situations", ", ".join(call.situations)
    review = call.review_state.replace("_", " ")
    yield "review", f"{review}, {call.assigned_to}" if call.assigned_to else review


def _marked(hit: TextHit) -> Text:
    line = Text(f"    {clock(hit.start_s):>7} {hit.role}: ")
    start = len(line)
    line.append(hit.text)
    for first, end in hit.marks:
        line.stylize("bold", start + first, start + end)
    return line
