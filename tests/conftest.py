"""Fixtures for every test: own folders, stores of both kinds, and where recordings lie."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from callqa.store.engine import Store
from callqa.store.opening import open_store
from tests.postgresql import Server, find_binaries, running_server

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep tests away from what belongs to the person who runs them: caches, settings, calls."""
    folder = tmp_path_factory.mktemp("callqa")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CACHE", "CONFIG", "DATA", "MODELS"):
            patch.setenv(f"CALLQA_{name}_DIR", str(folder / name.lower()))
        yield


@pytest.fixture(scope="session")
def sample_calls() -> Path:
    """Folder of the sample calls that come with the repository."""
    return ROOT / "sample_calls"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of the development recordings, which are not part of a checkout."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"the development recordings are not on this machine (looked in {folder})")
    return folder


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """Start a real PostgreSQL server for this run; skip where there is none, but never in CI."""
    binaries = find_binaries()
    if binaries is None:
        message = "PostgreSQL is not installed here (no initdb in PATH or /usr/lib/postgresql)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with running_server(binaries) as server:
        yield server


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite store without calls, to be copied."""
    path = tmp_path_factory.mktemp("empty store") / "callqa.db"
    open_store(str(path)).close()
    return path


@pytest.fixture(scope="session")
def empty_database(postgresql: Server) -> str:
    """Return the name of a PostgreSQL database that holds a store without calls, to be copied."""
    name = postgresql.new_database()
    open_store(postgresql.url(name)).close()
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def store_place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return where a new store without calls is, a SQLite file and then a PostgreSQL URL."""
    if request.param == "sqlite":
        path = tmp_path / "callqa.db"
        shutil.copyfile(request.getfixturevalue("empty_file"), path)
        return str(path)
    server: Server = request.getfixturevalue("postgresql")
    return server.url(server.new_database(request.getfixturevalue("empty_database")))


@pytest.fixture
def store(store_place: str) -> Iterator[Store]:
    """Open a new store without calls, a SQLite file and then a PostgreSQL database."""
    opened = open_store(store_place)
    yield opened
    opened.close()
