import wave
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from callqa.audio.blocks import as_int16
from callqa.audio.peak_reading import read_peaks
from callqa.audio.peaks import (
    CELLS_PER_S,
    FACTOR,
    PeakMeter,
    Peaks,
    pack_peaks,
    peaks_of,
    unpack_peaks,
)
from callqa.errors import NoAudio, RecordingMissing

Encode = Callable[..., Path]


def noise(channels: int, samples: int) -> NDArray[np.float32]:
    made = np.random.default_rng(5).uniform(-0.9, 0.9, (channels, samples))
    return made.astype(np.float32)


def by_hand(samples: NDArray[np.int16], rate_hz: int) -> NDArray[np.int16]:
    """Return the finest level of int16 [channels, n], sample by sample."""
    cell_of = np.arange(samples.shape[1]) * CELLS_PER_S // rate_hz
    cells = [samples[:, cell_of == each] for each in range(cell_of[-1] + 1)]
    return np.array(
        [[(c.min(), c.max()) for c in one] for one in zip(*cells, strict=True)]
    ).swapaxes(1, 2)


@pytest.mark.parametrize(
    ("channels", "rate_hz", "samples"),
    [(1, 8000, 1), (1, 8000, 79), (2, 8000, 8001), (3, 11_025, 33_333), (8, 44_100, 70_001)],
)
def test_the_finest_level_is_that_of_a_count_by_hand(
    channels: int, rate_hz: int, samples: int
) -> None:
    sound = as_int16(noise(channels, samples))
    meter = PeakMeter(rate_hz, channels)
    for start in range(0, samples, 4099):
        meter.add(sound.T[start : start + 4099])

    peaks = meter.finish()

    assert np.array_equal(peaks.levels[0], by_hand(sound, rate_hz))
    assert peaks.duration_s == samples / rate_hz
    assert peaks.channels == channels


def test_blocks_shorter_than_a_cell_make_the_same_cells() -> None:
    sound = as_int16(noise(2, 1000))
    meter = PeakMeter(8000, 2)
    for start in range(0, 1000, 7):
        meter.add(sound.T[start : start + 7])

    assert np.array_equal(meter.finish().levels[0], by_hand(sound, 8000))


def test_each_level_holds_the_extremes_of_four_cells_of_the_one_before() -> None:
    finest = as_int16(noise(4, 60_007)).reshape(2, 2, 60_007)
    finest.sort(axis=1)

    levels = peaks_of(600.07, finest).levels

    assert len(levels) > 2
    assert levels[-1].shape[2] < 1500 * FACTOR
    for fine, coarse in pairwise(levels):
        for cell in (0, 1, coarse.shape[2] - 1):
            part = fine[:, :, cell * FACTOR : (cell + 1) * FACTOR]
            assert np.array_equal(coarse[:, 0, cell], part[:, 0].min(axis=1))
            assert np.array_equal(coarse[:, 1, cell], part[:, 1].max(axis=1))


def test_a_click_is_seen_at_its_time_at_every_zoom(encode: Encode) -> None:
    sound = np.zeros((2, 8000 * 90), np.float32)
    sound[1, 8000 * 61 + 400] = 0.8
    peaks = read_peaks(encode("click.wav", sound, 8000))

    for start_s, end_s in ((0.0, 90.0), (60.0, 62.0), (61.0, 61.2), (-10.0, 130.0)):
        columns = peaks.columns(1, start_s, end_s, 997)
        clicked_s = start_s + np.flatnonzero(columns[1] > 20_000) * (end_s - start_s) / 997
        pixel_s = (end_s - start_s) / 997
        assert np.all(np.abs(clicked_s - 61.05) <= max(pixel_s * 4, 0.02))
        assert clicked_s.size
        assert not peaks.columns(0, start_s, end_s, 997).any()


def test_a_narrow_click_is_not_lost_between_pixels(encode: Encode) -> None:
    sound = np.zeros((1, 8000 * 120), np.float32)
    clicks = np.arange(4000, sound.shape[1], 8000 * 3)
    sound[0, clicks] = 0.9
    peaks = read_peaks(encode("clicks.wav", sound, 8000))

    columns = peaks.columns(0, 0.0, 120.0, 1200)

    assert np.count_nonzero(columns[1] > 20_000) == len(clicks)


def test_the_level_taken_has_at_most_four_cells_a_pixel() -> None:
    peaks = peaks_of(7200.0, np.zeros((2, 2, 720_000), np.int16))

    for start_s, end_s, width_px in ((0.0, 7200.0, 1400), (100.0, 700.0, 800), (5.0, 10.0, 1900)):
        level = peaks.level_for(start_s, end_s, width_px)
        cells_a_pixel = (end_s - start_s) / peaks.cell_s(level) / width_px
        assert cells_a_pixel < FACTOR
        assert cells_a_pixel >= 1 or level == 0


def test_a_recording_that_was_cut_off_gives_what_there_is(encode: Encode) -> None:
    whole = encode("whole.mp3", noise(1, 16_000 * 20) * 0.3, 16_000, codec="mp3", container="mp3")
    cut = whole.with_name("cut.mp3")
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])

    peaks = read_peaks(cut)

    assert 8 < peaks.duration_s < 12
    assert peaks.levels[0][:, 1].max() > 3000


def test_nothing_to_draw_is_an_error_and_so_is_no_file(tmp_path: Path) -> None:
    empty = tmp_path / "empty.wav"
    with wave.open(str(empty), "wb") as sink:
        sink.setparams((1, 2, 8000, 0, "NONE", ""))

    with pytest.raises(NoAudio):
        read_peaks(empty)
    with pytest.raises(RecordingMissing):
        read_peaks(tmp_path / "none.wav")


def test_packed_peaks_come_back_and_damaged_ones_do_not() -> None:
    peaks = Peaks(0.29, (as_int16(noise(2, 58)).reshape(2, 2, 29),))
    packed = pack_peaks(peaks)

    back = unpack_peaks(packed)

    assert back is not None
    assert back.duration_s == peaks.duration_s
    assert np.array_equal(back.levels[0], peaks.levels[0])
    for bad in (b"", b"text", packed[: len(packed) // 2], packed[:200] + b"xx" + packed[202:]):
        assert unpack_peaks(bad) is None
