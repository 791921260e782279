"""The rubrics that were adopted; a version, once adopted, keeps its content for ever."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, text, update

from callqa.errors import UsageError
from callqa.rules.rubric import Rubric
from callqa.rules.rubric_digest import rubric_digest
from callqa.store.tables import rubrics


@dataclass(frozen=True, slots=True)
class AdoptedRubric:
    """A rubric as it was adopted; `text` is its file, `row` its place in the store."""

    row: int
    id: str
    version: str
    digest: str
    text: str
    adopted_at: datetime
    adopted_by: str
    in_force: bool


_COLUMNS = (
    rubrics.c.id.label("row"),
    rubrics.c.rubric_id.label("id"),
    rubrics.c.version,
    rubrics.c.digest,
    rubrics.c.text,
    rubrics.c.adopted_at,
    rubrics.c.adopted_by,
    rubrics.c.in_force,
)


def rubric_in_force(connection: Connection, *, held: bool = False) -> AdoptedRubric | None:
    """Return the rubric that calls are scored by, ``None`` before the first was adopted.

    With `held` no other is put in force until the transaction ends.
    """
    query = select(*_COLUMNS).where(rubrics.c.in_force)
    if held:
        query = query.with_for_update(read=True)
    row = connection.execute(query).first()
    if row is None and held:
        # another writer has just put one in the place of the row that was waited for
        row = connection.execute(query).first()
    return AdoptedRubric(**row._asdict()) if row else None


def hold_in_force(connection: Connection) -> None:
    """Wait for everybody who judges by the rubric in force, and let nobody begin until the end."""
    query = select(rubrics.c.id).where(rubrics.c.in_force)
    connection.execute(query.with_for_update()).first()


def all_rubrics(connection: Connection) -> tuple[AdoptedRubric, ...]:
    """Return every rubric that was adopted, the latest first."""
    query = select(*_COLUMNS).order_by(rubrics.c.adopted_at.desc(), rubrics.c.id.desc())
    return tuple(AdoptedRubric(**row._asdict()) for row in connection.execute(query))


def rubric_at(connection: Connection, row: int) -> AdoptedRubric:
    """Return the rubric of a row."""
    found = connection.execute(select(*_COLUMNS).where(rubrics.c.id == row)).one()
    return AdoptedRubric(**found._asdict())


def hold_rubrics(connection: Connection) -> None:
    """Keep others from adopting a rubric until the transaction ends.

    A writer of a SQLite file is the only one as it is.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE rubrics IN SHARE ROW EXCLUSIVE MODE"))


def put_in_force(
    connection: Connection, rubric: Rubric, content: str, *, at: datetime, by: str
) -> int:
    """Make a rubric the one that calls are scored by, and return its row; `content` is its file.

    Raises
    ------
    UsageError
        This version was adopted before with another content.
    """
    hold_rubrics(connection)
    digest = rubric_digest(rubric)
    known = connection.execute(
        select(rubrics.c.id, rubrics.c.digest).where(
            rubrics.c.rubric_id == rubric.id, rubrics.c.version == rubric.version
        )
    ).first()
    if known is not None and known.digest != digest:
        raise UsageError(
            f"version {rubric.version} was adopted before with another content, and is locked.",
            subject=rubric.id,
            remedy="Give the changed rubric a new version.",
        )
    connection.execute(update(rubrics).where(rubrics.c.in_force).values(in_force=False))
    if known is not None:
        connection.execute(update(rubrics).where(rubrics.c.id == known.id).values(in_force=True))
        return int(known.id)
    added = connection.execute(
        insert(rubrics)
        .values(
            rubric_id=rubric.id,
            version=rubric.version,
            digest=digest,
            text=content,
            adopted_at=at,
            adopted_by=by,
            in_force=True,
        )
        .returning(rubrics.c.id)
    )
    return int(added.scalar_one())
