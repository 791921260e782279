"""A command as a person runs it: its exit status and both of its streams."""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Ran:
    """What a command gave."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, which must hold one JSON value and nothing else."""
        return json.loads(self.out)


def run(*words: str) -> Ran:
    """Run ``callqa`` with `words` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "callqa", *words], capture_output=True, text=True, check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)
