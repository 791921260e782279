"""The adding process as its owner holds it: orders go in, answers come out."""

import atexit
import contextlib
import multiprocessing
import signal
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection
from queue import SimpleQueue

from callqa.jobs.machine import give_way
from callqa.jobs.own_process import ctrl_c_for_us_alone, end_with_parent, use_one_thread
from callqa.service.intake_messages import Answer, IntakePlan, Lost, Order, Stop

_GOODBYE_S = 10.0
_AT_ONCE_S = 2.0


class IntakeProcess:
    """A process of its own, begun at once; it ends with this one, however this one ends."""

    def __init__(self, plan: IntakePlan) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=run_intake, args=(theirs, plan))
        with ctrl_c_for_us_alone():
            self._process.start()
        theirs.close()
        self._stopped = False
        self._orders: SimpleQueue[Order | None] = SimpleQueue()
        self._sender = threading.Thread(target=self._send, name="intake orders", daemon=True)
        self._sender.start()
        # Python waits for its child processes when it ends; this one would wait for an order.
        atexit.register(self.stop)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid or 0

    def tell(self, order: Order) -> None:
        """Send an order; returns at once, however busy the process is."""
        self._orders.put(order)

    def answers(self) -> Iterator[Answer]:
        """Yield what it says, on a thread that may wait; at last `Lost`, unless it was stopped."""
        with contextlib.suppress(EOFError, OSError):
            while True:
                yield self._connection.recv()
        self._orders.put(None)
        self._connection.close()
        if not self._stopped:
            self._process.join()
            atexit.unregister(self.stop)
            yield Lost(self._process.exitcode)

    def stop(self) -> None:
        """End it: what is being stored is stored, what is being heard is not heard to its end."""
        atexit.unregister(self.stop)
        self._stopped = True
        self.tell(Stop())
        self._orders.put(None)
        self._process.join(_GOODBYE_S)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join(_AT_ONCE_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def _send(self) -> None:
        with contextlib.suppress(OSError):
            while (order := self._orders.get()) is not None:
                self._connection.send(order)


def run_intake(window: Connection, plan: IntakePlan) -> None:
    """Be the adding process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    give_way()
    threading.Thread(target=end_with_parent, daemon=True).start()
    use_one_thread()
    from callqa.service.intake_run import IntakeRun

    IntakeRun(window, plan).run()
