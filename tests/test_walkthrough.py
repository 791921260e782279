"""The walk-through of README does what it says, line by line, in a shell on a fresh store."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SECTION = "## A quality team's day, line by line"
PROMISED = re.compile(r"\s+# -> (?P<text>.+)$")


def lines() -> list[str]:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.split(SECTION)[1].split("\n## ")[0]
    blocks = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


@pytest.mark.models
@pytest.mark.skipif(sys.platform == "win32", reason="the lines are those of a POSIX shell")
def test_every_line_of_the_walk_through_works_and_shows_what_it_promises(tmp_path: Path) -> None:
    (tmp_path / "sample_calls").symlink_to(ROOT / "sample_calls")
    program = tmp_path / "callqa"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m callqa "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    steps = lines()
    marks = [f"printf '\\n@%s\\n' {number}" for number in range(len(steps))]
    script = "set -e\n" + "\n".join(
        part for pair in zip(marks, steps, strict=True) for part in pair
    )

    done = subprocess.run(
        ["sh", "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    outputs = dict(re.findall(r"\n@(\d+)\n(.*?)(?=\n@\d+\n|\Z)", "\n" + done.stdout, re.DOTALL))
    for number, step in enumerate(steps):
        if promised := PROMISED.search(step):
            assert promised["text"].strip() in outputs[str(number)], step
    written = {each.name for each in tmp_path.iterdir()}
    assert written >= {"karen.html", "north.html", "calls.xlsx", "quality-backup.db"}
    assert "data:audio/wav;base64," in (tmp_path / "karen.html").read_text(encoding="utf-8")
