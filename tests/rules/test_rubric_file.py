from pathlib import Path

import pytest

from callqa.errors import RubricError
from callqa.rules.quantities import QUANTITIES
from callqa.rules.rubric import FlagLimits
from callqa.rules.rubric_file import (
    default_rubric,
    default_rubric_text,
    load_rubric,
    parse_rubric,
)

GOOD = """\
id = "small"
version = "1"
title = "Small"
pass_mark = 60

[conditions.difficult]
otherwise = "nothing was difficult"
any_of = [
  { any = ["distress"] },
  { measure = "empathy.opportunities", from = 1 },
]

[[sections]]
id = "listening"
title = "Listening"
weight = 60

[[sections.questions]]
id = "ratio"
text = "Leaves room."
points = 10
measure = "talk.agent_ratio"
bands = [
  { from = 0.3, to = 0.7, points = 10 },
  { to = 0.9, points = 5 },
]

[[sections]]
id = "words"
title = "Words"
weight = 40

[[sections.questions]]
id = "sorry"
text = "Apologises."
points = 5
applies_when = "difficult"

[sections.questions.behaviour]
any = [
  "apologise",
  "acknowledge",
]
after = ["distress"]
within_s = 20

[flags]
dead_air = { min_total_s = 45 }
"""


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_rubric_without_mistake_is_read() -> None:
    rubric = parse_rubric(GOOD, source="small.toml")

    assert [section.weight for section in rubric.sections] == [60, 40]
    assert rubric.sections[0].questions[0].bands[1].from_ is None
    assert rubric.flags.dead_air.min_total_s == 45
    assert rubric.flags.interruptions.min_count == 2


def test_the_default_rubric_is_read_and_has_four_to_six_sections() -> None:
    rubric = default_rubric()

    assert 4 <= len(rubric.sections) <= 6
    assert sum(section.weight for section in rubric.sections) == 100


def test_the_default_rubric_states_the_default_limits_of_every_flag() -> None:
    assert default_rubric().flags == FlagLimits()
    for code in FlagLimits.__struct_fields__:
        assert f"\n{code} = " in default_rubric_text()


def test_the_default_rubric_names_every_measure_in_its_notes() -> None:
    notes = default_rubric_text().split('id = "difficult_calls"')[0]

    assert [name for name in QUANTITIES if name not in notes] == []


@pytest.mark.parametrize(
    ("old", "new", "at", "key", "says"),
    [
        ("weight = 40", "weight = 30", "weight = 30", "sections.weight", "to 90"),
        ("weight = 60", 'weight = "60"', 'weight = "60"', "sections.weight", "float"),
        ("pass_mark = 60", "pass_mark = 160", "pass_mark = 160", "pass_mark", "0 to 100"),
        ("pass_mark = 60\n", "", "id =", "pass_mark", "missing"),
        ("title = \"Words\"", "titel = \"Words\"", "titel", "sections.titel", "no key"),
        ("talk.agent_ratio", "talk.agent_ration", "talk.agent_ration", "measure", "no measure"),
        ('  "acknowledge"', '  "aknowledge"', '"aknowledge"', "behaviour.any", "category"),
        ("to = 0.9, points = 5", "to = 0.9, points = 50", "to = 0.9", "points", "0 to"),
        ("from = 0.3, to", "from = 0.8, to", "from = 0.8", "bands.from", "above"),
        ('= "difficult"', '= "dificult"', '= "dificult"', "applies_when", "no condition"),
        ('id = "sorry"', 'id = "ratio"', 'id = "ratio"\ntext = "Apol', "id", "twice"),
        ("points = 10\n", "points = 0\n", "points = 0\n", "questions.points", "above 0"),
        ("within_s = 20", "first_s = 20", "[sections.questions.beh", "behaviour", "more than one"),
        ("after = [\"distress\"]\n", "", "within_s = 20", "within_s", "needs after"),
        ("min_total_s = 45", "min_total_s = 0", "min_total_s", "dead_air.min_total_s", "above 0"),
        ("min_total_s = 45", "minimum_s = 45", "minimum_s", "dead_air.minimum_s", "no key"),
        ("dead_air =", "deadair =", "deadair", "flags.deadair", "no key"),
        ("from = 1 }", "from = 1, than = 2 }", "from = 1, than", "any_of.than", "no key"),
        ('any = ["distress"]', 'any = ["distres"]', '"distres"', "any_of.any", "category"),
        ("measure = \"talk", "human = true\nmeasure = \"talk", "[[sections.questions]]",
         "questions", "2 ways"),
        ("version = \"1\"", "version = ", "version = ", "", "TOML"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_line_key_and_reason(
    old: str, new: str, at: str, key: str, says: str
) -> None:
    text = GOOD.replace(old, new, 1)
    assert text != GOOD

    with pytest.raises(RubricError) as caught:
        parse_rubric(text, source="small.toml")

    error = caught.value
    assert error.subject.startswith(f"small.toml:{line_of(text, at)}")
    assert error.subject.endswith(key)
    assert says in error.what


def test_a_misspelt_name_is_answered_with_the_nearest_right_one() -> None:
    text = GOOD.replace('"apologise"', '"apologize"')

    with pytest.raises(RubricError) as caught:
        parse_rubric(text, source="small.toml")

    assert caught.value.remedy == "Did you mean 'apologise'?"


def test_of_several_mistakes_the_first_in_the_file_is_named() -> None:
    text = GOOD.replace("to = 0.9, points = 5", "to = 0.9, points = 50").replace(
        "weight = 40", "weight = 41"
    )

    with pytest.raises(RubricError) as caught:
        parse_rubric(text, source="small.toml")

    assert caught.value.subject == f"small.toml:{line_of(text, 'to = 0.9')}: " + (
        "sections.questions.bands.points"
    )


def test_a_category_of_the_sites_own_lexicon_can_be_named() -> None:
    text = GOOD.replace('"acknowledge"', '"house_style"')

    rubric = parse_rubric(
        text, source="small.toml", categories={"distress", "apologise", "house_style"}
    )

    assert rubric.sections[1].questions[0].behaviour is not None


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    missing = tmp_path / "none.toml"

    with pytest.raises(RubricError) as caught:
        load_rubric(missing)

    assert caught.value.subject == str(missing)
    assert caught.value.exit_code == 2


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rubric.toml"
    path.write_bytes(b"\xff\xfe\x00id")

    with pytest.raises(RubricError):
        load_rubric(path)
