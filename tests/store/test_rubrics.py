from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from callqa.errors import UsageError
from callqa.rules.rubric_file import load_rubric
from callqa.store.engine import Store
from callqa.store.rubrics import all_rubrics, put_in_force, rubric_at, rubric_in_force
from callqa.store.thresholds import put_thresholds, thresholds_in_force
from tests.service.heard_calls import two_questions

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def put(store: Store, path: Path, hours: int = 0) -> int:
    with store.writing() as connection:
        at = NOON + timedelta(hours=hours)
        return put_in_force(connection, load_rubric(path), path.read_text("utf-8"), at=at, by="ada")


def test_a_new_store_has_no_rubric_and_no_thresholds(store: Store) -> None:
    with store.writing() as connection:
        assert rubric_in_force(connection, held=True) is None
        assert thresholds_in_force(connection) is None


def test_one_rubric_is_in_force_and_the_others_are_kept(store: Store, tmp_path: Path) -> None:
    first = put(store, two_questions(tmp_path, "1"))
    second = put(store, two_questions(tmp_path, "2"), hours=1)

    with store.reading() as connection:
        in_force = rubric_in_force(connection)
        assert in_force is not None
        assert (in_force.row, in_force.version, in_force.adopted_by) == (second, "2", "ada")
        assert [each.version for each in all_rubrics(connection)] == ["2", "1"]
        assert rubric_at(connection, first).text == two_questions(tmp_path, "1").read_text("utf-8")


def test_the_same_content_keeps_its_row_whatever_its_comments(store: Store, tmp_path: Path) -> None:
    path = two_questions(tmp_path, "1")
    row = put(store, path)
    put(store, two_questions(tmp_path, "2"))
    path.write_text("# ours\n" + path.read_text("utf-8"), encoding="utf-8")

    assert put(store, path) == row


def test_another_content_under_a_known_version_is_refused(store: Store, tmp_path: Path) -> None:
    row = put(store, two_questions(tmp_path, "1"))

    with pytest.raises(UsageError, match="locked"):
        put(store, two_questions(tmp_path, "1", pass_mark=60))

    with store.reading() as connection:
        in_force = rubric_in_force(connection)
    assert in_force is not None
    assert in_force.row == row


def test_the_last_thresholds_are_in_force_and_come_back_as_they_were(store: Store) -> None:
    values = {"silence.dead_air_s": 8.0, "empathy.response_turns": 2, "scoring.x": True}
    with store.writing() as connection:
        put_thresholds(connection, {"silence.dead_air_s": 10.0}, at=NOON, by="ada")
        put_thresholds(connection, values, at=NOON, by="bo")

    with store.reading() as connection:
        found = thresholds_in_force(connection)

    assert found == values
    assert {name: type(each) for name, each in (found or {}).items()} == {
        name: type(each) for name, each in values.items()
    }
