import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callqa.errors import RubricError
from callqa.rules.rubric import Band, Rubric
from callqa.rules.rubric_file import parse_rubric, shipped_rubric_text, shipped_rubrics
from callqa.rules.rubric_parts import unused
from callqa.rules.rubric_text import cut
from callqa.rules.rubric_writing import written
from callqa.rules.weight_shares import shared_weights
from callqa.service.rubric_draft import RubricDraft
from callqa.service.rubric_versions import changes_between, next_version, note_of

LETS_FINISH = ("sections", 1, "questions", 0)
INLINE = """\
id = "inline"
version = "1"
title = "All in one line"
pass_mark = 50
sections = [
  { id = "a", title = "A", weight = 100, questions = [
    { id = "q", text = "Q?", points = 2, human = true },
  ] },
]
"""


@pytest.fixture
def draft() -> RubricDraft:
    return RubricDraft.read(shipped_rubric_text("default_rubric"))


def weights(rubric: Rubric) -> list[float]:
    return [each.weight for each in rubric.sections if each.weight is not None]


@pytest.mark.parametrize("name", shipped_rubrics())
def test_a_rubric_that_is_not_edited_is_written_as_it_was(name: str) -> None:
    text = shipped_rubric_text(name)

    assert RubricDraft.read(text).text == text


def test_an_edit_changes_its_line_and_no_other(draft: RubricDraft) -> None:
    edited = draft.with_values(("sections", 2, "questions", 3), {"text": "Speaks calmly."})

    before, after = draft.text.splitlines(), edited.text.splitlines()
    differing = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert differing == [('text = "Keeps a steady volume."', 'text = "Speaks calmly."')]


def test_comments_move_with_the_question_they_stand_above(draft: RubricDraft) -> None:
    moved = draft.with_question_moved((2, 3), (0, 0))

    block = moved.block(("sections", 0, "questions", 0))
    assert moved.rubric.sections[0].questions[0].id == "steady_volume"
    assert "# Counts only where the setting" in block.lead
    assert sorted(moved.text.splitlines()) == sorted(draft.text.splitlines())
    assert moved.mistakes == ()


def test_bands_are_written_as_tables_and_read_back(draft: RubricDraft) -> None:
    bands = [{"to": 1.0, "points": 8.0}, {"from": 1.0, "to": 3.5, "points": 2.0}]

    edited = draft.with_values(LETS_FINISH, {"bands": bands})

    assert edited.rubric.sections[1].questions[0].bands == (
        Band(points=8, to=1),
        Band(points=2, from_=1, to=3.5),
    )
    assert "{ from = 1, to = 3.5, points = 2 }," in edited.text


def test_a_number_is_written_with_all_its_digits(draft: RubricDraft) -> None:
    edited = draft.with_values((), {"pass_mark": 83.123456})

    assert edited.rubric.pass_mark == 83.123456
    assert "pass_mark = 83.123456\n" in edited.text


def test_a_mistake_is_told_where_it_is_and_the_draft_goes_on(draft: RubricDraft) -> None:
    edited = draft.with_values(LETS_FINISH, {"points": 0.0})

    paths = {each.path for each in edited.mistakes}
    assert (*LETS_FINISH, "points") in paths
    assert {each.path for each in edited.mistakes_at(LETS_FINISH)} == paths
    assert edited.mistakes_at(("sections", 1)) == ()
    assert edited.mistakes_at(()) == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("points = 8", "pints = 8", r"line 4: .*pints: is no key here"),
        ("points = 8", "points = = 8", r"line 4: is not TOML"),
        ("points = 8", 'points = "8"', r"line 4: .*points: must be a number, not text"),
        ("[[sections.questions]]", "[[sections]]", "is missing"),
    ],
)
def test_raw_text_is_taken_only_as_the_part_it_was(
    draft: RubricDraft, old: str, new: str, said: str
) -> None:
    body = draft.block(LETS_FINISH).body

    with pytest.raises(RubricError) as refused:
        draft.with_body(LETS_FINISH, body.replace(old, new, 1))

    assert re.search(said, str(refused.value))


def test_raw_text_with_another_part_in_it_is_refused(draft: RubricDraft) -> None:
    body = draft.block(LETS_FINISH).body
    more = "[conditions.more]\notherwise = 'x'\nany_of = [{ any = ['blame'] }]\n"

    with pytest.raises(RubricError, match="more or less than the one part"):
        draft.with_body(LETS_FINISH, body + more)


