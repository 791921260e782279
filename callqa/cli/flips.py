"""Verdicts that flip, for a person to read."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.progress import Progress

from callqa.cli.workspace import write_json

if TYPE_CHECKING:
    from callqa.service.flips import Distribution, Flip, Preview
    from callqa.service.rescore import NotRescored, Rescored

_BAR_WIDTH = 40


def print_preview(preview: "Preview") -> None:
    """Print every flip with its reasons, and the spread of scores before and after."""
    for flip in preview.flips:
        print_flip(flip)
    typer.echo(
        f"{len(preview.flips)} of {preview.calls} calls would flip;"
        f" {preview.signed} signed ones keep their verdict."
    )
    _print_spread(preview.before, preview.after)


def print_flip(flip: "Flip") -> None:
    """Print one flip: the call, the verdict before and after, and why."""
    typer.echo(
        f"{flip.call_id[:12]}  {_verdict(flip.score_before, flip.passed_before)} -> "
        f"{_verdict(flip.score_after, flip.passed_after)}"
    )
    for words, codes in (("raised", flip.raised), ("cleared", flip.cleared)):
        if codes:
            typer.echo(f"    {words}: {', '.join(codes)}")
    for reason in flip.reasons:
        shares = f"{_share(reason.before)} -> {_share(reason.after)}"
        typer.echo(f"    {reason.question}: {shares}  {reason.text}")
    if not flip.reasons:
        typer.echo("    the answers are the same; weights, pass mark or flag limits differ")


def follow_rescoring(steps: "Iterator[Rescored]", as_json: bool) -> None:
    """Show how far scoring again is, and in the end every verdict that flipped.

    Ctrl-C stops it, with what is done kept. Exit status 1 where it was stopped, or where calls
    could not be judged.
    """
    flips: list[Flip] = []
    failed: list[NotRescored] = []
    done, stopped = 0, False
    console = Console(stderr=True, highlight=False)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("judging again", total=None)
        try:
            for step in steps:
                flips += step.flips
                failed += step.failed
                done = step.done
                progress.update(task, completed=step.done, total=step.total)
        except KeyboardInterrupt:
            stopped = True
    for each in failed:
        typer.echo(f"callqa: {each.call_id[:12]}: {each.error}", err=True)
    if stopped:
        typer.echo("callqa: stopped; 'callqa rescore' does the rest.", err=True)
    if as_json:
        write_json({"calls": done, "flips": flips})
    else:
        for flip in flips:
            print_flip(flip)
        typer.echo(f"{done} calls judged again, {len(flips)} verdicts flipped.")
    if failed or stopped:
        raise typer.Exit(1)


def _print_spread(before: "Distribution", after: "Distribution") -> None:
    most = max((*before.bars, *after.bars, 1))
    typer.echo("\nscore     before" + " " * (_BAR_WIDTH - 1) + "after")
    for number, (old, new) in enumerate(zip(before.bars, after.bars, strict=True)):
        low = number * 10
        high = 100 if number == len(before.bars) - 1 else low + 9
        left = f"{old:5} {'#' * round(old / most * (_BAR_WIDTH - 8))}"
        right = f"{new:5} {'#' * round(new / most * (_BAR_WIDTH - 8))}"
        typer.echo(f"{low:3}-{high:<4}{left:<{_BAR_WIDTH + 5}}{right}")
    for name, each in (("before", before), ("after", after)):
        mean = "none" if each.mean is None else f"{each.mean:.1f}"
        typer.echo(f"{name}: mean {mean}, {each.passed} passed, {each.unscored} not scored")


def _verdict(score: float | None, passed: bool | None) -> str:
    if score is None:
        return "not scored"
    return f"{score:.1f} {'passed' if passed else 'failed'}"


def _share(share: float | None) -> str:
    return "n/a" if share is None else f"{share:.0%}"
