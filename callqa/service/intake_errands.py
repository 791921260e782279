"""Work beside a loop that must not wait: one thread a lane; the loop takes up what came of it."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

_Made = TypeVar("_Made")


class Errands:
    """Runs work on threads, lane by lane in the order in which it was given.

    Attributes
    ----------
    bell
        Readable when there is something for `take_up`; for `multiprocessing.connection.wait`.
    """

    def __init__(self, *lanes: str) -> None:
        self._lanes = {name: ThreadPoolExecutor(1, thread_name_prefix=name) for name in lanes}
        self._done: SimpleQueue[tuple[Future[Any], Callable[[Any], None]]] = SimpleQueue()
        self.bell, self._rope = _one_way()

    def do(self, lane: str, work: Callable[[], _Made], then: Callable[[_Made], None]) -> None:
        """Run `work` in its turn; `take_up` calls `then` with its result."""
        self._lanes[lane].submit(work).add_done_callback(lambda made: self._ring(made, then))

    def take_up(self) -> None:
        """Go on with everything that is done; an error of its work is raised here."""
        while self.bell.poll():
            self.bell.recv_bytes()
        while True:
            try:
                made, then = self._done.get_nowait()
            except Empty:
                return
            then(made.result())

    def close(self) -> None:
        """Let what has begun end, and drop the rest."""
        for lane in self._lanes.values():
            lane.shutdown(wait=True, cancel_futures=True)
        self.bell.close()
        self._rope.close()

    def _ring(self, made: Future[_Made], then: Callable[[_Made], None]) -> None:
        if not made.cancelled():
            self._done.put((made, then))
            self._rope.send_bytes(b".")


def _one_way() -> tuple[Connection, Connection]:
    return Pipe(duplex=False)
