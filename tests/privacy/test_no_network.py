"""A whole analysis with sockets forbidden in every process, also those of the libraries."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.models

# Python runs this file in every process it starts, the workers among them.
GUARD = """
import os
import socket

def forbidden(what):
    def refuse(*args, **kwargs):
        with open(os.environ["NETWORK_LOG"], "a", encoding="utf-8") as log:
            log.write(f"{what} {args[1:]}\\n")
        raise OSError(f"{what} is forbidden in this test")
    return refuse

real = socket.socket

class LocalSocket(real):
    pass

def guarded(name):
    def call(self, *args):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            forbidden(name)(self, *args)
        return getattr(real, name)(self, *args)
    return call

for name in ("connect", "connect_ex", "sendto", "sendmsg", "listen"):
    setattr(LocalSocket, name, guarded(name))
socket.socket = LocalSocket
socket.getaddrinfo = forbidden("getaddrinfo")
socket.create_connection = forbidden("create_connection")
with open(os.environ["NETWORK_LOG"] + ".processes", "a", encoding="utf-8") as log:
    log.write("guarded\\n")
"""


@pytest.fixture
def guarded(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "sitecustomize.py").write_text(GUARD, "utf-8")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    return {**os.environ, "PYTHONPATH": path, "NETWORK_LOG": str(tmp_path / "network.log")}


def attempts(environment: dict[str, str]) -> str:
    log = Path(environment["NETWORK_LOG"])
    return log.read_text("utf-8") if log.exists() else ""


def test_the_guard_itself_forbids_sockets(guarded: dict[str, str]) -> None:
    code = "import socket; socket.socket().connect(('192.0.2.1', 80))"

    run = subprocess.run(
        [sys.executable, "-c", code], env=guarded, capture_output=True, check=False
    )

    assert run.returncode != 0
    assert "connect" in attempts(guarded)


@pytest.mark.parametrize("diarizer", ["fast", "pyannote"])
def test_a_mono_call_is_analysed_without_a_socket(
    diarizer: str, guarded: dict[str, str], sample_calls: Path, tmp_path: Path
) -> None:
    call = next(sample_calls.glob("03_*.wav"))
    words = ["analyze", call, "--json", "--html", "--diarizer", diarizer, "--out", tmp_path / "out"]

    run = subprocess.run(
        [sys.executable, "-m", "callqa", *map(str, words)],
        env=guarded,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)[0]["status"] == "done"
    assert attempts(guarded) == ""
    processes = Path(guarded["NETWORK_LOG"] + ".processes").read_text("utf-8")
    assert processes.count("guarded") >= 2


def test_a_two_channel_call_needs_no_socket_and_its_report_reaches_for_nothing(
    guarded: dict[str, str], sample_calls: Path, tmp_path: Path
) -> None:
    call = next(sample_calls.glob("08_*.mp3"))
    words = ["analyze", call, "--html", "--out", tmp_path / "out"]

    subprocess.run(
        [sys.executable, "-m", "callqa", *map(str, words)],
        env=guarded,
        capture_output=True,
        check=True,
    )

    assert attempts(guarded) == ""
    page = next((tmp_path / "out").glob("*.html")).read_text("utf-8")
    assert "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")
