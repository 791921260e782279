import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, insert, select

from callqa.domain.edits import AddNote, Edit, FixWord, OverridePoints, SetDetail, Undo
from callqa.domain.review import StoreRole
from callqa.errors import HearingRemoved, UsageError
from callqa.service.adding import add_heard
from callqa.service.context import Context
from callqa.service.privacy import Privacy
from callqa.service.rescore import scored_anew
from callqa.service.reviewing import Reviews
from callqa.service.rubric_in_force import judging_in_force
from callqa.service.sampling import Plan, Samples
from callqa.service.sound_cache import PEAKS, SOLOS
from callqa.service.stored_judgement import stored_judgement
from callqa.store.backup import back_up
from callqa.store.checking import check_store
from callqa.store.edits import append_edit
from callqa.store.engine import Store
from callqa.store.loading import load_call
from callqa.store.opening import open_store
from callqa.store.rescoring import standing_verdicts
from callqa.store.reviews import sign
from callqa.store.tables import calls, coaching_items, metadata
from tests.rules.handmade import CallBuilder
from tests.service.heard_calls import simple_call
from tests.service.people_at_work import ROLES, as_user, is_refused
from tests.service.stored_calls import facts_of, put_call

# Words that nothing else holds; their ends are searched for, as an index shares beginnings.
SAID = "qxwardrobe"
ANSWERED = "kvmahogany"
CORRECTED = "jzsideboard"
NOTED = "wqcupboard"
SECRETS = (SAID, ANSWERED, CORRECTED, NOTED)


@pytest.fixture
def admin(store: Store) -> Context:
    return as_user(store, "admin")


@pytest.fixture
def privacy(admin: Context) -> Privacy:
    return Privacy(admin)


def a_call() -> CallBuilder:
    """Return a call whose words stand in findings, flags and the verdict."""
    call = CallBuilder()
    call.say("agent", "Yes what is it")
    first = call.say("customer", f"I am furious the {SAID} came broken a third time", "distress")
    reply = call.say("agent", f"Calm down you should have read the {ANSWERED}", "blame")
    call.opportunity(first, "late", reply, parts="act")
    call.interrupt(start_s=6.0, text_by=f"the {ANSWERED}", text_of=f"the {SAID}")
    call.interrupt(start_s=9.0, text_by=f"the {ANSWERED}", text_of=f"the {SAID}")
    return call


def put_reviewed_call(context: Context, call_id: str = "old", **facts: Any) -> int:
    """Store a call on which people have worked: corrected, annotated, signed, coached."""
    row = put_call(context, a_call(), call_id, facts_of(context, agent="Anna", **facts))
    changes = (
        FixWord(1, 3, CORRECTED),
        AddNote(f"He meant the {NOTED}."),
        OverridePoints("greeting", 4.0, "She did greet."),
        Undo(f"{call_id}-1"),
    )
    with context.store.writing() as connection:
        for place, change in enumerate(changes, 1):
            edit = Edit(
                f"{call_id}-{place}",
                call_id,
                place,
                "rita",
                context.now(),
                change,
                f"the {SAID}" if place != 3 else "0",
                f"the {CORRECTED}" if place != 3 else "4",
            )
            append_edit(connection, row, edit)
        rubric, judging = judging_in_force(connection, context)
        judged = stored_judgement(connection, load_call(connection, row), judging)
        sign(connection, row, judged.judgement, rubric=rubric, at=context.now(), who="rita")
        connection.execute(
            insert(coaching_items).values(
                call=row,
                agent=load_call(connection, row).agent,
                kind="improve",
                origin="blame",
                title="The customer was blamed",
                tip="Leave out who was at fault.",
                role_play=f"The customer says: “the {SAID} came broken” (0:05).",
                start_s=5.0,
                end_s=6.0,
                state="open",
                created_by="leader",
                created_at=context.now(),
                commitment="Ask first",
            )
        )
    return row


