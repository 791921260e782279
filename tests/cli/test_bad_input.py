"""Every bad input gets one clear line, and the rest of the run goes on."""

import json
import os
import shutil
import signal
import subprocess
import sys
import wave
from pathlib import Path

import av
import numpy as np
import pytest

pytestmark = pytest.mark.models

RATE_HZ = 8000


@pytest.fixture(scope="module")
def speech(sample_calls: Path) -> Path:
    """A sample call of about a minute."""
    return sample_calls / "08_hotel_booking_agent_second_channel.mp3"


def callqa(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does."""
    command = [sys.executable, "-m", "callqa", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def write_wav(path: Path, samples: np.ndarray, channels: int = 1) -> Path:
    with wave.open(str(path), "wb") as sink:
        sink.setnchannels(channels)
        sink.setsampwidth(2)
        sink.setframerate(RATE_HZ)
        sink.writeframes(samples.astype("<i2").tobytes())
    return path


def results_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if "callqa" in path.name)


def test_each_bad_file_is_named_with_reason_and_remedy_and_the_others_are_done(
    tmp_path: Path, speech: Path
) -> None:
    calls = tmp_path / "calls"
    calls.mkdir()
    shutil.copy(speech, calls / "good.mp3")
    (calls / "empty.wav").touch()
    (calls / "text.wav").write_text("These are the minutes of a meeting.\n" * 50, "utf-8")
    (calls / "noise.mp3").write_bytes(os.urandom(4096))
    write_wav(calls / "header_only.wav", np.zeros(0))
    with av.open(str(calls / "silent_film.mp4"), "w") as film:
        stream = film.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(5):
            frame = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="rgb24")
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))
    out = tmp_path / "out"

    run = callqa("analyze", calls, calls / "missing.wav", "--out", out)

    assert run.returncode == 1
    lines = run.stderr.splitlines()
    for name in ("empty.wav", "text.wav", "noise.mp3", "header_only.wav", "silent_film.mp4"):
        assert sum(name in line for line in lines) == 1, run.stderr
    assert sum("missing.wav" in line for line in lines) == 1
    assert "Traceback" not in run.stderr
    assert results_in(out) == ["good.callqa.json"]


def test_a_folder_without_recordings_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing here", "utf-8")

    run = callqa("analyze", tmp_path)

    assert run.returncode == 1
    assert str(tmp_path) in run.stderr


def test_a_truncated_recording_is_analysed_as_far_as_it_goes(tmp_path: Path, speech: Path) -> None:
    with av.open(str(speech)) as original:
        decoded = [frame.to_ndarray() for frame in original.decode(audio=0)]
    samples = np.concatenate(decoded, axis=1)[:, : 30 * RATE_HZ]
    whole = write_wav(tmp_path / "whole.wav", (samples[:2].T * 32767).reshape(-1), channels=2)
    half = tmp_path / "half.wav"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])

    run = callqa("analyze", half, "--json")

    assert run.returncode == 0, run.stderr
    (result,) = json.loads(run.stdout)
    assert "truncated_file" in [each["code"] for each in result["health"]["findings"]]


def test_no_speech_is_a_result_not_a_failure(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).normal(0, 40, RATE_HZ * 20)
    quiet = write_wav(tmp_path / "quiet.wav", noise)

    run = callqa("analyze", quiet, "--json")

    assert run.returncode == 0, run.stderr
    (result,) = json.loads(run.stdout)
    assert result["status"] == "empty"
    assert result["measures"] is None
    assert "no_speech" in [each["code"] for each in result["health"]["findings"]]


def test_one_party_alone_has_no_talk_ratio(tmp_path: Path, speech: Path) -> None:
    with av.open(str(speech)) as container:
        samples = np.concatenate([f.to_ndarray() for f in container.decode(audio=0)], axis=1)
        rate_hz = container.streams.audio[0].rate
    assert rate_hz == RATE_HZ
    party = samples[1] * 32767
    alone = write_wav(
        tmp_path / "alone.wav", np.stack([party, np.zeros_like(party)]).T.reshape(-1), channels=2
    )

    run = callqa("analyze", alone, "--json")

    assert run.returncode == 0, run.stderr
    (result,) = json.loads(run.stdout)
    codes = [each["code"] for each in result["health"]["findings"]]
    assert "one_party_only" in codes
    assert result["measures"]["talk"]["basis"] == "unreliable"
    assert result["measures"]["talk"]["agent_ratio"] is None


def test_three_seconds_are_analysed_and_said_to_be_too_short(tmp_path: Path, speech: Path) -> None:
    with av.open(str(speech)) as container:
        samples = np.concatenate([f.to_ndarray() for f in container.decode(audio=0)], axis=1)
    short = write_wav(
        tmp_path / "short.wav",
        (samples[:, RATE_HZ : 4 * RATE_HZ].T * 32767).reshape(-1),
        channels=2,
    )

    run = callqa("analyze", short, "--json")

    assert run.returncode == 0, run.stderr
    (result,) = json.loads(run.stdout)
    assert "too_short" in [each["code"] for each in result["health"]["findings"]]


def test_odd_names_and_two_copies_each_get_their_own_result(tmp_path: Path, speech: Path) -> None:
    names = ["with space.mp3", 'it\'s "quoted".mp3', "größer 通話.mp3", "-dash.mp3"]
    for name in names:
        shutil.copy(speech, tmp_path / name)

    run = callqa("analyze", tmp_path, "--jsonl")

    assert run.returncode == 0, run.stderr
    results = [json.loads(line) for line in run.stdout.splitlines()]
    assert len({each["call_id"] for each in results}) == 1
    assert len(results_in(tmp_path)) == len(names)


def test_a_name_that_begins_with_a_dash_is_a_file_after_two_dashes(
    tmp_path: Path, speech: Path
) -> None:
    shutil.copy(speech, tmp_path / "-dash.mp3")

    run = subprocess.run(
        [sys.executable, "-m", "callqa", "analyze", "--json", "--", "-dash.mp3"],
        capture_output=True,
        cwd=tmp_path,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)[0]["recording"]["path"] == "-dash.mp3"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_output_folder_is_an_error(tmp_path: Path, speech: Path) -> None:
    out = tmp_path / "out"
    out.mkdir(mode=0o500)

    run = callqa("analyze", speech, "--out", out)

    assert run.returncode == 1
    assert str(out) in run.stderr


def test_an_output_folder_that_is_a_file_is_an_error(tmp_path: Path, speech: Path) -> None:
    out = tmp_path / "out"
    out.write_text("in the way", "utf-8")

    run = callqa("analyze", speech, "--out", out)

    assert run.returncode == 1
    assert str(out) in run.stderr
    assert out.read_text("utf-8") == "in the way"


def test_wrong_usage_ends_with_2(tmp_path: Path, speech: Path) -> None:
    rubric = tmp_path / "rubric.toml"
    rubric.write_text("title = 3\n", "utf-8")

    assert callqa("analyze").returncode == 2
    assert callqa("analyze", speech, "--profile", "best").returncode == 2
    assert callqa("analyze", speech, "--filename-pattern", "(").returncode == 2
    assert callqa("analyze", speech, "--rubric", rubric).returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent as a POSIX signal")
def test_ctrl_c_stops_cleanly_and_keeps_finished_results(tmp_path: Path, speech: Path) -> None:
    calls = tmp_path / "calls"
    calls.mkdir()
    for index in range(12):
        shutil.copy(speech, calls / f"{index:02}.mp3")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "callqa", "analyze", calls, "--out", out, "--jsonl"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    first = process.stdout.readline()

    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)

    assert json.loads(first)["status"] == "done"
    assert process.returncode == 1
    assert "Traceback" not in errors
    finished = list(out.iterdir())
    assert 0 < len(finished) < 12
    assert all(json.loads(path.read_bytes())["status"] == "done" for path in finished)
