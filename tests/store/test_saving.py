from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from callqa.domain.speech import VoiceBaseline
from callqa.errors import HearingRemoved
from callqa.store.engine import Store
from callqa.store.loading import earlier_voices, find_row, load_call, load_hearing
from callqa.store.people import agent_of
from callqa.store.retention import remove_words
from callqa.store.saving import CallFacts, insert_call, save_voice
from callqa.store.tables import calls
from tests.service.heard_calls import simple_call

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NOTHING_KNOWN = CallFacts(None, None, None, None, None)


def put(store: Store, number: int, facts: CallFacts = NOTHING_KNOWN) -> int:
    with store.writing() as connection:
        return insert_call(connection, simple_call(number).hearing, facts, NOON)


def test_what_was_heard_comes_back_as_it_was(store: Store) -> None:
    row = put(store, 1)

    with store.reading() as connection:
        assert load_hearing(connection, row) == simple_call(1).hearing
        assert load_call(connection, row).added_at == NOON


def test_a_call_is_there_once_and_the_second_leaves_nothing(store: Store) -> None:
    put(store, 1)

    with pytest.raises(IntegrityError) as refusal:
        put(store, 1)

    assert "call 1.wav" not in str(refusal.value)
    with store.reading() as connection:
        assert len(connection.execute(select(calls.c.id)).all()) == 1


def test_a_call_that_is_gone_is_none_and_removed_words_are_told(store: Store) -> None:
    row = put(store, 1)
    with store.writing() as connection:
        remove_words(connection, [row])

    with store.reading() as connection:
        assert find_row(connection, row + 1) is None
        with pytest.raises(HearingRemoved):
            load_hearing(connection, row)


def test_the_voice_in_earlier_calls_of_the_agent_comes_latest_first(store: Store) -> None:
    with store.writing() as connection:
        anna, ben = agent_of(connection, "Anna"), agent_of(connection, "Ben")
    days = [(1, anna), (2, anna), (3, ben), (4, anna), (5, anna)]
    rows = [
        put(store, day, CallFacts(NOON.replace(day=day), agent, None, None, None))
        for day, agent in days
    ]
    with store.writing() as connection:
        for row, (day, _) in zip(rows, days, strict=True):
            save_voice(connection, row, VoiceBaseline(30.0, 100.0 + day, 1.0, 2.0))

    with store.reading() as connection:
        found = earlier_voices(connection, load_call(connection, rows[3]))

    assert [each.f0_hz for each in found] == [102.0, 101.0]