def stored_texts(store: Store) -> Iterator[tuple[str, str]]:
    """Yield every value of every table as text; packed facts are unpacked."""
    with store.reading() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                for value in row:
                    if isinstance(value, bytes | memoryview):
                        text = zlib.decompress(bytes(value)).decode("latin-1")
                    else:
                        text = str(value)
                    yield table.name, text


def tables_with(store: Store, words: str) -> set[str]:
    return {table for table, text in stored_texts(store) if words in text}


def rows_of(store: Store, table: Table) -> list[Any]:
    with store.reading() as connection:
        return list(connection.execute(select(table).order_by(*table.primary_key.columns)))


def days_ago(days: float) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


@pytest.mark.parametrize("role", ROLES)
def test_only_an_admin_removes_calls(store: Store, role: StoreRole) -> None:
    privacy = Privacy(as_user(store, role, "Anna"))
    acts: list[Callable[[], object]] = [
        lambda: privacy.retain(audio_days=1),
        lambda: privacy.retain(everything_days=1, dry_run=True),
        lambda: privacy.calls_of("C-1"),
        lambda: privacy.named_elsewhere("C-1"),
        lambda: privacy.forget("C-1"),
    ]

    assert [is_refused(act) for act in acts] == [role != "admin"] * len(acts)


def test_without_words_only_scores_measures_and_what_people_decided_stay(
    admin: Context, privacy: Privacy, store: Store
) -> None:
    row = put_reviewed_call(admin)
    for secret in SECRETS:
        assert tables_with(store, secret), secret
    before = rows_of(store, calls)[0]._asdict()

    removal = privacy.retain(transcript_days=1)

    assert [each.call_id for each in removal.transcripts] == ["old"]
    assert removal.erased
    assert [secret for secret in SECRETS if tables_with(store, secret)] == []
    after = rows_of(store, calls)[0]._asdict()
    assert after | {"revision": 0} == before | {"revision": 0}
    kept = {table for table, text in stored_texts(store) if "She did greet." in text}
    assert kept == {"edits"}
    with store.reading() as connection:
        item = connection.execute(select(coaching_items)).one()
        (verdict,) = standing_verdicts(connection, after=0, limit=5)
        rubric, judging = judging_in_force(connection, admin)
        assert rubric == before["rubric"]
        assert scored_anew(judging, verdict).score is not None
        with pytest.raises(HearingRemoved):
            stored_judgement(connection, load_call(connection, row), judging)
    assert (item.role_play, item.title, item.commitment) == (
        "",
        "The customer was blamed",
        "Ask first",
    )


def test_the_points_of_an_override_stay_in_the_log_of_edits(
    admin: Context, privacy: Privacy, store: Store
) -> None:
    put_reviewed_call(admin)

    privacy.retain(transcript_days=1)

    metadata_edits = [
        (each.kind, each.before, each.after) for each in rows_of(store, metadata.tables["edits"])
    ]
    assert metadata_edits == [
        ("fix_word", "[…]", "[…]"),
        ("add_note", "[…]", "[…]"),
        ("override_points", "0", "4"),
        ("undo", "[…]", "[…]"),
    ]


def test_scores_from_findings_are_the_same_without_words(
    admin: Context, privacy: Privacy, store: Store
) -> None:
    put_call(admin, a_call(), "old", facts_of(admin))

    def score_again() -> tuple[object, ...]:
        with store.reading() as connection:
            (verdict,) = standing_verdicts(connection, after=0, limit=1)
            made = scored_anew(judging_in_force(connection, admin)[1], verdict)
            return made.score, made.answers, [each["code"] for each in made.flags]

    before = score_again()

    privacy.retain(transcript_days=1)

    assert score_again() == before


