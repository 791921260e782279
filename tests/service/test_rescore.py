import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from callqa.domain.edits import DismissEvent, EventRef, OverridePoints
from callqa.domain.listing import CallFilter, CallSummary, Sort
from callqa.errors import LexiconError
from callqa.lexicon import load_pack, loading
from callqa.paths import config_dir
from callqa.service.adding import add_heard
from callqa.service.calls import Calls
from callqa.service.context import Context
from callqa.service.reviewing import Reviews
from callqa.service.rubric_in_force import judging_in_force
from callqa.service.rubrics import ChangedThreshold, Rubrics
from callqa.settings import Settings, with_values
from callqa.store.engine import Store
from callqa.store.rescoring import stale_calls
from callqa.store.retention import remove_words
from callqa.store.tables import calls, findings
from tests.service.heard_calls import no_dead_air, simple_call, two_questions
from tests.service.people_at_work import as_user

AFTER_8_S = with_values(Settings(), {"silence.dead_air_s": 8.0}, source="test")


@pytest.fixture
def leader(store: Store) -> Context:
    return as_user(store, "leader")


@pytest.fixture
def air(leader: Context, tmp_path: Path) -> Path:
    """Put a rubric in force that asks for dead air alone."""
    path = no_dead_air(tmp_path)
    list(Rubrics(leader).adopt(path))
    return path


@pytest.fixture
def site_pack() -> Iterator[Path]:
    """Give the site its own English phrases, as yet those that are shipped."""
    folder = config_dir() / "lexicon" / "en"
    shutil.copytree(Path(loading.__file__).parent / "packs" / "en", folder)
    load_pack.cache_clear()
    yield folder
    shutil.rmtree(folder)
    load_pack.cache_clear()


def listed(context: Context) -> dict[str, CallSummary]:
    rows = Calls(context).list(CallFilter(), Sort("duration_s")).rows
    return {each.call_id: each for each in rows}


def judged_with(context: Context) -> list[str]:
    with context.store.reading() as connection:
        query = select(calls.c.judged_with).order_by(calls.c.id)
        return list(connection.execute(query).scalars())


def row_of(context: Context, call_id: str) -> int:
    with context.store.reading() as connection:
        query = select(calls.c.id).where(calls.c.call_id == call_id)
        return int(connection.execute(query).scalar_one())


def test_other_thresholds_flip_the_calls_that_they_change(leader: Context, air: Path) -> None:
    gaps = (1.0, 7.0, 9.0, 11.0)
    ids = [add_heard(leader, simple_call(1, gap_s=gap)).call_id for gap in gaps]
    before = [listed(leader)[each].score for each in ids]

    steps = list(Rubrics(leader).rescore(AFTER_8_S))

    assert before == [100.0, 100.0, 100.0, 0.0]
    assert [listed(leader)[each].score for each in ids] == [100.0, 100.0, 0.0, 0.0]
    (flip,) = [flip for step in steps for flip in step.flips]
    assert (flip.call_id, flip.passed_before, flip.passed_after) == (ids[2], True, False)
    assert [each.question for each in flip.reasons] == ["no_dead_air"]
    assert (steps[-1].done, steps[-1].total) == (4, 4)
    assert list(Rubrics(leader).rescore()) == []


def test_everybody_judges_by_the_thresholds_of_the_store(leader: Context, air: Path) -> None:
    other = replace(leader, settings=AFTER_8_S)
    rubrics = Rubrics(leader)

    added = add_heard(other, simple_call(1, gap_s=9.0))
    by_own = listed(leader)[added.call_id].score
    changed = rubrics.changed_thresholds(AFTER_8_S)
    list(Rubrics(other).rescore())
    unchanged = listed(leader)[added.call_id].score
    list(Rubrics(other).rescore(AFTER_8_S))
    later = add_heard(leader, simple_call(2, gap_s=9.0))

    assert (by_own, unchanged) == (100.0, 100.0)
    assert changed == (ChangedThreshold("silence.dead_air_s", 10.0, 8.0),)
    assert rubrics.changed_thresholds(AFTER_8_S) == ()
    assert {each.score for each in listed(leader).values()} == {0.0}
    assert later.call_id in listed(leader)


def test_the_thresholds_of_the_first_to_judge_are_those_of_the_store(leader: Context) -> None:
    first = replace(leader, settings=AFTER_8_S)

    add_heard(first, simple_call(1))

    with leader.store.reading() as connection:
        judging = judging_in_force(connection, leader)[1]
    assert judging.settings == AFTER_8_S


def test_the_bar_that_proves_a_question_is_that_of_the_store(leader: Context) -> None:
    lower = replace(Settings(), calibration=replace(Settings().calibration, min_calls=5))
    add_heard(leader, simple_call(1))

    steps = list(Rubrics(leader).rescore(lower))

    assert [step.done for step in steps if step.done] == []
    for settings in (Settings(), lower):
        with leader.store.reading() as connection:
            judging = judging_in_force(connection, replace(leader, settings=settings))[1]
        assert judging.settings.calibration.min_calls == 5


