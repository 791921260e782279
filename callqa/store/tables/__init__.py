"""The tables of a store.

A call is one row of `calls`, flat, with every value that a list sorts and filters by; what is large
stands beside it: the Hearing as it was first heard, the findings that rules look at, and the words
for the search. What people did (edits, review steps, coaching) is appended and not altered. A
change here needs a migration in ``migrations/versions``; a test compares the two.
"""

from callqa.store.tables.calls import (
    FILTERABLE,
    SORTABLE,
    calls,
    findings,
    flags,
    hearings,
    rubrics,
    situations,
    thresholds,
    transcripts,
    voices,
)
from callqa.store.tables.people import access_log, agent_aliases, agents, memberships, users
from callqa.store.tables.review import (
    calibration_answers,
    calibration_calls,
    calibration_reviewers,
    calibrations,
    coaching_items,
    disputes,
    edits,
    review_steps,
    sampled_calls,
    samples,
    signed_verdicts,
)
from callqa.store.tables.schema import metadata

__all__ = [
    "FILTERABLE",
    "SORTABLE",
    "access_log",
    "agent_aliases",
    "agents",
    "calibration_answers",
    "calibration_calls",
    "calibration_reviewers",
    "calibrations",
    "calls",
    "coaching_items",
    "disputes",
    "edits",
    "findings",
    "flags",
    "hearings",
    "memberships",
    "metadata",
    "review_steps",
    "rubrics",
    "sampled_calls",
    "samples",
    "signed_verdicts",
    "situations",
    "thresholds",
    "transcripts",
    "users",
    "voices",
]
