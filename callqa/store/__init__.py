"""The library of calls: tables, migrations, and what is read from and written to them.

Every function takes a SQLAlchemy connection inside a transaction that `callqa.store.engine`
opened, so that what belongs together is written together or not at all.
"""
