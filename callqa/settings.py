"""Every setting, declared once: default, unit, range and help.

The same declaration feeds ``settings.toml``, ``callqa --help`` and the table in README. A
setting's key is ``group.name``, its unit is the suffix of its name. Where a default rests on a
publication or a measurement, the help says which.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from callqa.errors import SettingsError
from callqa.paths import config_dir

Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Option:
    """One declared setting, as the help shows it."""

    key: str
    default: Scalar
    low: float | None
    high: float | None
    choices: tuple[str, ...]
    help: str


def _number(default: float, low: float, high: float, about: str) -> Any:
    return field(default=default, metadata={"low": low, "high": high, "help": about})


def _switch(default: bool, about: str) -> Any:
    return field(default=default, metadata={"help": about})


def _choice(default: str, choices: tuple[str, ...], about: str) -> Any:
    return field(default=default, metadata={"choices": choices, "help": about})


def _text(default: str, about: str) -> Any:
    return field(default=default, metadata={"help": about})


@dataclass(frozen=True, slots=True)
class HearingSettings:
    """What models do; a change needs the call to be heard again."""

    profile: str = _choice(
        "balanced",
        ("fast", "balanced", "accurate"),
        "Recognition model: tiny, base, or the largest here.",
    )
    device: str = _choice("auto", ("auto", "cpu", "cuda"), "Where models run.")
    diarizer: str = _choice("fast", ("fast", "pyannote"), "Who-spoke-when engine for mono calls.")
    language: str = _text("auto", "ISO 639-1 code of the calls, or auto to detect it.")
    vocabulary: str = _text("", "File with a site's names and product words, one a line.")
    agent_channel: str = _choice("auto", ("auto", "1", "2"), "The agent's channel.")
    min_role_confidence: float = _number(
        0.6, 0.5, 1.0, "Confidence below which it is not known who is the agent."
    )
    redact: bool = _switch(True, "Take payment-card data out of words before anything is stored.")
    speech_threshold: float = _number(0.5, 0.05, 0.95, "Silero probability at which speech starts.")
    speech_min_s: float = _number(0.25, 0.05, 2.0, "Shorter speech is dropped.")
    speech_min_silence_s: float = _number(0.2, 0.05, 2.0, "Shorter silence is bridged.")
    chunk_s: float = _number(
        20.0, 10.0, 28.0, "Speech packed for one recognition pass; under 15 s costs words."
    )
    batch_size: int = _number(4, 1, 64, "Chunks decoded together.")
    turn_gap_s: float = _number(
        3.0, 0.3, 30.0, "A pause this long starts a new turn of the same speaker."
    )


@dataclass(frozen=True, slots=True)
class IntakeSettings:
    """What is known about a call beside its sound."""

    filename_pattern: str = _text(
        "", "Regular expression with named groups for what a file name says about the call."
    )
    call_list: str = _text("", "Call list (CSV) with a column file and call details.")


@dataclass(frozen=True, slots=True)
class SpeakerSettings:
    """When voices are different people, and how speech is laid out; distances are cosine.

    A change needs the call to be heard again. Measured on the development recordings.
    """

    two_voices_distance: float = _number(
        0.3, 0.05, 1.0, "Voices this far apart are two people (one: to 0.24; two: from 0.19)."
    )
    two_voices_min_pairs: int = _number(3, 1, 100, "Windows with two voices that must agree.")
    two_voices_pair_distance: float = _number(
        0.41, 0.1, 1.0, "Median distance of two people in a window (one: to 0.39; two: from 0.43)."
    )
    third_voice_distance: float = _number(
        0.4, 0.1, 1.0, "Least distance of any two of three people (two people: up to 0.22)."
    )
    third_voice_clear_share: float = _number(
        0.9, 0.5, 1.0, "Share of clear speech with a third person."
    )
    transfer_distance: float = _number(
        0.35, 0.1, 1.0, "Least distance of two people on one channel."
    )
    transfer_min_speech_s: float = _number(
        10.0, 2.0, 120.0, "Speech of each of two people on one channel."
    )
    transfer_misplaced_share: float = _number(
        0.1, 0.0, 0.5, "Share of the shorter voice that may lie on the wrong side of a transfer."
    )
    transfer_level_step_db: float = _number(
        4.5, 1.0, 20.0, "More level between two voices on one channel looks like one raised voice."
    )
    min_clear_share: float = _number(
        0.75, 0.5, 1.0, "Less clear speech makes the labels unreliable."
    )
    min_speech_s: float = _number(3.0, 0.5, 60.0, "Less speech makes the labels unreliable.")
    speech_bias: float = _number(0.1, 0.0, 0.4, "Probability taken off 'nobody speaks'.")
    overlap_bias: float = _number(
        0.15, 0.0, 0.4, "Probability added to 'two speak' (measured: 0.1-0.2 are alike)."
    )
    doubt_probability: float = _number(
        0.15, 0.05, 0.5, "Another speaker this likely makes it open who speaks."
    )
    doubt_min_s: float = _number(0.6, 0.4, 5.0, "Shorter doubt is not looked at again.")
    doubt_margin: float = _number(
        0.05, 0.0, 0.5, "A voice decides where it is nearer to one speaker by this much."
    )
    bridge_s: float = _number(0.3, 0.0, 1.0, "Gaps of one speaker that are speech.")


@dataclass(frozen=True, slots=True)
class HealthSettings:
    """Limits of the recording checks."""

    clipping_share: float = _number(
        0.01, 0.0001, 1.0, "Share of speech frames clipped that is reported."
    )
    low_snr_db: float = _number(10.0, 0.0, 40.0, "Speech over noise floor below this is reported.")
    narrow_band_hz: float = _number(
        8000.0, 4000.0, 16000.0, "Sample rates up to this are narrow band."
    )
    level_flattened_db: float = _number(
        0.7, 0.1, 6.0, "Standard deviation of turn levels under which AGC is assumed."
    )
    level_flattened_min_turns: int = _number(6, 3, 50, "Turns needed before AGC is assumed.")
    too_short_s: float = _number(10.0, 0.0, 120.0, "Speech under which a call is too short.")
    dual_mono_correlation: float = _number(
        0.75, 0.4, 1.0, "Correlation at which two channels are one signal (calls: at most 0.13)."
    )
    bleed_db: float = _number(-45.0, -80.0, 0.0, "Leak of the other party above this is reported.")
    speech_lost_share: float = _number(
        0.1, 0.0, 1.0, "Speech-like energy outside voice activity that is reported."
    )


@dataclass(frozen=True, slots=True)
class SilenceSettings:
    """Mutual silence, dead air and holds."""

    pause_s: float = _number(3.0, 0.5, 30.0, "Mutual silence that counts as a pause.")
    dead_air_s: float = _number(10.0, 3.0, 120.0, "Mutual silence that counts as dead air.")
    hold_phrase_s: float = _number(
        10.0, 1.0, 60.0, "A hold starts this soon after the hold phrase."
    )
    hold_return_s: float = _number(
        10.0, 1.0, 60.0, "The return phrase comes this soon after the hold."
    )


@dataclass(frozen=True, slots=True)
class TalkSettings:
    """Talk ratio, monologues and pace."""

    monologue_bridge_s: float = _number(1.0, 0.0, 5.0, "Pauses inside a monologue.")
    pace_first_s: float = _number(
        60.0, 10.0, 300.0, "Own speech at the start that a change of pace is measured against."
    )
    pace_rest_s: float = _number(
        30.0, 5.0, 300.0, "Own speech needed after that before a change of pace is told."
    )
    agent_ratio_low: float = _number(
        0.35, 0.0, 1.0, "Neutral band of the agent's share, lower end."
    )
    agent_ratio_high: float = _number(
        0.65, 0.0, 1.0, "Neutral band of the agent's share, upper end."
    )


@dataclass(frozen=True, slots=True)
class InterruptionSettings:
    """When one party starting while the other speaks is an interruption."""

    bridge_s: float = _number(0.25, 0.0, 1.0, "Gaps inside one speaker's stretch.")
    resume_s: float = _number(
        0.6, 0.25, 2.0, "Who goes on after a shorter pause had not given up the floor."
    )
    min_lead_s: float = _number(0.3, 0.0, 2.0, "The other had been speaking at least this long.")
    backchannel_max_s: float = _number(2.0, 0.5, 5.0, "Longest back-channel with words.")
    wordless_max_s: float = _number(1.0, 0.1, 3.0, "Longest back-channel without recognised words.")
    goes_on_s: float = _number(
        0.5, 0.1, 3.0, "The other goes on at least this long after a back-channel."
    )
    terminal_overlap_s: float = _number(0.4, 0.0, 1.5, "The other ends this soon at a clause end.")
    min_overlap_s: float = _number(0.5, 0.1, 3.0, "Overlap that makes an interruption.")
    yield_s: float = _number(1.0, 0.1, 3.0, "The other stops this soon: yielded.")
    floor_s: float = _number(1.0, 0.1, 5.0, "The interrupter then speaks at least this long.")
    activity_tail_s: float = _number(
        0.2, 0.0, 0.5, "Voice activity ends this late at most (measured: 0.04-0.2 s)."
    )


@dataclass(frozen=True, slots=True)
class VolumeSettings:
    """Raised volume against the speaker's own baseline."""

    raised_db: float = _number(6.0, 1.0, 20.0, "Level rise of a raised voice (published step).")
    loud_db: float = _number(12.0, 3.0, 30.0, "Level rise of a very loud voice (published step).")
    level_z: float = _number(
        2.0, 1.0, 6.0, "Level rise in robust standard deviations, instead of dB."
    )
    pitch_semitones: float = _number(3.0, 0.5, 12.0, "Pitch rise with vocal effort.")
    balance_db: float = _number(
        3.0, 0.5, 12.0, "Rise of 1-3.4 kHz over 0.3-1 kHz with vocal effort."
    )
    min_event_s: float = _number(1.0, 0.3, 5.0, "Shortest event.")
    merge_gap_s: float = _number(1.0, 0.0, 5.0, "Gaps inside one event.")
    min_spread_db: float = _number(
        2.0, 0.5, 6.0, "Smallest spread of level that a robust deviation is counted in."
    )
    min_z: float = _number(
        1.0, 0.0, 3.0, "Robust deviations that a rise in dB must be as well (measured)."
    )
    held_share: float = _number(
        0.7, 0.3, 1.0, "Share of voiced windows in which cues are up, and up together (measured)."
    )
    balance_held_share: float = _number(
        0.5, 0.3, 1.0, "The same for balance, which changes with the vowel (measured)."
    )
    octave_semitones: float = _number(
        9.0, 6.0, 24.0, "Pitch this much up while balance falls is an octave error (measured)."
    )
    min_voiced_s: float = _number(0.6, 0.2, 1.0, "Voiced windows needed in a second (measured).")
    min_baseline_s: float = _number(5.0, 1.0, 60.0, "Voiced speech needed for a baseline.")


