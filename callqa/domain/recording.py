"""The recording itself: what the file is, how good it is, how its channels are laid out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from callqa.domain.sentence import Sentence
from callqa.domain.span import Evidence

Grade = Literal["good", "fair", "poor"]
LayoutKind = Literal["two_channel", "mono", "dual_mono"]
HealthCode = Literal[
    "silent_channel",
    "dual_mono",
    "channel_bleed",
    "one_party_only",
    "two_voices_in_channel",
    "clipping",
    "low_snr",
    "narrow_band",
    "level_flattened",
    "music_or_tones",
    "speech_lost",
    "no_speech",
    "too_short",
    "truncated_file",
]

_GRAVEST_FIRST: tuple[HealthCode, ...] = (
    "no_speech",
    "speech_lost",
    "truncated_file",
    "silent_channel",
    "one_party_only",
    "two_voices_in_channel",
    "channel_bleed",
    "dual_mono",
    "low_snr",
    "clipping",
    "level_flattened",
    "too_short",
    "music_or_tones",
)


@dataclass(frozen=True, slots=True)
class Recording:
    """The file and what is known about the call; unknown facts are ``None``."""

    path: str
    sha256: str
    codec: str
    sample_rate_hz: int
    channels: int
    duration_s: float
    started_at: str | None = None
    agent: str | None = None
    customer: str | None = None
    queue: str | None = None
    direction: str | None = None


@dataclass(frozen=True, slots=True)
class CallDetails:
    """What file name or call list say about a call; unknown facts are ``None``.

    `started_at` is ISO 8601.
    """

    started_at: str | None = None
    agent: str | None = None
    customer: str | None = None
    queue: str | None = None
    direction: str | None = None


@dataclass(frozen=True, slots=True)
class HealthFinding:
    """Something about the recording that bears on how far its measures can be trusted.

    `channel` counts from 1; ``None`` means the whole recording.
    """

    code: HealthCode
    channel: int | None
    detail: Sentence
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """The grade of a recording and the findings it rests on."""

    grade: Grade
    findings: tuple[HealthFinding, ...]
    reason: Sentence

    def has(self, code: HealthCode, channel: int | None = None) -> bool:
        """Tell whether there is a finding of `code` (on `channel`, when one is given)."""
        return any(
            each.code == code and (channel is None or each.channel == channel)
            for each in self.findings
        )


def gravity(finding: HealthFinding) -> tuple[int, int]:
    """Return what findings are sorted by, the gravest first."""
    order = (*_GRAVEST_FIRST, "narrow_band")
    return order.index(finding.code), finding.channel or 0


def grade(findings: Sequence[HealthFinding], *, not_measurable: bool) -> Health:
    """Grade a recording.

    ``poor`` when a measure of the score is not measurable or speech was lost, ``fair`` when any
    finding other than ``narrow_band`` stands, else ``good`` (docs/measures.md section 1). The
    reason is that of the gravest finding.
    """
    grave = sorted((each for each in findings if each.code != "narrow_band"), key=gravity)
    if grave and grave[0].code in ("no_speech", "speech_lost"):
        return Health("poor", tuple(findings), Sentence(f"health.reason_{grave[0].code}"))
    if not_measurable:
        return Health("poor", tuple(findings), Sentence("health.reason_not_measurable"))
    if grave:
        return Health("fair", tuple(findings), Sentence(f"health.reason_{grave[0].code}"))
    return Health("good", tuple(findings), Sentence("health.reason_good"))


@dataclass(frozen=True, slots=True)
class Layout:
    """How parties map to channels; `agent_channel` counts from 1, ``None`` when they share one."""

    kind: LayoutKind
    agent_channel: int | None


@dataclass(frozen=True, slots=True)
class Language:
    """Language heard: ISO 639-1 code and the recogniser's probability, 0 to 1."""

    code: str
    probability: float
