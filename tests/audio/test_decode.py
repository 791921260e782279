import os
import struct
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from callqa.audio.decode import SAMPLE_RATE_HZ, Audio, decode
from callqa.errors import CallError, NoAudio, RecordingMissing, RecordingUnreadable

Samples = NDArray[np.float32]
Encode = Callable[..., Path]
Tone = Callable[..., Samples]


@dataclass(frozen=True)
class Format:
    codec: str
    container: str
    suffix: str
    rate_hz: int
    channels: int
    name: str

    def __str__(self) -> str:
        return f"{self.name}-{self.rate_hz}-{self.channels}ch"


FORMATS = (
    Format("pcm_u8", "wav", "wav", 8000, 2, "pcm_u8"),
    Format("pcm_s16le", "wav", "wav", 11025, 2, "pcm_s16le"),
    Format("pcm_s24le", "wav", "wav", 44100, 2, "pcm_s24le"),
    Format("pcm_s32le", "wav", "wav", 48000, 1, "pcm_s32le"),
    Format("pcm_f32le", "wav", "wav", 22050, 2, "pcm_f32le"),
    Format("pcm_f64le", "wav", "wav", 96000, 1, "pcm_f64le"),
    Format("pcm_mulaw", "wav", "wav", 8000, 2, "pcm_mulaw"),
    Format("pcm_alaw", "wav", "wav", 8000, 2, "pcm_alaw"),
    Format("adpcm_ms", "wav", "wav", 8000, 2, "adpcm_ms"),
    Format("adpcm_ima_wav", "wav", "wav", 8000, 2, "adpcm_ima_wav"),
    Format("libmp3lame", "mp3", "mp3", 8000, 2, "mp3"),
    Format("libmp3lame", "mp3", "mp3", 44100, 1, "mp3"),
    Format("aac", "mp4", "m4a", 44100, 2, "aac"),
    Format("aac", "adts", "aac", 16000, 1, "aac"),
    Format("libopus", "ogg", "opus", 48000, 2, "opus"),
    Format("libopus", "webm", "webm", 48000, 2, "opus"),
    Format("vorbis", "ogg", "ogg", 44100, 2, "vorbis"),
    Format("flac", "flac", "flac", 8000, 8, "flac"),
    Format("aac", "mp4", "m4a", 48000, 8, "aac"),
    Format("wmav2", "asf", "wma", 16000, 2, "wmav2"),
    Format("libopencore_amrnb", "amr", "amr", 8000, 1, "amrnb"),
)
CHANNEL_HZ = (440, 700, 1000, 100, 1600, 1900, 2200, 2500)


@pytest.mark.parametrize("form", FORMATS, ids=str)
def test_every_format_keeps_length_level_and_channels(
    form: Format, encode: Encode, tone: Tone
) -> None:
    sound = np.stack([tone(hz, 3.0, form.rate_hz) for hz in CHANNEL_HZ[: form.channels]])

    path = encode(
        f"call.{form.suffix}", sound, form.rate_hz, codec=form.codec, container=form.container
    )
    audio = decode(path)

    assert audio.codec == form.name
    assert audio.source_rate_hz == form.rate_hz
    assert audio.channels == form.channels
    assert audio.seconds == pytest.approx(3.0, abs=0.15)
    assert audio.duration_s == pytest.approx(audio.seconds, abs=0.001)
    assert not audio.truncated
    for index, hz in enumerate(CHANNEL_HZ[: form.channels]):
        middle = audio.channel(index, 1.0, 2.0)
        assert loudest_hz(middle) == pytest.approx(hz, abs=2)
        assert np.sqrt(np.mean(middle**2)) == pytest.approx(0.5 / np.sqrt(2), rel=0.2)


def test_gsm_in_wav_is_decoded(tmp_path: Path) -> None:
    blocks = 50
    path = tmp_path / "call.wav"
    chunk = struct.pack("<HHIIHHHH", 0x31, 1, 8000, 1625, 65, 0, 2, 320)
    data = b"\x00" * (65 * blocks)
    body = b"WAVEfmt " + struct.pack("<I", len(chunk)) + chunk
    body += b"data" + struct.pack("<I", len(data)) + data
    path.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)

    audio = decode(path)

    assert audio.codec == "gsm_ms"
    assert audio.duration_s == pytest.approx(320 * blocks / 8000)


