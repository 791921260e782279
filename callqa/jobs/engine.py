"""The local engine: worker processes on this machine, fed one call at a time.

A worker that dies is answered for with the stage it died in and replaced; the other calls go on.
"""

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
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
    plan: WorkerPlan
    call: HearCall | None = None
    stage: str = "starting"
    calls: int = 0


class LocalEngine:
    """Up to `workers` processes on this machine, and the calls that wait for them.

    Use it in a ``with`` block: leaving the block, also by Ctrl-C, ends the processes. `run` hears
    a list of calls to its end. Who wants to add calls, pause or withdraw some on the way uses
    `submit`, `pause`, `resume` and `withdraw`, and asks for `messages` again and again.
    """

    def __init__(self, plan: WorkerPlan, workers: int) -> None:
        self._plan = plan
        self._count = workers
        self._waiting: deque[HearCall] = deque()
        self._workers: list[_Worker] = []
        self._paused = False
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
            self._end(worker, now=kind is not None or worker.call is not None)
        self._workers.clear()

    @property
    def open_calls(self) -> int:
        """How many calls wait or are being heard."""
        return len(self._waiting) + len(self._busy())

    @property
    def running_calls(self) -> int:
        """How many calls are being heard."""
        return len(self._busy())

    @property
    def workers(self) -> int:
        """How many workers may be at work at the same time."""
        return self._count

    def run(self, calls: Iterable[HearCall]) -> Iterator[Message]:
        """Hear `calls` and yield what the workers say; what is left when nobody asks is dropped."""
        for call in calls:
            self.submit(call)
        try:
            while self.open_calls:
                yield from self.messages()
        finally:
            self._waiting.clear()

    def submit(self, call: HearCall) -> None:
        """Let a call wait for a worker."""
        self._waiting.append(call)

    def withdraw(self, job_id: int) -> bool:
        """Take back a call that waits or is being heard; nothing more is said of it.

        The worker that hears it is ended, and replaced when there is more to hear. The answer is
        whether there was such a call.
        """
        for call in self._waiting:
            if call.job_id == job_id:
                self._waiting.remove(call)
                return True
        for worker in self._busy():
            if worker.call and worker.call.job_id == job_id:
                self._end(worker, now=True)
                self._workers.remove(worker)
                return True
        return False

    def pause(self) -> None:
        """Begin no more calls; those that are being heard are heard to their end."""
        self._paused = True

    def resume(self) -> None:
        """Begin calls again."""
        self._paused = False

    def use(self, plan: WorkerPlan, workers: int) -> None:
        """Hear the calls that begin from now on with up to `workers` workers of `plan`."""
        self._plan = plan
        self._count = workers

    def rest(self) -> None:
        """End the workers that have no call, which hold their models in memory."""
        for worker in self._idle():
            self._dismiss(worker)

    def messages(
        self, timeout_s: float | None = None, beside: Sequence[Connection] = ()
    ) -> list[Message]:
        """Hand out what waits, then wait until a worker says something.

        Parameters
        ----------
        timeout_s
            Longest wait; ``None`` waits as long as it takes. With no call under way and nothing
            `beside`, there is nothing to wait for.
        beside
            Connections of the caller that end the wait as well.
        """
        if not self._paused:
            self._hand_out()
        busy = {worker.connection: worker for worker in self._busy()}
        if not busy and not beside:
            return []
        ready = wait([*busy, *beside], timeout_s)
        return [
            self._hear_from(busy[cast(Connection, each)]) for each in ready if each not in beside
        ]

    def worker_pids(self) -> list[int]:
        """Return the process ids of the workers that are alive."""
        return [worker.process.pid for worker in self._workers if worker.process.pid]

    def peak_bytes(self) -> int:
        """Return the largest peak memory of the workers that are alive, 0 where unknown."""
        return max((peak_bytes(worker.process.pid) for worker in self._workers), default=0)

    def _busy(self) -> list[_Worker]:
        return [worker for worker in self._workers if worker.call]

    def _idle(self) -> list[_Worker]:
        return [worker for worker in self._workers if not worker.call]

    def _hand_out(self) -> None:
        for worker in self._idle():
            if worker.plan != self._plan or _is_worn(worker):
                self._dismiss(worker)
        idle = self._idle()
        while self._waiting and len(self._busy()) < self._count:
            worker = idle.pop() if idle else self._start()
            try:
                worker.connection.send(self._waiting[0])
            except OSError:
                self._dismiss(worker)
                continue
            worker.call = self._waiting.popleft()
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
        worker = _Worker(process, ours, self._plan)
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
