"""What Qt must not do; each of these has killed a window before."""

import sys

from PySide6.QtCore import QObject


def test_calls_that_return_nothing_lose_no_reference_to_none() -> None:
    thing = QObject()
    before = sys.getrefcount(None)

    for _ in range(200):
        thing.setObjectName("a name")

    # A version that loses one a call ends the process after some thousand calls.
    assert abs(sys.getrefcount(None) - before) < 20
