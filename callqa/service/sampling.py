"""Which calls to review: plans that draw them, log what they drew, and hand them out."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta, tzinfo
from itertools import cycle
from typing import Any, Literal

from sqlalchemy import Connection

from callqa.domain.review import Drawn
from callqa.errors import UsageError
from callqa.figures.risk import RISK_WEIGHTS, risk_weight
from callqa.figures.sampling import Draw, Stratum, draw_by_risk, draw_random, draw_stratified
from callqa.service.context import Context
from callqa.service.filter_text import filter_of
from callqa.service.review_steps import hand_over, require_reviewer
from callqa.store.loading import load_call
from callqa.store.samples import (
    Candidate,
    LoggedSample,
    all_samples,
    candidates,
    hold_samples,
    log_sample,
    put_drawn,
)

PlanKind = Literal["random", "stratified", "risk"]

MAX_SEED = 2**31 - 1
"""What an integer column of either database holds."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be drawn.

    n : calls in all, or of each agent and each week where these are told apart
    per_agent, per_week : `stratified` draws `n` for each; weeks are ISO weeks in the centre's zone
    where : filter terms (`callqa.service.filter_text`) for the calls to draw from
    seed : repeats the draw; one is made up where it is ``None``
    """

    kind: PlanKind
    n: int
    per_agent: bool = False
    per_week: bool = False
    where: tuple[str, ...] = ()
    seed: int | None = None

    def __post_init__(self) -> None:
        if self.n < 1:
            raise UsageError("draws at least one call.", subject=f"a plan of {self.n}")
        if (self.per_agent or self.per_week) != (self.kind == "stratified"):
            raise UsageError(
                "agents and weeks are told apart by the stratified plan, and by no other.",
                subject=self.kind,
                remedy="Draw 'stratified' per agent, per week or both.",
            )
        if self.seed is not None and not 0 <= self.seed <= MAX_SEED:
            raise UsageError(f"must lie in 0 to {MAX_SEED}.", subject=f"seed {self.seed}")


@dataclass(frozen=True, slots=True)
class DrawnCall:
    """A call that was drawn.

    stratum : its agent, week or both, where the plan tells them apart
    inclusion : the chance that it had of being drawn, above 0 to 1
    reviewer : whose it became; ``None`` where nobody was named, or its review had begun before
    """

    call_id: str
    agent: str | None
    reason: Drawn
    stratum: Stratum
    inclusion: float
    reviewer: str | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A draw: its number in the log, the seed that repeats it, and out of how many calls."""

    sample: int
    plan: PlanKind
    seed: int
    candidates: int
    calls: tuple[DrawnCall, ...]


@dataclass(frozen=True, slots=True)
class Samples:
    """The samples of a store."""

    context: Context

    def draw(self, plan: Plan, reviewers: Sequence[str] = ()) -> Drawing:
        """Draw calls by a plan, log it, and give them to `reviewers` in turn.

        A call that a plan has drawn is not drawn again; by chance it may be drawn although
        people or a plan by risk had chosen it, and counts as drawn by chance then: a sample
        without these would look too good. It stays with whoever reviews it.

        Raises
        ------
        NotAllowed
            The person may not assign calls.
        ReviewRefused
            One of `reviewers` is none.
        UsageError
            The filter of the plan is not understood.
        """
        self.context.require("assign")
        seed = secrets.randbelow(MAX_SEED) if plan.seed is None else plan.seed
        zone = self.context.zone()
        where = replace(filter_of(plan.where, zone), zone=zone)
        with self.context.store.writing() as connection:
            for login in reviewers:
                require_reviewer(connection, login)
            hold_samples(connection)
            frame = candidates(connection, where, plan.kind)
            drawn = _drawn(plan, frame, seed, zone)
            now, who = self.context.now(), self.context.user.login
            logged = _as_logged(plan, len(frame), reviewers)
            sample = log_sample(connection, logged, seed, at=now, who=who)
            by_id = {each.call_id: each for each in frame}
            put_drawn(connection, sample, [(by_id[each.call_id].row, each) for each in drawn])
            calls = self._handed_out(connection, drawn, by_id, reviewers)
            self.context.log(connection, "draw sample")
        return Drawing(sample, plan.kind, seed, len(frame), calls)

    def log(self) -> tuple[LoggedSample, ...]:
        """Return every draw, the latest first.

        Raises
        ------
        NotAllowed
            The person may not see calls.
        """
        self.context.require("see_calls")
        with self.context.store.reading() as connection:
            return all_samples(connection)

    def _handed_out(
        self,
        connection: Connection,
        drawn: Sequence[Draw],
        by_id: dict[str, Candidate],
        reviewers: Sequence[str],
    ) -> tuple[DrawnCall, ...]:
        turns = cycle(reviewers)
        calls = []
        for each in drawn:
            candidate = by_id[each.call_id]
            reviewer = None
            if reviewers:
                stored = load_call(connection, candidate.row, to_change=True)
                if stored.review_state == "new":
                    reviewer = next(turns)
                    hand_over(self.context, connection, stored, reviewer)
            calls.append(
                DrawnCall(
                    each.call_id,
                    candidate.agent,
                    each.reason,
                    each.stratum,
                    each.inclusion,
                    reviewer,
                )
            )
        return tuple(calls)


def _drawn(
    plan: Plan, frame: Sequence[Candidate], seed: int, zone: tzinfo | None
) -> tuple[Draw, ...]:
    match plan.kind:
        case "random":
            return draw_random((each.call_id for each in frame), plan.n, seed)
        case "risk":
            weights = {
                each.call_id: risk_weight(each.severities, each.score, each.empathy_score)
                for each in frame
            }
            return draw_by_risk(weights, plan.n, seed)
        case "stratified":
            strata = {each.call_id: _stratum(plan, each, zone) for each in frame}
            return draw_stratified(strata, plan.n, seed)


def _stratum(plan: Plan, call: Candidate, zone: tzinfo | None) -> Stratum:
    """Return what a call is drawn for; calls without an agent or a time have a stratum as well."""
    agent = (call.agent or "",) if plan.per_agent else ()
    if not plan.per_week:
        return agent
    if call.started_at is None:
        return (*agent, "")
    year, week, _ = call.started_at.astimezone(zone).isocalendar()
    return (*agent, f"{year:04d}-W{week:02d}")


def _as_logged(plan: Plan, frame: int, reviewers: Sequence[str]) -> dict[str, Any]:
    """Return all that repeats a draw on the same calls, beside the seed."""
    logged: dict[str, Any] = {
        "kind": plan.kind,
        "n": plan.n,
        "where": list(plan.where),
        "candidates": frame,
        "reviewers": list(reviewers),
    }
    if plan.kind == "stratified":
        logged |= {"per_agent": plan.per_agent, "per_week": plan.per_week}
    if plan.kind == "risk":
        logged["weights"] = asdict(RISK_WEIGHTS)
    return logged


def last_weeks(context: Context, weeks: int) -> tuple[str, str]:
    """Return filter terms for the last whole weeks, Monday to Sunday in the centre's zone."""
    today = context.now().astimezone(context.zone()).date()
    monday = today - timedelta(days=today.weekday())
    first, last = monday - timedelta(weeks=weeks), monday - timedelta(days=1)
    return f"from={first.isoformat()}", f"to={last.isoformat()}"
