import pytest

from callqa.rules.rubric_digest import rubric_digest
from callqa.rules.rubric_file import parse_rubric, shipped_rubric, shipped_rubrics

TEXT = """\
id = "r"
version = "1"
title = "R"
pass_mark = 50

[[sections]]
id = "s"
title = "S"
weight = 100

[[sections.questions]]
id = "rate"
text = "Lets the customer finish."
points = 5
measure = "interruptions.agent_rate"
bands = [{ to = 0, points = 5 }, { to = 2, points = 3 }]

[[sections.questions]]
id = "sorry"
text = "Apologises."
points = 5
behaviour = { any = ["apologise"] }
"""


def digest(text: str) -> str:
    return rubric_digest(parse_rubric(text, source="r.toml"))


def test_the_digest_of_a_content_stays_what_it_is_in_later_versions_of_the_product() -> None:
    assert digest(TEXT) == "909d256b317ac52706e1a4bdf5aafdf8c26bb3ca37b2806f19d0a8a16fd75416"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "r"', '# Our own.\nid = "r"'),
        ('id = "r"\nversion = "1"', 'version = "1"\nid = "r"'),
        ("pass_mark = 50", "pass_mark = 50.0"),
        ('text = "Apologises."', 'text = "Apologises."\nauto_fail = "none"\ncritical = false'),
        ("bands = [{ to = 0,", "bands = [\n  { to = 0.0,"),
    ],
)
def test_what_does_not_change_the_meaning_does_not_change_the_digest(old: str, new: str) -> None:
    assert TEXT.replace(old, new) != TEXT
    assert digest(TEXT.replace(old, new)) == digest(TEXT)


def test_flag_limits_written_out_as_they_are_by_default_change_nothing() -> None:
    assert digest(TEXT + "\n[flags]\nblame = { min_count = 1 }\n") == digest(TEXT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pass_mark = 50", "pass_mark = 51"),
        ('version = "1"', 'version = "2"'),
        ("Apologises.", "Says sorry."),
        ("to = 2", "to = 3"),
        ('behaviour = { any = ["apologise"] }', 'behaviour = { any = ["apologise"], first_s = 9 }'),
        ("{ to = 0, points = 5 }, { to = 2, points = 3 }", "{ to = 0, points = 5 }"),
        ('text = "Apologises."', 'text = "Apologises."\ncritical = true'),
    ],
)
def test_any_other_content_has_another_digest(old: str, new: str) -> None:
    assert TEXT.replace(old, new) != TEXT
    assert digest(TEXT.replace(old, new)) != digest(TEXT)


def test_the_order_of_questions_is_content() -> None:
    head, first, second = TEXT.split("[[sections.questions]]")
    swapped = "[[sections.questions]]".join((head, second + "\n", first))

    assert digest(swapped) != digest(TEXT)


def test_shipped_rubrics_have_digests_of_their_own() -> None:
    digests = {rubric_digest(shipped_rubric(name)) for name in shipped_rubrics()}

    assert len(digests) == len(shipped_rubrics())
    assert all(len(each) == 64 and set(each) <= set("0123456789abcdef") for each in digests)
