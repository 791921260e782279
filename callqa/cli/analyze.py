"""``callqa analyze``: recordings in, results out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

import typer

from callqa.cli.results import ResultsWriter
from callqa.settings import options

if TYPE_CHECKING:
    from callqa.settings import Settings

_DECLARED = {option.key: option for option in options()}


def _setting(key: str, *names: str) -> Any:
    """Return the command-line option of a setting; its declaration checks what is given."""
    declared = _DECLARED[key]
    metavar = "|".join(declared.choices) or None
    return typer.Option(*names, help=declared.help, metavar=metavar)


def analyze(  # noqa: PLR0913 - each option of the command is a parameter
    paths: Annotated[list[Path], typer.Argument(help="Recordings, or folders of them.")],
    out: Annotated[
        Path | None, typer.Option(help="Folder for the results; beside each recording without it.")
    ] = None,
    html: Annotated[
        bool, typer.Option("--html", help="Write an HTML report of each call.")
    ] = False,
    profile: Annotated[str | None, _setting("hearing.profile")] = None,
    device: Annotated[str | None, _setting("hearing.device")] = None,
    diarizer: Annotated[str | None, _setting("hearing.diarizer")] = None,
    language: Annotated[str | None, _setting("hearing.language")] = None,
    vocabulary: Annotated[str | None, _setting("hearing.vocabulary")] = None,
    agent_channel: Annotated[str | None, _setting("hearing.agent_channel")] = None,
    redact: Annotated[bool | None, _setting("hearing.redact", "--redact/--no-redact")] = None,
    rubric: Annotated[Path | None, typer.Option(help="Rubric file (TOML).")] = None,
    metadata: Annotated[
        Path | None, typer.Option(help="Call list (CSV) with a column file and call details.")
    ] = None,
    filename_pattern: Annotated[
        str | None, typer.Option(help="Regular expression with named groups for call details.")
    ] = None,
    settings_file: Annotated[
        Path | None, typer.Option("--settings", help="Settings file (TOML); yours without it.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write the results to standard output as a JSON array.")
    ] = False,
    as_jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Write the results to standard output as JSON Lines.")
    ] = False,
) -> None:
    """Transcribe, measure and score recorded calls.

    Each recording gets a NAME.callqa.json. Exit status: 0 all done, 1 some calls failed (named
    with reasons), 2 wrong usage.

    Example: callqa analyze calls/ --out results --html
    """
    from callqa.audio.recordings import find_recordings
    from callqa.cli.console import ProgressLine
    from callqa.cli.details import details_source
    from callqa.report.index import IndexRow, index_row
    from callqa.rules.rubric_file import default_rubric, load_rubric
    from callqa.service.analysis import Analyzer, Output, write_index
    from callqa.service.hearing_run import NotAnalyzed, RunProgress
    from callqa.settings import load_settings
    from callqa.speech.vocabulary import load_vocabulary

    chosen = {
        "hearing.profile": profile,
        "hearing.device": device,
        "hearing.diarizer": diarizer,
        "hearing.language": language,
        "hearing.vocabulary": vocabulary,
        "hearing.agent_channel": agent_channel,
        "hearing.redact": redact,
    }
    settings = _overridden(load_settings(settings_file), chosen)
    if settings.hearing.vocabulary:
        load_vocabulary(Path(settings.hearing.vocabulary))
    analyzer = Analyzer(settings, load_rubric(rubric) if rubric else default_rubric())
    details = details_source(settings, filename_pattern, metadata)
    found = find_recordings(paths)
    failures = [NotAnalyzed(Path(failure.subject), failure) for failure in found.failures]
    pages: list[IndexRow] = []
    stopped = False
    with ResultsWriter(as_json, as_jsonl) as writer, ProgressLine(len(found.recordings)) as line:
        for failure in failures:
            line.note(f"callqa: {failure.error}")
        try:
            for step in analyzer.analyze(found.recordings, details, Output(out, html)):
                if isinstance(step, RunProgress):
                    line.move(step)
                    continue
                line.finish_file()
                if isinstance(step, NotAnalyzed):
                    line.note(f"callqa: {step.error}")
                    failures.append(step)
                else:
                    writer.add(step)
                    if out and step.report:
                        pages.append(index_row(step.document, quote(step.report.name)))
        except KeyboardInterrupt:
            stopped = True
            line.note("callqa: stopped; the results so far are kept.")
    if out and len(pages) > 1:
        typer.echo(f"All calls: {write_index(out, pages, failures)}", err=as_json or as_jsonl)
    if failures or stopped:
        raise typer.Exit(1)


def _overridden(settings: "Settings", chosen: dict[str, str | bool | None]) -> "Settings":
    from callqa.settings import with_values

    values = {key: value for key, value in chosen.items() if value is not None}
    return with_values(settings, values, source="command line")
