import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import DataError

from callqa.errors import StoreBusy, StoreDamaged, StoreMissing, StoreNotEmpty, StoreUnreachable
from callqa.store import migrations
from callqa.store.backup import back_up, restore
from callqa.store.engine import Store
from callqa.store.opening import open_store
from callqa.store.search_index import INDEX
from callqa.store.tables import agents, calls, hearings
from tests.postgresql import Server
from tests.store.test_migrations import become, later_version
from tests.store.whole_calls import contents, fill, write_call

CALLS = 12


def contents_at(place: Path | str) -> dict[str, list[tuple[object, ...]]]:
    store = open_store(str(place), create=False)
    found = contents(store)
    store.close()
    return found


def new_place(kind: str, tmp_path: Path, postgresql: Server) -> str:
    if kind == "sqlite":
        return str(tmp_path / "elsewhere" / "callqa.db")
    return postgresql.url(postgresql.new_database())


def found_by_words(store: Store, word: str) -> set[int]:
    query = (
        f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH :word"
        if store.is_file
        else f"SELECT call FROM transcripts WHERE {INDEX} @@ to_tsquery('simple', :word)"
    )
    with store.reading() as connection:
        return set(connection.execute(text(query), {"word": word}).scalars())


def test_a_backup_is_one_sqlite_file_with_every_row(store: Store, tmp_path: Path) -> None:
    fill(store, CALLS)
    folder = tmp_path / "kept"

    written = back_up(store, folder / "monday.db")

    assert [each.name for each in folder.iterdir()] == ["monday.db"]
    assert contents_at(written) == contents(store)


def test_a_backup_finds_words(store: Store, tmp_path: Path) -> None:
    fill(store, CALLS)

    copy = open_store(str(back_up(store, tmp_path / "monday.db")))

    assert found_by_words(copy, "refund") == found_by_words(store, "refund") != set()
    copy.close()


def test_a_backup_is_of_one_moment_while_others_write(store: Store, tmp_path: Path) -> None:
    """A writer adds whole calls all the time; the copy has a whole number of them."""
    fill(store, CALLS)
    stop = threading.Event()

    def write() -> None:
        number = CALLS
        while not stop.is_set():
            number += 1
            with store.writing() as connection:
                write_call(connection, number)

    writer = threading.Thread(target=write)
    writer.start()
    copies = [back_up(store, tmp_path / f"{number}.db") for number in range(3)]
    stop.set()
    writer.join()

    for copy in copies:
        found = contents_at(copy)
        numbers = [row[0] for row in found["calls"]]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) >= CALLS
        assert [row[0] for row in found["hearings"]] == numbers
        assert len(found["edits"]) == 3 * len(numbers)


