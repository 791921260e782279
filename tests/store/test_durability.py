import os

import pytest

from tests.bench.kill_writes import WRITES, kill_writer


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_was_confirmed_before_a_kill_is_there_whole(store_place: str, seed: int) -> None:
    outcome = kill_writer(store_place, seed)

    assert outcome.is_right, outcome
    assert 1 <= outcome.confirmed < WRITES
    assert outcome.confirmed <= outcome.there <= outcome.confirmed + 1
