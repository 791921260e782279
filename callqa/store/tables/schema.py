"""What every table of a store belongs to, and how one points to a call."""

from sqlalchemy import Column, ForeignKey, Integer, MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def call_key(*, primary: bool = False) -> Column[int]:
    """Return the column of a row about a call, with which it goes; `primary` for one row a call."""
    return Column(
        "call",
        Integer,
        ForeignKey("calls.id", ondelete="CASCADE"),
        primary_key=primary,
        nullable=False,
        index=not primary,
    )
