"""Files damaged on purpose, and what is saved of them.

Which rows a page holds is learnt from the whole file with SQLite itself, before the damage: a row
is lost only where one of its own pages is.
"""

import os
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, text, update

from callqa.catalogue import say
from callqa.errors import StoreDamaged, StoreMissing, StoreNewer, StoreNotEmpty
from callqa.rules.packed_hearing import pack_hearing
from callqa.store.checking import check_store
from callqa.store.engine import Store
from callqa.store.opening import open_store
from callqa.store.salvage import Salvage, salvage
from callqa.store.tables import calls, edits, findings, hearings, metadata, signed_verdicts
from tests.measures.builders import hearing
from tests.store.whole_calls import CHILDREN, NOON, contents, fill, write_call

PAGE = 4096
CALLS = 150


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "callqa.db"
    store = open_store(str(path))
    fill(store, CALLS)
    store.close()
    return path


@pytest.fixture
def damaged(whole: Path, tmp_path: Path) -> Path:
    """Return a copy that a test may damage."""
    path = tmp_path / "damaged.db"
    path.write_bytes(whole.read_bytes())
    return path


def root_of(path: Path, name: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
        return int(connection.execute(query, [name]).fetchone()[0])


def overwrite(path: Path, page: int, content: bytes = b"\xaa" * PAGE, at: int = 0) -> None:
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE + at)
        file.write(content)


def leaves_of(path: Path, table: str) -> list[tuple[int, int]]:
    """Return the leaf pages of a table and how many rows each has, by the file format alone."""
    data = path.read_bytes()

    def below(number: int) -> Iterator[tuple[int, int]]:
        page = data[(number - 1) * PAGE : number * PAGE]
        count = int.from_bytes(page[3:5], "big")
        if page[0] == 0x0D:
            yield number, count
            return
        for place in range(count):
            cell = int.from_bytes(page[12 + 2 * place : 14 + 2 * place], "big")
            yield from below(int.from_bytes(page[cell : cell + 4], "big"))
        yield from below(int.from_bytes(page[8:12], "big"))

    return list(below(root_of(path, table)))


def rows_in(path: Path) -> dict[str, list[tuple[object, ...]]]:
    store = open_store(str(path), create=False)
    found = contents(store)
    store.close()
    return found


def of(report: Salvage, table: str) -> tuple[int, int]:
    found = next(each for each in report.tables if each.name == table)
    return found.kept, found.lost


def assert_subset(saved: Path, whole: Path) -> None:
    """What was saved is as it was: nothing made up, nothing changed."""
    before, after = rows_in(whole), rows_in(saved)
    for table, rows in after.items():
        assert set(map(repr, rows)) <= set(map(repr, before[table])), table


def test_a_whole_file_is_saved_whole(whole: Path, tmp_path: Path) -> None:
    report = salvage(whole, tmp_path / "saved.db")

    assert rows_in(tmp_path / "saved.db") == rows_in(whole)
    assert report.lost == 0
    assert report.is_whole
    assert of(report, "calls") == (CALLS, 0)


def test_the_damaged_file_is_not_changed(damaged: Path, tmp_path: Path) -> None:
    overwrite(damaged, root_of(damaged, "hearings"))
    before = damaged.read_bytes()

    salvage(damaged, tmp_path / "saved.db")

    assert damaged.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["damaged.db", "saved.db"]


def test_a_destroyed_leaf_costs_its_own_rows_only(
    whole: Path, damaged: Path, tmp_path: Path
) -> None:
    page, rows = leaves_of(damaged, "flags")[1]
    overwrite(damaged, page)

    report = salvage(damaged, tmp_path / "saved.db")

    assert of(report, "flags") == (CALLS - rows, rows)
    assert of(report, "calls") == (CALLS, 0)
    assert_subset(tmp_path / "saved.db", whole)


