"""The drawing of a call over time, as geometry that a template turns into SVG.

A long call is wrapped into several strips of equal time, like lines of text, so that an
interruption of a second stays visible in a call of two hours and nothing has to be scrolled.
Lengths are px of the drawing, which is `WIDTH` wide and scales with the page.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from callqa.domain.span import Span, clock, merged
from callqa.domain.speech import Role
from callqa.report.document import Analysis
from callqa.report.moments import OUTCOMES, OVERLAPS, SEVERITIES, SILENCES, VOLUMES, Moment
from callqa.report.wording import Wording, clock_range

WIDTH = 1080.0
LEFT, RIGHT = 84.0, 16.0
SCALE = WIDTH - LEFT - RIGHT
PINS_Y = 11.0
LANES_DY, BARE_DY = 24.0, 4.0
LANE_H = 52.0
OVERLAP_DY = 8.0
SPEECH_DY, SPEECH_H = 15.0, 24.0
VOLUME_DY, VOLUME_H = 41.0, 7.0
EMPATHY_H = 24.0
AXIS_H = 26.0

# Up to 12 minutes a second is at least 1.3 px wide, so one strip shows every mark.
LONGEST_SINGLE_STRIP_S = 720.0
STRIP_LENGTHS_S = (300.0, 600.0, 900.0, 1200.0, 1800.0, 3600.0)
MOST_STRIPS = 8
TICK_STEPS_S = (1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 180.0, 300.0, 600.0)
MOST_TICKS = 11
PIN_GAP = 19.0
LABELLED_W = 54.0


@dataclass(frozen=True, slots=True)
class Mark:
    """Something drawn: a block, a band or a glyph, told apart by `kind`."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    title: str = ""
    href: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Pin:
    """A numbered flag at `x`, moved from its true place `at_x` where pins would collide."""

    severity: str
    x: float
    at_x: float
    y: float
    number: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One party's lane within a strip."""

    role: Role
    label: str
    y: float


