"""The adding process: one loop that hands recordings to workers and stores what they heard.

The loop itself only passes on: folders are searched, files compared with the store and calls
stored on threads beside it, so that an order is always obeyed at once.
"""

import time
from collections import defaultdict
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from callqa.audio.recordings import Found, find_recordings
from callqa.errors import CallQAError, NoAudio, RecordingUnreadable, UsageError
from callqa.jobs.engine import LocalEngine
from callqa.jobs.messages import Done, Empty, Failed, HearCall, Message, Progress, Started
from callqa.jobs.worker import WorkerPlan
from callqa.service.adding import Added, AlreadyThere
from callqa.service.hearing_run import share_of_cores
from callqa.service.intake_errands import Errands
from callqa.service.intake_folders import WatchedFolders
from callqa.service.intake_list import IntakeList
from callqa.service.intake_messages import (
    Add,
    Answer,
    Cancel,
    Files,
    IntakePlan,
    Order,
    PassedOver,
    Pause,
    Refused,
    Resume,
    Stop,
    Taken,
    Unwatch,
    Watch,
)
from callqa.service.intake_work import IntakeWork, NotAdded, ToHear, lengths
from callqa.settings import Settings

_TELL_EVERY_S = 0.25
_TOLD_AT_ONCE = 500
_MEASURED_AT_ONCE = 50
# Workers hold about a gigabyte of models each; loading them again takes some seconds.
_REST_AFTER_S = 120.0
_LOOK_EVERY_S = 1.0


