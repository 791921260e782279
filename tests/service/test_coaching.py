import io
import re
import wave
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import insert, select, update

from callqa.catalogue import say
from callqa.domain.listing import CallFilter
from callqa.domain.review import StoreRole
from callqa.errors import HearingRemoved, ReviewRefused, UnknownCall, UsageError
from callqa.service.calibrating import Calibrations
from callqa.service.coaching import Coaching
from callqa.service.context import Context
from callqa.service.people import People
from callqa.service.privacy import Privacy
from callqa.service.reviewing import Reviews
from callqa.store.engine import Store
from callqa.store.tables import access_log, calls
from tests.rules.handmade import CallBuilder
from tests.service.people_at_work import ROLES, as_user, is_refused
from tests.service.stored_calls import facts_of, put_call

RATE_HZ = 8000
THREAT = "Then I will cancel and post a review about you"


@pytest.fixture
def leader(store: Store) -> Context:
    return as_user(store, "leader")


@pytest.fixture
def coaching(leader: Context) -> Coaching:
    return Coaching(leader)


def bad_call() -> CallBuilder:
    """Return a call with faults, 36 s of dead air, and a good end."""
    call = CallBuilder()
    call.say("agent", "Yes what is it")
    call.say("customer", "This is the third time and I am furious")
    call.say("agent", "Calm down you should have read the contract")
    call.say("customer", THREAT, start_s=48.5)
    call.say("agent", "I am so sorry I understand how frustrating that is and I send one today")
    call.say("customer", "Thank you so much that really helps a lot")
    return call


def put_bad_call(context: Context, call_id: str = "c1", agent: str = "Anna", path: str = "") -> int:
    return put_call(context, bad_call(), call_id, facts_of(context, agent=agent), path=path)


def in_days(days: int) -> date:
    return datetime.now(UTC).date() + timedelta(days=days)


def logged(store: Store) -> list[tuple[str, str | None]]:
    with store.reading() as connection:
        query = select(access_log.c.action, access_log.c.call_id).order_by(access_log.c.id)
        return [(action, call) for action, call in connection.execute(query)]


@pytest.mark.parametrize("role", ROLES)
def test_who_may_coach(store: Store, role: StoreRole, tmp_path: Path) -> None:
    leader = Coaching(as_user(store, "leader"))
    put_bad_call(leader.context)
    item = leader.add("c1", "blame").id
    leader.agree(item, "Ask first", in_days(7), "score")
    coaching = Coaching(as_user(store, role, "Anna" if role == "agent" else None))
    coach_only: list[Callable[[], object]] = [
        lambda: coaching.suggest("c1"),
        lambda: coaching.moments(CallFilter(), "improve"),
        lambda: coaching.add("c1", "dead_air"),
        lambda: coaching.add_by_hand("c1", 1.0, 2.0, "A moment"),
        lambda: coaching.agree(item, "Ask first", in_days(7), "score"),
        lambda: coaching.close(item, "done"),
        lambda: coaching.pack("Anna", tmp_path / "pack.html"),
    ]
    own: list[Callable[[], object]] = [coaching.items, lambda: coaching.follow_up(item)]

    assert [is_refused(act) for act in coach_only] == [role in ("agent", "reviewer")] * 7
    assert [is_refused(act) for act in own] == [role == "reviewer"] * 2


def test_an_agent_sees_the_own_items_only(store: Store, coaching: Coaching) -> None:
    put_bad_call(coaching.context, "c1", "Anna")
    put_bad_call(coaching.context, "c2", "Ben")
    annas, bens = coaching.add("c1", "blame"), coaching.add("c2", "blame")
    for each in (annas, bens):
        coaching.agree(each.id, "Ask first", in_days(7), "score")
    anna = Coaching(as_user(store, "agent", "anna"))

    assert [each.id for each in anna.items()] == [annas.id]
    assert [each.id for each in anna.items(agent="ANNA")] == [annas.id]
    assert is_refused(lambda: anna.items(agent="Ben"))
    with pytest.raises(UsageError, match="no such coaching item"):
        anna.follow_up(bens.id)


