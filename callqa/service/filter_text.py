"""Filters as people write them: ``agent=Ana``, ``score<=60``, ``from=2026-11-01``."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from math import isfinite
from typing import Any, cast, get_args

from callqa.domain.judgement import Severity
from callqa.domain.listing import MEASURES, CallFilter, Range
from callqa.domain.recording import Grade
from callqa.domain.review import ReviewState
from callqa.domain.speech import Role
from callqa.errors import UsageError

_TERM = re.compile(r"\s*(?P<name>[a-z0-9_]+)\s*(?P<sign><=|>=|=)\s*(?P<value>.+?)\s*", re.DOTALL)

_SEVERAL = {
    "agent": "agents",
    "queue": "queues",
    "flag": "flags",
    "situation": "situations",
    "state": "review_states",
    "health": "health",
    "language": "languages",
}
_ONE = {
    "team": "team",
    "customer": "customer",
    "severity": "severity",
    "assigned": "assigned_to",
    "interaction": "interaction",
    "status": "status",
}
_DAYS = ("from", "to")
_CHOICES: dict[str, tuple[str, ...]] = {
    "state": get_args(ReviewState),
    "health": get_args(Grade),
    "severity": get_args(Severity),
    "status": ("done", "empty"),
}
NAMES = (*_SEVERAL, *_ONE, *_DAYS, "score", *MEASURES)
"""What a filter may name."""


def filter_of(terms: Sequence[str], zone: tzinfo | None) -> CallFilter:
    """Return the filter that `terms` describe; all of them must hold.

    A name that takes one of many values may be given several times, and then takes any of them;
    any other is given once. ``from`` and ``to`` are days in `zone`, both included. Scores and
    measures take ``<=``, ``>=`` and ``=``, ends included.

    Raises
    ------
    UsageError
        A term is not understood, names something unknown, or has a value that it cannot have.
    """
    chosen: dict[str, Any] = {}
    ranges: dict[str, Range] = {}
    for text in terms:
        name, sign, value = _term(text)
        if name in _SEVERAL or name in _ONE:
            _check_choice(name, sign, value, text)
            if name in _ONE:
                _put_once(chosen, _ONE[name], value, text)
            else:
                chosen[_SEVERAL[name]] = (*chosen.get(_SEVERAL[name], ()), value)
        elif name in _DAYS:
            _check_equals(sign, text)
            moment = _midnight(_day(value, text), int(name == "to"), zone, text)
            _put_once(chosen, f"started_{name}", moment, text)
        else:
            ranges[name] = _narrowed(ranges.get(name, (None, None)), sign, _number(value, text))
    score = ranges.pop("score", None)
    return CallFilter(**chosen, score=score, measures=ranges)


def role_of(text: str) -> Role:
    """Return the party of a call that `text` names.

    Raises
    ------
    UsageError
        It names none.
    """
    for role in get_args(Role):
        if text == role:
            return cast(Role, role)
    raise UsageError(
        "is no party of a call.", subject=text, remedy=f"Use one of {', '.join(get_args(Role))}."
    )


def _term(text: str) -> tuple[str, str, str]:
    found = _TERM.fullmatch(text)
    if found is None:
        raise UsageError(
            "is no filter.",
            subject=text,
            remedy="Write NAME=VALUE, for example agent=Ana or score<=60.",
        )
    if found["name"] not in NAMES:
        raise UsageError(
            "names nothing that calls can be filtered by.",
            subject=text,
            remedy=f"Use one of {', '.join(NAMES)}.",
        )
    return found["name"], found["sign"], found["value"]


def _check_choice(name: str, sign: str, value: str, text: str) -> None:
    _check_equals(sign, text)
    if name in _CHOICES and value not in _CHOICES[name]:
        raise UsageError(
            "has a value that does not exist.",
            subject=text,
            remedy=f"Use one of {', '.join(_CHOICES[name])}.",
        )


def _put_once(chosen: dict[str, Any], name: str, value: object, text: str) -> None:
    if name in chosen:
        raise UsageError("can be given once only.", subject=text)
    chosen[name] = value


def _check_equals(sign: str, text: str) -> None:
    if sign != "=":
        raise UsageError("takes = alone.", subject=text)


def _day(value: str, text: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise UsageError("is no day.", subject=text, remedy="Write it as 2026-11-30.") from error


def _midnight(day: date, later: int, zone: tzinfo | None, text: str) -> datetime:
    """Return the moment at which a day begins, or one so many days later."""
    try:
        midnight = datetime.combine(day + timedelta(days=later), time())
        local = midnight.replace(tzinfo=zone) if zone else midnight.astimezone()
        return local.astimezone(UTC)
    except (OverflowError, ValueError) as error:
        raise UsageError("is too far away.", subject=text) from error


def _number(value: str, text: str) -> float:
    try:
        number = float(value)
    except ValueError as error:
        raise UsageError("is no number.", subject=text) from error
    if not isfinite(number):
        raise UsageError("is no number that a value can have.", subject=text)
    return number


def _narrowed(limits: Range, sign: str, value: float) -> Range:
    low, high = limits
    if sign in ("=", ">="):
        low = value if low is None else max(low, value)
    if sign in ("=", "<="):
        high = value if high is None else min(high, value)
    return low, high
