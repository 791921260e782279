from pathlib import Path

import pytest

from callqa.errors import UsageError
from callqa.jobs.call_details import DetailsSource

PATTERN = (
    r"(?P<started_at>\d{8}-\d{6})_(?P<agent>[A-Za-z]+)_(?P<customer>\d+)_(?P<direction>in|out)"
)


def test_a_file_name_tells_agent_customer_time_and_direction() -> None:
    details = DetailsSource(PATTERN).details(Path("calls/20260314-151617_Emily_4930555_in.wav"))

    assert details.agent == "Emily"
    assert details.customer == "4930555"
    assert details.direction == "in"
    assert details.started_at == "2026-03-14T15:16:17"


def test_a_name_that_does_not_fit_tells_nothing() -> None:
    assert DetailsSource(PATTERN).details(Path("holiday.wav")).agent is None


def test_the_call_list_goes_before_the_file_name(tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("file,agent,queue\n20260314-151617_Emily_1_in.wav,Zoë,Billing\n", "utf-8")

    details = DetailsSource(PATTERN, listed).details(Path("x/20260314-151617_Emily_1_in.wav"))

    assert (details.agent, details.queue, details.customer) == ("Zoë", "Billing", "1")


@pytest.mark.parametrize(
    "content",
    [
        "file,agent\ncall.wav,Jürgen\n".encode("utf-8-sig"),
        "file;agent\r\ncall.wav;Jürgen\r\n".encode("cp1252"),
        "file\tagent\ncall.wav\tJürgen\n".encode(),
    ],
)
def test_a_call_list_is_read_as_spreadsheets_write_it(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "calls.csv").write_bytes(content)

    details = DetailsSource(call_list=tmp_path / "calls.csv").details(Path("call.wav"))

    assert details.agent == "Jürgen"


@pytest.mark.parametrize("pattern", ["(", "(?P<boss>x)", "plain"])
def test_a_pattern_that_cannot_work_is_refused(pattern: str) -> None:
    with pytest.raises(UsageError, match="--filename-pattern"):
        DetailsSource(pattern)


@pytest.mark.parametrize("content", ["", "agent,queue\nEmily,Billing\n", "\x00\x01"])
def test_a_call_list_without_files_is_refused(tmp_path: Path, content: str) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(content, encoding="utf-8")

    with pytest.raises(UsageError, match=r"list\.csv"):
        DetailsSource(call_list=listed)
