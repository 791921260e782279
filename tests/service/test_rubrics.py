from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from callqa.domain.edits import OverridePoints
from callqa.domain.listing import CallFilter, Sort
from callqa.errors import NotAllowed, RubricError, StoreBusy, UsageError
from callqa.rules.rubric_file import load_rubric
from callqa.service.adding import add_heard
from callqa.service.calls import Calls
from callqa.service.context import Context
from callqa.service.reviewing import Reviews
from callqa.service.rubric_in_force import judging_in_force
from callqa.service.rubrics import ChangedThreshold, Rubrics
from callqa.settings import with_values
from callqa.store import engine
from callqa.store.engine import Store
from callqa.store.opening import open_store
from tests.service.heard_calls import simple_call, two_questions
from tests.service.people_at_work import as_user, is_refused

CASES = {1: (True, False), 2: (False, False), 3: (True, True), 4: (False, True)}
"""Whether a call has thanks, and whether it has blame."""


@pytest.fixture
def leader(store: Store) -> Context:
    return as_user(store, "leader")


@pytest.fixture
def four(leader: Context, tmp_path: Path) -> dict[str, int]:
    """Store the four cases, scored by half for thanks and half for no blame; number by call id."""
    list(Rubrics(leader).adopt(two_questions(tmp_path)))
    numbers = {}
    for number, (thanks, blames) in CASES.items():
        added = add_heard(leader, simple_call(number, thanks=thanks, blames=blames))
        numbers[added.call_id] = number
    return numbers


def scores(context: Context, four: dict[str, int]) -> dict[int, float | None]:
    rows = Calls(context).list(CallFilter(), Sort("score")).rows
    return {four[each.call_id]: each.score for each in rows}


def sign(context: Context, call: str) -> None:
    Reviews(context).start(call)
    Reviews(context).sign(call)


def test_the_preview_lists_the_flips_that_a_computation_by_hand_gives(
    leader: Context, four: dict[str, int], tmp_path: Path
) -> None:
    # Three quarters for thanks: scores of 100, 25, 75 and 0 instead of 100, 50, 50 and 0.
    rubric = load_rubric(two_questions(tmp_path, "2", thanks=6, no_blame=2))

    preview = Rubrics(leader).preview(rubric)

    (flip,) = preview.flips
    assert four[flip.call_id] == 3
    assert (flip.score_before, flip.score_after) == (50.0, 75.0)
    assert (flip.passed_before, flip.passed_after) == (False, True)
    assert (flip.raised, flip.cleared, flip.reasons) == ((), ("low_score",), ())
    assert (preview.calls, preview.signed) == (4, 0)
    assert preview.before.bars == (1, 0, 0, 0, 0, 2, 0, 0, 0, 1)
    assert preview.after.bars == (1, 0, 1, 0, 0, 0, 0, 1, 0, 1)
    assert (preview.before.mean, preview.after.mean) == (50.0, 50.0)
    assert (preview.before.passed, preview.after.passed) == (1, 2)
    assert scores(leader, four) == {1: 100.0, 2: 50.0, 3: 50.0, 4: 0.0}


def test_a_flip_names_the_answers_that_changed(
    leader: Context, four: dict[str, int], tmp_path: Path
) -> None:
    path = two_questions(tmp_path, "2")
    path.write_text(path.read_text("utf-8").replace('none = ["blame"]', 'any = ["blame"]'), "utf-8")

    preview = Rubrics(leader).preview(load_rubric(path))

    flipped = {four[each.call_id]: each for each in preview.flips}
    assert [each.question for each in flipped[1].reasons] == ["no_blame"]
    assert (flipped[1].reasons[0].before, flipped[1].reasons[0].after) == (1.0, 0.0)
    assert (flipped[1].score_after, flipped[3].score_after) == (50.0, 100.0)


def test_adopting_scores_every_call_again_but_signed_ones(
    leader: Context, four: dict[str, int], tmp_path: Path
) -> None:
    by_number = {number: call for call, number in four.items()}
    sign(leader, by_number[3])

    steps = list(Rubrics(leader).adopt(two_questions(tmp_path, "2", thanks=6, no_blame=2)))

    assert scores(leader, four) == {1: 100.0, 2: 25.0, 3: 50.0, 4: 0.0}
    assert (steps[-1].done, steps[-1].total) == (3, 3)
    assert [flip for step in steps for flip in step.flips] == []
    Reviews(leader).reopen(by_number[3], "Scored by the new rubric.")
    assert scores(leader, four)[3] == 75.0


