"""Tables on standard output, progress on standard error."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from callqa.domain.span import clock

if TYPE_CHECKING:
    from callqa.service.hearing_run import RunProgress

# Wide enough for a row of results where standard output is a file or a pipe.
_WIDTH_OF_A_FILE = 160


def standard_output() -> Console:
    """Return the console for results."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDTH_OF_A_FILE)


def new_table() -> Table:
    """Return a table without lines, as every command prints it."""
    return Table(box=None, pad_edge=False, header_style="bold")


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table of plain words; long ones go on in the next line of their column."""
    table = new_table()
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    standard_output().print(table)


class ProgressLine:
    """One line on standard error: files done, the present stage, elapsed time and time left.

    Where standard error is no terminal, a line is written for each finished file instead.
    """

    def __init__(self, files: int) -> None:
        console = Console(stderr=True, highlight=False)
        self._progress = Progress(
            TextColumn("{task.fields[files]}", markup=False),
            BarColumn(bar_width=24),
            TaskProgressColumn(),
            TextColumn("{task.description}", markup=False),
            TimeElapsedColumn(),
            TextColumn("{task.fields[left]}", markup=False),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._files = files
        self._finished = 0
        self._last: RunProgress | None = None
        self._task = self._progress.add_task("starting", total=None, files=self._count(), left="")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def move(self, progress: "RunProgress") -> None:
        """Show how far the run is."""
        self._last = progress
        left = "" if progress.left_s is None else f"{clock(progress.left_s)} left"
        self._progress.update(
            self._task,
            description=f"{progress.stage} {progress.path.name}",
            completed=progress.done_s,
            total=progress.total_s or None,
            left=left,
        )

    def look_up(self, path: Path, done: int, total: int) -> None:
        """Show how many of the files were compared with the store."""
        self._progress.update(
            self._task, description=f"looking up {path.name}", completed=done, total=total
        )

    def count(self, what: str, done: int, total: int) -> None:
        """Show how many of `total` are done."""
        files = f"{done:,} of {total:,}"
        self._progress.update(
            self._task, description=what, files=files, completed=done, total=total
        )

    def finish_file(self) -> None:
        """Count one more file as done."""
        self._finished += 1
        self._progress.update(self._task, files=self._count())
        if self._progress.disable and self._last:
            left = f", {clock(self._last.left_s)} left" if self._last.left_s else ""
            self.note(f"{self._count()} done, {clock(self._last.elapsed_s)} elapsed{left}")

    def note(self, text: str) -> None:
        """Write a line above the progress."""
        self._progress.console.print(text, markup=False, soft_wrap=True)

    def _count(self) -> str:
        return f"{self._finished} of {self._files}"
