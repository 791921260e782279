"""A review desk: a rubric and calls whose points are plain to see, and people who work there."""

from dataclasses import replace
from datetime import UTC, datetime

from callqa.domain.review import StoreRole, User
from callqa.rules.rubric_file import parse_rubric
from callqa.service.context import Context
from callqa.settings import CalibrationSettings, Settings
from callqa.store.engine import Store
from callqa.store.people import agent_of
from callqa.store.rubrics import put_in_force
from callqa.store.users import put_user
from tests.rules.handmade import CallBuilder
from tests.service.stored_calls import facts_of, put_call

RUBRIC = """\
id = "desk"
version = "{version}"
title = "Review desk"
pass_mark = {pass_mark}

[[sections]]
id = "all"
title = "All"
weight = 100

[[sections.questions]]
id = "greets"
text = "{greets}"
points = 4
behaviour = {{ any = ["greeting"], first_s = 30 }}

[[sections.questions]]
id = "no_blame"
text = "Does not blame the customer."
points = 4
behaviour = {{ none = ["blame"] }}

[[sections.questions]]
id = "kind"
text = "Is kind."
points = 2
human = true
"""
"""The machine gives 100 for a greeting without blame, 50 for one of the two; a person who gives
`kind` 1 of 2 points as well makes that 90 and 50."""

QUESTIONS = ("greets", "no_blame", "kind")
GREETING = "Hello good morning how can I help you"
NO_GREETING = "Yes what is it"
BLAME = "You should have read the terms"
NO_BLAME = "I will send you a new one today"
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def adopt(
    store: Store, *, version: str = "1", pass_mark: int = 75, greets: str = "Greets."
) -> None:
    """Put a version of the desk's rubric in force."""
    text = RUBRIC.format(version=version, pass_mark=pass_mark, greets=greets)
    with store.writing() as connection:
        put_in_force(connection, parse_rubric(text, source="desk"), text, at=NOON, by="test")


def person(
    store: Store, login: str, role: StoreRole, agent: str | None = None, min_calls: int = 20
) -> Context:
    """Return what somebody works with."""
    with store.writing() as connection:
        put_user(connection, login, role, agent_of(connection, agent) if agent else None)
    settings = replace(Settings(), calibration=CalibrationSettings(min_calls=min_calls))
    return Context(store, settings, User(login, role, agent))


def put(
    context: Context,
    call_id: str,
    *,
    greets: bool = True,
    blames: bool = False,
    agent: str | None = "Anna",
    started_at: datetime | None = NOON,
) -> int:
    """Store a call of 16 to 19 words, and return its row."""
    call = CallBuilder()
    call.say("agent", GREETING if greets else NO_GREETING)
    call.say("customer", "My order never came")
    call.say("agent", BLAME if blames else NO_BLAME)
    facts = facts_of(context, agent=agent, started_at=started_at)
    return put_call(context, call, call_id, facts)
