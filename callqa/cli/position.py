"""Positions in a recording as people write and read them."""

from math import isfinite

from callqa.errors import UsageError


def seconds_of(text: str) -> float:
    """Return a position such as ``83``, ``1:23`` or ``1:02:03.5`` in seconds.

    Raises
    ------
    UsageError
        It is no position.
    """
    try:
        parts = [float(part) for part in text.split(":")]
    except ValueError:
        parts = []
    if not 1 <= len(parts) <= 3 or not all(isfinite(part) and part >= 0 for part in parts):
        raise UsageError("is no time.", subject=text, remedy="Write it as 1:23 or 83.")
    total_s = 0.0
    for part in parts:
        total_s = 60 * total_s + part
    return total_s


def exact(time_s: float) -> str:
    """Return a position to the hundredth of a second, fit to be given back: ``1:23.45``."""
    minutes, hundredths = divmod(round(time_s * 100), 6000)
    return f"{minutes}:{hundredths // 100:02d}.{hundredths % 100:02d}"
