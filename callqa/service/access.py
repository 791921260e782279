"""Who may do what in a store, and the proof of who it is.

With PostgreSQL a person is the login of the database, which the database has checked. With a
SQLite file it is the login at the operating system, and the roles guard the program, not the file.
"""

import getpass
from typing import Literal

from callqa.domain.review import StoreRole

Action = Literal[
    "see_calls",
    "see_own_calls",
    "answer_review",
    "add_calls",
    "review",
    "assign",
    "calibrate",
    "lead_calibration",
    "see_figures",
    "coach",
    "export",
    "change_rubric",
    "manage_people",
    "remove_calls",
    "keep_store",
]

_AGENT: frozenset[Action] = frozenset({"see_own_calls", "answer_review"})
_REVIEWER: frozenset[Action] = frozenset({"see_calls", "add_calls", "review", "calibrate"})
_LEADER: frozenset[Action] = _REVIEWER | {
    "assign",
    "lead_calibration",
    "see_figures",
    "coach",
    "export",
    "change_rubric",
}
_ADMIN: frozenset[Action] = _LEADER | {"manage_people", "remove_calls", "keep_store"}

PERMISSIONS: dict[StoreRole, frozenset[Action]] = {
    "agent": _AGENT,
    "reviewer": _REVIEWER,
    "leader": _LEADER,
    "admin": _ADMIN,
}
"""What each role may do. An agent sees the own calls that were shown to the agent, and no other."""

ROLE_FOR: dict[Action, StoreRole] = {
    action: next(role for role in PERMISSIONS if action in PERMISSIONS[role])
    for role in PERMISSIONS
    for action in PERMISSIONS[role]
}
"""The least role that may do an action."""


def system_login() -> str:
    """Return the login of the person at the operating system."""
    return getpass.getuser()