def test_a_call_gives_its_flags_to_talk_over_praise_among_them(
    coaching: Coaching, store: Store
) -> None:
    put_bad_call(coaching.context)

    found = {each.flag: each for each in coaching.suggest("c1")}

    assert found["customer_relieved"].kind == "praise"
    blame = found["blame"]
    assert blame.kind == "improve"
    assert say(blame.title) == "The customer was blamed"
    assert "you should have read the contract" in say(blame.reason)
    assert blame.role_play is not None
    assert "This is the third time and I am furious" in say(blame.role_play)
    assert (blame.start_s, blame.end_s) == (9.5, 12.5)
    assert (found["dead_air"].measure, blame.measure) == ("dead_air_s", None)
    assert logged(store) == [("see", "c1")]


def test_an_item_is_written_in_the_language_of_who_makes_it(coaching: Coaching) -> None:
    put_bad_call(coaching.context)
    (blame,) = (each for each in coaching.suggest("c1") if each.flag == "blame")
    assert blame.role_play is not None

    item = coaching.add("c1", "blame", language="de")

    assert (item.title, item.tip) == (say(blame.title, "de"), say(blame.tip, "de"))
    assert item.role_play == say(blame.role_play, "de")
    assert item.title != say(blame.title)


def test_moments_of_the_latest_calls_are_a_list_and_no_look_into_a_call(
    coaching: Coaching, store: Store
) -> None:
    put_bad_call(coaching.context)
    anna = CallFilter(agents=("Anna",))
    suggested = {each.flag: each for each in coaching.suggest("c1")}
    before = logged(store)

    improve = {each.flag: each for each in coaching.moments(anna, "improve")}
    praise = {each.flag for each in coaching.moments(anna, "praise")}

    assert set(improve) == {key for key, each in suggested.items() if each.kind == "improve"}
    assert praise == {key for key, each in suggested.items() if each.kind == "praise"}
    assert (improve["blame"].start_s, improve["blame"].item) == (9.5, None)
    assert logged(store) == before

    item = coaching.add("c1", "blame")
    known = {each.flag: each.item for each in coaching.moments(anna, "improve")}
    assert known["blame"] == item.id
    assert coaching.moments(CallFilter(agents=("Ben",)), "improve") == ()


def test_an_item_from_a_flag_has_its_moment_its_tip_and_its_role_play(
    coaching: Coaching, store: Store
) -> None:
    put_bad_call(coaching.context)
    (blame,) = (each for each in coaching.suggest("c1") if each.flag == "blame")

    item = coaching.add("c", "blame")

    assert (item.call_id, item.agent, item.kind, item.origin) == ("c1", "Anna", "improve", "blame")
    assert blame.role_play is not None
    assert (item.title, item.tip) == (say(blame.title), say(blame.tip))
    assert item.role_play == say(blame.role_play)
    assert (item.start_s, item.end_s) == (9.5, 12.5)
    assert (item.state, item.created_by, item.due, item.measure) == ("open", "leader", None, None)
    assert coaching.items() == (item,)
    assert logged(store)[-1] == ("coach: added", "c1")


def test_a_flag_is_an_item_once_until_it_is_dropped(coaching: Coaching) -> None:
    put_bad_call(coaching.context)
    first = coaching.add("c1", "blame")

    with pytest.raises(UsageError, match=f"item {first.id}"):
        coaching.add("c1", "blame")

    coaching.close(first.id, "dropped")
    assert coaching.add("c1", "blame").id != first.id


def test_what_is_no_flag_of_the_call_is_refused_with_those_it_has(coaching: Coaching) -> None:
    put_bad_call(coaching.context)

    with pytest.raises(UsageError, match="dead_air"):
        coaching.add("c1", "interruptions")
    with pytest.raises(UnknownCall):
        coaching.add("c9", "blame")


@pytest.mark.parametrize(
    ("kind", "words"), [("improve", "Carry on from here"), ("praise", "Play the call to the team")]
)
def test_a_moment_by_hand_plays_from_what_the_customer_said_before_it(
    coaching: Coaching, kind: str, words: str
) -> None:
    put_bad_call(coaching.context)

    item = coaching.add_by_hand(
        "c1",
        54.5,
        63.0,
        " A good answer ",
        tip="Share it.",
        kind=kind,  # type: ignore[arg-type]
    )

    assert (item.kind, item.origin, item.title, item.tip) == (
        kind,
        "by_hand",
        "A good answer",
        "Share it.",
    )
    assert (item.start_s, item.end_s) == (54.5, 63.0)
    assert THREAT in item.role_play
    assert words in item.role_play


