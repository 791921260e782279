"""Recordings in, result files out: analysis without a store."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from callqa.domain.hearing import Hearing
from callqa.errors import CallQAError
from callqa.jobs.call_details import DetailsSource
from callqa.lexicon import load_pack
from callqa.report.atomic import write_atomically
from callqa.report.document import Analysis, analysis, encode
from callqa.report.html import render_report
from callqa.report.index import IndexRow, render_index
from callqa.report.naming import report_path, result_path
from callqa.rules.judge import judge
from callqa.rules.rubric import Rubric
from callqa.rules.rubric_file import default_rubric
from callqa.service.hearing_run import Heard, NotAnalyzed, RunProgress, hear_calls
from callqa.settings import Settings


@dataclass(frozen=True, slots=True)
class Output:
    """Where results go: beside each recording, or in `folder`; with an HTML report or without."""

    folder: Path | None = None
    html: bool = False


@dataclass(frozen=True, slots=True)
class Analyzed:
    """A call that was analysed, and the files written for it."""

    path: Path
    document: Analysis
    result: Path
    report: Path | None


@dataclass(frozen=True, slots=True)
class Analyzer:
    """The engine with its settings and rubric."""

    settings: Settings = field(default_factory=Settings)
    rubric: Rubric = field(default_factory=default_rubric)

    def analyze(
        self, paths: Iterable[Path], details: DetailsSource, output: Output
    ) -> Iterator[Analyzed | NotAnalyzed | RunProgress]:
        """Analyse recordings, write each result as soon as it is there, and report on the way.

        A call that fails is reported and the others go on; see `hear_calls` for what is raised.
        """
        for step in hear_calls(paths, details, self.settings):
            yield self._written(step, output) if isinstance(step, Heard) else step

    def judged(self, hearing: Hearing) -> Analysis:
        """Return the whole result of a call: what was heard and what is made of it."""
        if not hearing.speech:
            return analysis(hearing, None)
        pack = load_pack(hearing.language.code)
        return analysis(hearing, judge(hearing, self.rubric, pack, self.settings))

    def _written(self, heard: Heard, output: Output) -> Analyzed | NotAnalyzed:
        document = self.judged(heard.hearing)
        try:
            result, report = _write(document, output)
        except CallQAError as error:
            return NotAnalyzed(heard.path, error)
        return Analyzed(heard.path, document, result, report)


def write_index(folder: Path, rows: Sequence[IndexRow], failures: Sequence[NotAnalyzed]) -> Path:
    """Write the page that lists the reports in `folder`, and return where it is.

    Raises
    ------
    OutputFailed
        The page could not be written.
    """
    page = render_index(rows, [(str(each.path), each.error.what) for each in failures])
    path = folder / "index.callqa.html"
    write_atomically(path, page.encode("utf-8"))
    return path


def _write(document: Analysis, output: Output) -> tuple[Path, Path | None]:
    result = result_path(document.recording, document.call_id, output.folder)
    write_atomically(result, encode(document))
    if not output.html:
        return result, None
    report = report_path(result)
    write_atomically(report, render_report(document).encode("utf-8"))
    return result, report