def test_wide_band_amr_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "call.amr"
    path.write_bytes(b"#!AMR-WB\n" + (b"\x04" + b"\x00" * 17) * 100)

    audio = decode(path)

    assert (audio.codec, audio.source_rate_hz) == ("amrwb", 16000)
    assert audio.duration_s == pytest.approx(2.0)


def test_sixteen_bit_sound_at_16_khz_is_kept_to_the_bit(tmp_path: Path) -> None:
    truth = np.random.default_rng(1).integers(-32768, 32768, (2, 40_000)).astype(np.int16)
    path = write_wav(tmp_path / "call.wav", truth, SAMPLE_RATE_HZ)

    audio = decode(path)

    np.testing.assert_array_equal(audio.samples, truth)


def test_a_channel_can_be_taken_in_part(tmp_path: Path) -> None:
    truth = np.arange(32_000, dtype=np.int16)[np.newaxis]

    audio = decode(write_wav(tmp_path / "call.wav", truth, SAMPLE_RATE_HZ))

    np.testing.assert_allclose(audio.channel(0, 0.5, 1.0) * 32768, truth[0, 8000:16000])
    assert audio.channel(0, 1.5).shape == (8000,)
    assert audio.channel(0).dtype == np.float32


def test_a_renamed_copy_and_a_lossless_copy_are_the_same_call(
    encode: Encode, tone: Tone, tmp_path: Path
) -> None:
    sound = np.stack([tone(440, 2.0, 8000), tone(600, 2.0, 8000)])
    first = encode("first.wav", sound, 8000)
    renamed = tmp_path / "renamed.wav"
    renamed.write_bytes(first.read_bytes())
    lossless = encode("first.flac", sound, 8000, codec="flac", container="flac")
    other = encode("other.wav", sound[::-1], 8000)

    ids = [decode(path).content_id for path in (first, renamed, lossless, other)]

    assert ids[0] == ids[1] == ids[2]
    assert ids[3] != ids[0]
    assert decode(first).file_sha256 != decode(lossless).file_sha256


def test_silence_stays_exactly_silent(tmp_path: Path, tone: Tone) -> None:
    loud = (tone(440, 2.0, 8000) * 32767).astype(np.int16)

    audio = decode(write_wav(tmp_path / "a.wav", np.stack([loud, np.zeros_like(loud)]), 8000))

    assert not audio.samples[1].any()


def test_clipping_is_measured_per_second_before_resampling(tmp_path: Path, tone: Tone) -> None:
    clipped = np.clip(tone(200, 3.0, 8000, level=4.0), -1, 1) * 32767
    clipped[8000:16000] *= 0.5
    clean = tone(200, 3.0, 8000, level=0.9) * 32767

    audio = decode(write_wav(tmp_path / "a.wav", np.stack([clipped, clean]).astype("<i2"), 8000))

    np.testing.assert_allclose(audio.clipped_share_per_s, [[1, 0, 1], [0, 0, 0]], atol=0.01)


@pytest.mark.parametrize("codec", ["pcm_mulaw", "pcm_alaw", "pcm_u8"])
def test_clipping_is_found_in_codes_that_end_below_full_scale(
    codec: str, encode: Encode, tone: Tone
) -> None:
    sound = np.clip(tone(200, 2.0, 8000, level=4.0), -1, 1)[np.newaxis]

    audio = decode(encode("a.wav", sound, 8000, codec=codec))

    assert audio.clipped_share_per_s.min() > 0.9


