"""Fixtures for every test: own folders for caches and settings, and where recordings lie."""

from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep tests away from the caches, the settings and the models of the person who runs them."""
    folder = tmp_path_factory.mktemp("callqa")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CACHE", "CONFIG", "MODELS"):
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