@pytest.mark.parametrize(
    ("start_s", "end_s", "title"),
    [(-1, 2, "x"), (5, 5, "x"), (5, 4, "x"), (5, 601, "x"), (1, 2, " ")],
)
def test_a_moment_that_is_none_is_refused(
    coaching: Coaching, start_s: float, end_s: float, title: str
) -> None:
    put_bad_call(coaching.context)

    with pytest.raises(UsageError):
        coaching.add_by_hand("c1", start_s, end_s, title)


def test_what_was_agreed_stands_with_the_value_of_that_call(coaching: Coaching) -> None:
    put_bad_call(coaching.context)
    item = coaching.add("c1", "dead_air")

    agreed = coaching.agree(item.id, " Say what I do ", in_days(7))

    assert (agreed.state, agreed.commitment) == ("agreed", "Say what I do")
    assert agreed.due == in_days(7)
    # Nobody speaks from 12.5 to 48.5 s.
    assert (agreed.measure, agreed.value_then) == ("dead_air_s", 36.0)
    assert coaching.items() == (agreed,)


@pytest.mark.parametrize(
    ("commitment", "days", "measure", "why"),
    [
        (" ", 7, None, "commitment"),
        ("Ask", -2, None, "passed"),
        ("Ask", 7, "call_id", "measure"),
        ("Ask", 7, "raised_agent", "measure"),
    ],
)
def test_what_cannot_be_agreed_is_refused(
    coaching: Coaching, commitment: str, days: int, measure: str | None, why: str
) -> None:
    put_bad_call(coaching.context)
    item = coaching.add("c1", "blame")

    with pytest.raises(UsageError, match=why):
        coaching.agree(item.id, commitment, in_days(days), measure)

    assert coaching.items() == (item,)


def test_a_closed_item_is_not_changed_again(coaching: Coaching) -> None:
    put_bad_call(coaching.context)
    item = coaching.add("c1", "blame")

    assert coaching.close(item.id, "done").state == "done"

    for act in (
        lambda: coaching.close(item.id, "dropped"),
        lambda: coaching.agree(item.id, "Ask", in_days(7)),
        lambda: coaching.close(999, "done"),
    ):
        with pytest.raises(UsageError):
            act()


def test_items_are_listed_by_agent_state_and_due_day_the_next_first(coaching: Coaching) -> None:
    put_bad_call(coaching.context, "c1", "Anna")
    put_bad_call(coaching.context, "c2", "Ben")
    late = coaching.agree(coaching.add("c1", "blame").id, "Ask", in_days(9))
    soon = coaching.agree(coaching.add("c2", "blame").id, "Ask", in_days(3))
    plain = coaching.add("c1", "dead_air")

    assert coaching.items() == (soon, late, plain)
    assert coaching.items(agent="anna") == (late, plain)
    assert coaching.items(state="agreed") == (soon, late)
    assert coaching.items(due_before=in_days(9)) == (soon,)
    assert coaching.items(due_before=in_days(10), agent="Ben") == (soon,)
    with pytest.raises(UsageError, match="no agent"):
        coaching.items(agent="Nobody")


def put_other_calls(store: Store, first: datetime, values: list[float | None]) -> None:
    """Store calls of the first agent, one an hour from `first` on, with these dead-air seconds."""
    with store.writing() as connection:
        model = connection.execute(select(calls).order_by(calls.c.id)).first()
        assert model is not None
        for place, value in enumerate(values):
            row = model._asdict() | {
                "call_id": f"{first:%m%d}-{place}",
                "started_at": first + timedelta(hours=place),
                "dead_air_s": value,
            }
            del row["id"]
            connection.execute(insert(calls).values(row))


@pytest.fixture
def followed(coaching: Coaching, store: Store) -> Callable[[], int]:
    """Agree on the dead air of a call of 10 March, in which there were 40 s of it."""

    def agree() -> int:
        started = datetime(2026, 3, 10, 9, tzinfo=UTC)
        facts = facts_of(coaching.context, agent="Anna", started_at=started)
        row = put_call(coaching.context, bad_call(), "c1", facts)
        with store.writing() as connection:
            connection.execute(update(calls).where(calls.c.id == row).values(dead_air_s=40.0))
        item = coaching.add("c1", "blame")
        return coaching.agree(item.id, "Keep talking", in_days(30), "dead_air_s").id

    return agree


BEFORE = [20.0, 24.0, 28.0, 22.0, 26.0, 24.0, 20.0, 28.0, 25.0, 23.0]
SINCE = [4.0, 6.0, 5.0, 7.0, 3.0, 5.0, 6.0, 4.0, 5.0, 5.0]


