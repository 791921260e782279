"""How fast stored calls are judged again on one core.

``python -m tests.bench.rescore [RECORDING ...] [--json]`` hears the recordings (the sample calls
when none is named) and prints, for each and for all in turn, calls per second of processor time for

rescore : read the stored findings, score and flag: what a changed rubric needs
recompute : read the stored Hearing, find, measure, score, flag and store: what a changed lexicon
    or threshold needs
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from callqa.domain.hearing import Hearing
from callqa.domain.judgement import Judgement
from callqa.jobs.engine import LocalEngine
from callqa.jobs.messages import Done, HearCall
from callqa.jobs.worker import WorkerPlan
from callqa.lexicon import load_pack
from callqa.rules.findings import Findings, decode_findings, encode_findings
from callqa.rules.judge import find, verdict
from callqa.rules.packed_hearing import pack_hearing, unpack_hearing
from callqa.rules.rubric_file import default_rubric
from callqa.settings import Settings

SAMPLES = Path(__file__).resolve().parents[2] / "sample_calls"
RUBRIC = default_rubric()
SETTINGS = Settings()
RECORDINGS = (".wav", ".flac", ".mp3")

ROUNDS = 5
ROUND_S = 1.0
"""The median of five rounds of a second of processor time: other work on a shared core takes none
of it, and what its bursts do to the caches moves one round or two."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One call as the store keeps it."""

    name: str
    duration_s: float
    hearing: bytes
    findings: bytes


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; bytes are means where it stands for several calls."""

    call: str
    duration_s: float
    hearing_bytes: int
    findings_bytes: int
    rescore_per_s: float
    recompute_per_s: float


def rescored(call: Stored) -> Judgement:
    """Judge a call by the rubric again."""
    return verdict(decode_findings(call.findings), RUBRIC, SETTINGS)


def recomputed(call: Stored) -> tuple[bytes, Judgement]:
    """Judge a call by lexicon, thresholds and rubric again; its new findings are to be stored."""
    findings = found(unpack_hearing(call.hearing))
    return encode_findings(findings), verdict(findings, RUBRIC, SETTINGS)


def found(hearing: Hearing) -> Findings:
    """Look for phrases in a call and measure it."""
    return find(hearing, load_pack(hearing.language.code), SETTINGS)


def heard(paths: Sequence[Path]) -> Iterator[Stored]:
    """Hear recordings and yield them as they would be stored."""
    with LocalEngine(WorkerPlan(SETTINGS, 1), workers=1) as engine:
        for message in engine.run(HearCall(number, path) for number, path in enumerate(paths)):
            if isinstance(message, Done):
                hearing = message.hearing
                name = paths[message.job_id].name
                findings = encode_findings(found(hearing))
                duration_s = hearing.recording.duration_s
                yield Stored(name, duration_s, pack_hearing(hearing), findings)


def per_s(step: Callable[[Stored], object], calls: Sequence[Stored]) -> float:
    """Return how many of `calls`, taken in turn, `step` does a second: the median round."""
    rates = []
    for call in calls:
        step(call)
    for _ in range(ROUNDS):
        done, started_s = 0, time.process_time()
        while (elapsed_s := time.process_time() - started_s) < ROUND_S:
            for call in calls:
                step(call)
            done += len(calls)
        rates.append(done / elapsed_s)
    return sorted(rates)[ROUNDS // 2]


def row(name: str, calls: Sequence[Stored]) -> Row:
    """Time one call, or several in turn."""
    return Row(
        call=name,
        duration_s=round(sum(each.duration_s for each in calls) / len(calls), 1),
        hearing_bytes=sum(len(each.hearing) for each in calls) // len(calls),
        findings_bytes=sum(len(each.findings) for each in calls) // len(calls),
        rescore_per_s=round(per_s(rescored, calls)),
        recompute_per_s=round(per_s(recomputed, calls), 1),
    )


def show(rows: Sequence[Row]) -> None:
    """Print the table."""
    table = Table("call", "s", "Hearing B", "findings B", "rescore /s", "recompute /s")
    for each in rows:
        table.add_row(
            each.call,
            f"{each.duration_s:.0f}",
            f"{each.hearing_bytes:,}",
            f"{each.findings_bytes:,}",
            f"{each.rescore_per_s:,.0f}",
            f"{each.recompute_per_s:.1f}",
        )
    Console().print(table)


def main() -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(description="Time the judging of stored calls.")
    parser.add_argument("recordings", nargs="*", type=Path, help="default: the sample calls")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    paths = options.recordings or sorted(
        each for each in SAMPLES.iterdir() if each.suffix in RECORDINGS
    )
    calls = list(heard(paths))
    rows = [row(each.name, [each]) for each in calls]
    if len(calls) > 1:
        rows.append(row("all in turn", calls))
    if options.json:
        sys.stdout.write(json.dumps([asdict(each) for each in rows], indent=2) + "\n")
    else:
        show(rows)


if __name__ == "__main__":
    main()
