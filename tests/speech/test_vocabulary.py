from pathlib import Path

import pytest

from callqa.errors import SettingsError
from callqa.speech.vocabulary import MAX_ENTRIES, MAX_LETTERS, Vocabulary, load_vocabulary


def written(folder: Path, text: str) -> Path:
    path = folder / "names.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_names_are_read_once_each_without_comments_and_spare_spaces(tmp_path: Path) -> None:
    path = written(tmp_path, "# our names\n\nSiobhan\n  Blue   River # the brand\nSiobhan\nÖzil\n")

    assert load_vocabulary(path).entries == ("Siobhan", "Blue River", "Özil")


def test_a_file_of_a_windows_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_bytes("Müller\r\nSiobhan\r\n".encode("utf-8-sig"))

    assert load_vocabulary(path).entries == ("Müller", "Siobhan")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("# nothing but this\n\n", "no names"),
        ("12345\n", "no letter"),
        ("Siobhan\n" + "x" * (MAX_LETTERS + 1), f"at most {MAX_LETTERS}"),
        ("\n".join(f"Name{at}" for at in range(MAX_ENTRIES + 1)), f"at most {MAX_ENTRIES}"),
        ("Sio\x07bhan", "control character"),
    ],
)
def test_a_file_that_is_no_vocabulary_is_refused_with_file_reason_and_remedy(
    tmp_path: Path, text: str, reason: str
) -> None:
    path = written(tmp_path, text)

    with pytest.raises(SettingsError) as refused:
        load_vocabulary(path)

    assert str(path) in refused.value.subject
    assert reason in refused.value.what
    assert refused.value.remedy


def test_the_line_of_a_bad_entry_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "Siobhan\n\n12345\n")

    with pytest.raises(SettingsError, match="no letter") as refused:
        load_vocabulary(path)

    assert refused.value.subject == f"{path}:3"


def test_bytes_that_are_no_text_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "names.bin"
    path.write_bytes(b"\xff\xfe\x00S")

    with pytest.raises(SettingsError, match="not UTF-8"):
        load_vocabulary(path)
    with pytest.raises(SettingsError, match="cannot be read"):
        load_vocabulary(tmp_path / "missing.txt")
    with pytest.raises(SettingsError, match="cannot be read"):
        load_vocabulary(tmp_path)


def test_the_identity_tells_vocabularies_apart_and_holds_no_name() -> None:
    one, other = Vocabulary(("Siobhan", "Fowey")), Vocabulary(("Siobhan", "Slough"))

    assert one.identity != other.identity
    assert one.identity == Vocabulary(("Siobhan", "Fowey")).identity
    assert one.identity.startswith("2 entries")
    assert "Siobhan" not in one.identity
    assert Vocabulary().identity == ""
