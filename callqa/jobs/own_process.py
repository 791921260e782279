"""What processes of ours have in common: one thread each, and Ctrl-C is left to their parent."""

import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")

_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def use_one_thread() -> None:
    """Let libraries that are loaded from now on use one thread in this process.

    Several processes side by side are faster: with a process a core, threads that wait for each
    other cost half the speed.
    """
    for name in _ONE_THREAD:
        os.environ[name] = "1"


@contextmanager
def ctrl_c_for_us_alone() -> Iterator[None]:
    """Start a process that ignores Ctrl-C from its first moment; this process ends it itself."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Processes:
    """Up to `count` fresh processes for pure work; each is set up once by ``set_up(given)``.

    Use it in a ``with`` block: when that is left, also by an error or Ctrl-C, what has not begun
    is dropped and the processes end. They end as well when this process is killed.
    """

    def __init__(self, count: int, set_up: Callable[[Any], None], given: object) -> None:
        # As bytes: unpacked only when the process has one thread, since that loads libraries.
        packed = pickle.dumps((set_up, given))
        spawn = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(count, spawn, _begin, (packed,))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def submit(
        self, work: Callable[_Given, _Made], *args: _Given.args, **kwargs: _Given.kwargs
    ) -> Future[_Made]:
        """Have `work` done by one of the processes.

        Raises
        ------
        concurrent.futures.BrokenExecutor
            A process died; so does the result of each ``Future`` that was open then.
        """
        with ctrl_c_for_us_alone():
            return self._pool.submit(work, *args, **kwargs)


def _begin(packed: bytes) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    use_one_thread()
    threading.Thread(target=end_with_parent, daemon=True).start()
    set_up, given = pickle.loads(packed)
    set_up(given)


def end_with_parent() -> None:
    """Wait until the process that started this one is gone, and then end this one at once."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