@pytest.mark.parametrize(
    "name",
    ["with space.wav", "it's \"so\".wav", "gespräch_通話.wav", "-i.wav", "http:call.wav",
     "concat:a.wav|b.wav", "%03d.wav"],
)  # fmt: skip
def test_any_file_name_is_just_a_name(
    name: str, tmp_path: Path, tone: Tone, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.name == "nt" and set(name) & set('":|'):
        pytest.skip("Windows has no such names")
    write_wav(tmp_path / name, (tone(440, 1.0, 8000) * 32767).astype("<i2")[np.newaxis], 8000)
    monkeypatch.chdir(tmp_path)

    assert decode(Path(name)).duration_s == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("codec", "container", "kept"),
    [("pcm_s16le", "wav", 0.5), ("flac", "flac", 0.5), ("libmp3lame", "mp3", 0.5)],
)
def test_a_truncated_file_is_decoded_as_far_as_it_goes(
    codec: str, container: str, kept: float, encode: Encode
) -> None:
    noise = np.random.default_rng(2).normal(0, 0.1, (1, 160_000)).astype(np.float32)
    path = encode("cut.bin", noise, 16000, codec=codec, container=container)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])

    audio = decode(path)

    assert audio.truncated
    assert audio.seconds == pytest.approx(10.0 * kept, abs=0.5)


def test_a_wav_of_unknown_length_is_whole(tmp_path: Path, tone: Tone) -> None:
    path = write_wav(
        tmp_path / "a.wav", (tone(440, 2.0, 8000) * 32767).astype("<i2")[np.newaxis], 8000
    )
    data = bytearray(path.read_bytes())
    data[4:8] = data[40:44] = b"\xff\xff\xff\xff"
    path.write_bytes(data)

    audio = decode(path)

    assert not audio.truncated
    assert audio.duration_s == pytest.approx(2.0)


def test_damage_in_the_middle_keeps_the_rest_in_its_place(encode: Encode, tone: Tone) -> None:
    sound = np.concatenate([tone(440, 5.0, 48000), tone(1000, 5.0, 48000)])[np.newaxis]
    path = encode("a.opus", sound, 48000, codec="libopus", container="ogg")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle - 300 : middle] = b"\xff" * 300
    path.write_bytes(data)

    audio = decode(path)

    assert audio.seconds == pytest.approx(10.0, abs=0.2)
    assert loudest_hz(audio.channel(0, 8.0, 9.0)) == pytest.approx(1000, abs=2)


def test_sound_that_was_never_sent_becomes_silence(tmp_path: Path, tone: Tone) -> None:
    path = tmp_path / "dtx.mka"
    with av.open(str(path), "w", format="matroska") as output:
        stream = output.add_stream("pcm_s16le", rate=8000, layout="mono")
        for start in (0, 24_000):
            piece = (tone(440, 1.0, 8000) * 32767).astype(np.int16)[np.newaxis]
            frame = av.AudioFrame.from_ndarray(piece, "s16", "mono")
            frame.sample_rate, frame.pts = 8000, start
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))

    audio = decode(path)

    assert audio.seconds == pytest.approx(4.0, abs=0.05)
    assert not audio.channel(0, 1.1, 2.9).any()
    assert loudest_hz(audio.channel(0, 3.1, 3.9)) == pytest.approx(440, abs=2)


def test_progress_reaches_the_end(tmp_path: Path, tone: Tone) -> None:
    heard: list[tuple[float, float]] = []
    path = write_wav(
        tmp_path / "a.wav", (tone(440, 30.0, 8000) * 32767).astype("<i2")[np.newaxis], 8000
    )

    decode(path, on_progress=lambda done_s, total_s: heard.append((done_s, total_s)))

    assert heard == sorted(heard)
    assert heard[-1] == (30.0, 30.0)
    assert len(heard) > 2


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    expect(RecordingMissing, tmp_path / "nowhere.wav", "no such file")


def test_a_folder_is_no_recording(tmp_path: Path) -> None:
    expect(RecordingUnreadable, tmp_path, "folder")


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.touch()
    expect(RecordingUnreadable, path, "0 bytes")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user without all rights")
def test_a_file_without_permission_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"RIFF")
    path.chmod(0)
    expect(RecordingUnreadable, path, "permission")