class IntakeRun:
    """Takes orders from `window` until it is told to stop or the window is gone."""

    def __init__(self, window: Connection, plan: IntakePlan) -> None:
        self._window = window
        self._paused = plan.paused
        self._stopped = False
        self._list = IntakeList()
        self._work = IntakeWork(plan.place)
        self._errands = Errands("find", "look up", "keep")
        self._plan = WorkerPlan(Settings(), 1, gives_way=True)
        self._engine = LocalEngine(self._plan, 1)
        self._looking_up: Path | None = None
        self._measuring = False
        self._jobs: dict[int, ToHear] = {}
        self._next_job = 0
        self._keeping: set[Path] = set()
        self._twins: dict[str, list[Path]] = defaultdict(list)
        self._by_hand: set[Path] = set()
        self._folders = WatchedFolders(self._errands, self._work, self._list.add, self._refuse)
        self._told_s = self._busy_s = time.monotonic()
        if self._paused:
            self._engine.pause()

    def run(self) -> None:
        """Work until the end."""
        try:
            with self._engine:
                while not self._stopped:
                    self._turn()
        except (EOFError, BrokenPipeError, ConnectionResetError):
            pass
        finally:
            self._errands.close()
            self._work.close()

    def _turn(self) -> None:
        self._feed()
        beside = (self._window, self._errands.bell)
        for message in self._engine.messages(self._patience_s(), beside):
            self._hear(message)
        self._errands.take_up()
        while not self._stopped and self._window.poll():
            self._obey(self._window.recv())
        self._folders.look()
        self._tell()
        self._rest()

    def _patience_s(self) -> float | None:
        if self._list.has_news or self._engine.running_calls:
            return _TELL_EVERY_S
        if self._folders:
            return _LOOK_EVERY_S
        return _REST_AFTER_S

    def _obey(self, order: Order) -> None:
        match order:
            case Add(paths):
                then = partial(self._take_in, paths)
                self._errands.do("find", partial(find_recordings, paths), then)
            case Pause():
                self._pause()
            case Resume():
                self._paused = False
                self._engine.resume()
                self._say(self._list.pace(paused=False))
            case Cancel(paths):
                for path in paths:
                    self._cancel(path)
            case Watch(folder, passed_over):
                self._folders.watch(folder, passed_over)
            case Unwatch(folder):
                self._folders.unwatch(folder)
            case Stop():
                self._stopped = True

    def _pause(self) -> None:
        self._paused = True
        self._engine.pause()
        self._say(self._list.pace(paused=True))

    def _take_in(self, asked: tuple[Path, ...], found: Found) -> None:
        recordings = [path.absolute() for path in found.recordings]
        self._by_hand.update(recordings)
        self._list.add(recordings)
        self._tell(now=True)
        self._say(Taken(asked))
        for error in found.failures:
            self._refuse(error, halts=False)

    def _cancel(self, path: Path) -> None:
        if path not in self._list or path in self._keeping:
            return
        for job, asked in tuple(self._jobs.items()):
            if asked.path == path:
                self._engine.withdraw(job)
                self._end_job(job)
        for twins in self._twins.values():
            if path in twins:
                twins.remove(path)
        if self._looking_up == path:
            self._looking_up = None
        self._list.conclude(path, "cancelled")
        self._pass_over(path)

    def _feed(self) -> None:
        """Keep one recording looked up beyond those that are being heard."""
        self._list.run(self._engine.running_calls > 0)
        if not self._measuring and (paths := self._list.unmeasured(_MEASURED_AT_ONCE)):
            self._measuring = True
            self._errands.do("find", lambda: lengths(paths), self._measured)
        if self._paused or self._looking_up or self._engine.open_calls > self._engine.workers:
            return
        path = self._list.take_up()
        if path is not None:
            self._looking_up = path
            self._errands.do(
                "look up", partial(self._work.look_up, path), partial(self._looked_up, path)
            )

    def _measured(self, found: tuple[tuple[Path, float], ...]) -> None:
        self._measuring = False
        for path, duration_s in found:
            self._list.measure(path, duration_s)

    def _looked_up(self, path: Path, found: ToHear | AlreadyThere | NotAdded) -> None:
        if self._looking_up != path:
            return
        self._looking_up = None
        if isinstance(found, AlreadyThere):
            self._list.conclude(path, "known", found.call_id)
        elif isinstance(found, NotAdded):
            self._not_looked_up(found)
        elif any(each.sha256 == found.sha256 for each in self._jobs.values()):
            self._twins[found.sha256].append(path)
        else:
            self._submit(found)

    def _not_looked_up(self, found: NotAdded) -> None:
        if found.stops_all:
            self._list.put_back(found.path)
            self._refuse(found.error, halts=True)
        else:
            self._fail(found.path, found.error)

    def _submit(self, asked: ToHear) -> None:
        self._list.measure(asked.path, asked.duration_s)
        workers, threads = share_of_cores(self._engine.open_calls + self._list.waiting + 1)
        settled = asked.settings == self._plan.settings
        if workers > self._engine.workers or not self._engine.open_calls or not settled:
            self._plan = WorkerPlan(asked.settings, threads, gives_way=True)
            self._engine.use(self._plan, workers)
        self._next_job += 1
        self._jobs[self._next_job] = asked
        self._engine.submit(HearCall(self._next_job, asked.path, asked.details))

    def _hear(self, message: Message) -> None:
        path = self._jobs[message.job_id].path
        if isinstance(message, Started):
            self._list.move(path, "", 0.0)
        elif isinstance(message, Progress):
            self._list.move(path, message.stage, message.share)
        elif isinstance(message, Failed):
            self._fail(path, message.error)
            self._end_job(message.job_id)
            if isinstance(message.error, UsageError):
                self._refuse(message.error, halts=True)
        else:
            self._keeping.add(path)
            by_hand = path in self._by_hand
            keep = partial(self._work.keep, path, message.hearing, by_hand=by_hand)
            self._errands.do("keep", keep, partial(self._kept, message))

    def _kept(self, heard: Done | Empty, kept: Added | AlreadyThere | NotAdded) -> None:
        path = kept.path
        self._keeping.discard(path)
        if isinstance(kept, Added):
            self._list.conclude(path, "done" if isinstance(heard, Done) else "empty", kept.call_id)
            if kept.unread_start is not None:
                self._list.remark(path, *_unread_start(kept.unread_start))
        elif isinstance(kept, AlreadyThere):
            self._list.conclude(path, "known", kept.call_id)
        else:
            self._fail(path, kept.error)
            if kept.was_removed:
                self._pass_over(path)
            if kept.stops_all:
                self._refuse(kept.error, halts=True)
        self._end_job(heard.job_id)

    def _fail(self, path: Path, error: CallQAError) -> None:
        self._list.fail(path, error)
        if isinstance(error, RecordingUnreadable | NoAudio):
            self._pass_over(path)

    def _pass_over(self, path: Path) -> None:
        shape = self._folders.shape_of(path)
        if shape is not None:
            self._say(PassedOver(path, shape))

    def _end_job(self, job: int) -> None:
        """Let files of the same content be looked up again."""
        for twin in reversed(self._twins.pop(self._jobs.pop(job).sha256, [])):
            self._list.put_back(twin)

    def _refuse(self, error: CallQAError, halts: bool) -> None:
        if halts:
            self._pause()
        self._say(Refused(error, halts))

    def _tell(self, *, now: bool = False) -> None:
        """Say what changed, not more often than the window can use."""
        if not (now or time.monotonic() - self._told_s >= _TELL_EVERY_S):
            return
        if self._list.has_news:
            self._told_s = time.monotonic()
            for files in self._list.news(_TOLD_AT_ONCE):
                self._say(Files(files))
            self._say(self._list.pace(paused=self._paused))

    def _rest(self) -> None:
        """End workers that had nothing to do for long."""
        now_s = time.monotonic()
        if self._engine.open_calls:
            self._busy_s = now_s
        elif now_s - self._busy_s >= _REST_AFTER_S:
            self._busy_s = now_s
            self._engine.rest()

    def _say(self, answer: Answer) -> None:
        self._window.send(answer)


def _unread_start(given: str) -> tuple[str, str]:
    return (
        f"its start {given!r} is no time such as 2026-03-31T14:05:00; the call has none.",
        "Set the start in the call's details.",
    )
