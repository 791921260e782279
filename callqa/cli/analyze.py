"""``callqa analyze``: recordings in, results out."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from callqa.report.document import Analysis
    from callqa.service import Analyzed
    from callqa.settings import Settings


class Profile(StrEnum):
    """Recognition models to choose from."""

    FAST = "fast"
    BALANCED = "balanced"
    ACCURATE = "accurate"


class DeviceChoice(StrEnum):
    """Where recognition runs."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"


class DiarizerChoice(StrEnum):
    """Who-spoke-when engines for mono calls."""

    FAST = "fast"
    PYANNOTE = "pyannote"


class AgentChannel(StrEnum):
    """The channel the agent is on."""

    AUTO = "auto"
    FIRST = "1"
    SECOND = "2"


def analyze(  # noqa: PLR0913 - each option of the command is a parameter
    paths: Annotated[list[Path], typer.Argument(help="Recordings, or folders of them.")],
    out: Annotated[
        Path | None, typer.Option(help="Folder for the results; beside each recording without it.")
    ] = None,
    html: Annotated[
        bool, typer.Option("--html", help="Write an HTML report of each call.")
    ] = False,
    profile: Annotated[Profile | None, typer.Option(help="Recognition model.")] = None,
    device: Annotated[DeviceChoice | None, typer.Option(help="Where recognition runs.")] = None,
    diarizer: Annotated[
        DiarizerChoice | None, typer.Option(help="Who-spoke-when engine for mono calls.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="ISO 639-1 code of the calls, or auto.")
    ] = None,
    agent_channel: Annotated[AgentChannel | None, typer.Option(help="The agent's channel.")] = None,
    redact: Annotated[
        bool | None,
        typer.Option("--redact/--no-redact", help="Take payment-card data out of the words."),
    ] = None,
    rubric: Annotated[Path | None, typer.Option(help="Rubric file (TOML).")] = None,
    metadata: Annotated[
        Path | None, typer.Option(help="Call list (CSV) with a column file and call details.")
    ] = None,
    filename_pattern: Annotated[
        str, typer.Option(help="Regular expression with named groups for call details.")
    ] = "",
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
    from callqa.jobs.call_details import DetailsSource
    from callqa.rules.rubric_file import default_rubric, load_rubric
    from callqa.service import Analyzed, Output, RunProgress, Workspace
    from callqa.settings import load_settings

    chosen = {
        "hearing.profile": profile,
        "hearing.device": device,
        "hearing.diarizer": diarizer,
        "hearing.language": language,
        "hearing.agent_channel": agent_channel,
        "hearing.redact": redact,
    }
    settings = _overridden(load_settings(settings_file), chosen)
    workspace = Workspace(settings, load_rubric(rubric) if rubric else default_rubric())
    details = DetailsSource(filename_pattern, metadata)
    found = find_recordings(paths)
    writer = _Writer(as_json, as_jsonl)
    failures = [str(failure) for failure in found.failures]
    with ProgressLine(len(found.recordings)) as line:
        for failure in failures:
            line.note(f"callqa: {failure}")
        try:
            for step in workspace.analyze(found.recordings, details, Output(out, html)):
                if isinstance(step, RunProgress):
                    line.move(step)
                    continue
                line.finish_file()
                if isinstance(step, Analyzed):
                    writer.add(step)
                else:
                    line.note(f"callqa: {step.error}")
                    failures.append(str(step.error))
        except KeyboardInterrupt:
            failures.append("stopped")
            line.note("callqa: stopped; the results so far are kept.")
    writer.close()
    if failures:
        raise typer.Exit(1)


def _overridden(settings: "Settings", chosen: dict[str, str | bool | None]) -> "Settings":
    from callqa.settings import with_values

    values = {
        key: value if isinstance(value, bool) else str(value)
        for key, value in chosen.items()
        if value is not None
    }
    return with_values(settings, values, source="command line")


class _Writer:
    """Puts results on standard output: a table at the end, or JSON as results come."""

    def __init__(self, as_json: bool, as_jsonl: bool) -> None:
        self._as_json = as_json and not as_jsonl
        self._as_jsonl = as_jsonl
        self._rows: list[Analyzed] = []
        self._documents = 0
        if self._as_json:
            sys.stdout.write("[")

    def add(self, step: "Analyzed") -> None:
        if self._as_json:
            sys.stdout.write(",\n" if self._documents else "\n")
            sys.stdout.write(_compact(step.document).rstrip("\n"))
        elif self._as_jsonl:
            sys.stdout.write(_compact(step.document))
        else:
            self._rows.append(step)
        self._documents += 1
        sys.stdout.flush()

    def close(self) -> None:
        if self._as_json:
            sys.stdout.write("\n]\n")
        elif self._rows:
            from callqa.cli.result_table import print_results

            print_results(self._rows)


def _compact(document: "Analysis") -> str:
    from callqa.report.document import encode

    return encode(document, indent=0).decode("utf-8")
