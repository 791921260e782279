import json
import subprocess
import sys

import pytest

HEAVY = {
    "av",
    "ctranslate2",
    "faster_whisper",
    "librosa",
    "numba",
    "onnxruntime",
    "pyannote",
    "scipy",
    "torch",
}
PROGRAM = """
import json, sys
from callqa.cli.main import main
sys.argv = ["callqa", *{words!r}]
status = 0
try:
    status = main() or 0
except SystemExit as ended:
    status = ended.code or 0
print()
print(json.dumps([status, sorted({{name.partition(".")[0] for name in sys.modules}})]))
"""


@pytest.mark.parametrize("words", [["--help"], ["analyze", "--help"]], ids=" ".join)
def test_help_loads_no_model_library(words: list[str]) -> None:
    child = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(words=words)],
        capture_output=True,
        text=True,
        check=True,
    )

    status, modules = json.loads(child.stdout.splitlines()[-1])
    assert status == 0
    assert HEAVY.isdisjoint(modules), sorted(HEAVY.intersection(modules))
