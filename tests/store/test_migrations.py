import multiprocessing
import os
import shutil
import signal
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text

from callqa.errors import StoreDamaged, StoreMissing, StoreNewer, StoreOutdated
from callqa.store import migrations
from callqa.store.engine import Store
from callqa.store.opening import open_store, upgrade_store
from callqa.store.search_index import INDEX
from callqa.store.tables import calls, hearings, metadata
from tests.store.whole_calls import contents, fill

SECOND = '''"""Agents get a number, which must be there."""

import os
import signal

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("agents") as batch:
        batch.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="7"))
    {at_the_end}
'''


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(migrations.SCRIPTS))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def later_version(folder: Path, at_the_end: str = "") -> Path:
    """Return the scripts of a version that has one revision more."""
    copy = folder / "later 100% version"
    shutil.copytree(migrations.SCRIPTS, copy, ignore=shutil.ignore_patterns("__pycache__"))
    second = SECOND.format(at_the_end=at_the_end)
    (copy / "versions" / "v0002_numbers.py").write_text(second, encoding="utf-8")
    return copy


def become(scripts: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(migrations, "SCRIPTS", scripts)
    patch.setattr(migrations, "REVISIONS", ("0001", "0002"))
    patch.setattr(migrations, "HEAD", "0002")


def upgrade_as(scripts: Path, place: str) -> None:
    """Upgrade in this process, which `scripts` may end."""
    with pytest.MonkeyPatch.context() as patch:
        become(scripts, patch)
        upgrade_store(place)


def revision_in(path: Path) -> str:
    connection = sqlite3.connect(path)
    (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.close()
    return str(revision)


def test_the_constant_is_the_head_of_the_scripts() -> None:
    assert scripts().get_heads() == [migrations.HEAD]


def test_the_revisions_are_those_of_the_scripts_in_order() -> None:
    oldest_last = [each.revision for each in scripts().walk_revisions()]

    assert tuple(reversed(oldest_last)) == migrations.REVISIONS


def test_a_migrated_store_is_what_the_tables_say(store: Store) -> None:
    def is_ours(_: object, name: str | None, *_rest: object) -> bool:
        return INDEX not in (name or "")

    with store.reading() as connection:
        opts = {"include_object": is_ours, "compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=opts)

        assert compare_metadata(context, metadata) == []


def test_a_migrated_store_has_the_text_search(store: Store) -> None:
    with store.reading() as connection:
        inspector = inspect(connection)
        columns = {each["name"] for each in inspector.get_columns("transcripts")}

        assert inspector.has_table(INDEX) if store.is_file else INDEX in columns


def test_foreign_keys_are_kept(store: Store) -> None:
    fill(store, 2)

    with store.writing() as connection:
        connection.execute(calls.delete().where(calls.c.id == 1))
        left = connection.execute(select(hearings.c.call)).scalars().all()

    assert left == [2]


def test_an_upgrade_changes_the_tables_and_keeps_every_row(
    store_place: str, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, 5)
    before = contents(store)
    store.close()
    become(later_version(tmp_path), monkeypatch)
    with pytest.raises(StoreOutdated):
        open_store(store_place)

    done = upgrade_store(store_place)

    upgraded = open_store(store_place)
    assert contents(upgraded) == before
    with upgraded.reading() as connection:
        assert set(connection.execute(text("SELECT number FROM agents")).scalars()) == {7}
    upgraded.close()
    assert (done.before, done.after) == ("0001", "0002")


def test_a_file_is_copied_beside_itself_before_its_upgrade(
    empty_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "callqa.db"
    shutil.copyfile(empty_file, path)
    old = open_store(str(path))
    fill(old, 3)
    before = contents(old)
    old.close()
    with monkeypatch.context() as patch:
        become(later_version(tmp_path), patch)
        done = upgrade_store(str(path))

    assert done.backup is not None
    assert done.backup.parent == path.parent
    kept = open_store(str(done.backup))
    assert contents(kept) == before
    kept.close()


def test_an_upgrade_of_what_is_up_to_date_does_nothing(store_place: str, tmp_path: Path) -> None:
    files = set(tmp_path.iterdir())

    done = upgrade_store(store_place)

    assert (done.before, done.after, done.backup) == (migrations.HEAD, migrations.HEAD, None)
    assert set(tmp_path.iterdir()) == files


def test_an_upgrade_that_fails_leaves_the_store_as_it_was(
    store_place: str, store: Store, tmp_path: Path
) -> None:
    fill(store, 3)
    before = contents(store)
    fails = later_version(tmp_path, "raise ArithmeticError('half way')")

    with pytest.raises(ArithmeticError):
        upgrade_as(fails, store_place)

    same = open_store(store_place)
    assert contents(same) == before
    same.close()


def test_an_upgrade_that_would_lose_a_parent_is_not_kept(empty_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "callqa.db"
    shutil.copyfile(empty_file, path)
    store = open_store(str(path))
    fill(store, 3)
    before = contents(store)
    store.close()
    loses = later_version(tmp_path, "op.execute('DELETE FROM calls WHERE id = 2')")

    with pytest.raises(StoreDamaged, match="point to none"):
        upgrade_as(loses, str(path))

    same = open_store(str(path))
    assert contents(same) == before
    same.close()


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_an_upgrade_that_is_killed_leaves_the_store_as_it_was(
    store_place: str, store: Store, tmp_path: Path
) -> None:
    fill(store, 3)
    before = contents(store)
    store.close()
    killed = later_version(tmp_path, "os.kill(os.getpid(), signal.SIGKILL)")
    process = multiprocessing.get_context("spawn").Process(
        target=upgrade_as, args=(killed, store_place)
    )

    process.start()
    process.join()

    assert process.exitcode == -signal.SIGKILL
    same = open_store(store_place)
    assert contents(same) == before
    same.close()


def test_a_newer_store_is_not_upgraded(store_place: str, store: Store) -> None:
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreNewer):
        upgrade_store(store_place)


def test_a_store_that_is_not_there_is_not_upgraded(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        upgrade_store(str(tmp_path / "callqa.db"))


def test_the_first_migration_is_what_the_tables_would_write() -> None:
    from tests.store.first_migration import TARGET, first_migration

    def squeezed(source: str) -> str:
        return "".join(source.split()).replace('"', "'").replace(",)", ")").replace(",]", "]")

    message = "run 'python tests/store/first_migration.py' and ruff format on its result"
    assert squeezed(TARGET.read_text("utf-8")) == squeezed(first_migration()), message
