import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callqa.domain.hearing import Hearing, Passage
from callqa.domain.speech import LoudnessTrack
from callqa.errors import RecordUnreadable
from callqa.jobs.engine import LocalEngine
from callqa.jobs.messages import Done, HearCall
from callqa.jobs.worker import WorkerPlan
from callqa.lexicon import load_pack
from callqa.rules.findings import decode_findings, encode_findings
from callqa.rules.judge import find, judge, verdict
from callqa.rules.packed_hearing import pack_hearing, unpack_hearing
from callqa.rules.rubric_file import default_rubric
from callqa.settings import Settings
from tests.rules.handmade import CallBuilder

ROWS = st.lists(
    st.none() | st.integers(-12_000, 60_000).map(lambda hundredths: hundredths / 100), max_size=40
).map(tuple)


def with_loudness(*tracks: LoudnessTrack) -> Hearing:
    return replace(CallBuilder().hearing(), loudness=tracks)


@given(ROWS, ROWS, ROWS)
def test_loudness_comes_back_exactly(
    level_db: tuple[float | None, ...],
    f0_hz: tuple[float | None, ...],
    balance_db: tuple[float | None, ...],
) -> None:
    hearing = with_loudness(LoudnessTrack("A", 0.5, 0.1, 0.4, level_db, f0_hz, balance_db))

    assert unpack_hearing(pack_hearing(hearing)) == hearing


def test_finer_values_are_kept_to_two_decimals() -> None:
    hearing = with_loudness(LoudnessTrack("A", 0.0, 0.1, 0.4, (-30.12345,), (201.987,), (None,)))

    (track,) = unpack_hearing(pack_hearing(hearing)).loudness

    assert (track.level_db, track.f0_hz, track.balance_db) == ((-30.12,), (201.99,), (None,))


def test_a_call_of_five_minutes_takes_less_than_150_kilobytes(call: CallBuilder) -> None:
    """Two speakers at 130 words a minute, half of the windows of each voiced, 60 passages."""
    draw = random.Random(4)
    for turn in range(60):
        words = " ".join(draw.choice("abcdefghij") * draw.randint(1, 9) for _ in range(11))
        call.say("agent" if turn % 2 else "customer", words)
    tracks = [
        LoudnessTrack(
            speaker,
            0.0,
            0.1,
            0.4,
            *(
                tuple(
                    round(draw.gauss(middle, 5.0), 2) if draw.random() < 0.5 else None
                    for _ in range(3000)
                )
                for middle in (-30.0, 200.0, -5.0)
            ),
        )
        for speaker in "AC"
    ]
    passages = tuple(Passage(turn, 0, 11, draw.randbytes(768)) for turn in range(60))
    hearing = replace(call.hearing(), loudness=tuple(tracks), passages=passages)

    stored = pack_hearing(hearing)

    assert len(stored) < 150_000
    assert unpack_hearing(stored) == hearing


@pytest.mark.parametrize("data", [b"", b"callqa"])
def test_a_damaged_hearing_is_refused(data: bytes) -> None:
    with pytest.raises(RecordUnreadable):
        unpack_hearing(data)


@pytest.mark.models
def test_the_sample_calls_are_judged_alike_from_what_is_stored(sample_calls: Path) -> None:
    paths = sorted(
        each for each in sample_calls.iterdir() if each.suffix in (".wav", ".flac", ".mp3")
    )
    with LocalEngine(WorkerPlan(Settings(), 1), workers=2) as engine:
        answers = list(engine.run(HearCall(i, path) for i, path in enumerate(paths)))
    hearings = [each.hearing for each in answers if isinstance(each, Done)]

    assert len(hearings) == len(paths) == 9
    for hearing in hearings:
        lexicon = load_pack(hearing.language.code)
        judgement = judge(hearing, default_rubric(), lexicon, Settings())
        stored_hearing = unpack_hearing(pack_hearing(hearing))
        findings = decode_findings(encode_findings(find(stored_hearing, lexicon, Settings())))
        assert stored_hearing == hearing
        assert verdict(findings, default_rubric(), Settings()) == judgement