def test_a_backup_does_not_replace_a_file(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "monday.db"
    target.write_bytes(b"mine")

    with pytest.raises(StoreNotEmpty, match="there already"):
        back_up(store, target)

    assert target.read_bytes() == b"mine"


def test_a_backup_that_cannot_be_written_leaves_nothing(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreUnreachable):
        back_up(store, tmp_path / "file" / "monday.db")


def test_a_damaged_store_is_not_taken_for_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "callqa.db"
    store = open_store(str(path))
    fill(store, CALLS)
    with store.reading() as connection:
        root = connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'hearings'"
        ).scalar_one()
    store.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xaa" * 4096)
    store = open_store(str(path))

    with pytest.raises(StoreDamaged, match="--salvage"):
        back_up(store, tmp_path / "monday.db")

    store.close()
    assert [each.name for each in tmp_path.iterdir()] == ["callqa.db"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_restored_store_is_as_it_was(
    store: Store, kind: str, tmp_path: Path, postgresql: Server
) -> None:
    fill(store, CALLS)
    backup = back_up(store, tmp_path / "monday.db")
    place = new_place(kind, tmp_path, postgresql)

    kept = restore(backup, place)

    assert kept is None
    assert contents_at(place) == contents(store)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_restored_store_finds_words_and_goes_on_counting(
    store: Store, kind: str, tmp_path: Path, postgresql: Server
) -> None:
    fill(store, CALLS)
    place = new_place(kind, tmp_path, postgresql)
    restore(back_up(store, tmp_path / "monday.db"), place)

    restored = open_store(place)

    assert found_by_words(restored, "refund") == found_by_words(store, "refund") != set()
    with restored.writing() as connection:
        assert write_call(connection, CALLS + 1) == CALLS + 1
        connection.execute(insert(agents).values(name="Dora"))
    restored.close()


def test_a_backup_of_an_older_version_is_upgraded_and_stays_itself(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, CALLS)
    before = contents(store)
    backup = back_up(store, tmp_path / "monday.db")
    content = backup.read_bytes()
    become(later_version(tmp_path), monkeypatch)
    place = tmp_path / "elsewhere" / "callqa.db"

    restore(backup, str(place))

    assert contents_at(place) == before
    assert backup.read_bytes() == content
    with closing(sqlite3.connect(place)) as connection:
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    assert revision == (migrations.HEAD,)


def test_a_store_with_calls_is_not_replaced_unasked(
    store_place: str, store: Store, tmp_path: Path
) -> None:
    fill(store, CALLS)
    backup = back_up(store, tmp_path / "monday.db")
    with store.writing() as connection:
        write_call(connection, CALLS + 1)
    before = contents(store)
    store.close()

    with pytest.raises(StoreNotEmpty, match="--replace"):
        restore(backup, store_place)

    assert contents_at(store_place) == before


def test_a_store_that_is_replaced_is_kept_aside(
    store_place: str, store: Store, tmp_path: Path
) -> None:
    fill(store, CALLS)
    backup = back_up(store, tmp_path / "monday.db")
    with store.writing() as connection:
        connection.execute(update(calls).values(score=1.5))
        write_call(connection, CALLS + 1)
    before = contents(store)
    store.close()

    kept = restore(backup, store_place, replace=True)

    assert contents_at(store_place) == contents_at(backup)
    assert kept is not None
    assert contents_at(kept) == before


def test_a_store_without_calls_is_replaced(store_place: str, tmp_path: Path) -> None:
    full = open_store(str(tmp_path / "full.db"))
    fill(full, CALLS)
    backup = back_up(full, tmp_path / "monday.db")
    full.close()

    assert restore(backup, store_place) is None

    assert contents_at(store_place) == contents_at(backup)


def test_a_damaged_store_may_be_replaced_and_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "callqa.db"
    store = open_store(str(path))
    fill(store, CALLS)
    backup = back_up(store, tmp_path / "monday.db")
    store.close()
    damaged = b"\xaa" * 8192
    path.write_bytes(damaged)

    kept = restore(backup, str(path), replace=True)

    assert contents_at(path) == contents_at(backup)
    assert kept is not None
    assert kept.read_bytes() == damaged


def test_a_file_that_another_program_has_open_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "callqa.db"
    store = open_store(str(path))
    fill(store, CALLS)
    backup = back_up(store, tmp_path / "monday.db")
    with store.reading() as connection:
        connection.execute(select(calls.c.id)).all()
        with pytest.raises(StoreBusy, match="another program has it open"):
            restore(backup, str(path), replace=True)

    assert contents(store) == contents_at(backup)
    store.close()


def test_a_restore_that_fails_leaves_a_server_as_it_was(postgresql: Server, tmp_path: Path) -> None:
    store = open_store(postgresql.url(postgresql.new_database()))
    fill(store, CALLS)
    before = contents(store)
    backup = back_up(store, tmp_path / "monday.db")
    with closing(sqlite3.connect(backup)) as connection:
        connection.execute("UPDATE agents SET name = 'a' || char(0) WHERE id = 2")
        connection.commit()

    with pytest.raises(DataError, match="NUL"):
        restore(backup, postgresql.url(str(store.engine.url.database)), replace=True)

    assert contents(store) == before
    store.close()


def test_no_backup_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="no backup here"):
        restore(tmp_path / "monday.db", str(tmp_path / "callqa.db"))


@pytest.mark.parametrize("content", [b"", b"Dear diary, " * 1000])
def test_a_file_that_is_no_backup_is_refused(content: bytes, tmp_path: Path) -> None:
    source = tmp_path / "monday.db"
    source.write_bytes(content)

    with pytest.raises(StoreDamaged):
        restore(source, str(tmp_path / "callqa.db"))

    assert [each.name for each in tmp_path.iterdir()] == ["monday.db"]


def test_hearings_are_copied_byte_by_byte(store: Store, tmp_path: Path) -> None:
    fill(store, CALLS)
    copy = open_store(str(back_up(store, tmp_path / "monday.db")))

    with store.reading() as one, copy.reading() as other:
        same = [
            list(each.execute(select(func.length(hearings.c.data)).order_by(hearings.c.call)))
            for each in (one, other)
        ]

    assert same[0] == same[1]
    copy.close()
