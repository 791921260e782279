import sys

import pytest

from ui.system_needs import shortage

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="about Linux")


def test_without_a_display_it_says_so_and_what_to_do() -> None:
    found = shortage({})

    assert found is not None
    assert "display" in found.what
    assert "callqa" in found.remedy


def test_offscreen_needs_no_display() -> None:
    assert shortage({"QT_QPA_PLATFORM": "offscreen"}) is None


def test_a_missing_library_is_named_with_the_command_that_brings_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ui.system_needs._X11", {"libno-such.so.7": ("libno-such7", "no-such")})

    found = shortage({"DISPLAY": ":0"})

    assert found is not None
    assert "libno-such.so.7" in found.what
    assert "install" in found.remedy.lower()