def test_points_that_a_person_gave_stay_as_far_as_the_rubric_has_them(
    leader: Context, four: dict[str, int], tmp_path: Path
) -> None:
    call = next(iter(four))
    Reviews(leader).edit(call, OverridePoints("no_blame", 5.0, "Meant well."))

    list(Rubrics(leader).adopt(two_questions(tmp_path, "2", thanks=6, no_blame=2)))

    shown = Calls(leader).show(call)
    assert [each.change for each in shown.lost] == [OverridePoints("no_blame", 5.0, "Meant well.")]
    assert shown.summary.score == shown.summary.machine_score
    list(Rubrics(leader).adopt(two_questions(tmp_path, "1")))
    assert Calls(leader).show(call).lost == ()


def test_a_version_once_adopted_keeps_its_content(
    leader: Context, four: dict[str, int], tmp_path: Path
) -> None:
    changed = two_questions(tmp_path, "1", thanks=6, no_blame=2)

    with pytest.raises(UsageError, match="new version"):
        list(Rubrics(leader).adopt(changed))

    assert scores(leader, four)[2] == 50.0
    assert [each.version for each in Rubrics(leader).adopted()] == ["1"]


def test_a_rubric_with_a_mistake_changes_nothing(
    leader: Context, four: dict[str, int], tmp_path: Path
) -> None:
    path = two_questions(tmp_path, "2")
    path.write_text(path.read_text("utf-8").replace("weight = 100", "weight = 90"), "utf-8")

    with pytest.raises(RubricError):
        list(Rubrics(leader).adopt(path))

    assert Rubrics(leader).in_force().version == "1"


def test_an_earlier_version_can_be_put_in_force_again(
    leader: Context, four: dict[str, int], tmp_path: Path
) -> None:
    list(Rubrics(leader).adopt(two_questions(tmp_path, "2", thanks=6, no_blame=2)))

    list(Rubrics(leader).adopt(two_questions(tmp_path, "1")))

    assert scores(leader, four)[2] == 50.0
    in_force = {each.version: each.in_force for each in Rubrics(leader).adopted()}
    assert in_force == {"2": False, "1": True}


def test_of_two_rubrics_adopted_at_once_one_scores_every_call(
    leader: Context, four: dict[str, int], store_place: str, tmp_path: Path
) -> None:
    other = open_store(store_place)
    jobs = [
        (leader, two_questions(tmp_path, "2", thanks=6, no_blame=2)),
        (replace(leader, store=other), two_questions(tmp_path, "3", thanks=9, no_blame=1)),
    ]

    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda job: list(Rubrics(job[0]).adopt(job[1])), jobs))
    other.close()

    (version,) = [each.version for each in Rubrics(leader).adopted() if each.in_force]
    assert scores(leader, four)[2] == {"2": 25.0, "3": 10.0}[version]
    assert scores(leader, four)[3] == {"2": 75.0, "3": 90.0}[version]


def test_who_may_do_what_with_rubrics(store: Store, tmp_path: Path) -> None:
    path = two_questions(tmp_path)
    rubric = load_rubric(path)

    refused = {
        role: (
            is_refused(lambda: list(rubrics.adopt(path))),
            is_refused(lambda: list(rubrics.rescore())),
            is_refused(lambda: rubrics.preview(rubric)),
            is_refused(rubrics.adopted),
        )
        for role in ("agent", "reviewer", "leader")
        if (rubrics := Rubrics(as_user(store, role)))
    }

    assert refused == {
        "agent": (True, True, True, False),
        "reviewer": (True, True, True, False),
        "leader": (False, False, False, False),
    }


def test_a_reviewer_sees_the_rubric_in_force_and_no_preview(store: Store, tmp_path: Path) -> None:
    reviewer = Rubrics(as_user(store, "reviewer"))

    assert reviewer.in_force().id == "difficult_calls"
    with pytest.raises(NotAllowed):
        reviewer.preview(load_rubric(two_questions(tmp_path)))


def test_thresholds_wait_for_who_judges_by_the_old_ones(
    leader: Context, four: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_S", 1.0)
    longer = with_values(leader.settings, {"silence.dead_air_s": 9.0}, source="test")
    name = ChangedThreshold("silence.dead_air_s", leader.settings.silence.dead_air_s, 9.0)
    assert name in Rubrics(leader).changed_thresholds(longer)

    with leader.store.writing() as connection:
        judging_in_force(connection, leader, held=True)
        with pytest.raises(StoreBusy):
            list(Rubrics(leader).rescore(longer))

    assert name in Rubrics(leader).changed_thresholds(longer)
    list(Rubrics(leader).rescore(longer))
    assert Rubrics(leader).changed_thresholds(longer) == ()
