import itertools
from dataclasses import replace

import pytest

from callqa.report.document import Analysis, analysis
from callqa.report.moments import moments
from callqa.report.places import Places
from callqa.report.timeline import LEFT, SCALE, WIDTH, Timeline, draw_timeline, strip_layout
from callqa.report.wording import Wording
from tests.report.demo import HARD_CALL, hard_call, hearing, judgement, long_call, turns_of


def drawn(document: Analysis) -> Timeline:
    wording = Wording()
    found = tuple(moments(document, Places(document.turns, document.speakers), wording))
    return draw_timeline(document, found, wording)


@pytest.mark.parametrize(
    ("duration_s", "strips"),
    [(0.0, 1), (30.0, 1), (720.0, 1), (721.0, 3), (3600.0, 6), (7200.0, 8), (90000.0, 8)],
)
def test_a_longer_call_is_wrapped_into_strips(duration_s: float, strips: int) -> None:
    length_s, count = strip_layout(duration_s)

    assert count == strips
    assert length_s * count >= duration_s


def test_speech_lies_where_it_was_spoken() -> None:
    document = analysis(*hard_call())
    strip = drawn(document).strips[0]
    per_s = SCALE / document.recording.duration_s

    for turn, mark in zip(
        sorted(document.turns, key=lambda turn: (turn.speaker, turn.start_s)),
        strip.speech,
        strict=True,
    ):
        assert mark.kind == turn.speaker
        assert mark.x == pytest.approx(LEFT + turn.start_s * per_s, abs=0.06)
        assert mark.width == pytest.approx((turn.end_s - turn.start_s) * per_s, abs=0.11)


def test_everything_stays_inside_the_drawing() -> None:
    for document in (analysis(*hard_call()), analysis(*long_call(7000.0))):
        for strip in drawn(document).strips:
            for mark in (*strip.bands, *strip.speech, *strip.marks):
                assert mark.x >= LEFT
                assert mark.x + mark.width <= WIDTH
                assert strip.y <= mark.y
                assert mark.y + mark.height <= strip.y + strip.height
            assert all(LEFT <= pin.x <= WIDTH for pin in strip.pins)


def test_every_interruption_of_two_hours_is_drawn_once() -> None:
    heard, verdict = long_call(7000.0)
    cuts = [cut for cut in verdict.measures.interruptions if cut.kind == "interruption"]

    marks = [mark for strip in drawn(analysis(heard, verdict)).strips for mark in strip.marks]

    assert sum(mark.kind == "interruption" for mark in marks) == len(cuts)


def test_a_silence_over_the_end_of_a_strip_goes_on_in_the_next() -> None:
    heard, verdict = long_call(1500.0)
    hold = replace(verdict.measures.silences[0], start_s=290.0, end_s=310.0)
    measured = replace(verdict.measures, silences=(hold,))

    first, second, *_ = drawn(analysis(heard, replace(verdict, measures=measured))).strips

    assert first.bands[0].x + first.bands[0].width == pytest.approx(LEFT + SCALE, abs=0.2)
    assert second.bands[0].x == LEFT


def test_pins_do_not_cover_each_other() -> None:
    pins = drawn(analysis(*long_call(7000.0))).strips[0].pins

    assert len(pins) == 7
    assert all(b.x - a.x >= 18 for a, b in itertools.pairwise(pins))


def test_only_marks_of_this_call_are_explained() -> None:
    heard, verdict = hard_call()
    calm = replace(verdict.measures, interruptions=(), raised_volume=(), silences=())

    assert drawn(analysis(heard, replace(verdict, measures=calm))).kinds == (
        "given",
        "late",
        "missed",
    )


def test_a_third_voice_has_a_lane() -> None:
    heard = hearing(turns_of(HARD_CALL))
    machine = replace(heard.speakers[0], id="ivr", role="other", channel=None)
    span = replace(heard.speech[0], speaker="ivr")
    heard = replace(heard, speakers=(*heard.speakers, machine), speech=(*heard.speech, span))

    lanes = drawn(analysis(heard, judgement(heard))).strips[0].lanes

    assert [lane.role for lane in lanes] == ["agent", "customer", "other"]
