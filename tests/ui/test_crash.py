import sys
from pathlib import Path

import pytest

from ui.crash import CrashHandler, report, reports_dir


@pytest.fixture
def _own_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CALLQA_DATA_DIR", str(tmp_path))


def fail(words: str) -> None:
    raise KeyError(words)


def caught() -> BaseException:
    try:
        fail("my card number is 4111")
    except KeyError as error:
        return error
    raise AssertionError


def test_a_report_names_type_and_place_but_nothing_that_was_said() -> None:
    words = report(caught())

    assert "builtins.KeyError" in words
    assert "in fail" in words
    assert "4111" not in words


def test_a_report_holds_no_personal_path() -> None:
    assert str(Path.home()) not in report(caught())


@pytest.mark.usefixtures("_own_place")
def test_the_window_goes_on_and_tells_where_the_report_is() -> None:
    told: list[Path | None] = []
    handler = CrashHandler(told.append)
    handler.install()
    error = caught()

    sys.excepthook(type(error), error, error.__traceback__)
    handler.close()

    assert told[0] is not None
    assert "KeyError" in told[0].read_text(encoding="utf-8")


@pytest.mark.usefixtures("_own_place")
def test_an_end_in_compiled_code_is_told_at_the_next_start() -> None:
    reports_dir().mkdir(parents=True)
    (reports_dir() / "ended-unexpectedly.txt").write_text("Fatal Python error", encoding="utf-8")
    handler = CrashHandler(lambda _path: None)

    found = handler.install()
    handler.close()

    assert found is not None
    assert found.read_text(encoding="utf-8") == "Fatal Python error"


@pytest.mark.usefixtures("_own_place")
def test_a_proper_end_leaves_nothing_behind() -> None:
    handler = CrashHandler(lambda _path: None)
    handler.install()
    handler.close()

    assert list(reports_dir().iterdir()) == []