@dataclass(frozen=True, slots=True)
class EmpathySettings:
    """How soon a response must come, and how calm is told from the numbers."""

    response_s: float = _number(20.0, 5.0, 120.0, "A response later than this does not count.")
    response_turns: int = _number(2, 1, 5, "Agent turns in which a response counts.")
    deescalation_s: float = _number(
        60.0, 10.0, 300.0, "Time after the response in which it should ease."
    )
    eased_db: float = _number(3.0, 0.5, 10.0, "Level within this of the baseline is calm again.")


@dataclass(frozen=True, slots=True)
class SituationSettings:
    """When a kind of difficult call is named."""

    min_confidence: float = _number(0.5, 0.05, 1.0, "Confidence from which it is named.")


@dataclass(frozen=True, slots=True)
class ScoringSettings:
    """What may count towards an agent's score."""

    agent_volume_counts: bool = _switch(False, "Let the agent's own volume enter the score.")
    interruption_confidence: float = _number(
        0.5, 0.0, 1.0, "Interruptions less sure than this neither cost points nor raise a flag."
    )


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """What reports point out."""

    uncertain_probability: float = _number(
        0.5, 0.0, 1.0, "Words that the recogniser gives less are greyed."
    )


@dataclass(frozen=True, slots=True)
class CentreSettings:
    """The call centre itself."""

    time_zone: str = _text("", "IANA time zone of dates and weeks; that of this machine if empty.")


