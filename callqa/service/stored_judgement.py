"""A stored call with its verdict, made from what was heard and what people changed."""

from sqlalchemy import Connection

from callqa.corrections.log import standing_changes
from callqa.service.judging import Judging
from callqa.store.edits import edits_of
from callqa.store.judged import JudgedCall
from callqa.store.loading import StoredCall, earlier_voices, load_hearing


def stored_judgement(connection: Connection, stored: StoredCall, judging: Judging) -> JudgedCall:
    """Return a call as it is now.

    Raises
    ------
    HearingRemoved
        The words of the call were removed from the store.
    """
    return judging.judge(
        load_hearing(connection, stored.row),
        standing_changes(edits_of(connection, stored.row)),
        earlier_voices(connection, stored),
    )
