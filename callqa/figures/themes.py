"""What is missed in which difficult situation."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from callqa.figures.comparison import Change, compare_shares
from callqa.figures.facts import CallFacts
from callqa.figures.intervals import MIN_CALLS, Proportion, estimate_share


@dataclass(frozen=True, slots=True)
class Theme:
    """One question missed in one kind of situation.

    situation, question : code and id
    missed : share of the calls with the situation in which the question was missed
    elsewhere : the same for the calls without the situation
    lift : how many times as often as elsewhere; ``None`` where it is never missed elsewhere
    excess : calls more than if it were missed as often as elsewhere; negative where it is rarer,
        ``None`` where there is no call elsewhere
    difference : the two shares compared
    small : fewer than 10 calls with the situation
    call_ids : the calls in which it was missed, in order of time
    """

    situation: str
    question: str
    missed: Proportion
    elsewhere: Proportion
    lift: float | None
    excess: float | None
    difference: Change
    small: bool
    call_ids: tuple[str, ...]


def find_themes(facts: Iterable[CallFacts]) -> tuple[Theme, ...]:
    """Return each question that was missed in each kind of situation, the weightiest first.

    First come those with enough calls; among them the largest excess, since it says how many calls
    would change if the situation were handled like other calls; then the most calls.
    """
    calls = sorted(facts, key=lambda each: (each.started_at, each.call_id))
    with_situation: dict[str, int] = defaultdict(int)
    missed_in_all: dict[str, int] = defaultdict(int)
    behind: dict[tuple[str, str], list[str]] = defaultdict(list)
    for call in calls:
        for question in call.missed:
            missed_in_all[question] += 1
        for situation in call.situations:
            with_situation[situation] += 1
            for question in call.missed:
                behind[situation, question].append(call.call_id)
    themes = []
    for (situation, question), call_ids in behind.items():
        n = with_situation[situation]
        missed = estimate_share(len(call_ids), n)
        elsewhere = estimate_share(missed_in_all[question] - len(call_ids), len(calls) - n)
        themes.append(_theme((situation, question), missed, elsewhere, tuple(call_ids)))
    return tuple(
        sorted(
            themes,
            key=lambda each: (
                each.small,
                -(each.excess or 0.0),
                -each.missed.count,
                each.situation,
                each.question,
            ),
        )
    )


def _theme(
    name: tuple[str, str], missed: Proportion, elsewhere: Proportion, call_ids: tuple[str, ...]
) -> Theme:
    base = elsewhere.share
    return Theme(
        situation=name[0],
        question=name[1],
        missed=missed,
        elsewhere=elsewhere,
        lift=missed.count / missed.n / base if base else None,
        excess=None if base is None else missed.count - missed.n * base,
        difference=compare_shares(missed, elsewhere),
        small=missed.n < MIN_CALLS,
        call_ids=call_ids,
    )
