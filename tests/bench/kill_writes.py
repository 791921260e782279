"""A program is killed in the middle of its writing; all that it confirmed is there, nothing half.

``python -m tests.bench.kill_writes --rounds 20``, started in the repository, runs it on a SQLite
file and on a PostgreSQL server of its own and prints what was found. Exit
status 1 where something is lost or half there.
"""

import argparse
import multiprocessing
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from sqlalchemy import select

from callqa.store.opening import open_store
from callqa.store.tables import calls
from tests.postgresql import find_binaries, running_server
from tests.store.whole_calls import CHILDREN, children_of, write_call, write_people

WRITES = 50


@dataclass(frozen=True)
class Outcome:
    """What a killed writer left.

    confirmed : calls whose transaction had ended when it was killed
    there : calls that are in the store
    lost : confirmed calls that are not
    half : calls without all that belongs to them
    """

    confirmed: int
    there: int
    lost: int
    half: int

    @property
    def is_right(self) -> bool:
        return not (self.lost or self.half)


def kill_writer(place: str, seed: int) -> Outcome:
    """Kill a program that writes 50 calls into the store at `place`, at a moment that `seed` sets.

    It is killed a random part of a transaction's time after a random confirmed one.
    """
    chosen = random.Random(seed)
    last, share = chosen.randrange(1, WRITES), chosen.random()
    store = open_store(place)
    with store.writing() as connection:
        write_people(connection)
    store.close()
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    writer = context.Process(target=write_calls, args=(place, there))
    writer.start()
    there.close()
    began = time.monotonic()
    confirmed = [here.recv() for _ in range(last)]
    _wait(share * (time.monotonic() - began) / last)
    writer.kill()
    writer.join()
    confirmed += _rest(here)
    return _look(place, confirmed)


def write_calls(place: str, pipe: Pipe) -> None:
    """Write calls one after another, and tell the number of each when it is kept."""
    store = open_store(place)
    for number in range(1, WRITES + 1):
        with store.writing() as connection:
            write_call(connection, number)
        pipe.send(number)
    store.close()


def _wait(seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


def _rest(pipe: Pipe) -> list[int]:
    """Return what was confirmed and not yet read when the writer died."""
    found = []
    try:
        while True:
            found.append(pipe.recv())
    except EOFError:
        return found


def _look(place: str, confirmed: list[int]) -> Outcome:
    store = open_store(place, create=False)
    with store.reading() as connection:
        query = select(calls.c.call_id, calls.c.id)
        there = {row.call_id: row.id for row in connection.execute(query)}
        half = sum(children_of(connection, row) != CHILDREN for row in there.values())
    store.close()
    lost = {f"{number:064x}" for number in confirmed} - there.keys()
    return Outcome(len(confirmed), len(there), len(lost), half)


def main() -> int:
    """Run it on both kinds of stores and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    outcomes: dict[str, list[Outcome]] = {}
    with tempfile.TemporaryDirectory() as folder:
        places = [str(Path(folder) / f"{seed}.db") for seed in range(rounds)]
        outcomes["SQLite file"] = [kill_writer(place, at) for at, place in enumerate(places)]
    binaries = find_binaries()
    if binaries is not None:
        with running_server(binaries) as server:
            places = [server.url(server.new_database()) for _ in range(rounds)]
            outcomes["PostgreSQL"] = [kill_writer(place, at) for at, place in enumerate(places)]
    for name, found in outcomes.items():
        confirmed, there, lost, half = (
            sum(getattr(each, what) for each in found)
            for what in ("confirmed", "there", "lost", "half")
        )
        sys.stdout.write(
            f"{name}: killed {len(found)} times in {WRITES} writes: {confirmed} writes confirmed, "
            f"{there} there, {lost} lost, {half} half there\n"
        )
    return 0 if all(each.is_right for found in outcomes.values() for each in found) else 1


if __name__ == "__main__":
    sys.exit(main())
