"""``python -m ui``: the window."""

import argparse
import os
import sys

from ui.system_needs import shortage


def main() -> int:
    """Open the window and return its exit status: 2 where none can be opened here."""
    parser = argparse.ArgumentParser(prog="callqa desktop", description="Review calls in a window.")
    parser.add_argument(
        "--store",
        default=os.environ.get("CALLQA_STORE"),
        help="the calls to open: a SQLite file or a postgresql:// URL; one's own by default",
    )
    parser.add_argument(
        "--check", action="store_true", help="only tell whether a window can be opened here"
    )
    given = parser.parse_args()
    if found := shortage():
        print(found, file=sys.stderr)  # noqa: T201 - said before there is a window
        return 2
    if given.check:
        return 0

    from ui.app import run

    return run(given.store, sys.argv[:1])


if __name__ == "__main__":
    sys.exit(main())
