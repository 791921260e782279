"""The local engine: worker processes on this machine, fed one call at a time.

A worker that dies is answered for with the stage it died in and replaced; the other calls go on.
"""

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Self, cast

from callqa.errors import WorkerDied
from callqa.jobs.machine import peak_bytes, resident_bytes
from callqa.jobs.messages import Answer, Failed, HearCall, Message, Progress
from callqa.jobs.own_process import ctrl_c_for_us_alone
from callqa.jobs.worker import WorkerPlan, run_worker

# A worker is replaced after this many calls or at this size: native libraries leak a little on
# each call, and an overnight run has thousands. A worker at work needs 0.7 to 1.5 GB.
_RECYCLE_CALLS = 200
_RECYCLE_BYTES = 3_000_000_000
_GOODBYE_S = 5.0


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    connection: Connection
    call: HearCall | None = None
    stage: str = "starting"
    calls: int = 0


class LocalEngine:
    """`workers` processes on this machine.

    Use it in a ``with`` block: leaving the block, also by Ctrl-C, ends the processes.
    """

    def __init__(self, plan: WorkerPlan, workers: int) -> None:
        self._plan = plan
        self._count = workers
        self._workers: list[_Worker] = []
        self._context = multiprocessing.get_context("spawn")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for worker in self._workers:
            self._end(worker, now=kind is not None)
        self._workers.clear()

    def run(self, calls: Iterable[HearCall]) -> Iterator[Message]:
        """Hear `calls` and yield what the workers say, as they say it."""
        waiting = deque(calls)
        while waiting or any(worker.call for worker in self._workers):
            self._hand_out(waiting)
            busy = {worker.connection: worker for worker in self._workers if worker.call}
            for ready in wait(list(busy)):
                yield self._hear_from(busy[cast(Connection, ready)])

    def worker_pids(self) -> list[int]:
        """Return the process ids of the workers that are alive."""
        return [worker.process.pid for worker in self._workers if worker.process.pid]

    def peak_bytes(self) -> int:
        """Return the largest peak memory of the workers that are alive, 0 where unknown."""
        return max((peak_bytes(worker.process.pid) for worker in self._workers), default=0)

    def _hand_out(self, waiting: deque[HearCall]) -> None:
        for worker in [each for each in self._workers if not each.call and _is_worn(each)]:
            self._dismiss(worker)
        idle = [worker for worker in self._workers if not worker.call]
        while waiting and (idle or len(self._workers) < self._count):
            worker = idle.pop() if idle else self._start()
            try:
                worker.connection.send(waiting[0])
            except OSError:
                self._dismiss(worker)
                continue
            worker.call = waiting.popleft()
            worker.stage = "starting"

    def _dismiss(self, worker: _Worker) -> None:
        self._end(worker, now=False)
        self._workers.remove(worker)

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=run_worker, args=(theirs, self._plan), daemon=True)
        with ctrl_c_for_us_alone():
            process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _hear_from(self, worker: _Worker) -> Message:
        try:
            message: Message = worker.connection.recv()
        except (EOFError, ConnectionResetError):
            return self._bury(worker)
        if isinstance(message, Progress):
            worker.stage = message.stage
        if isinstance(message, Answer):
            worker.call = None
            worker.calls += 1
        return message

    def _bury(self, worker: _Worker) -> Failed:
        worker.process.join()
        self._workers.remove(worker)
        worker.connection.close()
        call = worker.call
        if call is None:
            raise AssertionError("only busy workers are waited for")
        return Failed(
            call.job_id,
            WorkerDied(
                f"The worker process ended while {worker.stage} "
                f"(exit code {worker.process.exitcode}).",
                subject=str(call.path),
                remedy="Try this file again on its own; if memory was short, close other programs.",
            ),
        )

    def _end(self, worker: _Worker, *, now: bool) -> None:
        worker.connection.close()
        if now:
            worker.process.terminate()
        worker.process.join(_GOODBYE_S)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()


def _is_worn(worker: _Worker) -> bool:
    if not worker.process.is_alive():
        return True
    return worker.calls >= _RECYCLE_CALLS or resident_bytes(worker.process.pid) > _RECYCLE_BYTES
