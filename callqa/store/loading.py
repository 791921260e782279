"""Calls are read back whole, to be shown or judged again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from callqa.domain.hearing import Hearing
from callqa.domain.review import SIGNED, ReviewState
from callqa.domain.speech import VoiceBaseline
from callqa.errors import HearingRemoved, RecordUnreadable
from callqa.store.tables import calls, findings, hearings, voices

EARLIER_CALLS = 20
"""Earlier calls of an agent whose voice is looked at: a working day or two."""


@dataclass(frozen=True, slots=True)
class StoredCall:
    """A call's row, as far as judging and reviewing it need it."""

    row: int
    call_id: str
    status: str
    path: str | None
    started_at: datetime | None
    added_at: datetime
    agent: int | None
    rubric: int | None
    score: float | None
    judged_with: str
    review_state: ReviewState
    assigned_to: str | None
    revision: int

    @property
    def is_signed(self) -> bool:
        """Whether a person has signed the verdict."""
        return self.review_state in SIGNED


_COLUMNS = (
    calls.c.id.label("row"),
    calls.c.call_id,
    calls.c.status,
    calls.c.path,
    calls.c.started_at,
    calls.c.added_at,
    calls.c.agent,
    calls.c.rubric,
    calls.c.score,
    calls.c.judged_with,
    calls.c.review_state,
    calls.c.assigned_to,
    calls.c.revision,
)


def load_call(connection: Connection, row: int, *, to_change: bool = False) -> StoredCall:
    """Return a call's row; `to_change` keeps other writers away until the transaction ends."""
    query = select(*_COLUMNS).where(calls.c.id == row)
    if to_change:
        query = query.with_for_update()
    return StoredCall(**connection.execute(query).one()._asdict())


def find_row(connection: Connection, row: int) -> StoredCall | None:
    """Return a call's row, ``None`` where the call was removed."""
    found = connection.execute(select(*_COLUMNS).where(calls.c.id == row)).first()
    return StoredCall(**found._asdict()) if found else None


def load_hearing(connection: Connection, row: int) -> Hearing:
    """Return a call as it was first heard; raises what `hearing_data` raises."""
    # NumPy is loaded only for those who need what was heard: a list starts in 2/3 of the time.
    from callqa.rules.packed_hearing import unpack_hearing

    return unpack_hearing(hearing_data(connection, row))


def hearing_data(connection: Connection, row: int) -> bytes:
    """Return a call as it was first heard, in the form of `callqa.rules.packed_hearing`.

    Raises
    ------
    HearingRemoved
        The words were removed, as the centre's retention asks.
    """
    data = connection.execute(select(hearings.c.data).where(hearings.c.call == row)).scalar()
    if data is None:
        raise words_removed()
    return bytes(data)


def words_removed(call_id: str = "") -> HearingRemoved:
    """Return the error of what needs the words of a call that were removed."""
    return HearingRemoved(
        "the words of this call were removed from the store.",
        subject=call_id,
        remedy="Scores and measures are kept: 'callqa calls show'.",
    )


def findings_data(connection: Connection, row: int) -> tuple[bytes, bytes]:
    """Return what was found in a call, with what people changed and by the machine alone.

    Both are in the form of `callqa.rules.findings`. A call that holds no speech has none.

    Raises
    ------
    RecordUnreadable
        They are missing, as in a store that was saved from a damaged file.
    """
    query = select(findings.c.data, findings.c.machine).where(findings.c.call == row)
    found = connection.execute(query).first()
    if found is None:
        raise findings_missing()
    return found.data, found.machine or found.data


def findings_missing() -> RecordUnreadable:
    """Return the error of what needs the findings of a call that were lost."""
    return RecordUnreadable(
        "what was found in this call is missing from the store.",
        remedy="Run callqa rescore, which measures the call again; where a person has signed it, "
        "restore a backup.",
    )


def answer_shares_of(
    connection: Connection, rows: Sequence[int]
) -> Iterator[tuple[int, dict[str, float | None]]]:
    """Yield the share of its points that each question of a call earned, by row.

    ``None`` is a question that does not apply; a call without speech has no questions.
    """
    query = select(calls.c.id, calls.c.answers).where(calls.c.id.in_(list(rows)))
    for row, answers in connection.execute(query):
        yield row, {question: share for question, (share, _) in answers.items()}


def earlier_voices(connection: Connection, call: StoredCall) -> tuple[VoiceBaseline, ...]:
    """Return the agent's usual voice in the calls before this one, the latest first."""
    if call.agent is None or call.started_at is None:
        return ()
    query = (
        select(voices.c.voiced_s, voices.c.f0_hz, voices.c.balance_db, voices.c.balance_spread_db)
        .join_from(voices, calls)
        .where(
            calls.c.agent == call.agent,
            calls.c.started_at < call.started_at,
        )
        .order_by(calls.c.started_at.desc(), calls.c.id.desc())
        .limit(EARLIER_CALLS)
    )
    return tuple(VoiceBaseline(*each) for each in connection.execute(query))
