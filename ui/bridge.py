"""The only threads of the window: work goes out, results come back as calls in its own thread."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import isValid

from callqa.errors import CallQAError

T = TypeVar("T")

_READERS = 3


class Task:
    """Work that was handed over; `cancel` drops its result and ends a run of steps early."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether nobody wants the result any more."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Drop the result."""
        self._cancelled.set()


class Bridge(QObject):
    """Runs work off the window's thread.

    Reads run side by side; writes one at a time, in the order in which they were asked for. Work
    touches no widget. Its result is dropped when its owner is gone or its task was cancelled.
    """

    failed = Signal(object)
    """A `CallQAError` that nobody took."""

    _back = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="read")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._open: set[Task] = set()
        self._is_closed = False
        self._back.connect(self._run_here)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._open

    def read(
        self,
        owner: QObject,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[CallQAError], None] | None = None,
    ) -> Task:
        """Run `work` beside others, then `then` with its result in the window's thread."""
        return self._hand_over(self._readers, owner, work, then, failed)

    def write(
        self,
        owner: QObject,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[CallQAError], None] | None = None,
    ) -> Task:
        """Run `work` after every write before it, then `then` in the window's thread."""
        return self._hand_over(self._writer, owner, work, then, failed)

    def follow(
        self,
        owner: QObject,
        steps: Callable[[], Iterator[T]],
        each: Callable[[T], None],
        then: Callable[[], None],
        failed: Callable[[CallQAError], None] | None = None,
    ) -> Task:
        """Run through `steps` and give `each` of them to the window's thread, at last `then`."""
        task = Task()

        def work() -> None:
            for step in steps():
                if task.cancelled:
                    return
                self._back.emit((task, owner, each, step))

        return self._hand_over(
            self._readers, owner, work, lambda _nothing: then(), failed, task=task
        )

    def close(self) -> None:
        """Let what is being written end, drop what has not begun and all that comes later."""
        self._is_closed = True
        for task in tuple(self._open):
            task.cancel()
        self._writer.shutdown(wait=True)
        self._readers.shutdown(wait=True, cancel_futures=True)

    def _hand_over(
        self,
        executor: ThreadPoolExecutor,
        owner: QObject,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[CallQAError], None] | None,
        task: Task | None = None,
    ) -> Task:
        task = task or Task()
        if self._is_closed:
            task.cancel()
            return task
        self._open.add(task)

        def run() -> None:
            try:
                result = work()
            except CallQAError as error:
                self._back.emit((task, owner, failed or self.failed.emit, error))
            except BaseException as error:  # noqa: BLE001 - shown by the crash handler, not lost
                self._back.emit((task, owner, _raise, error))
            else:
                self._back.emit((task, owner, then, result))
            self._back.emit((task, None, None, None))

        executor.submit(run)
        return task

    @Slot(object)
    def _run_here(self, answer: "_Answer") -> None:
        task, owner, act, result = answer
        if owner is None:
            self._open.discard(task)
        elif not task.cancelled and isValid(owner):
            act(result)


_Answer = tuple[Task, QObject | None, Callable[[object], None], object]


def _raise(error: object) -> None:
    if isinstance(error, BaseException):
        raise error
