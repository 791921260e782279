"""A run that adds calls, followed on standard error and told in the end."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from callqa.cli.console import ProgressLine
from callqa.cli.workspace import write_json
from callqa.errors import CallQAError, StoreError
from callqa.service.adding import Added, LookingUp
from callqa.service.hearing_run import NotAnalyzed, RunProgress

if TYPE_CHECKING:
    from callqa.service.adding import AlreadyThere, Step


class AddingRun:
    """What came of adding calls.

    Parameters
    ----------
    refused
        Paths that hold no recording, and why.
    """

    def __init__(self, refused: Sequence[CallQAError]) -> None:
        self._failed = [NotAnalyzed(Path(error.subject), error) for error in refused]
        self._added: list[Added] = []
        self._known: list[AlreadyThere] = []
        self._is_whole = True

    def follow(self, steps: "Iterator[Step]", files: int) -> None:
        """Show how far the run is; Ctrl-C and a store that fails end it, what is done is kept."""
        with ProgressLine(files) as line:
            for failure in self._failed:
                line.note(f"callqa: {failure.error}")
            try:
                for step in steps:
                    self._take(step, line)
            except KeyboardInterrupt:
                self._stop(line, "stopped; the calls so far are kept.")
            except StoreError as error:
                self._stop(line, f"{error} The calls so far are kept.")

    def tell(self, as_json: bool) -> None:
        """Print what came of it; exit status 1 where something failed."""
        if as_json:
            write_json(
                {
                    "added": [_row(each) for each in self._added],
                    "already_there": [_row(each) for each in self._known],
                    "failed": [
                        {"path": str(each.path), "error": str(each.error)} for each in self._failed
                    ],
                }
            )
        else:
            there = f", {len(self._known)} were there already" if self._known else ""
            failed = f", {len(self._failed)} failed" if self._failed else ""
            typer.echo(f"{len(self._added)} calls added{there}{failed}.")
        if self._failed or not self._is_whole:
            raise typer.Exit(1)

    def _take(self, step: "Step", line: ProgressLine) -> None:
        if isinstance(step, RunProgress):
            line.move(step)
        elif isinstance(step, LookingUp):
            line.look_up(step.path, step.done, step.total)
        else:
            line.finish_file()
            self._finish(step, line)

    def _finish(self, step: "Added | AlreadyThere | NotAnalyzed", line: ProgressLine) -> None:
        if isinstance(step, NotAnalyzed):
            line.note(f"callqa: {step.error}")
            self._failed.append(step)
        elif isinstance(step, Added):
            self._added.append(step)
            if step.unread_start is not None:
                line.note(
                    f"callqa: {step.path}: its start {step.unread_start!r} is no time such as "
                    "2026-03-31T14:05:00; the call has no start. "
                    "Set it with 'callqa review detail CALL started_at TIME'."
                )
        else:
            self._known.append(step)

    def _stop(self, line: ProgressLine, why: str) -> None:
        self._is_whole = False
        line.note(f"callqa: {why}")


def _row(step: "Added | AlreadyThere") -> dict[str, str]:
    return {"path": str(step.path), "call_id": step.call_id}