def test_later_calls_are_compared_with_that_call_and_with_those_before(
    coaching: Coaching, store: Store, followed: Callable[[], int]
) -> None:
    item = followed()
    put_other_calls(store, datetime(2026, 2, 1, tzinfo=UTC), BEFORE)
    put_other_calls(store, datetime(2026, 4, 1, tzinfo=UTC), [*SINCE, None])

    found = coaching.follow_up(item)

    assert found.item.value_then == 40.0
    assert (found.before.n, found.before.mean) == (10, pytest.approx(24.0))
    assert (found.since.n, found.since.mean) == (10, pytest.approx(5.0))
    # Student's t with 9 degrees of freedom: 2.2622 times 1.1547 / sqrt(10).
    assert found.since.low == pytest.approx(5.0 - 0.8260, abs=1e-3)
    assert found.since.high == pytest.approx(5.0 + 0.8260, abs=1e-3)
    assert found.differs is True
    assert found.change.significant is True
    assert found.change.difference == pytest.approx(-19.0)
    assert not found.mixes_versions


def test_a_call_that_stood_out_is_no_change_by_itself(
    coaching: Coaching, store: Store, followed: Callable[[], int]
) -> None:
    item = followed()
    put_other_calls(store, datetime(2026, 2, 1, tzinfo=UTC), BEFORE)
    put_other_calls(store, datetime(2026, 4, 1, tzinfo=UTC), BEFORE[::-1])

    found = coaching.follow_up(item)

    assert found.differs is True
    assert found.change.significant is False


def test_a_few_later_calls_tell_nothing_yet(
    coaching: Coaching, store: Store, followed: Callable[[], int]
) -> None:
    item = followed()
    put_other_calls(store, datetime(2026, 4, 1, tzinfo=UTC), SINCE[:9])

    found = coaching.follow_up(item)

    assert (found.since.n, found.before.n) == (9, 0)
    assert found.differs is None
    assert found.change.significant is None
    assert found.change.untold is not None


def test_later_calls_can_begin_on_a_day(
    coaching: Coaching, store: Store, followed: Callable[[], int]
) -> None:
    item = followed()
    put_other_calls(store, datetime(2026, 3, 11, tzinfo=UTC), BEFORE)
    put_other_calls(store, datetime(2026, 4, 2, tzinfo=UTC), SINCE)

    found = coaching.follow_up(item, since=date(2026, 4, 1))

    assert (found.since.n, found.since.mean) == (10, pytest.approx(5.0))
    assert found.before.n == 0


def test_other_versions_in_a_follow_up_are_marked(
    coaching: Coaching, store: Store, followed: Callable[[], int]
) -> None:
    item = followed()
    put_other_calls(store, datetime(2026, 4, 1, tzinfo=UTC), SINCE)
    with store.writing() as connection:
        connection.execute(
            update(calls).where(calls.c.call_id == "0401-3").values(heard_with="other")
        )

    assert coaching.follow_up(item).mixes_versions


def test_without_a_measure_there_is_nothing_to_follow(coaching: Coaching) -> None:
    put_bad_call(coaching.context)
    item = coaching.add("c1", "blame")

    with pytest.raises(UsageError, match="no measure"):
        coaching.follow_up(item.id)


def test_without_an_agent_there_is_nobody_to_follow(coaching: Coaching, store: Store) -> None:
    put_call(coaching.context, bad_call(), "c1", facts_of(coaching.context))
    put_call(coaching.context, bad_call(), "c2", facts_of(coaching.context))
    item = coaching.agree(coaching.add("c1", "dead_air").id, "Ask", in_days(7))

    assert item.agent is None
    with pytest.raises(UsageError, match="no agent"):
        coaching.follow_up(item.id)


def test_who_scores_a_call_blind_gets_no_suggestions_from_it(
    coaching: Coaching, store: Store
) -> None:
    put_bad_call(coaching.context)
    as_user(store, "reviewer")
    Calibrations(coaching.context).new("March", ["leader", "reviewer"], ["c1"])

    for act in (lambda: coaching.suggest("c1"), lambda: coaching.add("c1", "blame")):
        with pytest.raises(ReviewRefused, match="blind"):
            act()


def test_items_move_when_agents_are_merged(coaching: Coaching, store: Store) -> None:
    put_bad_call(coaching.context, "c1", "A. Meyer")
    coaching.add("c1", "blame")
    put_bad_call(coaching.context, "c2", "Anna Meyer")

    People(as_user(store, "admin")).merge("A. Meyer", "Anna Meyer")

    (item,) = coaching.items(agent="A. Meyer")
    assert item.agent == "Anna Meyer"


