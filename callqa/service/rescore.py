"""Stored calls are scored again from what was found in them.

A call that a person has signed keeps its verdict. The work is done in pieces, each written whole,
so that it can be stopped at any time and taken up again.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from callqa.corrections.log import standing_changes
from callqa.errors import CallError, RecordUnreadable
from callqa.rules.findings import decode_findings
from callqa.service.context import Context
from callqa.service.flips import Flip, flip_of
from callqa.service.judging import Judging
from callqa.service.rubric_in_force import judging_in_force
from callqa.store.loading import findings_missing
from callqa.store.rescoring import StandingVerdict, held_verdicts, unsigned_rows
from callqa.store.saving import VerdictRows, save_verdicts, verdict_rows

CHUNK = 500
"""Calls scored in one transaction: a quarter of a second in which no other writer gets in."""


@dataclass(frozen=True, slots=True)
class NotRescored:
    """A call that keeps its verdict because it cannot be judged, and why."""

    call_id: str
    error: CallError


@dataclass(frozen=True, slots=True)
class Rescored:
    """How far a run is, and the verdicts that flipped since the last such message."""

    done: int
    total: int
    flips: tuple[Flip, ...]
    failed: tuple[NotRescored, ...] = ()

    def without(self, call_ids: Collection[str]) -> "Rescored":
        """Return the same without the flips of some calls."""
        told = tuple(each for each in self.flips if each.call_id not in call_ids)
        return replace(self, flips=told)


def scored_anew(judging: Judging, call: StandingVerdict) -> VerdictRows:
    """Return the verdict on a stored call from what was found in it.

    Raises
    ------
    RecordUnreadable
        What was stored of the call is damaged or missing.
    """
    if call.data is None:
        raise findings_missing()
    findings = decode_findings(call.data)
    machine = decode_findings(call.machine) if call.machine else findings
    return verdict_rows(*judging.verdicts(findings, machine, standing_changes(call.log)))


def score_again(context: Context, rubric: int, total: int) -> Iterator[Rescored]:
    """Score every call that another rubric scored, from what was found in it.

    It ends early when somebody puts another rubric in force: that run scores the same calls.
    """
    done, last = 0, 0
    while True:
        flips: list[Flip] = []
        failed: list[NotRescored] = []
        with context.store.writing() as connection:
            in_force, judging = judging_in_force(connection, context, held=True)
            rows = unsigned_rows(connection, after=last, limit=CHUNK, but_scored_by=rubric)
            if in_force != rubric or not rows:
                return
            scored: list[tuple[int, VerdictRows]] = []
            for call in held_verdicts(connection, rows):
                try:
                    verdict = scored_anew(judging, call)
                except RecordUnreadable as error:
                    failed.append(NotRescored(call.call_id, error))
                    continue
                scored.append((call.row, verdict))
                if flip := flip_of(call, verdict, judging.rubric):
                    flips.append(flip)
            save_verdicts(connection, rubric, scored)
        last, done = rows[-1], done + len(rows)
        yield Rescored(done, max(total, done), tuple(flips), tuple(failed))