def test_signed_calls_and_calls_without_words_keep_their_measures(
    leader: Context, air: Path
) -> None:
    ids = [add_heard(leader, simple_call(number, gap_s=9.0)).call_id for number in range(3)]
    Reviews(leader).start(ids[0])
    Reviews(leader).sign(ids[0])
    with leader.store.writing() as connection:
        remove_words(connection, [row_of(leader, ids[1])])

    steps = list(Rubrics(leader).rescore(AFTER_8_S))

    assert [listed(leader)[each].score for each in ids] == [100.0, 100.0, 0.0]
    assert steps[-1].done == 1


def test_a_call_without_words_is_scored_by_another_rubric(leader: Context, tmp_path: Path) -> None:
    list(Rubrics(leader).adopt(two_questions(tmp_path)))
    call = add_heard(leader, simple_call(1, thanks=False)).call_id
    with leader.store.writing() as connection:
        remove_words(connection, [row_of(leader, call)])

    list(Rubrics(leader).adopt(two_questions(tmp_path, "2", thanks=6, no_blame=2)))

    assert listed(leader)[call].score == 25.0
    shown = Calls(leader).show(call)
    assert shown.document is None
    assert shown.judgement is not None
    assert shown.judgement.scorecard.total == 25.0


def test_an_edited_phrase_pack_measures_the_calls_of_its_language_anew(
    leader: Context, tmp_path: Path, site_pack: Path
) -> None:
    list(Rubrics(leader).adopt(two_questions(tmp_path)))
    english = [
        add_heard(leader, simple_call(number, thanks=False, blames=True)).call_id
        for number in range(2)
    ]
    french = add_heard(leader, simple_call(7, language="fr")).call_id
    was = judged_with(leader)
    pack = next(each for each in site_pack.glob("*.toml") if "\n[thanks]\n" in each.read_text())
    text = pack.read_text(encoding="utf-8")
    head, _, rest = text.partition("\n[thanks]\n")
    rest = rest.replace("say = [", 'say = ["yes what is it", ', 1)
    pack.write_text(f"{head}\n[thanks]\n{rest}", encoding="utf-8")
    load_pack.cache_clear()

    steps = list(Rubrics(leader).rescore())

    assert steps[-1].done == 2
    assert {listed(leader)[each].score for each in english} == {50.0}
    now = judged_with(leader)
    assert [old == new for old, new in zip(was, now, strict=True)] == [False, False, True]
    assert listed(leader)[french].score is not None


def test_a_mistake_in_a_sites_phrases_is_named_and_nothing_is_changed(
    leader: Context, site_pack: Path
) -> None:
    add_heard(leader, simple_call(1))
    was = judged_with(leader)
    (site_pack / "site.toml").write_text('[ours]\nsay = ["hello"]\n', encoding="utf-8")
    load_pack.cache_clear()

    with pytest.raises(LexiconError, match=r"site\.toml"):
        list(Rubrics(leader).rescore())

    assert judged_with(leader) == was


def test_a_damaged_record_is_named_and_the_others_are_scored(
    leader: Context, tmp_path: Path
) -> None:
    list(Rubrics(leader).adopt(two_questions(tmp_path)))
    ids = [add_heard(leader, simple_call(number, thanks=False)).call_id for number in range(3)]
    with leader.store.writing() as connection:
        row = row_of(leader, ids[1])
        connection.execute(
            update(findings).where(findings.c.call == row).values(data=b"nothing", machine=None)
        )

    steps = list(Rubrics(leader).adopt(two_questions(tmp_path, "2", thanks=6, no_blame=2)))

    assert [each.call_id for step in steps for each in step.failed] == [ids[1]]
    assert [listed(leader)[each].score for each in ids] == [25.0, 50.0, 25.0]


def test_what_people_changed_holds_after_measuring_anew(leader: Context, air: Path) -> None:
    call = add_heard(leader, simple_call(1, gap_s=11.0)).call_id
    starts = [each.start_s for each in Calls(leader).show(call).document.measures.silences]
    for start_s in starts:
        Reviews(leader).edit(call, DismissEvent(EventRef("silences", start_s)))
    Reviews(leader).edit(call, OverridePoints("no_dead_air", 4.0, "Told that it takes long."))

    list(Rubrics(leader).rescore(AFTER_8_S))
    kept = Calls(leader).show(call)
    never = with_values(
        Settings(), {"silence.pause_s": 30.0, "silence.dead_air_s": 30.0}, source="test"
    )
    list(Rubrics(leader).rescore(never))
    lost = Calls(leader).show(call)

    assert (kept.summary.score, kept.summary.machine_score) == (80.0, 0.0)
    assert kept.summary.dead_air_s == 0.0
    assert kept.lost == ()
    assert (lost.summary.score, lost.summary.machine_score) == (80.0, 100.0)
    assert [each.change.event.start_s for each in lost.lost] == starts


def test_an_agents_calls_are_measured_in_order_of_time(leader: Context) -> None:
    days = {3: "2026-03-03", 1: "2026-03-01", 2: "2026-03-02"}
    by_day = {
        day: add_heard(leader, simple_call(day, agent="Anna", started_at=date)).call_id
        for day, date in days.items()
    }
    alone = add_heard(leader, simple_call(9)).call_id
    by_row = {row_of(leader, each): each for each in (*by_day.values(), alone)}

    with leader.store.reading() as connection:
        stale = stale_calls(connection, {"en": "another"})

    found = [[by_row[row] for row in rows] for rows in stale]
    assert found == [[by_day[1], by_day[2], by_day[3]], [alone]]
