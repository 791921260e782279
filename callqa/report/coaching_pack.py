"""Moments to talk over with an agent as one HTML file, good ones and others, with their sound."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, tzinfo

from callqa.domain.coaching import CoachingItem
from callqa.domain.span import clock
from callqa.domain.speech import Role
from callqa.figures.comparison import Change
from callqa.figures.intervals import LEVEL, Estimate
from callqa.report.figure_words import ChangeWords, FigureWords
from callqa.report.html import environment
from callqa.report.measure_names import measure_name
from callqa.report.wording import Wording, clock_range


@dataclass(frozen=True, slots=True)
class Quote:
    """What was said in the moment."""

    start_s: float
    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The measure that was to change, around the day the item was made.

    The call was chosen because it stood out, so later calls tend to lie nearer the average anyway:
    `change`, of the calls since against the calls before, is what tells.

    since, before : the agent's calls after and before the item, without the item's own call
    change : since against before
    """

    since: Estimate
    before: Estimate
    change: Change


@dataclass(frozen=True, slots=True)
class PackItem:
    """One moment.

    started_at : when the call began, aware; ``None`` where unknown
    file : name of the recording
    quotes : in order of time
    clip : WAV file, as `callqa.audio.clips.cut_clip` gives it; ``None`` without
    no_clip : why there is none, as a sentence
    follow_up : ``None`` for an item without a measure, or without later calls
    language : of the call, as ISO 639-1
    """

    item: CoachingItem
    started_at: datetime | None
    customer: str | None
    file: str
    quotes: tuple[Quote, ...]
    clip: bytes | None
    no_clip: str = ""
    follow_up: FollowUp | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class CoachingPack:
    """The moments for one meeting.

    title : the agent's name, or what the leader calls the selection
    zone : the centre's time zone
    """

    title: str
    items: tuple[PackItem, ...]
    made_at: datetime
    made_by: str
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class FollowUpWords:
    """A follow-up as the page shows it: label, value, interval and n of each line."""

    name: str
    then: str
    rows: tuple[tuple[str, str, str, int], ...]
    change: ChangeWords


def render_coaching_pack(pack: CoachingPack, language: str = "en") -> str:
    """Return the pack as one HTML page that plays its clips without network or script.

    Good moments come first and have the same room as those to work on.
    """
    wording = Wording(language)
    groups = {
        kind: [each for each in pack.items if each.item.kind == kind]
        for kind in ("praise", "improve")
    }
    page = _PackPage(pack, wording)
    return (
        environment()
        .get_template("coaching_pack.html.j2")
        .render(
            pack=pack,
            groups=groups,
            page=page,
            t=wording,
            clock=clock,
            clock_range=clock_range,
        )
    )


class _PackPage:
    """What the template asks of a pack."""

    level = LEVEL

    def __init__(self, pack: CoachingPack, wording: Wording) -> None:
        self._zone = pack.zone
        self._wording = wording
        self._words = FigureWords(wording)

    def moment(self, moment: datetime | None) -> str:
        """Return a date and time in the centre's zone."""
        return self._wording.moment(moment.astimezone(self._zone).isoformat() if moment else None)

    def sound(self, clip: bytes) -> str:
        """Return a clip as a ``data:`` address."""
        return f"data:audio/wav;base64,{b64encode(clip).decode('ascii')}"

    def follow_up(self, each: PackItem) -> FollowUpWords | None:
        """Return the follow-up in words."""
        key, found = each.item.measure, each.follow_up
        if key is None or found is None:
            return None
        name = measure_name(key)
        rows = tuple(
            (
                self._wording(label),
                self._words.value(estimate.mean, name.unit),
                self._words.interval(estimate.low, estimate.high, name.unit),
                estimate.n,
            )
            for label, estimate in (
                ("follow_up_before", found.before),
                ("follow_up_since", found.since),
            )
        )
        return FollowUpWords(
            name=self._words.name(key),
            then=self._words.value(each.item.value_then, name.unit),
            rows=rows,
            change=self._words.change(found.change, name.unit, name.better),
        )
