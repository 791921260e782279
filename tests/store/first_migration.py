"""Write the first migration anew from the tables, while no version has been released.

Run it from the repository: ``python tests/store/first_migration.py``, then ``ruff format`` on what
it wrote. After the first release this file goes, and a change of the tables is a new revision.
"""

from pathlib import Path
from typing import Any, Literal

from alembic.autogenerate import produce_migrations
from alembic.autogenerate.api import AutogenContext
from alembic.autogenerate.render import render_op
from alembic.migration import MigrationContext
from alembic.operations.ops import CreateIndexOp, CreateTableOp, ModifyTableOps, OpContainer
from sqlalchemy import create_engine

from callqa.store import migrations
from callqa.store.columns import Document, UtcDateTime
from callqa.store.tables import metadata

TARGET = migrations.SCRIPTS / "versions" / "v0001_first_tables.py"
HEAD = '''"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from callqa.store.search_index import create_search

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, its indexes and the text search."""
'''


def render_item(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write the types of the store as those of SQLAlchemy, so that a change of ours stays out."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and item is Document:
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


def operations_by_table(container: OpContainer) -> dict[str, list[Any]]:
    """Return the operations on each table, in the order in which tables can be made."""
    tables: dict[str, list[Any]] = {}
    for each in container.ops:
        if isinstance(each, ModifyTableOps):
            for name, some in operations_by_table(each).items():
                tables.setdefault(name, []).extend(some)
        elif isinstance(each, CreateTableOp | CreateIndexOp):
            tables.setdefault(str(each.table_name), []).append(each)
        else:
            raise TypeError(f"a first migration only creates: {each!r}")
    return tables


def first_migration() -> str:
    """Return the source of the first migration, not yet formatted."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        opts = {
            "target_metadata": metadata,
            "render_item": render_item,
            "sqlalchemy_module_prefix": "sa.",
            "alembic_module_prefix": "op.",
            "user_module_prefix": None,
            "render_as_batch": False,
        }
        context = MigrationContext.configure(connection, opts=opts)
        script = produce_migrations(context, metadata)
        assert script.upgrade_ops is not None
        autogen = AutogenContext(context, metadata, opts=opts)
        tables = {
            name: [line for each in some for line in render_op(autogen, each)]
            for name, some in operations_by_table(script.upgrade_ops).items()
        }
    engine.dispose()
    calls = "".join(f"    _{name}()\n" for name in tables)
    functions = "".join(
        f"\n\ndef _{name}() -> None:\n" + "".join(f"    {line}\n" for line in lines)
        for name, lines in tables.items()
    )
    return f"{HEAD}{calls}    create_search(op.get_bind())\n{functions}"


if __name__ == "__main__":
    Path(TARGET).write_text(first_migration(), encoding="utf-8")
