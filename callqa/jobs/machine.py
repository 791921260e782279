"""What this machine gives a process, and what a process takes of it."""

import os
import sys

import psutil

_NICENESS = 10


def usable_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def give_way() -> None:
    """Let other programs have the processor first, as long as this process lives."""
    if sys.platform == "win32":
        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        psutil.Process().nice(_NICENESS)


def resident_bytes(pid: int | None) -> int:
    """Return the memory that a process holds now, 0 when it has ended."""
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def peak_bytes(pid: int | None) -> int:
    """Return the most memory that a process ever held, where the system keeps it.

    Linux and Windows do; elsewhere it is what the process holds now.
    """
    try:
        held = psutil.Process(pid).memory_info()
    except psutil.NoSuchProcess:
        return 0
    return int(getattr(held, "peak_wset", 0) or _linux_peak_bytes(pid) or held.rss)


def _linux_peak_bytes(pid: int | None) -> int:
    try:
        with open(f"/proc/{pid or 'self'}/status", encoding="ascii") as status:
            line = next((each for each in status if each.startswith("VmHWM:")), "VmHWM: 0 kB")
    except OSError:
        return 0
    return int(line.split()[1]) * 1024
