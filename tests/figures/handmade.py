"""Calls and answers made by hand."""

from datetime import UTC, datetime, timedelta
from typing import Any

from callqa.figures.facts import CallFacts
from callqa.figures.ratings import Points, Rating

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def call(call_id: str, **facts: Any) -> CallFacts:
    """Return a call of agent Ann with a score of 80; `facts` replaces what a test is about."""
    usual: dict[str, Any] = {
        "agent": "Ann",
        "team": "North",
        "queue": "billing",
        "started_at": MONDAY,
        "score": 80.0,
        "passed": True,
        "rubric": "default 1",
        "models": "base 1",
    }
    return CallFacts(call_id, **(usual | facts))


def calls(start: str, scores: list[float], **facts: Any) -> list[CallFacts]:
    """Return one call a score; it is passed from 70."""
    return [
        call(f"{start}{i}", score=score, passed=score >= 70, **facts)
        for i, score in enumerate(scores)
    ]


def answers(rater: str, points: str | list[Points]) -> list[Rating]:
    """Return one answer a call, in order of time; a dot in a string is a call not answered."""
    return [
        Rating(
            f"call {i}", rater, each if each is None else float(each), MONDAY + timedelta(days=i)
        )
        for i, each in enumerate(points)
        if each != "."
    ]
