import subprocess
from collections.abc import Mapping, Sequence

import pytest
from typer.testing import CliRunner

from callqa.cli.main import app

URL = "postgresql://ada:secret@host/calls"


def test_the_window_gets_its_store_and_no_word_of_its_command_holds_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    began: list[tuple[Sequence[str], str | None]] = []

    def run(
        words: Sequence[str], *, check: bool, env: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        began.append((words, env.get("CALLQA_STORE")))
        return subprocess.CompletedProcess(words, 3)

    monkeypatch.setattr(subprocess, "run", run)

    result = CliRunner().invoke(app, ["desktop", "--store", URL])

    assert result.exit_code == 3
    ((words, store),) = began
    assert store == URL
    assert words[-2:] == ["-m", "ui"]
    assert "secret" not in " ".join(words)
