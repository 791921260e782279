"""The ``callqa db`` commands as a person runs them."""

import json
import shutil
from pathlib import Path

import pytest

from callqa.cli.main import main
from callqa.store.engine import Store
from callqa.store.opening import open_store
from tests.store.test_salvage import fill_truly
from tests.store.whole_calls import contents


class Ran:
    """What a command answered."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


class Run:
    """Runs ``callqa`` in this process."""

    def __init__(self, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._patch, self._capsys = patch, capsys

    def __call__(self, *words: str | Path) -> Ran:
        self._patch.setattr("sys.argv", ["callqa", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = self._capsys.readouterr()
        return Ran(int(ended.value.code or 0), captured.out, captured.err)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(monkeypatch, capsys)


@pytest.fixture
def filled(store: Store, store_place: str) -> str:
    fill_truly(store)
    store.close()
    return store_place


@pytest.fixture
def filled_file(empty_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "callqa.db"
    shutil.copyfile(empty_file, path)
    store = open_store(str(path))
    fill_truly(store)
    store.close()
    return path


def test_a_store_is_backed_up_and_restored(
    run: Run, filled: str, store: Store, tmp_path: Path
) -> None:
    backup, again = tmp_path / "monday.db", tmp_path / "again.db"

    first = run("db", "backup", backup, "--store", filled)
    second = run("db", "restore", backup, "--store", again)

    assert (first.status, second.status) == (0, 0)
    assert str(backup) in first.out
    restored = open_store(str(again))
    assert contents(restored) == contents(store)
    restored.close()


def test_the_answers_are_there_as_json(run: Run, filled: str, tmp_path: Path) -> None:
    backup = tmp_path / "monday.db"
    place = ["--store", filled, "--json"]

    made = json.loads(run("db", "backup", backup, *place).out)
    kept = json.loads(run("db", "restore", backup, "--replace", *place).out)
    whole = json.loads(run("db", "check", *place).out)
    same = json.loads(run("db", "upgrade", *place).out)

    assert made["backup"] == str(backup)
    assert made["bytes"] == backup.stat().st_size
    assert Path(kept["kept"]).is_file()
    assert whole["troubles"] == []
    assert same["before"] == same["after"]
    assert same["kept"] is None


def test_a_store_with_calls_is_not_replaced_unasked(run: Run, filled: str, tmp_path: Path) -> None:
    run("db", "backup", tmp_path / "monday.db", "--store", filled)

    ran = run("db", "restore", tmp_path / "monday.db", "--store", filled)

    assert ran.status == 1
    assert ran.err.count("\n") == 1
    assert "--replace" in ran.err


def test_a_whole_store_is_called_whole(run: Run, filled: str) -> None:
    ran = run("db", "check", "--store", filled)

    assert ran.status == 0
    assert "is whole" in ran.out


def test_a_damaged_store_is_told_and_saved(run: Run, filled_file: Path, tmp_path: Path) -> None:
    content = filled_file.read_bytes()
    filled_file.write_bytes(b"\xaa" * 4096 + content[4096:])

    checked = run("db", "check", "--store", filled_file)
    opened = run("db", "backup", tmp_path / "monday.db", "--store", filled_file)
    saved = run("db", "check", "--store", filled_file, "--salvage", tmp_path / "saved.db")
    whole = run("db", "check", "--store", tmp_path / "saved.db")

    assert checked.status == 1
    assert "--salvage" in checked.out
    assert (opened.status, opened.err.count("\n")) == (1, 1)
    assert "callqa db check" in opened.err
    assert "calls: 3 kept, 0 lost" in saved.out
    assert (whole.status, "is whole" in whole.out) == (0, True)


def test_what_is_lost_is_told_by_the_exit_status(
    run: Run, filled_file: Path, tmp_path: Path
) -> None:
    content = filled_file.read_bytes()
    filled_file.write_bytes(content[: len(content) // 2])

    ran = run("db", "check", "--store", filled_file, "--salvage", tmp_path / "s.db", "--json")

    assert ran.status == 1
    assert {"name", "kept", "lost", "unreadable_pages"} == set(json.loads(ran.out)["tables"][0])


def test_a_store_that_is_not_there_is_not_made(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "callqa.db"

    for words in (["backup", tmp_path / "b.db"], ["check"], ["upgrade"]):
        ran = run("db", *words, "--store", path)
        assert (ran.status, ran.err.count("\n")) == (1, 1)
        assert "there is no store here" in ran.err

    assert list(tmp_path.iterdir()) == []


def test_a_wrong_kind_of_url_is_a_mistake_of_the_command(run: Run) -> None:
    ran = run("db", "check", "--store", "mysql://ada:hushhush@localhost/calls")

    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert "hushhush" not in ran.err


def test_a_store_on_a_server_cannot_be_salvaged(run: Run) -> None:
    ran = run("db", "check", "--store", "postgresql://ada@localhost/x", "--salvage", "saved.db")

    assert ran.status == 2
    assert "SQLite" in ran.err
