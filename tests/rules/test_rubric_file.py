from pathlib import Path

import pytest

from callqa.errors import RubricError
from callqa.rules.rubric_file import load_rubric, mistakes_in, parse_rubric, rubric_mistakes

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
id = "rules"
title = "Rules"
apart = true

[[sections.questions]]
id = "consent"
text = "Asks for consent."
points = 2
human = true
auto_fail = "section"

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

    assert [section.weight for section in rubric.sections] == [60, None, 40]
    assert [section.apart for section in rubric.sections] == [False, True, False]
    assert rubric.sections[0].questions[0].bands[1].from_ is None
    assert rubric.flags.dead_air.min_total_s == 45
    assert rubric.flags.interruptions.min_count == 2


@pytest.mark.parametrize(
    ("old", "new", "at", "key", "says"),
    [
        ("weight = 40", "weight = 30", "weight = 30", "sections.weight", "to 90"),
        ("weight = 40\n", "weight = -40\n", "weight = -40", "sections.weight", "above 0"),
        ("weight = 40\n", "", "[[sections]]\nid = \"words\"", "sections.weight", "missing"),
        ("apart = true", "apart = true\nweight = 5", "weight = 5", "sections.weight", "is apart"),
        ("apart = true", 'apart = "yes"', "apart =", "sections.apart", "true or false, not text"),
        ("weight = 60", 'weight = "60"', 'weight = "60"', "sections.weight", "a number, not text"),
        ("weight = 60", "weight = nan", "weight = nan", "sections.weight", "not nan"),
        ("pass_mark = 60", "pass_mark = 160", "pass_mark = 160", "pass_mark", "0 to 100"),
        ("pass_mark = 60\n", "", "id =", "pass_mark", "missing"),
        ('version = "1"', 'version = ""', "version =", "version", "empty"),
        ('version = "1"', "version = 1.1", "version =", "version", "text, not a number"),
        ('id = "small"', 'id = "small one"', 'id = "small one"', "id", "'small one'"),
        ('title = "Small"', 'title = " "', "title =", "title", "empty"),
        ('title = "Words"', 'titel = "Words"', "titel", "sections.titel", "no key"),
        ('id = "sorry"', 'id = "sorry sir"', 'id = "sorry sir"', "questions.id", "sorry sir"),
        ('text = "Apologises."', 'text = ""', 'text = ""', "questions.text", "empty"),
        ('text = "Apologises."\n', "", '[[sections.questions]]\nid = "sorry"', "text", "missing"),
        ('id = "sorry"', 'id = "ratio"', 'id = "ratio"\ntext = "Apol', "id", "twice"),
        ("points = 10\n", "points = 0\n", "points = 0\n", "questions.points", "above 0"),
        ("points = 10\n", "points = -1\n", "points = -1\n", "questions.points", "above 0"),
        ('auto_fail = "section"', 'auto_fail = "all"', "auto_fail", "auto_fail", "'all'"),
        ("human = true", "human = 1", "human = 1", "human", "true or false"),
        ("human = true\n", "", '[[sections.questions]]\nid = "consent"', "questions", "0 ways"),
        ('measure = "talk', 'human = true\nmeasure = "talk', "[[sections.questions]]",
         "questions", "2 ways"),
        ("talk.agent_ratio", "talk.agent_ration", "talk.agent_ration", "measure", "no measure"),
        ('measure = "talk.agent_ratio"\n', "human = true\n", "bands =", "bands", "go together"),
        ("to = 0.9, points = 5", "to = 0.9, points = 50", "to = 0.9", "points", "0 to"),
        ("0.7, points = 10", "0.7, points = 9", "bands =", "questions.bands", "at most 9 of"),
        ("from = 0.3, to", "from = 0.8, to", "from = 0.8", "bands.from", "above"),
        ("from = 0.3, to = 0.7", "from = 30, to = 70", "from = 30", "bands.from", "0 to 1"),
        ("{ to = 0.9,", "{ from = 0.4, to = 0.6,", "from = 0.4", "bands", "never reached"),
        ("to = 0.9,", "up_to = 0.9,", "up_to", "bands.up_to", "no key"),
        ('= "difficult"', '= "dificult"', '= "dificult"', "applies_when", "no condition"),
        ("within_s = 20", "first_s = 20", "[sections.questions.beh", "behaviour", "first_s and"),
        ('after = ["distress"]\n', "", "within_s = 20", "within_s", "needs after or before"),
        ("within_s = 20", "within_s = -2", "within_s = -2", "behaviour.within_s", "above 0"),
        ("within_s = 20", "within_turns = 1.5", "within_turns", "within_turns", "whole number"),
        ("within_s = 20", "at_most = 2", "at_most", "behaviour.at_most", "goes with none"),
        ('after = ["distress"]', 'after = "distress"', "after =", "behaviour.after", "a list"),
        ('  "acknowledge"', '  "aknowledge"', '"aknowledge"', "behaviour.any", "category"),
        ("from = 1 }", "from = 1, than = 2 }", "from = 1, than", "any_of.than", "no key"),
        ('any = ["distress"]', 'any = ["distres"]', '"distres"', "any_of.any", "category"),
        ("any_of = [", "all_of = []\nsome_of = [", "some_of", "difficult.some_of", "no key"),
        (", from = 1 }", " }", 'measure = "emp', "any_of.measure", "needs from"),
        ('otherwise = "nothing was difficult"\n', "", "[conditions.dif", "otherwise", "missing"),
        ("min_total_s = 45", "min_total_s = 0", "min_total_s", "dead_air.min_total_s", "above 0"),
        ("min_total_s = 45", "minimum_s = 45", "minimum_s", "dead_air.minimum_s", "no key"),
        ("dead_air =", "deadair =", "deadair", "flags.deadair", "no key"),
        ("dead_air = { min_total_s = 45 }", "dead_air = 45", "dead_air", "dead_air", "a table"),
        ('version = "1"', "version = ", "version = ", "", "TOML"),
        ('version = "1"', 'version = "1"\nversion = "2"', 'version = "2"', "", "TOML"),
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
    assert error.subject.split(": ")[0] == f"small.toml:{line_of(text, at)}"
    assert error.subject.endswith(key)
    assert says in error.what
    assert error.remedy.endswith((".", "?"))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"apologise"', '"apologize"'),
        ('"talk.agent_ratio"', '"talk.agents_ratio"'),
        ("applies_when", "applies_if"),
        ("pass_mark", "passmark"),
        ("dead_air =", "deadair ="),
        ("within_s", "within"),
    ],
)
def test_a_misspelt_name_is_answered_with_the_nearest_right_one_and_nothing_else(
    right: str, wrong: str
) -> None:
    mistakes = mistakes_in(GOOD.replace(right, wrong), source="small.toml")

    name = right.strip('= "')
    assert [each.remedy for each in mistakes] == [f"Did you mean '{name}'?"]


