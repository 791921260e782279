from pathlib import Path

import pytest

from callqa.errors import LexiconError
from callqa.lexicon import load_pack
from callqa.lexicon.loading import read_pack

LANGUAGE = """
[words]
soft = ["really"]
[lists]
feeling = ["sad", "cross"]
"""


def write(folder: Path, categories: str, language: str = LANGUAGE) -> Path:
    (folder / "language.toml").write_text(language, encoding="utf-8")
    (folder / "agent.toml").write_text(categories, encoding="utf-8")
    return folder


def category(phrase: str, more: str = "") -> str:
    return f'\n[care]\ntitle = "Care"\n{more}\nsay = [\n  "fine",\n  {phrase},\n]\n'


def test_a_language_without_a_pack_has_none() -> None:
    assert load_pack("xx") is None


def test_the_digest_changes_with_a_phrase(tmp_path: Path) -> None:
    before = read_pack(write(tmp_path, category('"so sad"')), "en").digest
    after = read_pack(write(tmp_path, category('"so cross"')), "en").digest

    assert before != after


def test_categories_have_names_for_people(tmp_path: Path) -> None:
    pack = read_pack(write(tmp_path, category('"so sad"')), "en")

    assert pack.titles() == {"care": "Care"}


@pytest.mark.parametrize(
    ("phrase", "what", "remedy"),
    [
        ('"(sad|cross"', "closing ')'", "Add"),
        ('"sad) man"', "without its opening", "Remove"),
        ('"how <mood>"', "unknown list <mood>", "feeling"),
        ('"... sad"', "starts with a gap", "Start with a word"),
        ('"[sad]"', "no word that must be said", "Add one"),
        ('"sad ...99 man"', "gap of 99", "...12"),
        ('"sad | cross"', "outside brackets", "(one|other)"),
        ('"so ^ sad"', "^ after its start", "only come first"),
        ('"sad > man"', "name no list", "<name>"),
        ("{ say = 'sad', wiht = 'x' }", "no phrase", "with"),
        ("7", "no phrase", "Write"),
    ],
)
def test_a_mistake_names_file_line_category_and_remedy(
    phrase: str, what: str, remedy: str, tmp_path: Path
) -> None:
    with pytest.raises(LexiconError) as caught:
        read_pack(write(tmp_path, category(phrase)), "en")

    assert caught.value.subject.startswith("agent.toml:")
    assert caught.value.subject.endswith(": care")
    assert what in caught.value.what
    assert remedy in caught.value.remedy
    assert caught.value.exit_code == 2


def test_the_line_is_that_of_the_phrase(tmp_path: Path) -> None:
    with pytest.raises(LexiconError) as caught:
        read_pack(write(tmp_path, category('"how <mood>"')), "en")

    assert caught.value.subject == "agent.toml:7: care"


@pytest.mark.parametrize("more", ['role = "boss"', 'polarity = "fine"', "colour = 1"])
def test_wrong_keys_and_values_are_refused(more: str, tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"agent\.toml:4: care"):
        read_pack(write(tmp_path, category('"sad"', more)), "en")


def test_a_file_that_is_not_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"agent\.toml.*line 2"):
        read_pack(write(tmp_path, "[care]\nsay = oops"), "en")


def test_a_category_defined_twice_is_refused(tmp_path: Path) -> None:
    write(tmp_path, category('"sad"'))
    (tmp_path / "more.toml").write_text(category('"cross"'), encoding="utf-8")

    with pytest.raises(LexiconError, match="defined twice"):
        read_pack(tmp_path, "en")