def test_a_destroyed_leaf_of_calls_takes_along_what_belongs_to_them(
    whole: Path, damaged: Path, tmp_path: Path
) -> None:
    page, rows = leaves_of(damaged, "calls")[2]
    overwrite(damaged, page)

    report = salvage(damaged, tmp_path / "saved.db")

    assert of(report, "calls") == (CALLS - rows, rows)
    for table, count in CHILDREN.items():
        assert of(report, table.name) == (count * (CALLS - rows), count * rows)
    assert_subset(tmp_path / "saved.db", whole)


@pytest.mark.parametrize("table", ["calls", "hearings", "edits", "transcripts"])
def test_a_destroyed_inner_page_costs_no_row(
    table: str, whole: Path, damaged: Path, tmp_path: Path
) -> None:
    assert len(leaves_of(damaged, table)) > 1
    overwrite(damaged, root_of(damaged, table))

    report = salvage(damaged, tmp_path / "saved.db")

    assert report.lost == 0
    assert not report.is_whole
    assert rows_in(tmp_path / "saved.db") == rows_in(whole)


def test_the_first_page_destroyed_costs_no_row(whole: Path, damaged: Path, tmp_path: Path) -> None:
    overwrite(damaged, 1)

    salvage(damaged, tmp_path / "saved.db")

    assert rows_in(tmp_path / "saved.db") == rows_in(whole)


def test_a_damaged_header_costs_no_row(whole: Path, damaged: Path, tmp_path: Path) -> None:
    overwrite(damaged, 1, bytes(100))

    salvage(damaged, tmp_path / "saved.db")

    assert rows_in(tmp_path / "saved.db") == rows_in(whole)


def test_a_few_bad_bytes_in_a_leaf_cost_few_rows(
    whole: Path, damaged: Path, tmp_path: Path
) -> None:
    page, rows = leaves_of(damaged, "edits")[1]
    overwrite(damaged, page, b"\xff" * 16, at=2000)

    report = salvage(damaged, tmp_path / "saved.db")

    kept, lost = of(report, "edits")
    assert kept + lost == 3 * CALLS
    assert 1 <= lost <= 2 < rows
    assert_subset(tmp_path / "saved.db", whole)


def test_a_bad_byte_in_a_long_record_costs_that_record(damaged: Path, tmp_path: Path) -> None:
    data = damaged.read_bytes()
    with closing(sqlite3.connect(damaged)) as connection:
        query = "SELECT data FROM hearings WHERE call = 7"
        (record,) = connection.execute(query).fetchone()
    place = data.index(record[9000:9050])
    overwrite(damaged, 1, bytes([data[place] ^ 1]), at=place)

    report = salvage(damaged, tmp_path / "saved.db")

    assert of(report, "hearings") == (CALLS - 1, 1)
    assert of(report, "calls") == (CALLS, 0)
    saved = [row[0] for row in rows_in(tmp_path / "saved.db")["hearings"]]
    assert saved == [number for number in range(1, CALLS + 1) if number != 7]


@pytest.mark.parametrize("share", [0.9, 0.5])
def test_of_a_file_that_was_cut_off_the_rows_before_the_cut_are_saved(
    share: float, whole: Path, damaged: Path, tmp_path: Path
) -> None:
    size = int(damaged.stat().st_size * share)
    pages = size // PAGE
    truth = {
        table: sum(rows for page, rows in leaves_of(whole, table) if page <= pages)
        for table in ("calls", "flags", "edits")
    }
    os.truncate(damaged, size)

    report = salvage(damaged, tmp_path / "saved.db")

    assert of(report, "calls")[0] == truth["calls"]
    assert of(report, "flags")[0] == min(truth["flags"], truth["calls"])
    assert of(report, "edits")[0] == min(truth["edits"], 3 * truth["calls"])
    assert_subset(tmp_path / "saved.db", whole)