def test_raw_text_replaces_its_part_alone(draft: RubricDraft) -> None:
    body = draft.block(LETS_FINISH).body.replace("points = 8", "points = 9", 1)

    edited = draft.with_body(LETS_FINISH, body)

    assert edited.rubric.sections[1].questions[0].points == 9
    assert len(edited.text.splitlines()) == len(draft.text.splitlines())


def test_a_rubric_in_inline_tables_can_be_edited_too() -> None:
    assert cut(INLINE) is None

    draft = RubricDraft.read(INLINE).with_question(0, "Another?")

    assert [each.text for each in draft.rubric.questions] == ["Q?", "Another?"]
    assert draft.mistakes == ()


@pytest.mark.parametrize("name", shipped_rubrics())
def test_a_rubric_written_anew_says_the_same(name: str) -> None:
    rubric = parse_rubric(shipped_rubric_text(name), source=name)

    assert parse_rubric(written(rubric), source="written") == rubric


def test_adding_copying_and_removing_parts_keeps_the_rubric_whole(draft: RubricDraft) -> None:
    edited = draft.with_section("New", "Asked?").with_question(0, "More?")
    edited = edited.with_question_twice(1, 0).without_question(1, 2).without_section(2)
    edited = edited.with_section_moved(0, 3).with_section_apart(0, True)
    name, edited = edited.with_condition("difficult", "never so")

    assert edited.mistakes == ()
    assert sum(weights(edited.rubric)) == pytest.approx(100, abs=0.005)
    assert name == "difficult_2"
    assert parse_rubric(edited.text, source="draft") == edited.rubric


@given(
    weights=st.lists(st.floats(0.5, 60).map(lambda each: round(each, 2)), min_size=1, max_size=8),
    changed=st.integers(0, 7),
    wanted=st.floats(-10, 200),
    locked=st.sets(st.integers(0, 7)),
)
def test_weights_sum_to_100_after_any_change(
    weights: list[float], changed: int, wanted: float, locked: set[int]
) -> None:
    changed %= len(weights)
    locked = {each for each in locked if each < len(weights) and each != changed}
    room = 100 - sum(weights[each] for each in locked)

    shared = shared_weights(weights, changed, wanted, locked)

    if room < len(weights) - len(locked):
        return
    assert sum(shared) == pytest.approx(100, abs=0.005)
    assert all(each > 0 for each in shared)
    assert all(shared[each] == weights[each] for each in locked)


@given(parts=st.lists(st.integers(1, 30), min_size=2, max_size=7), wanted=st.integers(1, 90))
def test_whole_weights_stay_whole_and_keep_their_order(parts: list[int], wanted: int) -> None:
    whole = shared_weights([float(each) for each in parts], 0, 10.0)
    shared = shared_weights(whole, 0, float(wanted))

    assert sum(shared) == 100
    assert all(each.is_integer() for each in shared)
    for i in range(1, len(parts)):
        for k in range(1, len(parts)):
            assert shared[i] <= shared[k] + 1 or whole[i] > whole[k]


def test_weights_that_leave_no_room_stay(draft: RubricDraft) -> None:
    assert shared_weights([60.0, 40.0], 0, 70.0, {1}) == (60.0, 40.0)
    assert draft.with_weight(0, 500.0, ()).mistakes == ()


def test_a_new_version_says_what_is_new(draft: RubricDraft) -> None:
    made = draft.with_version("1.2", "Listening\n counts more")

    assert made.rubric.version == "1.2"
    assert note_of(made.text, "1.2") == "Listening counts more"
    assert note_of(made.text, "1.1") == ""
    assert next_version("1.1", {"1.1", "1.2"}) == "1.3"
    assert next_version("ours", ()) == "ours.1"
    assert unused("a_2", {"a_2", "a_3"}) == "a_4"


def test_what_differs_between_two_versions_is_named(draft: RubricDraft) -> None:
    edited = draft.with_values((), {"pass_mark": 80}).with_values(LETS_FINISH, {"text": "Waits."})
    edited = edited.with_question(0, "New?").without_question(2, 0).with_weight(0, 20, ())

    changes = changes_between(draft.rubric, edited.rubric)

    told = {(each.part, each.kind, each.id): each.keys for each in changes}
    assert told[("rubric", "changed", "")] == ("pass_mark",)
    assert told[("question", "changed", "lets_finish")] == ("text",)
    assert told[("section", "changed", "opening_closing")] == ("weight",)
    assert ("question", "added", "question") in told
    assert ("question", "removed", "takes_seriously") in told
    assert changes_between(draft.rubric, draft.rubric) == ()
