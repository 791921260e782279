import itertools
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from callqa.audio.sound import SAMPLE_RATE_HZ
from callqa.domain.span import Span
from callqa.domain.speech import Word
from callqa.speech.packing import cut, pack, placed

CHUNK_S = 20.0


@st.composite
def sorted_speech(draw: st.DrawFn) -> list[Span]:
    cursor_s = 0.0
    spans = []
    for _ in range(draw(st.integers(0, 12))):
        start_s = cursor_s + draw(st.floats(0.05, 8.0))
        cursor_s = start_s + draw(st.floats(0.25, 45.0))
        spans.append(Span(start_s, cursor_s))
    return spans


def ramp(duration_s: float) -> Callable[[float, float], NDArray[np.float32]]:
    """Sound whose sample value is its own time in seconds."""
    times_s = np.arange(round(duration_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    samples = times_s.astype(np.float32)

    def read(start_s: float, end_s: float) -> NDArray[np.float32]:
        return samples[round(start_s * SAMPLE_RATE_HZ) : round(end_s * SAMPLE_RATE_HZ)]

    return read


@given(sorted_speech())
def test_every_moment_of_speech_is_in_exactly_one_chunk(speech: list[Span]) -> None:
    duration_s = speech[-1].end_s + 1 if speech else 1.0

    chunks = pack(speech, ramp(duration_s), channel=0, chunk_s=CHUNK_S, duration_s=duration_s)

    pieces = [piece.speech for chunk in chunks for piece in chunk.pieces]
    assert all(a.end_s <= b.start_s + 1e-9 for a, b in itertools.pairwise(pieces))
    for span in speech:
        covered_s = sum(piece.overlap_s(span) for piece in pieces)
        assert covered_s == pytest.approx(span.duration_s, abs=1e-6)
    assert all(chunk.duration_s <= CHUNK_S + 1e-6 for chunk in chunks)


def test_a_chunk_holds_the_sound_of_its_pieces() -> None:
    speech = [Span(1.0, 2.0), Span(10.0, 12.0)]

    (chunk,) = pack(speech, ramp(30.0), channel=0, chunk_s=CHUNK_S, duration_s=30.0)
    sound = cut(chunk, ramp(30.0))

    for piece in chunk.pieces:
        at = round((piece.offset_s + 0.5) * SAMPLE_RATE_HZ)
        assert sound[at] == pytest.approx(piece.taken.start_s + 0.5, abs=1e-3)


def test_a_word_comes_back_to_where_it_was_said() -> None:
    speech = [Span(1.0, 2.0), Span(10.0, 12.0)]
    (chunk,) = pack(speech, ramp(30.0), channel=0, chunk_s=CHUNK_S, duration_s=30.0)
    second = chunk.pieces[1]
    in_chunk_s = second.offset_s + (10.5 - second.taken.start_s)

    (word,) = placed([Word("hello", in_chunk_s, in_chunk_s + 0.4, 0.9)], chunk)

    assert (word.start_s, word.end_s) == (10.5, 10.9)


def test_a_word_that_straddles_two_pieces_stays_in_the_one_it_is_mostly_in() -> None:
    speech = [Span(1.0, 2.0), Span(10.0, 12.0)]
    (chunk,) = pack(speech, ramp(30.0), channel=0, chunk_s=CHUNK_S, duration_s=30.0)
    second_s = chunk.pieces[1].offset_s

    (word,) = placed([Word("hello", second_s - 0.7, second_s + 0.3, 0.9)], chunk)

    assert 1.0 <= word.start_s < word.end_s <= 2.0


@given(sorted_speech().filter(bool), st.data())
def test_words_are_never_outside_detected_speech(speech: list[Span], data: st.DataObject) -> None:
    duration_s = speech[-1].end_s + 1
    chunks = pack(speech, ramp(duration_s), channel=0, chunk_s=CHUNK_S, duration_s=duration_s)
    chunk = data.draw(st.sampled_from(chunks))
    start_s = data.draw(st.floats(0, chunk.duration_s))
    end_s = start_s + data.draw(st.floats(0, 3.0))

    (word,) = placed([Word("word", start_s, end_s, 0.5)], chunk)

    assert any(
        piece.speech.start_s - 0.021 <= word.start_s <= word.end_s <= piece.speech.end_s + 0.021
        for piece in chunk.pieces
    )


def test_speech_longer_than_a_chunk_is_cut_where_it_is_quiet() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, 30 * SAMPLE_RATE_HZ).astype(np.float32)
    pause = Span(13.9, 14.0)
    noise[round(pause.start_s * SAMPLE_RATE_HZ) : round(pause.end_s * SAMPLE_RATE_HZ)] = 0

    chunks = pack(
        [Span(0.0, 30.0)],
        lambda start_s, end_s: noise[
            round(start_s * SAMPLE_RATE_HZ) : round(end_s * SAMPLE_RATE_HZ)
        ],
        channel=0,
        chunk_s=CHUNK_S,
        duration_s=30.0,
    )

    (cut_s,) = {chunk.pieces[0].speech.end_s for chunk in chunks[:-1]}
    assert pause.start_s <= cut_s <= pause.end_s