@pytest.mark.parametrize("seed", range(4))
def test_pages_overwritten_anywhere_cost_their_own_rows_only(
    seed: int, whole: Path, damaged: Path, tmp_path: Path
) -> None:
    chosen = random.Random(seed)
    pages = damaged.stat().st_size // PAGE
    lost = set(chosen.sample(range(2, pages + 1), 12))
    for page in lost:
        overwrite(damaged, page, chosen.randbytes(PAGE))
    parents = sum(rows for page, rows in leaves_of(whole, "calls") if page not in lost)

    report = salvage(damaged, tmp_path / "saved.db")

    assert of(report, "calls")[0] == parents
    gone = CALLS - parents
    for table in ("flags", "situations", "signed_verdicts"):
        own = sum(rows for page, rows in leaves_of(whole, table) if page in lost)
        assert of(report, table)[0] >= CALLS - gone - own
    assert_subset(tmp_path / "saved.db", whole)


def test_changes_that_stand_in_the_log_are_saved(tmp_path: Path) -> None:
    """A program that was killed leaves its last transactions beside the file."""
    path = tmp_path / "callqa.db"
    store = open_store(str(path))
    fill(store, 3)
    store.close()
    store = open_store(str(path))
    with store.writing() as connection:
        write_call(connection, 4)
        connection.execute(update(calls).where(calls.c.id == 1).values(score=99.25))
    copy = tmp_path / "copy.db"
    for ending in ("", "-wal"):
        copy.with_name(copy.name + ending).write_bytes(
            path.with_name(path.name + ending).read_bytes()
        )
    before = contents(store)
    store.close()

    salvage(copy, tmp_path / "saved.db")

    assert rows_in(tmp_path / "saved.db") == before


def test_rows_that_were_deleted_do_not_come_back(damaged: Path, tmp_path: Path) -> None:
    store = open_store(str(damaged))
    with store.writing() as connection:
        connection.execute(delete(calls).where(calls.c.id.between(40, 90)))
    before = contents(store)
    store.close()
    for table in ("calls", "hearings", "edits"):
        overwrite(damaged, root_of(damaged, table))

    salvage(damaged, tmp_path / "saved.db")

    assert rows_in(tmp_path / "saved.db") == before


def test_what_was_saved_finds_words(damaged: Path, tmp_path: Path) -> None:
    overwrite(damaged, root_of(damaged, "transcript_words_data"))

    salvage(damaged, tmp_path / "saved.db")

    with closing(sqlite3.connect(tmp_path / "saved.db")) as connection:
        query = "SELECT count(*) FROM transcript_words WHERE transcript_words MATCH 'refund'"
        (found,) = connection.execute(query).fetchone()
        said = "SELECT count(*) FROM transcripts WHERE agent || customer || other LIKE '%refund%'"
        assert (found,) == connection.execute(said).fetchone()


def test_a_file_of_another_kind_cannot_be_saved(tmp_path: Path) -> None:
    path = tmp_path / "diary.db"
    path.write_bytes(b"Dear diary, " * 5000)

    with pytest.raises(StoreDamaged, match="nothing in it can be read"):
        salvage(path, tmp_path / "saved.db")

    assert [each.name for each in tmp_path.iterdir()] == ["diary.db"]


