"""The worker process: loads the models once and hears one recording after another."""

import ctypes
import os
import platform
import signal
import sys
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from callqa.errors import CallQAError
from callqa.jobs.machine import give_way
from callqa.jobs.messages import Done, Empty, Failed, HearCall, Message, Progress, Stage, Started
from callqa.jobs.own_process import end_with_parent, use_one_thread
from callqa.settings import Settings

if TYPE_CHECKING:
    from callqa.speech.models import SpeechModels

# In glibc's malloc.h.
_M_ARENA_MAX = -8


@dataclass(frozen=True, slots=True)
class WorkerPlan:
    """How one worker process is set up.

    threads : how many cores it uses
    gives_way : whether other programs go first, such as a window that somebody works in
    """

    settings: Settings
    threads: int
    gives_way: bool = False


def run_worker(connection: Connection, plan: WorkerPlan) -> None:
    """Answer each `HearCall` that comes over `connection` until it closes.

    Ctrl-C is left to the parent, which ends its workers itself; when the parent is killed they
    end at once.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What a library prints must not get between the results on the caller's standard output.
    os.dup2(2, 1)
    if plan.gives_way:
        give_way()
    threading.Thread(target=end_with_parent, daemon=True).start()
    _keep_freed_memory_together()
    use_one_thread()
    from callqa.speech.quiet import quiet_libraries

    quiet_libraries()
    from callqa.speech.models import SpeechModels

    with SpeechModels(plan.settings, threads=plan.threads) as models:
        while True:
            try:
                call: HearCall = connection.recv()
                connection.send(Started(call.job_id))
                connection.send(_answer(call, models, plan.settings, connection))
            except (EOFError, BrokenPipeError):
                return


def _keep_freed_memory_together() -> None:
    """Let glibc keep two heaps, not eight a core: freed memory then serves every thread.

    Measured: 829 instead of 1007 MB held between calls, at the same speed.
    """
    if sys.platform == "linux" and platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


def _answer(
    call: HearCall, models: "SpeechModels", settings: Settings, connection: Connection
) -> Message:
    from callqa.speech.hear import hear

    def report(stage: Stage, share: float) -> None:
        connection.send(Progress(call.job_id, stage, share))

    try:
        hearing = hear(call.path, call.details, models, settings, report)
    except CallQAError as error:
        return Failed(call.job_id, error)
    return Done(call.job_id, hearing) if hearing.speech else Empty(call.job_id, hearing)
