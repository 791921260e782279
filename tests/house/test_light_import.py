import json
import os
import subprocess
import sys
from pathlib import Path

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


DOOR = """
import json, sys
import callqa.service.workspace
import callqa.service.adding, callqa.service.calls, callqa.service.figures
import callqa.service.measure_again, callqa.service.reviewing, callqa.service.rubrics
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_the_door_loads_no_model_library() -> None:
    child = subprocess.run([sys.executable, "-c", DOOR], capture_output=True, text=True, check=True)

    modules = json.loads(child.stdout)
    assert HEAVY.isdisjoint(modules), sorted(HEAVY.intersection(modules))


def test_opening_a_store_loads_no_measure_and_no_phrase(tmp_path: Path) -> None:
    program = f"""
import json, sys
from callqa.service.workspace import Workspace
Workspace.open({str(tmp_path / "callqa.db")!r}).calls
print(json.dumps(list(sys.modules)))
"""
    child = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    modules = json.loads(child.stdout)
    assert {"callqa.measures.registry", "callqa.lexicon.matcher", "jinja2"}.isdisjoint(modules)


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


WINDOW = """
import json, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ui.app import Desk

app = QApplication(sys.argv[:1])
desk = Desk(app, sys.argv[1])

def look():
    if desk.session is None or not desk.bridge.is_idle:
        QTimer.singleShot(20, look)
        return
    print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
    desk.window.close()

desk.start()
look()
app.exec()
"""


def test_the_window_opens_without_a_model_library(tmp_path: Path) -> None:
    child = subprocess.run(
        [sys.executable, "-c", WINDOW, str(tmp_path / "callqa.db")],
        capture_output=True,
        text=True,
        check=True,
        env={
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "CALLQA_DATA_DIR": str(tmp_path),
        },
    )

    modules = json.loads(child.stdout.splitlines()[-1])
    assert "PySide6" in modules
    assert HEAVY.isdisjoint(modules), sorted(HEAVY.intersection(modules))