def test_of_several_mistakes_the_first_in_the_file_is_named() -> None:
    text = GOOD.replace("to = 0.9, points = 5", "to = 0.9, points = 50").replace(
        "weight = 40", "weight = 41"
    )

    with pytest.raises(RubricError) as caught:
        parse_rubric(text, source="small.toml")

    assert caught.value.subject == f"small.toml:{line_of(text, 'to = 0.9')}: " + (
        "sections.questions.bands.points"
    )


def test_all_mistakes_are_told_in_the_order_of_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    text = (
        GOOD.replace("pass_mark = 60", "pass_mark = 101")
        .replace("to = 0.9, points = 5", "to = 0.9, points = 50")
        .replace("weight = 40", "weight = 41")
        .replace('"apologise"', '"apologize"')
    )
    path.write_text(text, encoding="utf-8")

    mistakes = rubric_mistakes(path)

    assert [each.subject.rpartition(": ")[2] for each in mistakes] == [
        "pass_mark",
        "sections.questions.bands.points",
        "sections.weight",
        "sections.questions.behaviour.any",
    ]
    with pytest.raises(RubricError) as caught:
        load_rubric(path)
    assert str(caught.value) == str(mistakes[0])


def test_every_unknown_key_and_wrong_value_is_told_at_once() -> None:
    text = GOOD.replace("weight = 60", 'weight = "60"').replace("human = true", 'humane = "yes"')

    mistakes = mistakes_in(text, source="small.toml")

    assert [each.what for each in mistakes] == ["must be a number, not text.", "is no key here."]