def test_without_its_link_a_call_has_its_words_and_the_file_is_left_alone(
    admin: Context, privacy: Privacy, store: Store, tmp_path: Path
) -> None:
    recording = tmp_path / "call.wav"
    recording.write_bytes(b"sound")
    put_call(admin, a_call(), "old", facts_of(admin), path=str(recording))

    removal = privacy.retain(audio_days=1)

    assert [each.call_id for each in removal.audio] == ["old"]
    assert rows_of(store, calls)[0].path is None
    assert tables_with(store, SAID)
    assert recording.read_bytes() == b"sound"


def test_a_call_is_removed_with_all_that_hangs_on_it(
    admin: Context, privacy: Privacy, store: Store
) -> None:
    put_reviewed_call(admin)

    removal = privacy.retain(everything_days=1)

    assert [each.call_id for each in removal.everything] == ["old"]
    left = {table.name for table in metadata.sorted_tables if rows_of(store, table)}
    assert left == {"access_log", "agents", "rubrics", "thresholds", "users"}


def test_age_counts_from_the_start_of_a_call_or_else_from_when_it_was_added(
    admin: Context, privacy: Privacy
) -> None:
    ages = {"a": (9.0, 1.0), "b": (11.0, 1.0), "c": (None, 11.0), "d": (None, 9.0)}
    for call_id, (started, added) in ages.items():
        facts = facts_of(admin, started_at=days_ago(started) if started else None)
        put_call(admin, a_call(), call_id, facts, added_at=days_ago(added))

    removal = privacy.retain(everything_days=10, dry_run=True)

    assert [each.call_id for each in removal.everything] == ["b", "c"]


def test_a_dry_run_lists_what_would_go_and_changes_nothing(
    admin: Context, privacy: Privacy, store: Store
) -> None:
    put_reviewed_call(admin, "ancient", started_at=days_ago(400))
    put_reviewed_call(admin, "old", started_at=days_ago(100))
    put_reviewed_call(admin, "new", started_at=days_ago(1))
    before = list(stored_texts(store))

    removal = privacy.retain(audio_days=30, transcript_days=90, everything_days=365, dry_run=True)

    assert removal.dry_run
    assert [each.call_id for each in removal.everything] == ["ancient"]
    assert [each.call_id for each in removal.transcripts] == ["old"]
    assert [each.call_id for each in removal.audio] == ["old"]
    assert list(stored_texts(store)) == before


def test_what_is_gone_is_not_removed_again(admin: Context, privacy: Privacy) -> None:
    put_call(admin, a_call(), "old", facts_of(admin))
    privacy.retain(audio_days=1, transcript_days=1)

    removal = privacy.retain(audio_days=1, transcript_days=1)

    assert (removal.audio, removal.transcripts) == ((), ())


def test_more_calls_than_fit_one_transaction_are_all_removed(
    admin: Context, privacy: Privacy, store: Store
) -> None:
    row = put_call(admin, a_call(), "0", facts_of(admin))
    (first,) = rows_of(store, calls)
    assert first.id == row
    values = first._asdict()
    del values["id"]
    with store.writing() as connection:
        for number in range(1, 450):
            connection.execute(insert(calls).values({**values, "call_id": str(number)}))

    removal = privacy.retain(everything_days=1)

    assert len(removal.everything) == 450
    assert rows_of(store, calls) == []


@pytest.mark.parametrize("days", [{}, {"audio_days": 0}, {"audio_days": 3, "everything_days": -1}])
def test_days_that_make_no_sense_are_refused(privacy: Privacy, days: dict[str, int]) -> None:
    with pytest.raises(UsageError, match="days"):
        privacy.retain(**days)


