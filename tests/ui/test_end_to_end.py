import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCREEN = ["xvfb-run", "--auto-servernum", "--server-args=-screen 0 1280x800x24"]
LIMIT_S = 600


@pytest.mark.models
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a virtual screen is Linux's")
def test_a_reviewer_finds_the_call_as_it_was_left(tmp_path: Path, sample_calls: Path) -> None:
    if shutil.which("xvfb-run") is None:
        message = "there is no virtual screen here (xvfb-run)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)

    first = at_the_window(tmp_path, "first", sample_calls / "02_damaged_table_handled_badly.wav")
    assert first.returncode == 0, first.stdout + first.stderr

    again = at_the_window(tmp_path, "again")
    assert again.returncode == 0, again.stdout + again.stderr


def at_the_window(folder: Path, part: str, *recordings: Path) -> "subprocess.CompletedProcess[str]":
    """Run the program on a screen of its own, and a person's hands on it."""
    environment = {
        name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"
    } | {"CALLQA_DATA_DIR": str(folder), "QT_LOGGING_RULES": "qt.multimedia.*=false"}
    return subprocess.run(
        [*SCREEN, sys.executable, "-m", "tests.ui.end_to_end", part, str(folder), *recordings],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