@pytest.mark.skipif(os.name == "nt", reason="needs named pipes")
def test_a_pipe_is_refused_and_does_not_block(tmp_path: Path) -> None:
    path = tmp_path / "pipe.wav"
    os.mkfifo(path)
    expect(RecordingUnreadable, path, "pipe")


def test_text_called_wav_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "notes.wav"
    path.write_text("Dear all,\nplease find the recording on the share — thanks.\n" * 90, "utf-8")
    expect(RecordingUnreadable, path, "text file")


def test_a_playlist_reaches_no_other_file(tmp_path: Path, tone: Tone) -> None:
    write_wav(tmp_path / "real.wav", (tone(440, 1.0, 8000) * 32767).astype("<i2")[np.newaxis], 8000)
    for number, text in enumerate(
        (
            f"ffconcat version 1.0\nfile '{tmp_path}/real.wav'\n",
            f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{tmp_path}/real.wav\n#EXT-X-ENDLIST\n",
        )
    ):
        path = tmp_path / f"list{number}.wav"
        path.write_text(text)
        expect(RecordingUnreadable, path, "text file")


def test_bytes_that_are_no_recording_are_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(np.random.default_rng(3).bytes(20_000))
    expect(RecordingUnreadable, path, "header")


def test_a_video_without_sound_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "screen.mp4"
    with av.open(str(path), "w", format="mp4") as output:
        stream = output.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        for _ in range(10):
            picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), "rgb24")
            output.mux(stream.encode(picture))
        output.mux(stream.encode(None))
    expect(NoAudio, path, "video without sound")


def test_the_sound_of_a_video_is_decoded(tmp_path: Path, tone: Tone) -> None:
    path = tmp_path / "screen.mp4"
    with av.open(str(path), "w", format="mp4") as output:
        video = output.add_stream("mpeg4", rate=10)
        video.width = video.height = 64
        video.pix_fmt = "yuv420p"
        sound = output.add_stream("aac", rate=16000, layout="mono")
        for index in range(20):
            picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), "rgb24")
            output.mux(video.encode(picture))
            piece = tone(500, 0.1, 16000)[np.newaxis]
            frame = av.AudioFrame.from_ndarray(piece, "fltp", "mono")
            frame.sample_rate, frame.pts = 16000, index * 1600
            output.mux(sound.encode(frame))
        output.mux(video.encode(None))
        output.mux(sound.encode(None))

    audio = decode(path)

    assert (audio.codec, audio.truncated) == ("aac", False)
    assert audio.seconds == pytest.approx(2.0, abs=0.1)


def test_a_sound_track_without_samples_is_said_to_be_one(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", np.zeros((1, 0), "<i2"), 8000)
    expect(NoAudio, path, "no sample")


def test_nothing_is_written_to_standard_error(
    tmp_path: Path, encode: Encode, capfd: pytest.CaptureFixture[str]
) -> None:
    noise = np.random.default_rng(4).normal(0, 0.1, (1, 80_000)).astype(np.float32)
    path = encode("a.mp3", noise, 16000, codec="libmp3lame", container="mp3")
    data = bytearray(path.read_bytes())
    data[4000:9000] = bytes(5000)
    path.write_bytes(data)

    decode(path)

    assert capfd.readouterr() == ("", "")


def expect(kind: type[CallError], path: Path, why: str) -> None:
    with pytest.raises(kind) as caught:
        decode(path)
    assert caught.value.subject == str(path)
    assert why in caught.value.what
    assert caught.value.remedy.endswith(".")


def loudest_hz(samples: Samples) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * SAMPLE_RATE_HZ / len(samples))


def write_wav(path: Path, samples: NDArray[np.int16], rate_hz: int) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(samples))
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(samples.T.tobytes())
    return path


def test_audio_is_read_only(tmp_path: Path) -> None:
    audio: Audio = decode(write_wav(tmp_path / "a.wav", np.zeros((1, 800), "<i2"), 8000))
    with pytest.raises(ValueError, match="read-only"):
        audio.samples[0, 0] = 1