def test_what_is_not_there_or_there_already_is_told(whole: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        salvage(tmp_path / "nothing.db", tmp_path / "saved.db")
    with pytest.raises(StoreNotEmpty):
        salvage(whole, whole)


def test_a_newer_store_is_not_saved_by_this_version(damaged: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(damaged)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()

    with pytest.raises(StoreNewer):
        salvage(damaged, tmp_path / "saved.db")


def fill_truly(store: Store) -> None:
    """Write calls whose Hearings are real ones."""
    fill(store, 3)
    data = pack_hearing(hearing(("A", 0.0, 2.0, "good morning"), ("C", 2.5, 4.0, "hello")))
    with store.writing() as connection:
        connection.execute(update(hearings).values(data=data))
        connection.execute(delete(findings))
        connection.execute(delete(signed_verdicts))
        connection.execute(update(calls).values(judged_with=""))


def codes(store: Store) -> list[str]:
    troubles = check_store(store)
    assert all(say(each) for each in troubles)
    return [each.code for each in troubles]


def test_a_whole_store_has_no_trouble(store: Store) -> None:
    fill_truly(store)

    assert codes(store) == []


def test_records_that_do_not_unpack_are_counted(store: Store) -> None:
    fill_truly(store)
    with store.writing() as connection:
        connection.execute(update(hearings).where(hearings.c.call == 2).values(data=b"\xaa" * 50))

    (trouble,) = check_store(store)

    assert trouble.code == "store.unreadable"
    assert trouble.values == {"table": "hearings", "rows": 1, "calls": f"{2:064x}"}


def test_signed_verdicts_that_do_not_unpack_are_counted(store: Store) -> None:
    fill_truly(store)
    with store.writing() as connection:
        connection.execute(
            insert(signed_verdicts),
            [{"call": 2, "at": NOON, "who": "ada", "rubric": 1, "data": b"\xaa"} for _ in range(2)],
        )

    (trouble,) = check_store(store)

    assert trouble.code == "store.unreadable"
    assert trouble.values == {"table": "signed_verdicts", "rows": 2, "calls": f"{2:064x}"}


def test_a_call_that_lost_its_hearing_is_found(store: Store) -> None:
    fill_truly(store)
    with store.writing() as connection:
        connection.execute(delete(hearings).where(hearings.c.call == 2))

    assert codes(store) == ["store.hearing"]


def test_a_judged_call_without_findings_is_found(store: Store) -> None:
    fill_truly(store)
    with store.writing() as connection:
        connection.execute(update(calls).where(calls.c.id == 1).values(judged_with="j"))

    assert codes(store) == ["store.findings"]


def test_a_gap_in_a_log_of_edits_is_found(store: Store) -> None:
    fill_truly(store)
    with store.writing() as connection:
        connection.execute(delete(edits).where(edits.c.id == "2-2"))

    assert codes(store) == ["store.sequence"]


def test_rows_that_point_to_none_are_found(tmp_path: Path) -> None:
    path = tmp_path / "callqa.db"
    store = open_store(str(path))
    fill_truly(store)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM calls WHERE id = 2")
        connection.commit()

    found = {(each.values["table"], each.values["rows"]) for each in check_store(store)}

    assert {("edits", 3), ("flags", 1), ("hearings", 1)} <= found
    store.close()


def test_a_text_index_that_does_not_agree_is_found(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "callqa.db"))
    fill_truly(store)
    with store.writing() as connection:
        connection.execute(text("DROP TRIGGER transcripts_changed"))
        connection.execute(text("UPDATE transcripts SET agent = 'other words' WHERE call = 1"))

    assert codes(store) == ["store.search"]
    store.close()


def test_damaged_pages_are_found(damaged: Path) -> None:
    page, _ = leaves_of(damaged, "flags")[1]
    overwrite(damaged, page)
    store = open_store(str(damaged))

    assert set(codes(store)) & {"store.page", "store.stopped"}
    store.close()


def test_every_table_that_people_fill_is_saved(whole: Path, tmp_path: Path) -> None:
    report = salvage(whole, tmp_path / "saved.db")

    assert {each.name for each in report.tables} == set(metadata.tables)


def test_a_row_without_its_parent_is_not_saved(damaged: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(damaged)) as connection:
        connection.execute("DELETE FROM agents WHERE id = 1")
        connection.execute("DELETE FROM calls WHERE id = 5")
        connection.commit()

    report = salvage(damaged, tmp_path / "saved.db")

    assert of(report, "calls") == (CALLS - 1, 0)
    assert of(report, "edits") == (3 * CALLS - 3, 3)
    agents_of_calls = {row[8] for row in rows_in(tmp_path / "saved.db")["calls"]}
    assert agents_of_calls == {2, 3, None}


def test_a_store_that_gets_rows_after_being_saved_counts_on(whole: Path, tmp_path: Path) -> None:
    salvage(whole, tmp_path / "saved.db")
    store = open_store(str(tmp_path / "saved.db"))

    with store.writing() as connection:
        assert write_call(connection, CALLS + 1) == CALLS + 1

    store.close()
