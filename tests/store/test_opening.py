import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from callqa.errors import (
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreMissing,
    StoreNewer,
    StoreOutdated,
    StoreUnreachable,
    UsageError,
)
from callqa.store import engine, migrations
from callqa.store.engine import Store
from callqa.store.opening import open_store
from callqa.store.tables import agents
from tests.postgresql import PASSWORD_IN_URL, Server
from tests.store.whole_calls import fill


@contextmanager
def unprivileged() -> Iterator[None]:
    """Act as a person without root's right to open everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def set_revision(store: Store, revision: str) -> None:
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})


def names_of(store: Store) -> list[str]:
    with store.reading() as connection:
        return list(connection.execute(select(agents.c.name)).scalars())


def test_a_new_file_becomes_a_store_and_its_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "with ? and % in it" / "callqa.db"

    store = open_store(str(path))

    assert names_of(store) == []
    store.close()
    assert [each.name for each in path.parent.iterdir()] == ["callqa.db"]


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    path = tmp_path / "callqa.db"
    path.touch()

    store = open_store(str(path))

    assert names_of(store) == []
    store.close()


def test_an_empty_database_becomes_a_store(postgresql: Server) -> None:
    store = open_store(postgresql.url(postgresql.new_database()))

    assert names_of(store) == []
    store.close()


def test_what_was_written_is_there_when_opened_again(store_place: str) -> None:
    first = open_store(store_place)
    with first.writing() as connection:
        connection.execute(insert(agents).values(name="Ada"))
    first.close()

    second = open_store(store_place)

    assert names_of(second) == ["Ada"]
    second.close()


def test_a_store_that_is_up_to_date_opens_without_alembic(empty_file: Path) -> None:
    program = (
        "import sys; from callqa.store.opening import open_store; "
        f"open_store({str(empty_file)!r}).close(); print('alembic' in sys.modules)"
    )

    child = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert child.stdout.split() == [b"False"]


def test_several_processes_may_make_the_same_store(tmp_path: Path, postgresql: Server) -> None:
    for place in (str(tmp_path / "callqa.db"), postgresql.url(postgresql.new_database())):
        program = "import sys; from callqa.store.opening import open_store; open_store(sys.argv[1])"
        children = [
            subprocess.Popen([sys.executable, "-c", program, place], stderr=subprocess.PIPE)
            for _ in range(3)
        ]

        said = [child.communicate()[1] for child in children]

        assert [child.returncode for child in children] == [0, 0, 0], said


def test_a_missing_store_is_not_made_unless_asked(tmp_path: Path, postgresql: Server) -> None:
    path = tmp_path / "folder" / "callqa.db"
    for place in (str(path), postgresql.url(postgresql.new_database())):
        with pytest.raises(StoreMissing, match="there is no store here"):
            open_store(place, create=False)

    assert not path.parent.exists()


def test_an_older_store_is_refused_with_the_command_that_helps(
    store_place: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "REVISIONS", ("0001", "0002"))
    monkeypatch.setattr(migrations, "HEAD", "0002")

    with pytest.raises(StoreOutdated, match="Run callqa db upgrade"):
        open_store(store_place)


def test_a_store_of_a_newer_version_is_refused(store_place: str, store: Store) -> None:
    set_revision(store, "9999")

    with pytest.raises(StoreNewer, match="newer version of CallQA"):
        open_store(store_place)


def test_a_database_of_another_program_is_refused_and_left_alone(
    tmp_path: Path, postgresql: Server
) -> None:
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE songs (title TEXT)")
    other.close()
    before = path.read_bytes()[100:]

    with pytest.raises(StoreDamaged, match="is not a store of CallQA"):
        open_store(str(path))

    assert path.read_bytes()[100:] == before


@pytest.mark.parametrize("alembic", [False, True])
def test_a_server_database_of_another_program_is_refused(postgresql: Server, alembic: bool) -> None:
    url = postgresql.url(postgresql.new_database())
    other = Store(engine.engine_for(url))
    with other.writing() as connection:
        connection.execute(text("CREATE TABLE songs (title TEXT)"))
        if alembic:
            connection.execute(text("CREATE TABLE alembic_version (version_num TEXT)"))
            connection.execute(text("INSERT INTO alembic_version VALUES ('4f')"))
    other.close()

    with pytest.raises(StoreDamaged, match="is not a store of CallQA"):
        open_store(url)


def test_a_file_that_is_no_database_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "callqa.db"
    path.write_bytes(b"Dear diary, " * 1000)

    with pytest.raises(StoreDamaged, match="callqa db check") as caught:
        open_store(str(path))

    assert caught.value.subject == str(path)
    assert path.read_bytes() == b"Dear diary, " * 1000


def test_a_file_that_was_cut_off_is_refused_at_opening(tmp_path: Path) -> None:
    path = tmp_path / "callqa.db"
    store = open_store(str(path))
    fill(store, 20)
    store.close()
    os.truncate(path, path.stat().st_size // 2 // 4096 * 4096)

    with pytest.raises(StoreDamaged, match="callqa db check"):
        open_store(str(path))


def test_damage_met_while_reading_is_told_as_damage(tmp_path: Path) -> None:
    path = tmp_path / "callqa.db"
    store = open_store(str(path))
    fill(store, 5)
    with store.reading() as connection:
        root = connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'agents'"
        ).scalar_one()
    store.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xaa" * 4096)
    store = open_store(str(path))

    with pytest.raises(StoreDamaged, match="callqa db check"):
        names_of(store)

    store.close()


def test_a_folder_is_not_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachable, match="is a folder"):
        open_store(str(tmp_path))


def test_a_path_through_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreUnreachable, match="cannot be opened"):
        open_store(str(tmp_path / "file" / "callqa.db"))


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
@pytest.mark.parametrize("there", [False, True])
def test_a_folder_without_permission_is_refused(tmp_path: Path, there: bool) -> None:
    path = tmp_path / "closed" / "callqa.db"
    path.parent.mkdir()
    if there:
        open_store(str(path)).close()
    path.parent.chmod(0)

    with unprivileged(), pytest.raises(StoreUnreachable, match="Check"):
        open_store(str(path))

    path.parent.chmod(stat.S_IRWXU)


def test_a_disk_that_gets_full_is_told_and_nothing_of_the_change_is_kept(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "callqa.db"))
    with store.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def fill_disk() -> None:
        with store.writing() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            connection.execute(insert(agents), [{"name": f"{n}" * 500} for n in range(100)])

    with pytest.raises(StoreFull, match="disk is full"):
        fill_disk()

    assert names_of(store) == []
    store.close()


def test_a_writer_that_waits_too_long_is_told(
    store_place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_S", 1.0)
    first, second = open_store(store_place), open_store(store_place)

    with first.writing() as connection:
        connection.execute(insert(agents).values(name="Ada"))
        with pytest.raises(StoreBusy, match="another program"), second.writing() as other:
            other.execute(insert(agents).values(name="Ada"))

    assert names_of(second) == ["Ada"]
    first.close()
    second.close()


def test_a_reader_sees_the_store_as_it_was_at_its_start(store: Store) -> None:
    with store.reading() as reader:
        before = reader.execute(select(agents.c.name)).all()
        with store.writing() as writer:
            writer.execute(insert(agents).values(name="Ada"))
        after = reader.execute(select(agents.c.name)).all()

    assert before == after == []
    assert names_of(store) == ["Ada"]


def test_an_error_in_a_transaction_keeps_nothing_of_it(store: Store) -> None:
    def add_twice() -> None:
        with store.writing() as connection:
            connection.execute(insert(agents).values(name="Ada"))
            connection.execute(insert(agents).values(name="Ada"))

    with pytest.raises(IntegrityError):
        add_twice()

    assert names_of(store) == []


def test_a_store_may_be_used_from_several_threads(store: Store) -> None:
    def add(number: int) -> None:
        with store.writing() as connection:
            connection.execute(insert(agents).values(name=str(number)))

    threads = [threading.Thread(target=add, args=[number]) for number in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sorted(names_of(store)) == [str(number) for number in range(8)]


@pytest.mark.parametrize("scheme", ["mysql", "sqlite", "postgresql+psycopg2", "https"])
def test_other_kinds_of_urls_are_refused(scheme: str) -> None:
    with pytest.raises(UsageError, match="postgresql:// URL") as caught:
        open_store(f"{scheme}://ada:hushhush@localhost/calls")

    assert "hushhush" not in str(caught.value)


def test_a_url_that_cannot_be_read_is_refused_without_showing_it() -> None:
    with pytest.raises(UsageError, match="cannot be read") as caught:
        open_store("postgresql://ada:hush/hush@localhost:port/calls")

    assert "hush" not in str(caught.value)


def unreachable(url: str) -> StoreError:
    with pytest.raises(StoreUnreachable) as caught:
        open_store(url)
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_server_that_is_not_there_is_told_without_the_password(postgresql: Server) -> None:
    error = unreachable("postgresql://ada:hushhush@127.0.0.1:1/calls?password=hushhush")

    assert "cannot be reached" in error.what
    assert "hushhush" not in str(error)
    assert error.subject == "postgresql://ada:***@127.0.0.1:1/calls"


def test_a_wrong_password_is_told_without_showing_it(postgresql: Server) -> None:
    error = unreachable(postgresql.url_with_password("postgres", "hushhush"))

    assert "does not accept the password of callqa" in error.what
    assert "hushhush" not in str(error)


def test_a_right_password_opens_the_store(postgresql: Server) -> None:
    url = postgresql.url_with_password(postgresql.new_database())

    store = open_store(url)

    assert names_of(store) == []
    assert PASSWORD_IN_URL not in store.name
    store.close()


def test_a_database_that_is_not_there_is_told(postgresql: Server) -> None:
    error = unreachable(postgresql.url("nowhere"))

    assert 'database "nowhere" does not exist' in error.what


def test_a_login_without_rights_is_told(postgresql: Server) -> None:
    name = postgresql.new_database()
    owner = Store(engine.engine_for(postgresql.url(name)))
    with owner.writing() as connection:
        connection.execute(text("CREATE ROLE guest LOGIN"))
    owner.close()

    error = unreachable(postgresql.url(name).replace("callqa@", "guest@"))

    assert "may not do that" in error.what


def test_a_missing_driver_is_told_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    error = unreachable("postgresql://ada@localhost/calls")

    assert "pip install 'callqa[postgres]'" in error.remedy