def test_a_signed_call_gives_the_flags_that_were_signed(coaching: Coaching, store: Store) -> None:
    put_bad_call(coaching.context)
    reviews = Reviews(coaching.context)
    reviews.start("c1")
    reviews.sign("c1")
    before = coaching.suggest("c1")

    Privacy(as_user(store, "admin")).retain(transcript_days=1)

    after = coaching.suggest("c1")
    assert [each.flag for each in after] == [each.flag for each in before]
    assert {each.role_play for each in after} == {None}
    assert not any("contract" in say(each.reason) for each in after)


def test_a_call_without_words_can_still_be_coached_by_hand(
    coaching: Coaching, store: Store
) -> None:
    put_bad_call(coaching.context)
    Privacy(as_user(store, "admin")).retain(transcript_days=1)

    with pytest.raises(HearingRemoved):
        coaching.suggest("c1")
    item = coaching.add_by_hand("c1", 54.5, 63.0, "A good answer")

    assert item.role_play == ""


def write_tone(path: Path, seconds: int) -> Path:
    """Write a recording of two channels whose samples count the seconds."""
    steps = np.repeat(np.arange(seconds), RATE_HZ) * 100
    with wave.open(str(path), "wb") as sink:
        sink.setnchannels(2)
        sink.setsampwidth(2)
        sink.setframerate(RATE_HZ)
        sink.writeframes(np.stack([steps, steps], axis=1).astype("<i2").tobytes())
    return path


def test_a_pack_plays_each_moment_with_a_second_around_it(
    coaching: Coaching, store: Store, tmp_path: Path
) -> None:
    recording = write_tone(tmp_path / "anna.wav", 80)
    put_bad_call(coaching.context, path=str(recording))
    coaching.add_by_hand("c1", 56.0, 60.0, "A good answer", kind="praise")
    coaching.agree(coaching.add("c1", "missed_empathy").id, "Say what I do", in_days(7))
    dropped = coaching.add_by_hand("c1", 2.0, 3.0, "Not this one")
    coaching.close(dropped.id, "dropped")
    page = tmp_path / "pack.html"

    coaching.pack("anna", page)

    html = page.read_text("utf-8")
    assert "A good answer" in html
    assert "Say what I do" in html
    assert "Not this one" not in html
    assert "I understand how frustrating that is" in html
    clips = [
        b64decode(each) for each in re.findall(r"data:audio/wav;base64,([A-Za-z0-9+/=]+)", html)
    ]
    assert len(clips) == 2
    with wave.open(io.BytesIO(clips[0])) as clip:
        assert clip.getnframes() == pytest.approx(6 * RATE_HZ, abs=2)
        first = np.frombuffer(clip.readframes(10), "<i2")
    assert first[0] == 5500
    assert logged(store)[-1] == ("export", "c1")


def test_a_pack_says_why_a_moment_has_no_sound(
    coaching: Coaching, store: Store, tmp_path: Path
) -> None:
    put_bad_call(coaching.context, path=str(tmp_path / "gone.wav"))
    coaching.add("c1", "blame")
    page = tmp_path / "pack.html"

    coaching.pack("Anna", page)
    assert "gone.wav" in page.read_text("utf-8")

    Privacy(as_user(store, "admin")).retain(audio_days=1)
    coaching.pack("Anna", page, force=True)
    assert "The link to the recording was removed" in page.read_text("utf-8")


def test_a_pack_writes_over_a_file_only_when_told_to(coaching: Coaching, tmp_path: Path) -> None:
    put_bad_call(coaching.context)
    coaching.add_by_hand("c1", 0, 2, "Greets")
    path = tmp_path / "anna.html"
    path.write_text("notes", encoding="utf-8")

    with pytest.raises(UsageError, match="there already"):
        coaching.pack("Anna", path)
    assert path.read_text(encoding="utf-8") == "notes"

    coaching.pack("Anna", path, force=True)

    assert "Greets" in path.read_text(encoding="utf-8")


def test_a_pack_without_items_is_refused(coaching: Coaching, tmp_path: Path) -> None:
    put_bad_call(coaching.context)

    with pytest.raises(UsageError, match="no open coaching item"):
        coaching.pack("Anna", tmp_path / "pack.html")

    assert not (tmp_path / "pack.html").exists()
