"""A queue of recordings whose answers a test takes up when it wants to."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue

from callqa.domain.intake import IntakeFile, IntakePace
from callqa.errors import CallQAError
from callqa.service.intake import IntakeQueue
from callqa.service.intake_messages import Answer
from callqa.service.intake_process import IntakeProcess

PATIENCE_S = 120.0


class IntakeDesk:
    """Plays the window: one thread reads answers, the test's own takes them up."""

    def __init__(self, place: str) -> None:
        self._answers: SimpleQueue[Answer] = SimpleQueue()
        self.place = place
        self.queue = IntakeQueue(place, self._listen)
        self.errors: list[CallQAError] = []
        self.seen: list[IntakeFile] = []
        self.paces: list[IntakePace] = []

    def state(self, path: Path) -> str:
        return next((each.state for each in self.queue.files() if each.path == path), "")

    def file(self, path: Path) -> IntakeFile:
        return next(each for each in self.queue.files() if each.path == path)

    def until(self, is_so: Callable[[], bool]) -> None:
        """Take up answers until `is_so`."""
        last_s = time.monotonic() + PATIENCE_S
        while not is_so():
            try:
                answer = self._answers.get(timeout=max(0.0, last_s - time.monotonic()))
            except Empty:
                raise AssertionError(f"waited in vain; {self.queue.files()}") from None
            if isinstance(answer, IntakePace):
                self.paces.append(answer)
            changed, error = self.queue.take(answer)
            self.seen += changed
            if error is not None:
                self.errors.append(error)

    def until_done(self) -> None:
        """Take up answers until nothing waits or is at work."""
        self.until(lambda: not self.queue.open_paths())

    def _listen(self, process: IntakeProcess) -> None:
        def read() -> None:
            for answer in process.answers():
                self._answers.put(answer)

        threading.Thread(target=read, daemon=True).start()


def store_in(folder: Path, empty_file: Path) -> str:
    """Return the place of a store without calls, in a folder that is made for it."""
    folder.mkdir()
    return str(shutil.copyfile(empty_file, folder / "callqa.db"))


def opened_desk(folder: Path, empty_file: Path) -> Iterator[IntakeDesk]:
    """Yield a desk with a store without calls, and close it."""
    made = IntakeDesk(store_in(folder, empty_file))
    yield made
    made.queue.close()
