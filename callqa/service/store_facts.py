"""The store as a thing: where it is, how large, of which version, and whether it is whole."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from callqa.domain.sentence import Sentence
from callqa.service.context import Context
from callqa.store.checking import check_store
from callqa.store.opening import revision_of
from callqa.store.tables import calls


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """What is known of a store; `size_bytes` is ``None`` for a database on a server."""

    place: str
    calls: int
    size_bytes: int | None
    revision: str


def store_facts(context: Context) -> StoreFacts:
    """Return what is known of the store."""
    store = context.store
    with store.reading() as connection:
        count = int(connection.execute(select(func.count()).select_from(calls)).scalar_one())
        revision = revision_of(connection) or ""
    size = None
    if store.is_file:
        files = (Path(store.name + end) for end in ("", "-wal"))
        size = sum(each.stat().st_size for each in files if each.exists())
    return StoreFacts(store.name, count, size, revision)


def store_troubles(context: Context) -> tuple[Sentence, ...]:
    """Read the whole store and return what is wrong in it, nothing where it is whole."""
    context.require("keep_store")
    return check_store(context.store)
