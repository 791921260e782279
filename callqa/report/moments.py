"""The findings of a call as marks with words, for drawing and transcript alike."""

from collections.abc import Iterator
from dataclasses import dataclass

from callqa.domain.measures import Interruption, RaisedVolume
from callqa.domain.span import clock
from callqa.domain.speech import Role, speaker_in
from callqa.report.document import Analysis
from callqa.report.places import Places
from callqa.report.wording import Wording, clock_range

OVERLAPS = ("interruption", "backchannel", "terminal_overlap", "supportive")
VOLUMES = ("raised", "loud")
SILENCES = ("pause", "dead_air", "hold")
OUTCOMES = ("given", "late", "missed")
SEVERITIES = ("urgent", "coach", "praise")


@dataclass(frozen=True, slots=True)
class Moment:
    """A finding with its time, its words and the anchor it leads to.

    `kind` is one of the codes above; `role` is the party it belongs to, ``None`` for both;
    `name` is what it is called, `title` says all about it.
    """

    kind: str
    start_s: float
    end_s: float
    role: Role | None
    name: str
    title: str
    href: str


def moments(document: Analysis, places: Places, wording: Wording) -> Iterator[Moment]:
    """Yield every finding that has a place in the drawing."""
    if document.measures is None:
        return
    for cut in document.measures.interruptions:
        yield _overlap(cut, document, places, wording)
    for volume in document.measures.raised_volume:
        yield _volume(volume, places, wording)
    for silence in document.measures.silences:
        name = wording(f"silence_{silence.kind}")
        length = wording.duration(silence.end_s - silence.start_s)
        title = f"{clock(silence.start_s)} {name}, {length}"
        href = places.href(silence.start_s, silence.end_s)
        yield Moment(silence.kind, silence.start_s, silence.end_s, None, name, title, href)
    for chance in document.measures.empathy.proven:
        name = wording(f"outcome_{chance.outcome}")
        title = f"{clock(chance.start_s)} {wording('empathy')}: {name}. “{chance.text}”"
        href = places.href(chance.start_s, chance.end_s)
        yield Moment(chance.outcome, chance.start_s, chance.end_s, None, name, title, href)
    yield from _flags(document, wording)


def _flags(document: Analysis, wording: Wording) -> Iterator[Moment]:
    for number, flag in enumerate(document.flags, start=1):
        for evidence in flag.evidence:
            title = f"{clock(evidence.start_s)} {wording.say(flag.title)}"
            yield Moment(
                flag.severity,
                evidence.start_s,
                evidence.end_s,
                None,
                str(number),
                title,
                f"#flag-{number}",
            )


def _overlap(cut: Interruption, document: Analysis, places: Places, wording: Wording) -> Moment:
    name = wording(f"kind_{cut.kind}")
    title = wording(
        "mark_overlap",
        time=clock(cut.start_s),
        kind=name,
        by=wording(f"by_{cut.by}"),
        overlap_s=cut.overlap_s,
    )
    href = places.href(cut.start_s, cut.end_s, speaker_in(cut.by, document.speakers))
    return Moment(cut.kind, cut.start_s, cut.end_s, cut.by, name, title, href)


def _volume(volume: RaisedVolume, places: Places, wording: Wording) -> Moment:
    cues = (
        ("rise_level", volume.rise_db),
        ("rise_pitch", volume.rise_semitones),
        ("rise_balance", volume.rise_balance_db),
    )
    name = wording(f"volume_{volume.level}")
    rises = ", ".join(wording(cue, value=value) for cue, value in cues if value is not None)
    title = f"{clock_range(volume.start_s, volume.end_s)} {name}: {rises}"
    href = places.href(volume.start_s, volume.end_s, volume.speaker)
    return Moment(volume.level, volume.start_s, volume.end_s, volume.role, name, title, href)
