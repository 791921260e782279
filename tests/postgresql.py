"""A PostgreSQL server of our own for the tests: started from nothing, gone afterwards."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

LOGIN = "callqa"
PASSWORD = "a secret/with marks"
PASSWORD_IN_URL = "a%20secret%2Fwith%20marks"
_UNPRIVILEGED = "postgres"


def find_binaries() -> Path | None:
    """Return the folder of ``initdb`` and ``pg_ctl``, the newest version where there are several.

    Debian keeps them out of the search path.
    """
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    versions = sorted(debian, key=lambda path: float(path.parts[-3]))
    return versions[-1].parent if versions else None


@dataclass(frozen=True)
class Server:
    """A running server; each database that it gives is a new one."""

    folder: Path
    port: int
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str) -> str:
        """Return the URL of a database through the server's socket, which asks no password."""
        return f"postgresql://{LOGIN}@/{database}?host={self.folder}&port={self.port}"

    def url_with_password(self, database: str, password: str = PASSWORD_IN_URL) -> str:
        """Return the URL of a database over TCP, where the server asks for `password`."""
        return f"postgresql://{LOGIN}:{password}@127.0.0.1:{self.port}/{database}"

    def new_database(self, template: str = "template1") -> str:
        """Make a database, a copy of `template`, and return its name."""
        import psycopg

        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name


@contextmanager
def running_server(binaries: Path) -> Iterator[Server]:
    """Start a server whose files and socket lie in a folder of its own; stop it at the end."""
    # Not below pytest's folder: that is closed to others, and a socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="callqa-pg-"))
    data, port = folder / "data", _free_port()
    if os.geteuid() == 0:
        shutil.chown(folder, _UNPRIVILEGED)
    try:
        secret = folder / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        secret.chmod(0o644)
        _run(
            [
                str(binaries / "initdb"),
                f"--pgdata={data}",
                f"--username={LOGIN}",
                f"--pwfile={secret}",
                "--auth-local=trust",
                "--auth-host=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ]
        )
        options = f"-k {folder} -p {port} -c listen_addresses=127.0.0.1 -c fsync=off"
        control = [str(binaries / "pg_ctl"), f"--pgdata={data}", "--wait", "--silent"]
        _run([*control, f"--log={folder / 'log'}", f"--options={options}", "start"])
        try:
            yield Server(folder, port)
        finally:
            _run([*control, "--mode=immediate", "stop"])
    finally:
        shutil.rmtree(folder)


def _run(words: list[str]) -> None:
    """Run a command of PostgreSQL, which refuses to run as root."""
    unprivileged = ["runuser", "-u", _UNPRIVILEGED, "--"] if os.geteuid() == 0 else []
    # Files, not pipes: the server keeps what pg_ctl got for as long as it runs.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            [*unprivileged, *words],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            check=False,
        )
        said.seek(0)
        text = said.read().decode(errors="replace")
    if done.returncode != 0:
        raise RuntimeError(f"{Path(words[0]).name} failed for {getpass.getuser()}: {text}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
