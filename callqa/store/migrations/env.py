"""Alembic runs this file for `callqa.store.migrations.migrate`, which gives the connection."""

from alembic import context

from callqa.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
