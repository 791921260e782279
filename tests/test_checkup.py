from pathlib import Path

from callqa.checkup import check_store
from callqa.store.engine import Store


def test_a_store_that_is_not_there_yet_is_no_fault_and_is_not_made(tmp_path: Path) -> None:
    place = tmp_path / "calls.db"

    check = check_store(str(place))

    assert check.ok
    assert "none yet" in check.found
    assert not place.exists()


def test_a_store_is_named_with_its_calls(store: Store, store_place: str) -> None:
    check = check_store(store_place)

    assert check.ok
    assert "0 calls" in check.found


def test_a_damaged_store_is_told_with_what_to_do(tmp_path: Path) -> None:
    place = tmp_path / "calls.db"
    place.write_bytes(b"no store " * 500)

    check = check_store(str(place))

    assert not check.ok
    assert str(place) in check.found
    assert "callqa db check" in check.remedy