def test_a_customer_is_forgotten_and_others_are_not(
    admin: Context, privacy: Privacy, store: Store
) -> None:
    for call_id, customer in (("a", "Müller 17"), ("b", "MÜLLER  17"), ("c", "Müller 171")):
        put_reviewed_call(admin, call_id, customer=customer)
    put_call(admin, a_call(), "d", facts_of(admin))

    assert [each.call_id for each in privacy.calls_of("müller 17")] == ["a", "b"]
    removal = privacy.forget("müller 17")

    assert [each.call_id for each in removal.everything] == ["a", "b"]
    assert [each.call_id for each in rows_of(store, calls)] == ["c", "d"]
    assert tables_with(store, "Müller 17") == {"calls"}
    assert tables_with(store, "MÜLLER") == set()
    log = rows_of(store, metadata.tables["access_log"])
    assert [(each.who, each.action, each.call_id) for each in log] == [
        ("admin", "remove call", "a"),
        ("admin", "remove call", "b"),
    ]


@pytest.mark.parametrize(("days", "left"), [("transcript_days", 2), ("audio_days", 0)])
def test_voices_that_were_cut_for_listening_go_with_the_recording(
    admin: Context, privacy: Privacy, days: str, left: int
) -> None:
    put_call(admin, a_call(), "old", facts_of(admin))
    made = [SOLOS.file("old-1.wav"), PEAKS.file("old.npz")]
    for path in made:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"sound")

    privacy.retain(**{days: 1})

    assert sum(path.exists() for path in made) == left
    for path in made:
        path.unlink(missing_ok=True)


def test_an_unknown_customer_is_an_error(admin: Context, privacy: Privacy) -> None:
    put_call(admin, a_call(), "a", facts_of(admin))

    with pytest.raises(UsageError, match="no call"):
        privacy.forget("nobody")


