"""Two programs write edits into one store at the same time; none is lost, none is there twice.

``python -m tests.bench.two_writers --minutes 5``, started in the repository, runs it on a SQLite
file and on a PostgreSQL server of its own and prints what was found. Exit
status 1 where an edit is missing or doubled.

Each program sends every edit again now and then, as one does that did not hear the answer.
"""

import argparse
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from callqa.domain.edits import AddNote, Edit
from callqa.store.edits import append_edit, has_edit, next_sequence
from callqa.store.engine import Store
from callqa.store.loading import load_call
from callqa.store.opening import open_store
from callqa.store.tables import calls, edits
from tests.postgresql import find_binaries, running_server
from tests.store.whole_calls import fill

CALLS = 3
SENT_AGAIN = 0.2


@dataclass(frozen=True)
class Outcome:
    """What two writers did: edits confirmed by each, and what the store holds afterwards."""

    confirmed: tuple[int, ...]
    seconds: float
    missing: int
    doubled: int
    gaps: int
    wrong_revisions: int

    @property
    def is_right(self) -> bool:
        return not (self.missing or self.doubled or self.gaps or self.wrong_revisions)

    def __str__(self) -> str:
        total = sum(self.confirmed)
        return (
            f"{total} edits confirmed ({' + '.join(map(str, self.confirmed))}) "
            f"in {self.seconds:.0f} s, {total / self.seconds:.0f} per second: "
            f"{self.missing} missing, {self.doubled} doubled, {self.gaps} gaps in logs, "
            f"{self.wrong_revisions} calls with a wrong revision"
        )


def run_two_writers(place: str, seconds: float, writers: int = 2) -> Outcome:
    """Let programs write into the store at `place`, which has no calls yet, and look after it."""
    store = open_store(place)
    fill(store, CALLS)
    context = multiprocessing.get_context("spawn")
    children = []
    for writer in range(writers):
        here, there = context.Pipe()
        process = context.Process(target=write_edits, args=(place, writer, seconds, there))
        process.start()
        children.append((process, here))
    for _, pipe in children:
        assert pipe.recv() == "ready"
    began = time.monotonic()
    for _, pipe in children:
        pipe.send("go")
    confirmed = [set(pipe.recv()) for _, pipe in children]
    took = time.monotonic() - began
    for process, _ in children:
        process.join()
    outcome = _look(store, confirmed, took)
    store.close()
    return outcome


def write_edits(place: str, writer: int, seconds: float, pipe: Pipe) -> None:
    """Write edits until the time is over, then tell the ids of all that were confirmed."""
    chosen = random.Random(writer)
    store = open_store(place)
    pipe.send("ready")
    pipe.recv()
    until = time.monotonic() + seconds
    confirmed: list[str] = []
    while time.monotonic() < until:
        edit, call = f"writer {writer}, {len(confirmed)}", 1 + chosen.randrange(CALLS)
        for _ in range(2 if chosen.random() < SENT_AGAIN else 1):
            send(store, call, edit)
        confirmed.append(edit)
    store.close()
    pipe.send(confirmed)


def send(store: Store, call: int, edit: str) -> None:
    """Write an edit once, however often it is sent."""
    try:
        with store.writing() as connection:
            _append(connection, call, edit)
    except IntegrityError:
        with store.reading() as connection:
            if not has_edit(connection, edit):
                raise


def _append(connection: Connection, call: int, edit: str) -> None:
    found = load_call(connection, call, to_change=True)
    if has_edit(connection, edit):
        return
    append_edit(
        connection,
        call,
        Edit(
            id=edit,
            call_id=found.call_id,
            sequence=next_sequence(connection, call),
            who="ada",
            at=datetime.now(UTC),
            change=AddNote("seen"),
            before="",
            after="seen",
        ),
    )


def _look(store: Store, confirmed: list[set[str]], took: float) -> Outcome:
    with store.reading() as connection:
        written = connection.execute(
            select(edits.c.id, edits.c.call, edits.c.sequence).where(edits.c.kind == "add_note")
        ).all()
        revisions = {
            row.id: row.revision for row in connection.execute(select(calls.c.id, calls.c.revision))
        }
        logs = connection.execute(
            select(
                edits.c.call,
                func.count().label("length"),
                func.max(edits.c.sequence).label("highest"),
            ).group_by(edits.c.call)
        ).all()
    ids = Counter(row.id for row in written)
    places = Counter((row.call, row.sequence) for row in written)
    return Outcome(
        confirmed=tuple(len(each) for each in confirmed),
        seconds=took,
        missing=len(set().union(*confirmed) - ids.keys()),
        doubled=sum(count - 1 for count in (*ids.values(), *places.values())),
        gaps=sum(log.highest != log.length for log in logs),
        wrong_revisions=sum(revisions[log.call] != log.length for log in logs),
    )


def main() -> int:
    """Run it on both kinds of stores and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=5.0)
    seconds = parser.parse_args().minutes * 60
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        outcomes.append(("SQLite file", run_two_writers(str(Path(folder) / "callqa.db"), seconds)))
    binaries = find_binaries()
    if binaries is not None:
        with running_server(binaries) as server:
            place = server.url(server.new_database())
            outcomes.append(("PostgreSQL", run_two_writers(place, seconds)))
    for name, outcome in outcomes:
        sys.stdout.write(f"{name}: {outcome}\n")
    return 0 if all(outcome.is_right for _, outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