@dataclass(frozen=True, slots=True)
class Strip:
    """One line of the drawing, an image of its own so that it can move to the next page."""

    y: float
    height: float
    label: str
    lanes: tuple[Lane, ...]
    top: float
    bottom: float
    right: float
    axis_y: float
    ticks: tuple[tuple[float, str], ...]
    bands: tuple[Mark, ...]
    speech: tuple[Mark, ...]
    marks: tuple[Mark, ...]
    pins: tuple[Pin, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole drawing, and the kinds of marks in it for the legend."""

    width: float
    strips: tuple[Strip, ...]
    kinds: tuple[str, ...]


def draw_timeline(document: Analysis, found: Sequence[Moment], wording: Wording) -> Timeline:
    """Return the geometry of the drawing of `document` with the moments `found` in it."""
    duration_s = document.recording.duration_s
    speech = _speech_by_role(document)
    length_s, count = strip_layout(duration_s)
    strips: list[Strip] = []
    y = 0.0
    for index in range(count):
        window = Span(index * length_s, min((index + 1) * length_s, max(duration_s, 1.0)))
        strips.append(_Sheet(window, SCALE / length_s, y).strip(speech, found, wording))
        y += strips[-1].height
    present = {moment.kind for moment in found}
    kinds = (*OVERLAPS, *VOLUMES, *SILENCES, *OUTCOMES)
    return Timeline(WIDTH, tuple(strips), tuple(kind for kind in kinds if kind in present))


def strip_layout(duration_s: float) -> tuple[float, int]:
    """Return the seconds that one strip spans and the number of strips."""
    if duration_s <= LONGEST_SINGLE_STRIP_S:
        return max(duration_s, 1.0), 1
    for length_s in STRIP_LENGTHS_S:
        if ceil(duration_s / length_s) <= MOST_STRIPS:
            return length_s, ceil(duration_s / length_s)
    return duration_s / MOST_STRIPS, MOST_STRIPS


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Places the moments of `window` on one strip, whose upper edge is at `y`."""

    window: Span
    per_s: float
    y: float

    def strip(
        self,
        speech: dict[Role, list[Span]],
        found: Sequence[Moment],
        wording: Wording,
    ) -> Strip:
        here = [moment for moment in found if self._is_here(moment)]
        kinds = {moment.kind for moment in here}
        top = self.y + (LANES_DY if kinds.intersection(SEVERITIES) else BARE_DY)
        bottom = top + LANE_H * len(speech)
        lanes = {
            role: Lane(role, wording(f"role_{role}"), top + index * LANE_H)
            for index, role in enumerate(speech)
        }
        axis_y = bottom + (EMPATHY_H if kinds.intersection(OUTCOMES) else BARE_DY)
        return Strip(
            y=self.y,
            height=axis_y + AXIS_H - self.y,
            label=clock_range(self.window.start_s, self.window.end_s),
            lanes=tuple(lanes.values()),
            top=top,
            bottom=bottom,
            right=self._x(self.window.end_s),
            axis_y=axis_y,
            ticks=tuple(self._ticks()),
            bands=tuple(
                self._box(each, top, bottom - top) for each in here if each.kind in SILENCES
            ),
            speech=tuple(self._speech(speech, lanes)),
            marks=tuple(self._marks(here, lanes, bottom)),
            pins=tuple(self._pins(here)),
        )

    def _x(self, time_s: float) -> float:
        return round(LEFT + (time_s - self.window.start_s) * self.per_s, 1)

    def _is_here(self, moment: Moment) -> bool:
        if moment.kind in SILENCES or moment.kind in VOLUMES:
            return moment.start_s < self.window.end_s and moment.end_s > self.window.start_s
        return self.window.start_s <= moment.start_s < self.window.end_s

    def _box(self, moment: Moment, y: float, height: float) -> Mark:
        left = self._x(max(moment.start_s, self.window.start_s))
        width = max(3.0, round(self._x(min(moment.end_s, self.window.end_s)) - left, 1))
        label = moment.name if width >= LABELLED_W else ""
        return Mark(moment.kind, left, y, width, height, moment.title, moment.href, label)

    def _speech(self, speech: dict[Role, list[Span]], lanes: dict[Role, Lane]) -> Iterator[Mark]:
        for role, spans in speech.items():
            for span in merged(spans, bridge_s=0.5 / self.per_s):
                if span.overlap_s(self.window) > 0:
                    left = self._x(max(span.start_s, self.window.start_s))
                    right = self._x(min(span.end_s, self.window.end_s))
                    width = max(0.8, round(right - left, 1))
                    yield Mark(role, left, lanes[role].y + SPEECH_DY, width, SPEECH_H)

    def _marks(
        self, found: Iterable[Moment], lanes: dict[Role, Lane], bottom: float
    ) -> Iterator[Mark]:
        for moment in found:
            if moment.kind in OUTCOMES:
                yield self._glyph(moment, bottom + EMPATHY_H / 2)
            if moment.role not in lanes:
                continue
            lane_y = lanes[moment.role].y
            if moment.kind in OVERLAPS:
                yield self._glyph(moment, lane_y + OVERLAP_DY)
            if moment.kind in VOLUMES:
                yield self._box(moment, lane_y + VOLUME_DY, VOLUME_H)

    def _glyph(self, moment: Moment, y: float) -> Mark:
        x = self._x(moment.start_s)
        return Mark(moment.kind, x, y, 0.0, 0.0, moment.title, moment.href)

    def _pins(self, found: Iterable[Moment]) -> Iterator[Pin]:
        flagged = [moment for moment in found if moment.kind in SEVERITIES]
        free_x = LEFT
        for moment in sorted(flagged, key=lambda each: each.start_s):
            at_x = self._x(moment.start_s)
            x = max(at_x, free_x)
            if x > WIDTH - PIN_GAP / 2:
                return
            free_x = x + PIN_GAP
            yield Pin(moment.kind, x, at_x, self.y + PINS_Y, moment.name, moment.title, moment.href)

    def _ticks(self) -> Iterator[tuple[float, str]]:
        strip_s = round(SCALE / self.per_s, 3)
        wrapped = strip_s in STRIP_LENGTHS_S
        fitting = (step_s for step_s in TICK_STEPS_S if strip_s / step_s <= MOST_TICKS)
        step_s = next((each for each in fitting if not wrapped or strip_s % each == 0), 1800.0)
        for index in range(int((self.window.end_s - self.window.start_s) / step_s) + 1):
            time_s = self.window.start_s + index * step_s
            yield self._x(time_s), clock(time_s)


def _speech_by_role(document: Analysis) -> dict[Role, list[Span]]:
    speech: dict[Role, list[Span]] = {"agent": [], "customer": [], "other": []}
    role_of = {speaker.id: speaker.role for speaker in document.speakers}
    for span in document.speech:
        speech[role_of[span.speaker]].append(span)
    if not speech["other"]:
        del speech["other"]
    return speech
