from collections.abc import Callable
from typing import Any

import pytest

from callqa.rules.rubric_file import parse_rubric
from tests.rules.handmade import CallBuilder


@pytest.fixture
def call() -> CallBuilder:
    return CallBuilder()


@pytest.fixture
def good_call() -> CallBuilder:
    """A short, ordinary, friendly call."""
    call = CallBuilder()
    call.say(
        "agent",
        "Good morning this is Emily at Blue Energy how can I help",
        "greeting",
        "introduction",
    )
    call.say("customer", "Hi I would like to know when my new meter comes please")
    call.say("agent", "Let me look that up for you it is on Tuesday before noon", "expectation")
    call.say("customer", "Perfect thank you very much that is all", "relief")
    call.say("agent", "You are welcome have a lovely day thanks for calling", "thanks")
    return call


@pytest.fixture
def bad_call() -> CallBuilder:
    """A customer in distress who is blamed, interrupted, refused and let go."""
    call = CallBuilder()
    call.say("agent", "Yes what is it")
    first = call.say(
        "customer",
        "This is the third time I am calling and I am furious",
        "repeat_contact",
        "distress",
    )
    call.say("agent", "Calm down you should have read the contract", "dismissive", "blame")
    threat = call.say("customer", "Then I will cancel and post a review about you", "threat")
    call.say("agent", "That is our policy the warehouse made the mistake", "policy_wall", "excuse")
    call.say("customer", "I want to speak to your manager now", "escalation_demand")
    call.say("agent", "There is nobody here")
    call.opportunity(first, "missed")
    call.opportunity(threat, "missed")
    call.interrupt(start_s=6.0)
    call.interrupt(start_s=16.0)
    call.ease("rose")
    return call


@pytest.fixture
def read_rubric() -> Callable[[str], Any]:
    """Read a rubric of one section from its questions in TOML."""

    def read(questions: str, *, before: str = "", after: str = "") -> Any:
        head = 'id = "r"\nversion = "1"\ntitle = "R"\npass_mark = 50\n'
        section = '[[sections]]\nid = "s"\ntitle = "S"\nweight = 100\n'
        return parse_rubric(f"{head}{before}\n{section}{questions}\n{after}", source="r.toml")

    return read
