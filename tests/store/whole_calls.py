"""Calls with rows in every table beside them, whose contents follow from their number alone."""

import random
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from callqa.store.engine import Store
from callqa.store.tables import (
    agents,
    calls,
    edits,
    findings,
    flags,
    hearings,
    metadata,
    rubrics,
    signed_verdicts,
    situations,
    transcripts,
)

NOON = datetime(2026, 3, 2, 12, 30, 15, 250000, tzinfo=UTC)
AGENTS = ("Ayşe Öztürk", "Ben Okafor", "Chloé Martin")
HEARING_BYTES = 20_000
"""More than a page of a file, so that a Hearing goes on in pages of its own."""
WORDS = ("invoice", "refund", "delivery", "straße", "rendez-vous", "cancel", "thank", "you")
EDITS = 3


def record(kind: str, number: int, size: int = 600) -> bytes:
    """Return what stands for a packed record: it cannot be made shorter, and its loss is found."""
    return zlib.compress(random.Random(f"{kind} {number}").randbytes(size), 1)


def write_people(connection: Connection) -> None:
    connection.execute(insert(agents), [{"name": name} for name in AGENTS])
    connection.execute(
        insert(rubrics).values(
            rubric_id="default",
            version="1",
            digest="d" * 64,
            text='title = "Ünïcode"\n',
            adopted_at=NOON,
            adopted_by="ada",
            in_force=True,
        )
    )


def write_call(connection: Connection, number: int) -> int:
    """Write call `number` as it would be after a review, and return its row."""
    row = int(
        connection.execute(
            insert(calls)
            .values(
                call_id=f"{number:064x}",
                status="done",
                added_at=NOON + timedelta(minutes=number),
                path=f"/calls/{number}.wav",
                sha256=f"{number:064x}",
                duration_s=60.0 + number,
                started_at=NOON - timedelta(days=number % 90),
                agent=1 + number % len(AGENTS),
                customer=f"Kunde {number % 17}",
                language="de",
                layout="two_channel",
                health="good",
                heard_with="h",
                judged_with="j",
                rubric=1,
                score=(number * 7 % 101) + 0.5,
                passed=number % 3 > 0,
                auto_fail=False,
                severity=number % 4,
                answers={"greeting": [1.0, number / 8]},
                apart={},
                review_state="reviewed",
                revision=EDITS,
            )
            .returning(calls.c.id)
        ).scalar_one()
    )
    chosen = random.Random(number)
    said = {role: " ".join(chosen.choices(WORDS, k=40)) for role in ("agent", "customer", "other")}
    for table, values in (
        (hearings, {"data": record("hearing", number, HEARING_BYTES)}),
        (findings, {"data": record("findings", number, 3000), "machine": None}),
        (transcripts, {**said, "turns": record("turns", number)}),
        (flags, {"severity": "urgent", "code": f"flag_{number % 5}", "start_s": 1.25}),
        (situations, {"code": "billing", "confidence": 0.75, "start_s": None}),
        (
            signed_verdicts,
            {"at": NOON, "who": "ada", "rubric": 1, "data": record("verdict", number)},
        ),
    ):
        connection.execute(insert(table).values(call=row, **values))
    connection.execute(
        insert(edits),
        [
            {
                "id": f"{number}-{place}",
                "call": row,
                "sequence": place,
                "who": "ada",
                "at": NOON,
                "kind": "fix_word",
                "change": {"kind": "fix_word", "turn": place, "word": 0, "text": "naïve"},
                "before": "a",
                "after": "naïve",
            }
            for place in range(1, EDITS + 1)
        ],
    )
    return row


def fill(store: Store, count: int) -> None:
    """Write people, a rubric and calls 1 to `count`."""
    with store.writing() as connection:
        write_people(connection)
        for number in range(1, count + 1):
            write_call(connection, number)


CHILDREN = {
    hearings: 1,
    findings: 1,
    transcripts: 1,
    flags: 1,
    situations: 1,
    signed_verdicts: 1,
    edits: EDITS,
}
"""How many rows of each table `write_call` writes."""


def children_of(connection: Connection, row: int) -> dict[Table, int]:
    """Return how many rows of each table belong to a call."""
    return {
        table: connection.execute(
            select(func.count()).select_from(table).where(table.c.call == row)
        ).scalar_one()
        for table in CHILDREN
    }


def contents(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, in the order of their keys."""
    with store.reading() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in metadata.sorted_tables
        }