def content(path: Path) -> bytes:
    """Return all bytes of a SQLite store, with its log and shared memory."""
    return b"".join(each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*")))


@pytest.fixture
def file_store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(str(tmp_path / "callqa.db"))
    yield opened
    opened.close()


def indexed_words(store: Store) -> set[str]:
    """Return every word that the text index holds, of calls that are there or not."""
    with store.engine.connect() as connection:
        raw = connection.connection.cursor()
        raw.execute(
            "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, transcript_words, 'row')"
        )
        words = {row[0] for row in raw.execute("SELECT term FROM temp.words").fetchall()}
        raw.execute("DROP TABLE temp.words")
    return words


@pytest.mark.parametrize("way", ["words", "calls", "customer"])
def test_nothing_that_was_removed_is_left_in_the_file(
    file_store: Store, tmp_path: Path, way: str
) -> None:
    admin = as_user(file_store, "admin")
    privacy = Privacy(admin)
    put_reviewed_call(admin, customer="C-17")
    ends = [secret[2:].encode() for secret in (SAID, ANSWERED)]
    packed = [bytes(each.data) for each in rows_of(file_store, metadata.tables["hearings"])]
    path = tmp_path / "callqa.db"
    for trace in ends:
        assert trace in content(path)
    assert all(each[100:164] in content(path) for each in packed)
    assert SAID in indexed_words(file_store)

    if way == "words":
        removal = privacy.retain(transcript_days=1)
    elif way == "calls":
        removal = privacy.retain(everything_days=1)
    else:
        removal = privacy.forget("c-17")

    assert removal.erased
    left = content(path)
    assert [trace for trace in ends if trace in left] == []
    assert not any(each[100:164] in left for each in packed)
    assert indexed_words(file_store).isdisjoint(SECRETS)


def test_others_who_have_the_file_open_are_told_of_and_traces_go_later(
    file_store: Store, tmp_path: Path
) -> None:
    admin = as_user(file_store, "admin")
    put_reviewed_call(admin, customer="C-17")
    with closing(open_store(str(tmp_path / "callqa.db"))) as other, other.reading() as reader:
        reader.execute(select(calls.c.id)).all()

        removal = Privacy(admin).forget("C-17")

    assert not removal.erased
    assert SAID[2:].encode() in content(tmp_path / "callqa.db")
    assert Privacy(admin).retain(everything_days=1).erased
    assert SAID[2:].encode() not in content(tmp_path / "callqa.db")


FORGOTTEN = "Ünal Vexler"


def corrected_call(context: Context, call_id: str, heard: str | None, *names: str) -> str:
    """Store a call that was heard with a customer, and correct the customer again and again."""
    made = simple_call(len(call_id))
    recording = replace(made.hearing.recording, customer=heard)
    hearing = replace(made.hearing, call_id=call_id, recording=recording)
    add_heard(context, replace(made, hearing=hearing))
    for name in names:
        Reviews(context).edit(call_id, SetDetail("customer", name))
    return call_id


def test_a_name_that_was_corrected_away_is_forgotten_in_log_and_hearing(
    admin: Context, privacy: Privacy, store: Store
) -> None:
    corrected_call(admin, "heard", FORGOTTEN, "Ben Okafor")
    corrected_call(admin, "in between", None, FORGOTTEN, "Ben Okafor")
    undone = corrected_call(admin, "undone before", "Ben Okafor", FORGOTTEN)
    Reviews(admin).undo(undone)
    corrected_call(admin, "of another", "Ana Lima", "Ben Okafor")
    corrected_call(admin, "own", "Ben Okafor", FORGOTTEN)
    named = ("heard", "in between", "undone before")
    assert privacy.named_elsewhere(FORGOTTEN.upper()).calls == named

    removal = privacy.forget(FORGOTTEN.upper())

    assert [each.call_id for each in removal.everything] == ["own"]
    assert removal.named_elsewhere.calls == named
    assert names_left(store, FORGOTTEN) == set()
    assert names_left(store, "Ana Lima") == {"edits", "hearings"}
    assert {each.customer for each in rows_of(store, calls)} == {"Ben Okafor"}
    with pytest.raises(UsageError, match="no call"):
        privacy.forget(FORGOTTEN)


def names_left(store: Store, name: str) -> set[str]:
    return tables_with(store, name) | tables_with(store, name.encode().decode("latin-1"))


def test_a_corrected_call_can_be_edited_after_the_name_was_forgotten(
    admin: Context, privacy: Privacy, store: Store
) -> None:
    call = corrected_call(admin, "heard", FORGOTTEN, "Ben Okafor")
    privacy.forget(FORGOTTEN)

    Reviews(admin).undo(call)

    assert rows_of(store, calls)[0].customer is None


def test_a_store_is_whole_with_its_words_and_without(
    admin: Context, privacy: Privacy, store: Store
) -> None:
    put_reviewed_call(admin)
    assert check_store(store) == ()

    privacy.retain(transcript_days=1)

    assert check_store(store) == ()


def test_a_draw_no_longer_names_who_was_forgotten(
    admin: Context, privacy: Privacy, store: Store
) -> None:
    put_call(admin, a_call(), "a", facts_of(admin, customer=FORGOTTEN))
    for where in ((f"customer={FORGOTTEN}", "score<=90"), ("customer=Ben",), ()):
        Samples(admin).draw(Plan("random", 1, where=where, seed=1))

    removal = privacy.forget(FORGOTTEN)

    first = min(each.id for each in rows_of(store, metadata.tables["samples"]))
    assert removal.named_elsewhere.samples == (first,)
    plans = [each.plan["where"] for each in rows_of(store, metadata.tables["samples"])]
    assert plans == [["customer=[…]", "score<=90"], ["customer=Ben"], []]


def test_copies_beside_the_file_are_named(file_store: Store, tmp_path: Path) -> None:
    admin = as_user(file_store, "admin")
    put_reviewed_call(admin, customer="C-17")
    backup = back_up(file_store, tmp_path / "friday.sqlite")
    kept = tmp_path / "callqa-before-restore-20260302-120000-000000.db"
    kept.write_bytes(b"damaged")
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE songs (id)")
    (tmp_path / "notes.txt").write_text("none", encoding="utf-8")

    removal = Privacy(admin).retain(transcript_days=1)

    assert removal.copies == (str(kept), str(backup))
    assert Privacy(admin).forget("C-17").copies == removal.copies
