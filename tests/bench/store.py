"""Every figure about the store, one after the other.

``python -m tests.bench.store [--library FILE_OR_URL] [--minutes 5] [--rounds 20]``, started in the
repository: lists and searches at 100,000 calls and their memory, calls judged again per second, two
writers at once, and writers that are killed. Without ``--library`` the library of calls is made
anew in a temporary folder: some minutes and 1.5 GB. Exit status 1 where one of them has.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Run the benchmarks; each prints its own table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--library", help="store made by an earlier run, or where to keep one")
    parser.add_argument("--minutes", default="5")
    parser.add_argument("--rounds", default="20")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        library = chosen.library or str(Path(folder) / "library.db")
        steps = (
            ("library", library),
            ("rescore",),
            ("two_writers", "--minutes", chosen.minutes),
            ("kill_writes", "--rounds", chosen.rounds),
        )
        statuses = [
            subprocess.run([sys.executable, "-m", f"tests.bench.{name}", *words]).returncode
            for name, *words in steps
        ]
    return int(any(statuses))


if __name__ == "__main__":
    sys.exit(main())
