from pathlib import Path

import pytest

from callqa.domain.listing import CallFilter, Sort
from callqa.errors import NotAllowed
from callqa.service.adding import Added, AlreadyThere, add_heard
from callqa.service.calls import Calls
from callqa.service.hearing_run import Heard
from callqa.store.engine import Store
from tests.rules.handmade import CallBuilder
from tests.service.desk import GREETING, adopt, person


@pytest.fixture
def heard() -> Heard:
    call = CallBuilder()
    call.say("agent", GREETING)
    return Heard(Path("call.wav"), call.hearing())


def test_a_call_heard_elsewhere_is_judged_and_stored_once(store: Store, heard: Heard) -> None:
    adopt(store)
    bo = person(store, "bo", "reviewer")

    first, again = add_heard(bo, heard), add_heard(bo, heard)

    assert isinstance(first, Added)
    assert isinstance(again, AlreadyThere)
    (row,) = Calls(bo).list(CallFilter(), Sort()).rows
    assert (row.call_id, row.score) == (first.call_id, 100.0)


def test_an_agent_adds_no_calls(store: Store, heard: Heard) -> None:
    adopt(store)

    with pytest.raises(NotAllowed):
        add_heard(person(store, "anna", "agent", "Anna"), heard)