@dataclass(frozen=True, slots=True)
class PrivacySettings:
    """How long things are kept; nothing is removed before a person says so."""

    audio_days: int = _number(
        0, 0, 36500, "Age at which a call loses the link to its recording; 0 for never."
    )
    transcript_days: int = _number(
        0, 0, 36500, "Age at which a call loses every word; 0 for never."
    )
    everything_days: int = _number(
        0, 0, 36500, "Age at which a call is removed whole; 0 for never."
    )


@dataclass(frozen=True, slots=True)
class CalibrationSettings:
    """When a question counts as proven: its machine answers agree with reviewers this well."""

    min_calls: int = _number(20, 2, 1000, "Calls that reviewers must have scored.")
    tolerance_share: float = _number(
        0.1, 0.0, 0.5, "Difference, as a share of a question's points, that still agrees."
    )
    min_agreement: float = _number(0.8, 0.0, 1.0, "Share of answers that must agree.")
    min_alpha: float = _number(
        0.667, 0.0, 1.0, "Krippendorff's alpha; 0.667 is his lowest for tentative conclusions."
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, by group."""

    hearing: HearingSettings = HearingSettings()
    intake: IntakeSettings = IntakeSettings()
    speakers: SpeakerSettings = SpeakerSettings()
    health: HealthSettings = HealthSettings()
    talk: TalkSettings = TalkSettings()
    silence: SilenceSettings = SilenceSettings()
    interruption: InterruptionSettings = InterruptionSettings()
    volume: VolumeSettings = VolumeSettings()
    empathy: EmpathySettings = EmpathySettings()
    situation: SituationSettings = SituationSettings()
    scoring: ScoringSettings = ScoringSettings()
    report: ReportSettings = ReportSettings()
    centre: CentreSettings = CentreSettings()
    privacy: PrivacySettings = PrivacySettings()
    calibration: CalibrationSettings = CalibrationSettings()

    def flat(self) -> dict[str, Scalar]:
        """Return every setting as ``group.name``."""
        return {option.key: _value(self, option.key) for option in options()}


def options() -> Iterator[Option]:
    """Yield every declared setting in order."""
    for group in fields(Settings):
        for each in fields(type(group.default)):  # type: ignore[arg-type]
            meta = each.metadata
            yield Option(
                key=f"{group.name}.{each.name}",
                default=each.default,  # type: ignore[arg-type]
                low=meta.get("low"),
                high=meta.get("high"),
                choices=meta.get("choices", ()),
                help=meta["help"],
            )


def load_settings(path: Path | None = None) -> Settings:
    """Read ``settings.toml`` (the user's own when `path` is ``None``); defaults where absent.

    Raises
    ------
    SettingsError
        The file cannot be parsed, or has an unknown key or a value out of range.
    """
    source = path or config_dir() / "settings.toml"
    if path is None and not source.exists():
        return Settings()
    try:
        document = tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"cannot be read: {error}.", subject=str(source)) from error
    values: dict[str, Scalar] = {}
    for group, entries in document.items():
        if not isinstance(entries, dict):
            raise SettingsError(
                "is not a [group].", subject=f"{source}: {group}", remedy="Put it under a group."
            )
        values.update({f"{group}.{name}": value for name, value in entries.items()})
    return with_values(Settings(), values, source=str(source))


def with_values(settings: Settings, values: Mapping[str, Scalar], *, source: str) -> Settings:
    """Return `settings` with ``group.name`` values replaced, each checked against its declaration.

    Raises
    ------
    SettingsError
        A key is unknown or a value has the wrong type or range; `source` names where it stood.
    """
    known = {option.key: option for option in options()}
    for key, value in values.items():
        if key not in known:
            raise SettingsError(
                "is no setting.",
                subject=f"{source}: {key}",
                remedy="See 'callqa doctor --settings'.",
            )
        group, name = key.split(".", 1)
        checked = _checked(known[key], value, source)
        settings = replace(
            settings, **{group: replace(getattr(settings, group), **{name: checked})}
        )
    return settings


def _checked(option: Option, value: Scalar, source: str) -> Scalar:
    subject = f"{source}: {option.key}"
    wanted = type(option.default)
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not wanted:
        raise SettingsError(f"must be {wanted.__name__}, not {value!r}.", subject=subject)
    if option.choices and value not in option.choices:
        raise SettingsError(f"must be one of {', '.join(option.choices)}.", subject=subject)
    if option.low is not None and option.high is not None and isinstance(value, int | float):
        in_range = option.low <= value <= option.high
        if not in_range:
            raise SettingsError(f"must lie in {option.low:g} to {option.high:g}.", subject=subject)
    return value


def _value(settings: Settings, key: str) -> Scalar:
    group, name = key.split(".", 1)
    value: Scalar = getattr(getattr(settings, group), name)
    return value
