"""``callqa bench``: the README's figures, measured here."""

import json
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from callqa.bench.speed import SpeedRow
    from callqa.service.analysis import Analyzed
    from callqa.service.hearing_run import RunProgress

app = typer.Typer(no_args_is_help=True, help="Measure speed and accuracy on this machine.")


@app.callback()
def _bench() -> None:
    """Measure speed and accuracy on this machine."""


@app.command()
def speed(
    two_channel: Annotated[Path, typer.Option(help="A call with a channel for each party.")] = Path(
        "sample_calls/01_missed_engineer_handled_well.wav"
    ),
    mono: Annotated[Path, typer.Option(help="A call with both on one channel.")] = Path(
        "sample_calls/03_router_fault_mono_mix.wav"
    ),
    plain: Annotated[
        bool, typer.Option(help="Also run faster-whisper and pyannote at their defaults.")
    ] = True,
    hour: Annotated[
        bool, typer.Option(help="Also run both calls repeated to 60 minutes, for the memory.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable output.")] = False,
) -> None:
    """Time one call, many calls, and the plain pipeline on the same mono call.

    Example: callqa bench speed --two-channel call.flac --mono call_mono.flac
    """
    from callqa.bench.hour import an_hour_of
    from callqa.bench.speed import help_s, machine, one_call, plain_pipeline, throughput
    from callqa.service.hearing_run import share_of_cores
    from callqa.settings import Settings

    settings = Settings()
    cores = share_of_cores(1)[1]
    rows: list[SpeedRow] = []
    with ExitStack() as files:
        plan = [
            ("two-channel call, 1 worker", one_call, two_channel),
            ("mono call, 1 worker", one_call, mono),
            (f"two-channel calls, {cores} workers", throughput, two_channel),
            (f"mono calls, {cores} workers", throughput, mono),
        ]
        if hour:
            for kind, path in (("two-channel", two_channel), ("mono", mono)):
                long_path = files.enter_context(an_hour_of(path))
                plan.append((f"60-minute {kind} call, second in a row", one_call, long_path))
        for what, time_it, path in plan:
            typer.echo(f"{what} ...", err=True)
            rows.append(time_it(what, path, settings, cores))
    if plain:
        typer.echo("plain pipeline ...", err=True)
        rows.append(plain_pipeline("mono call, plain pipeline", mono, cores))
    if as_json:
        found = {"machine": machine(), "help_s": help_s(), "rows": [asdict(row) for row in rows]}
        typer.echo(json.dumps(found, indent=2))
        return
    _print(machine(), help_s(), rows, plain)


@app.command()
def accuracy(
    data: Annotated[
        Path, typer.Option(help="Folder of the development recordings, which do not come along.")
    ] = Path("../shared/data"),
    samples: Annotated[Path, typer.Option(help="Folder of the sample calls.")] = Path(
        "sample_calls"
    ),
    labelled: Annotated[
        Path, typer.Option(help="Folder of the labelled sentences and call scripts.")
    ] = Path("tests/labelled"),
    sets: Annotated[
        list[str] | None, typer.Option("--set", help="Only this set; may be given again.")
    ] = None,
    each: Annotated[
        bool, typer.Option("--each", help="Also a line for every recording or category.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable output.")] = False,
) -> None:
    """Compare results with the truth of recordings and texts for which it is known.

    Settings are the defaults. Sets whose folder is not there are left out. Sets: calls, mono,
    interruptions, placed, raised_volume, edge, ami, asr, vocabulary, sample_calls,
    sentences, scripts, esconv, transcripts.

    Example: callqa bench accuracy --set interruptions --set sample_calls
    """
    from callqa.bench.accuracy import SET_NAMES, Material, planned
    from callqa.cli.console import ProgressLine
    from callqa.service.analysis import Analyzer
    from callqa.service.hearing_run import RunProgress

    material = Material(data, samples, labelled)
    names = sets or [name for name in SET_NAMES if material.folder(name).is_dir()]
    for folder, option in ((data, "--data"), (samples, "--samples"), (labelled, "--labelled")):
        if not sets and not folder.is_dir():
            typer.echo(
                f"callqa: {folder}: There is no such folder, so its sets are left out. If they lie "
                f"elsewhere, name it with {option}.",
                err=True,
            )
    with (
        planned(names, material) as plan,
        ProgressLine(len(plan.recordings)) as line,
    ):

        def follow(step: "RunProgress | Analyzed") -> None:
            if isinstance(step, RunProgress):
                line.move(step)
            else:
                line.finish_file()

        figures = plan.figures(plan.analyzed(Analyzer(), follow))
    if as_json:
        rows = [asdict(figure) for figure in figures]
        typer.echo(json.dumps({"recordings": len(plan.recordings), "rows": rows}, indent=2))
        return
    from callqa.cli.accuracy_table import print_figures

    print_figures(figures, each=each)


def _print(where: str, help_s: float, rows: "list[SpeedRow]", plain: bool) -> None:
    from callqa.cli.console import new_table, standard_output

    console = standard_output()
    console.print(f"Machine: {where}")
    table = new_table()
    table.add_column("what")
    for heading in ("sound, s", "wall, s", "x real time", "peak, MB"):
        table.add_column(heading, justify="right")
    table.add_column("stages, s")
    for row in rows:
        stages = ", ".join(f"{stage} {spent_s:.1f}" for stage, spent_s in row.stages_s.items())
        table.add_row(
            row.what,
            f"{row.audio_s:.1f}",
            f"{row.wall_s:.1f}",
            f"{row.x_real_time:.1f}",
            f"{row.peak_mb:.0f}",
            stages,
        )
    console.print(table)
    console.print(f"callqa --help: {help_s:.2f} s")
    if plain:
        ratio = rows[1].x_real_time / rows[-1].x_real_time
        console.print(f"mono call against the plain pipeline: {ratio:.1f} times as fast")
