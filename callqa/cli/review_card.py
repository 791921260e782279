"""One call under review, for a person to read and for other programs."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import tzinfo
from typing import TYPE_CHECKING, Any, get_args

import typer

from callqa.catalogue import say
from callqa.cli.call_table import ID_DIGITS, moment
from callqa.cli.position import exact
from callqa.corrections.codec import change_to_document
from callqa.corrections.event_types import EVENT_TYPES, events_of
from callqa.domain.edits import Edit, EventKind
from callqa.domain.measures import Measures, Situation
from callqa.domain.span import clock
from callqa.report.document import Analysis
from callqa.service.review_card import CardLine, ReviewCard
from callqa.service.review_steps import state_words

if TYPE_CHECKING:
    from callqa.service.reviewing import ReviewHistory

_SHOWN_TIMES = 3


def edit_row(edit: Edit) -> dict[str, Any]:
    """Return an edit for other programs, its change by kind and values."""
    row = {each.name: getattr(edit, each.name) for each in fields(edit)}
    return row | {"change": change_to_document(edit.change)}


def card_row(card: ReviewCard, document: Analysis | None) -> dict[str, Any]:
    """Return a card for other programs; turns and findings are those of the call's result."""
    row = {each.name: getattr(card, each.name) for each in fields(card)}
    row["edits"] = [edit_row(each) for each in card.edits]
    if document is not None:
        row |= {"speakers": document.speakers, "turns": document.turns}
        row["measures"] = document.measures
    return row


def history_row(history: "ReviewHistory") -> dict[str, Any]:
    """Return the log of a call for other programs."""
    row = {each.name: getattr(history, each.name) for each in fields(history)}
    return row | {"edits": [edit_row(each) for each in history.edits]}


def score_words(score: float | None) -> str:
    """Return a score to two digits, or that there is none."""
    return "n/a" if score is None else f"{score:.2f}"


def print_card(card: ReviewCard, zone: tzinfo | None) -> None:
    """Print the scorecard, then flags, notes, log and what is left to do."""
    _print_head(card, zone)
    section = None
    for line in card.lines:
        if line.section != section:
            section = line.section
            typer.echo(f"\n{section}")
        typer.echo(_line_words(line, is_blind=card.blind is not None))
    for flag in card.flags:
        times = ", ".join(clock(each.start_s) for each in flag.evidence[:_SHOWN_TIMES])
        where = f" at {times}" if times else ""
        typer.echo(f"\n{flag.severity} ({flag.code}): {say(flag.title)}{where}. {say(flag.reason)}")
    for code, reason in card.dismissed.items():
        typer.echo(f"\ndismissed: {code} ({reason})")
    for note in card.notes:
        at = f" at {clock(note.at_s)}" if note.at_s is not None else ""
        typer.echo(f"\nnote{at}: {note.text}")
    for dispute in card.disputes:
        typer.echo(f"\ndisputed: {dispute.question}: {dispute.reason}")
    _print_left(card.lines)
    if card.edits or card.steps:
        typer.echo("\nlog")
        _print_log(card.steps, card.edits, zone)


def print_history(history: "ReviewHistory", zone: tzinfo | None) -> None:
    """Print all that people did to a call, in order of time."""
    whose = f", with {history.assigned_to}" if history.assigned_to else ""
    typer.echo(f"{state_words(history.state)}{whose}")
    _print_log(history.steps, history.edits, zone)
    for each in history.disputes:
        typer.echo(f"disputed: {each.question}: {each.reason}")


def print_turns(document: Analysis | None) -> None:
    """Print voices and turns with the ids that corrections name them by."""
    if document is None:
        typer.echo("\nthe words of this call were removed from the store, so it has no turns")
        return
    typer.echo("\nvoices")
    for voice in document.speakers:
        named = f", {voice.name}" if voice.name else ""
        typer.echo(f"  {voice.id}: {voice.role}{named}")
    typer.echo("\nturns")
    for turn in document.turns:
        typer.echo(f"  {turn.id:>4} {clock(turn.start_s):>7} {turn.speaker}: {turn.text}")


def print_findings(measures: Measures | None) -> None:
    """Print what was found, as ``callqa review event`` names it."""
    typer.echo("\nfindings")
    if measures is None:
        return
    kinds: tuple[EventKind, ...] = get_args(EventKind)
    for kind in kinds:
        known = EVENT_TYPES[kind]
        for event in events_of(measures, kind):
            at = "0" if isinstance(event, Situation) else exact(event.start_s)
            of = f" --of {known.of(event)}" if known.of_field else ""
            typer.echo(f"  {kind} {at}{of}: {known.class_of(event)}")


def _print_head(card: ReviewCard, zone: tzinfo | None) -> None:
    call = card.call
    whose = f", with {call.assigned_to}" if call.assigned_to else ""
    head = (call.call_id[:ID_DIGITS], call.agent or "", moment(call.started_at, zone))
    typer.echo("  ".join(each for each in (*head, state_words(call.review_state) + whose) if each))
    if card.blind is not None:
        typer.echo(f"you score this call blind in the calibration {card.blind!r}")
        return
    passed = {True: ", passed", False: ", failed", None: ""}[card.passed]
    machine = (
        "" if card.total == card.machine_total else f" (machine {score_words(card.machine_total)})"
    )
    by = f"{card.rubric.id} {card.rubric.version}"
    typer.echo(f"score {score_words(card.total)}{machine}{passed}, by {by}")


def _line_words(line: CardLine, *, is_blind: bool) -> str:
    if is_blind:
        return f"   {line.id:22} of {line.most:g}  {line.text}"
    mark = "~" if line.provisional else "?" if line.open else " "
    times = ", ".join(clock(each.start_s) for each in line.evidence[:_SHOWN_TIMES])
    where = f" [{times}]" if times else ""
    answer = _points(line.machine, line.most, line.answer)
    if line.person is not None:
        given = _points(line.person.points, line.most, "not applicable")
        answer += f" -> {given} by {line.person.who} ({line.person.reason})"
    return f" {mark} {line.id:22} {answer}  {say(line.explanation)}{where}"


def _points(points: float | None, most: float, otherwise: str) -> str:
    return otherwise if points is None else f"{points:g} of {most:g}"


def _print_left(lines: Iterable[CardLine]) -> None:
    listed = tuple(lines)
    left = [each.id for each in listed if each.open]
    if left:
        typer.echo(f"\n? for a person to answer: {', '.join(left)}")
    if any(each.provisional for each in listed):
        typer.echo("\n~ provisional: not proven by calibration, see 'callqa calibrate proven'")


def _print_log(steps: Iterable[Any], edits: Iterable[Edit], zone: tzinfo | None) -> None:
    entries = [
        (
            each.at,
            each.who,
            f"{state_words(each.before)} -> {state_words(each.after)}",
            each.comment,
        )
        for each in steps
    ]
    for edit in edits:
        what = f"{change_to_document(edit.change)['kind']} {edit.id[:8]}: "
        what += f"{edit.before} -> {edit.after}" if edit.before else edit.after
        entries.append((edit.at, edit.who, what, getattr(edit.change, "reason", "")))
    for at, who, what, why in sorted(entries, key=lambda each: each[0]):
        typer.echo(f"  {moment(at, zone)}  {who}: {what}" + (f" ({why})" if why else ""))