def test_what_well_formed_questions_and_conditions_mean_is_told_beside_mistakes_of_form() -> None:
    text = GOOD.replace("weight = 60", 'weight = "60"')
    text = text.replace("talk.agent_ratio", "talk.agent_ratoi")
    text = text.replace('text = "Apologises."', 'text = ""')
    text += '\n[conditions.odd]\nany = ["no_such_phrase"]\n'

    mistakes = mistakes_in(text, source="small.toml")

    keys = [each.subject.partition(": ")[2] for each in mistakes]
    assert keys == [
        "sections.weight",
        "sections.questions.measure",
        "sections.questions.text",
        "conditions.odd.otherwise",
        "conditions.odd.any",
    ]


@pytest.mark.parametrize(
    "broken",
    [
        'sections = "none"',
        "sections = [1, 2]",
        "sections = [{ questions = 3 }]",
        "sections = [{ questions = [3] }]",
        "sections = { a = 1 }",
        "conditions = 3",
        "conditions = { a = 3 }",
    ],
)
def test_a_file_of_any_form_is_told_its_mistakes(broken: str) -> None:
    assert mistakes_in(f'id = "r"\n{broken}\n', source="small.toml")


def test_a_right_file_has_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD, encoding="utf-8")

    assert rubric_mistakes(path) == ()


def test_a_rubric_needs_a_section_that_counts() -> None:
    head, _, rest = GOOD.partition("[[sections]]")
    apart = f"[[sections]]{rest.partition('[[sections]]')[2].partition('[[sections]]')[0]}"

    assert [each.what for each in mistakes_in(head + apart, source="r.toml")] == [
        "has no section that counts in the total."
    ]
    assert "sections" in mistakes_in(head, source="r.toml")[0].subject


@pytest.mark.parametrize(
    ("bands", "reached"),
    [
        ("{ to = 1, points = 5 }, { points = 0 }", True),
        ("{ points = 5 }, { to = 1, points = 2 }", False),
        ("{ to = 5, points = 5 }, { from = 5, points = 3 }, { from = 2, points = 1 }", False),
        ("{ to = 5, points = 5 }, { from = 6, points = 3 }, { from = 2, points = 1 }", True),
        ("{ from = 1, to = 1, points = 5 }, { from = 1, to = 1, points = 5 }", False),
    ],
)
def test_a_band_that_no_value_reaches_is_refused(bands: str, reached: bool) -> None:
    text = GOOD.replace("points = 10\nmeasure", "points = 5\nmeasure").replace(
        "talk.agent_ratio", "talk.agent_questions"
    )
    start = text.index("bands = [")
    end = text.index("]\n\n[[sections]]", start)
    text = f"{text[:start]}bands = [{bands}{text[end:]}"

    mistakes = mistakes_in(text, source="small.toml")

    assert [each.what.partition(":")[0] for each in mistakes] == (
        [] if reached else ["is never reached"]
    )


def test_a_category_of_the_sites_own_lexicon_can_be_named() -> None:
    text = GOOD.replace('"acknowledge"', '"house_style"')

    rubric = parse_rubric(
        text, source="small.toml", categories={"distress", "apologise", "house_style"}
    )

    assert rubric.sections[2].questions[0].behaviour is not None


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    missing = tmp_path / "none.toml"

    with pytest.raises(RubricError) as caught:
        load_rubric(missing)

    assert caught.value.subject == str(missing)
    assert caught.value.exit_code == 2


def test_a_folder_is_refused_as_one(tmp_path: Path) -> None:
    with pytest.raises(RubricError) as caught:
        load_rubric(tmp_path)

    assert caught.value.what == "cannot be read: is a directory."
    assert caught.value.remedy


def test_a_file_that_is_no_utf8_text_is_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "rubric.toml"
    path.write_bytes(GOOD.replace("Leaves room.", "Übersichtlich").encode("latin-1"))

    with pytest.raises(RubricError) as caught:
        load_rubric(path)

    assert caught.value.subject == f"{path}:{line_of(GOOD, 'Leaves room')}"
    assert "0xdc" in caught.value.what
    assert [each.subject for each in rubric_mistakes(path)] == [caught.value.subject]


def test_a_file_as_windows_editors_write_it_is_read_with_the_same_lines(tmp_path: Path) -> None:
    path = tmp_path / "rubric.toml"
    broken = GOOD.replace("weight = 40", "weight = 41")
    path.write_bytes(b"\xef\xbb\xbf" + broken.replace("\n", "\r\n").encode())

    mistakes = rubric_mistakes(path)

    assert [each.subject for each in mistakes] == [
        f"{path}:{line_of(broken, 'weight = 41')}: sections.weight"
    ]
