from collections.abc import Sequence
from pathlib import Path

import pytest

from callqa.errors import SettingsError, UsageError
from callqa.service.filename_patterns import find_groups, propose_pattern
from callqa.service.preferences import Preferences
from callqa.settings import Option, Scalar, Settings, load_settings, options

WRITTEN = """\
# Ours.
[volume]
raised_db = 7.0  # measured in spring

[hearing]
# all calls are English
language = "en"
"""


@pytest.fixture
def own(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "config" / "settings.toml")


def another_value(default: Scalar, low: float | None, choices: Sequence[str]) -> Scalar:
    if isinstance(default, bool):
        return not default
    if choices:
        return next(each for each in choices if each != default)
    if isinstance(default, str):
        return "some text"
    return default + 1 if isinstance(default, int) else float(low or 0.0)


@pytest.mark.parametrize("option", list(options()), ids=lambda option: option.key)
def test_every_setting_is_saved_and_read_back(own: Preferences, option: Option) -> None:
    value = another_value(option.default, option.low, option.choices)

    own.save(option.key, value)

    assert load_settings(own.path).flat()[option.key] == value
    own.save(option.key, None)
    assert own.read() == Settings()


def test_what_else_stands_in_the_file_is_kept(own: Preferences) -> None:
    own.path.parent.mkdir()
    own.path.write_text(WRITTEN, encoding="utf-8")

    own.save("volume.raised_db", 8.0)
    own.save("silence.dead_air_s", 12.0)

    text = own.path.read_text(encoding="utf-8")
    assert "raised_db = 8.0  # measured in spring" in text
    assert "# all calls are English" in text
    assert own.read().silence.dead_air_s == 12.0
    assert own.stated() == {
        "volume.raised_db": 8.0,
        "hearing.language": "en",
        "silence.dead_air_s": 12.0,
    }


@pytest.mark.parametrize(
    "damage", ["[volume\n", "[volume]\nraised = 3\n", "[volume]\nraised_db = 99\n"]
)
def test_a_damaged_file_is_told_and_not_written_over(own: Preferences, damage: str) -> None:
    own.path.parent.mkdir()
    own.path.write_text(damage, encoding="utf-8")

    with pytest.raises(SettingsError):
        own.save("silence.dead_air_s", 12.0)

    assert own.path.read_text(encoding="utf-8") == damage


def test_a_value_out_of_range_changes_nothing(own: Preferences) -> None:
    with pytest.raises(SettingsError, match="must lie in 3 to 120"):
        own.save("silence.dead_air_s", 1.0)

    assert not own.path.exists()


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (
            ["20260302-141500_anna_4471.wav", "20260302-151500_ben_4472.wav",
             "20260303-141500_anna_4473.wav"],
            {"started_at": "2026-03-02T14:15:00", "agent": "anna"},
        ),
        (
            ["in 2026-03-02_14-15-00 Meyer 491721234567.mp3",
             "out 2026-03-02_14-25-00 Kunze 491721234568.mp3",
             "in 2026-03-04_09-15-00 Kunze 491721234569.mp3"],
            {
                "direction": "in",
                "started_at": "2026-03-02T14:15:00",
                "agent": "Meyer",
                "customer": "491721234567",
            },
        ),
        (["Müller_Support_20260302.wav", "Kunze_Support_20260302.wav",
          "Kunze_Support_20260309.wav"],
         {"agent": "Müller", "started_at": "2026-03-02T00:00:00"}),
    ],
)  # fmt: skip
def test_a_pattern_is_proposed_from_names_that_follow_one(
    names: list[str], found: dict[str, str]
) -> None:
    pattern = propose_pattern(names)

    groups = find_groups(pattern, names[0])
    assert {each.group: each.value for each in groups} == found
    assert all(find_groups(pattern, each) for each in names)


def test_no_pattern_is_proposed_from_names_that_say_nothing(sample_calls: Path) -> None:
    names = [each.name for each in sample_calls.iterdir() if each.suffix in (".wav", ".flac")]

    assert len(names) > 5
    assert propose_pattern(names) == ""
    assert propose_pattern([]) == propose_pattern(["20260302-141500_anna.wav"]) == ""


def test_a_pattern_that_cannot_be_used_is_told() -> None:
    with pytest.raises(UsageError, match="no regular expression"):
        find_groups("(", "a.wav")
    with pytest.raises(UsageError, match="named groups"):
        find_groups("(?P<colour>.)", "a.wav")
    assert find_groups("^(?P<agent>[a-z]+)_", "1.wav") == ()
