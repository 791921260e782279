from dataclasses import replace
from pathlib import Path

from callqa.domain.recording import Recording
from callqa.report.atomic import write_atomically
from callqa.report.document import analysis, encode
from callqa.report.naming import report_path, result_path
from tests.report.demo import hard_call


def recorded(path: Path, sha256: str) -> Recording:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(sha256.encode())
    return replace(hard_call()[0].recording, path=str(path), sha256=sha256)


def store(recording: Recording, call_id: str, folder: Path | None = None) -> Path:
    """Write a result where it belongs and return where that is."""
    heard, verdict = hard_call()
    path = result_path(recording, call_id, folder)
    document = analysis(replace(heard, recording=recording, call_id=call_id), verdict)
    write_atomically(path, encode(document))
    return path


def test_a_result_lies_beside_its_recording(tmp_path: Path) -> None:
    recording = recorded(tmp_path / "call 1.wav", "one")

    assert store(recording, "one") == tmp_path / "call 1.callqa.json"


def test_the_same_recording_again_replaces_its_result(tmp_path: Path) -> None:
    recording = recorded(tmp_path / "a.wav", "one")

    assert store(recording, "one") == store(recording, "one")


def test_two_formats_of_one_name_get_two_results(tmp_path: Path) -> None:
    wav = recorded(tmp_path / "a.wav", "one")
    mp3 = recorded(tmp_path / "a.mp3", "two")

    for _ in range(2):
        assert store(wav, "one").name == "a.callqa.json"
        assert store(mp3, "two").name == "a.mp3.callqa.json"


def test_one_name_in_three_folders_gets_three_results_in_one_folder(tmp_path: Path) -> None:
    out = tmp_path / "out"
    recordings = [recorded(tmp_path / name / "a.wav", name) for name in ("x", "y", "z")]

    for _ in range(2):
        names = [store(each, each.sha256, out).name for each in recordings]
        assert names == ["a.callqa.json", "a.wav.callqa.json", "a.wav-2.callqa.json"]


def test_a_second_copy_of_a_recording_gets_its_own_result(tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = recorded(tmp_path / "x" / "a.wav", "same")
    copy = recorded(tmp_path / "y" / "a.wav", "same")

    assert store(first, "same", out) != store(copy, "same", out)


def test_a_recording_that_was_moved_keeps_its_result(tmp_path: Path) -> None:
    out = tmp_path / "out"
    before = recorded(tmp_path / "x" / "a.wav", "same")
    path = store(before, "same", out)
    Path(before.path).unlink()

    after = recorded(tmp_path / "y" / "a.wav", "same")

    assert store(after, "same", out) == path


def test_another_recording_under_the_same_path_leaves_the_old_result(tmp_path: Path) -> None:
    first = store(recorded(tmp_path / "a.wav", "one"), "one")

    second = store(recorded(tmp_path / "a.wav", "two"), "two")

    assert first != second
    assert b'"one"' in first.read_bytes()


def test_a_file_that_is_no_result_is_never_replaced(tmp_path: Path) -> None:
    for content in (b"", b"my notes", b"[1, 2]", b'{"call_id": 3}'):
        (tmp_path / "a.callqa.json").write_bytes(content)

        path = result_path(recorded(tmp_path / "a.wav", "one"), "one")

        assert path.name == "a.wav.callqa.json"


def test_a_recording_without_an_extension_has_a_name_too(tmp_path: Path) -> None:
    (tmp_path / "call.callqa.json").write_bytes(b"other")

    assert result_path(recorded(tmp_path / "call", "one"), "one").name == "call-2.callqa.json"


def test_the_report_is_named_as_the_result(tmp_path: Path) -> None:
    assert report_path(tmp_path / "a.mp3.callqa.json") == tmp_path / "a.mp3.callqa.html"
