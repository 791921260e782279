import os
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import delete, update

from callqa.errors import NoAudio, NotAllowed, RecordingMissing, UnknownCall
from callqa.service.adding import add_heard
from callqa.service.calls import Calls
from callqa.service.context import Context
from callqa.service.people import People
from callqa.service.sound import Sound
from callqa.service.sound_cache import PEAKS, SOLOS, CacheFolder, forget_sound
from callqa.store.engine import Store
from callqa.store.tables import access_log, calls
from tests.service.heard_calls import simple_call
from tests.service.people_at_work import as_user


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CALLQA_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def leader(store: Store) -> Context:
    return as_user(store, "leader")


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Write 3 s of sound: the first channel is silent, the second holds 0.5."""
    path = tmp_path / "call.wav"
    samples = np.zeros((24_000, 2), "<i2")
    samples[:, 1] = 16_384
    with wave.open(str(path), "wb") as sink:
        sink.setparams((2, 2, 8000, 0, "NONE", ""))
        sink.writeframes(samples.tobytes())
    return path


@pytest.fixture
def call(leader: Context, recording: Path) -> str:
    heard = simple_call(1, agent="Anna")
    call_id = add_heard(leader, heard).call_id
    link(leader, call_id, recording)
    return call_id


def link(context: Context, call_id: str, path: Path | None) -> None:
    values = {"path": None if path is None else str(path)}
    with context.store.writing() as connection:
        connection.execute(update(calls).where(calls.c.call_id == call_id).values(values))


def actions(store: Store, call: str) -> list[tuple[str, str]]:
    log = People(as_user(store, "admin")).log(call_id=call)
    return [(each.who, each.action) for each in log]


def test_who_hears_a_call_is_in_the_access_log(leader: Context, call: str, recording: Path) -> None:
    assert Sound(leader).recording(call[:12]) == recording

    assert ("leader", "hear") in actions(leader.store, call)


def test_a_recording_that_is_gone_says_how_to_link_it(
    leader: Context, call: str, recording: Path
) -> None:
    recording.unlink()
    with pytest.raises(RecordingMissing) as gone:
        Sound(leader).recording(call)
    link(leader, call, None)
    with pytest.raises(RecordingMissing) as unlinked:
        Sound(leader).recording(call)

    assert gone.value.subject == str(recording)
    for error in (gone.value, unlinked.value):
        assert "callqa calls relink" in error.remedy


def test_the_outline_is_kept_and_needs_no_recording_then(
    leader: Context, call: str, recording: Path
) -> None:
    first = Sound(leader).peaks(call)
    recording.unlink()
    second = Sound(leader).peaks(call)

    assert first.duration_s == second.duration_s == 3.0
    assert not second.levels[0][0].any()
    assert (second.levels[0][1] == 16_384).all()
    assert PEAKS.file(f"{call}.npz").exists()


def test_a_damaged_outline_is_made_anew(leader: Context, call: str) -> None:
    kept = PEAKS.file(f"{call}.npz")
    Sound(leader).peaks(call)
    kept.write_bytes(kept.read_bytes()[:300])

    assert Sound(leader).peaks(call).duration_s == 3.0
    assert len(kept.read_bytes()) > 300


def test_a_cache_that_cannot_be_written_is_done_without(
    leader: Context, call: str, tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")

    assert Sound(leader).peaks(call).duration_s == 3.0


def test_one_party_alone_is_a_recording_of_one_channel(leader: Context, call: str) -> None:
    path = Sound(leader).solo(call, 2)

    with wave.open(str(path)) as solo:
        assert (solo.getnchannels(), solo.getframerate(), solo.getnframes()) == (1, 8000, 24_000)
        assert set(np.frombuffer(solo.readframes(24_000), "<i2")) == {16_384}
    assert Sound(leader).solo(call, 2) == path
    assert ("leader", "hear") in actions(leader.store, call)


def test_a_party_without_a_channel_cannot_be_heard_alone(leader: Context, call: str) -> None:
    with pytest.raises(NoAudio):
        Sound(leader).solo(call, 3)

    assert list(SOLOS.path.iterdir()) == []


def test_one_party_is_not_heard_from_the_cache_once_the_link_was_removed(
    leader: Context, call: str
) -> None:
    Sound(leader).solo(call, 1)
    link(leader, call, None)

    with pytest.raises(RecordingMissing):
        Sound(leader).solo(call, 1)


def test_an_agent_hears_no_call_that_was_not_shown(leader: Context, call: str) -> None:
    anna = Sound(as_user(leader.store, "agent", "Anna"))

    for act in (anna.recording, anna.peaks, lambda each: anna.solo(each, 1)):
        with pytest.raises((UnknownCall, NotAllowed)):
            act(call)
    assert ("agent", "hear") not in actions(leader.store, call)


def test_what_was_made_of_a_recording_can_be_forgotten(leader: Context, call: str) -> None:
    Sound(leader).peaks(call)
    Sound(leader).solo(call, 1)

    forget_sound([call])

    assert list(PEAKS.path.iterdir()) == list(SOLOS.path.iterdir()) == []


def test_a_full_cache_keeps_what_was_used_last() -> None:
    folder = CacheFolder("made", most_bytes=250, unused_days=1)
    folder.path.mkdir(parents=True)
    for age, name in enumerate(("new", "older", "oldest", "ancient")):
        path = folder.path / name
        path.write_bytes(bytes(100))
        os.utime(path, (1e9 if name == "ancient" else path.stat().st_mtime - 60 * age,) * 2)

    folder.tidy()

    assert sorted(each.name for each in folder.path.iterdir()) == ["new", "older"]


def test_a_program_that_starts_removes_what_is_too_old_and_writes_nothing_into_the_store(
    leader: Context, call: str
) -> None:
    kept = Sound(leader).solo(call, 1)
    os.utime(kept, (1e9, 1e9))
    with leader.store.writing() as connection:
        connection.execute(delete(access_log))
        # A store that is being written by others must not keep anybody waiting.
        Calls(leader).prepare()

    assert not kept.exists()
    assert actions(leader.store, call) == []


def test_no_decoder_is_loaded_by_who_shows_an_outline(leader: Context, call: str) -> None:
    Sound(leader).peaks(call)
    program = f"""
import sys
import callqa.jobs.sound_work, callqa.service.sound
from callqa.audio.peaks import unpack_peaks
assert unpack_peaks(open({str(PEAKS.file(f"{call}.npz"))!r}, "rb").read()).duration_s == 3.0
assert not {{"av", "soxr", "scipy", "torch"}} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True)
