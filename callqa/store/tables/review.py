"""What people do about calls: edits, reviews, samples, calibrations, coaching."""

from sqlalchemy import (
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from callqa.store.columns import Document, UtcDateTime
from callqa.store.tables.schema import call_key, metadata

edits = Table(
    "edits",
    metadata,
    Column("id", String, primary_key=True),
    call_key(),
    Column("sequence", Integer, nullable=False),
    Column("who", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", String, nullable=False),
    Column("change", Document, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    UniqueConstraint("call", "sequence"),
)

review_steps = Table(
    "review_steps",
    metadata,
    Column("id", Integer, primary_key=True),
    call_key(),
    Column("at", UtcDateTime, nullable=False),
    Column("who", String, nullable=False),
    Column("before", String, nullable=False),
    Column("after", String, nullable=False),
    Column("comment", Text, nullable=False),
)

disputes = Table(
    "disputes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "step",
        ForeignKey("review_steps.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("question", String, nullable=False),
    Column("reason", Text, nullable=False),
)

signed_verdicts = Table(
    "signed_verdicts",
    metadata,
    Column("id", Integer, primary_key=True),
    call_key(),
    Column("at", UtcDateTime, nullable=False),
    Column("who", String, nullable=False),
    Column("rubric", ForeignKey("rubrics.id"), nullable=False),
    Column("data", LargeBinary, nullable=False),
)

samples = Table(
    "samples",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("who", String, nullable=False),
    Column("plan", Document, nullable=False),
    Column("seed", Integer, nullable=False),
)

sampled_calls = Table(
    "sampled_calls",
    metadata,
    Column("sample", ForeignKey("samples.id", ondelete="CASCADE"), primary_key=True),
    call_key(primary=True),
    Column("drawn", String, nullable=False),
    Column("inclusion", Float, nullable=False),
)

calibrations = Table(
    "calibrations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("who", String, nullable=False),
    Column("rubric", ForeignKey("rubrics.id"), nullable=False),
    Column("closed_at", UtcDateTime),
)

calibration_calls = Table(
    "calibration_calls",
    metadata,
    Column("calibration", ForeignKey("calibrations.id", ondelete="CASCADE"), primary_key=True),
    call_key(primary=True),
)

calibration_reviewers = Table(
    "calibration_reviewers",
    metadata,
    Column("calibration", ForeignKey("calibrations.id", ondelete="CASCADE"), primary_key=True),
    Column("login", String, primary_key=True),
)

calibration_answers = Table(
    "calibration_answers",
    metadata,
    Column("calibration", ForeignKey("calibrations.id", ondelete="CASCADE"), primary_key=True),
    call_key(primary=True),
    Column("login", String, primary_key=True),
    Column("question", String, primary_key=True),
    Column("points", Float),
    Column("at", UtcDateTime, nullable=False),
)

coaching_items = Table(
    "coaching_items",
    metadata,
    Column("id", Integer, primary_key=True),
    call_key(),
    Column("agent", ForeignKey("agents.id", ondelete="SET NULL"), index=True),
    Column("kind", String, nullable=False),
    Column("origin", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("tip", Text, nullable=False),
    Column("role_play", Text, nullable=False),
    Column("start_s", Float, nullable=False),
    Column("end_s", Float, nullable=False),
    Column("state", String, nullable=False),
    Column("created_by", String, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("commitment", Text, nullable=False),
    Column("due", Date, index=True),
    Column("measure", String),
    Column("value_then", Float),
)
