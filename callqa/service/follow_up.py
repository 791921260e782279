"""Whether what was agreed with an agent shows in the agent's later calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Connection

from callqa.domain.coaching import CoachingItem
from callqa.errors import UsageError
from callqa.figures.comparison import Change, compare_means
from callqa.figures.intervals import MIN_CALLS, Bounds, Estimate, estimate_mean
from callqa.service.context import Context
from callqa.service.local_zone import centre_zone
from callqa.store.coaching import FOLLOWED, OtherCall, moment_of_call, other_calls


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The measure of a coaching item around its call, which itself is in neither mean.

    A call is chosen for coaching because it stood out, so later calls tend to lie nearer the
    average anyway: `change` is what tells, not the distance from `item.value_then`.

    since, before : the agent's calls after and before that call
    change : of `since` against `before`
    differs : `item.value_then` lies outside the interval of `since`; ``None`` where there is no
        value, or too few calls since (`MIN_CALLS`)
    mixes_versions : some of these calls were heard or judged by other versions than others
    """

    item: CoachingItem
    since: Estimate
    before: Estimate
    change: Change
    differs: bool | None
    mixes_versions: bool


def follow_up_of(
    context: Context, connection: Connection, item: CoachingItem, since: date | None
) -> FollowUp:
    """Return the follow-up of an item; see `callqa.service.coaching.Coaching.follow_up`."""
    if item.measure is None:
        raise UsageError(
            "has no measure to follow.",
            subject=f"item {item.id}",
            remedy="Agree on one: callqa coach agree --measure NAME.",
        )
    if item.agent is None:
        raise UsageError(
            "has no agent whose calls could be followed.",
            subject=f"item {item.id}",
            remedy="Name the agent of the call, then add the item again.",
        )
    at = moment_of_call(connection, item.id)
    first = datetime.combine(since, time(), centre_zone(context)) if since else at
    others = other_calls(connection, item.id, item.measure)
    later = [each for each in others if each.at > at and each.at >= first]
    earlier = [each for each in others if each.at <= at]
    bounds = FOLLOWED[item.measure]
    now, before = _estimate(later, bounds), _estimate(earlier, bounds)
    return FollowUp(
        item=item,
        since=now,
        before=before,
        change=compare_means(now, before),
        differs=_differs(item.value_then, now),
        mixes_versions=len({each.made_by for each in (*earlier, *later)}) > 1,
    )


def _estimate(some: Sequence[OtherCall], bounds: Bounds) -> Estimate:
    return estimate_mean((each.value for each in some if each.value is not None), bounds)


def _differs(then: float | None, now: Estimate) -> bool | None:
    if then is None or now.n < MIN_CALLS or now.low is None or now.high is None:
        return None
    return not now.low <= then <= now.high
