"""The full-text index over `transcripts`, which the database itself keeps in step.

SQLite: an FTS5 table that takes its text from `transcripts`, and triggers. PostgreSQL: a generated
column with the words of all three roles, told apart by weight (A agent, B customer, C other), and a
GIN index. Texts come folded (`callqa.store.folding`), so neither needs a language or an extension.
"""

from sqlalchemy import Connection

INDEX = "transcript_words"
"""Name of the FTS5 table in SQLite, and of the column of `transcripts` in PostgreSQL."""

# Columns of the FTS5 table have the names of the roles: the query restricts by them. "categories"
# keeps vowel signs inside a word as `fold` does; bm25 is not asked for, so no sizes are kept.
_SQLITE = (
    f"""
    CREATE VIRTUAL TABLE {INDEX} USING fts5(
        agent, customer, other, content='transcripts', content_rowid='call', columnsize=0,
        prefix='2 3 4', tokenize="unicode61 remove_diacritics 2 categories 'L* N* M* Co'"
    )""",
    f"""
    CREATE TRIGGER transcripts_added AFTER INSERT ON transcripts BEGIN
        INSERT INTO {INDEX}(rowid, agent, customer, other)
        VALUES (new.call, new.agent, new.customer, new.other);
    END""",
    f"""
    CREATE TRIGGER transcripts_removed AFTER DELETE ON transcripts BEGIN
        INSERT INTO {INDEX}({INDEX}, rowid, agent, customer, other)
        VALUES ('delete', old.call, old.agent, old.customer, old.other);
    END""",
    f"""
    CREATE TRIGGER transcripts_changed AFTER UPDATE ON transcripts BEGIN
        INSERT INTO {INDEX}({INDEX}, rowid, agent, customer, other)
        VALUES ('delete', old.call, old.agent, old.customer, old.other);
        INSERT INTO {INDEX}(rowid, agent, customer, other)
        VALUES (new.call, new.agent, new.customer, new.other);
    END""",
)
_POSTGRESQL = (
    f"""
    ALTER TABLE transcripts ADD COLUMN {INDEX} tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', agent), 'A')
        || setweight(to_tsvector('simple', customer), 'B')
        || setweight(to_tsvector('simple', other), 'C')
    ) STORED""",
    f"CREATE INDEX ix_transcripts_{INDEX} ON transcripts USING gin ({INDEX})",
)


def create_search(connection: Connection) -> None:
    """Create the full-text index of a store whose tables were just made."""
    is_sqlite = connection.dialect.name == "sqlite"
    for statement in _SQLITE if is_sqlite else _POSTGRESQL:
        connection.exec_driver_sql(statement)
