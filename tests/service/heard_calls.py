"""Calls as they are heard, from written lines; and a rubric whose points are plain to see."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from callqa.bench.texts.spoken import Line, as_hearing
from callqa.domain.recording import Recording
from callqa.domain.speech import Role
from callqa.service.hearing_run import Heard

THANKS = "Good morning, thank you for calling, how can I help you?"
NO_THANKS = "Yes, what is it?"
BLAME = "You should have read the terms before you signed."
NO_BLAME = "I will send you a new one today."

TWO_QUESTIONS = """\
id = "two"
version = "{version}"
title = "Two questions"
pass_mark = {pass_mark}

[[sections]]
id = "all"
title = "All"
weight = 100

[[sections.questions]]
id = "thanks"
text = "Thanks the customer for calling."
points = {thanks}
behaviour = {{ any = ["thanks"], first_s = 30 }}

[[sections.questions]]
id = "no_blame"
text = "Does not blame the customer."
points = {no_blame}
behaviour = {{ none = ["blame"] }}
"""


NO_DEAD_AIR = """\
id = "air"
version = "1"
title = "No dead air"
pass_mark = 75

[[sections]]
id = "all"
title = "All"
weight = 100

[[sections.questions]]
id = "no_dead_air"
text = "Leaves no dead air."
points = 5
measure = "silence.dead_air_s"
bands = [{ to = 0, points = 5 }]
"""


def two_questions(
    folder: Path, version: str = "1", *, thanks: int = 5, no_blame: int = 5, pass_mark: int = 75
) -> Path:
    """Write the rubric; a call's score is the share of the points that it earns."""
    path = folder / f"two {version}.toml"
    path.write_text(
        TWO_QUESTIONS.format(
            version=version, thanks=thanks, no_blame=no_blame, pass_mark=pass_mark
        ),
        encoding="utf-8",
    )
    return path


def no_dead_air(folder: Path) -> Path:
    """Write a rubric that asks for dead air alone: 100 where there is none, or else 0."""
    path = folder / "air.toml"
    path.write_text(NO_DEAD_AIR, encoding="utf-8")
    return path


def heard(
    path: Path | str,
    *said: tuple[Role, str],
    gap_s: float = 1.0,
    language: str = "en",
    **details: str,
) -> Heard:
    """Return a call as if the recording at `path` had been heard; its content is its words.

    Lines follow each other with `gap_s` between.
    """
    lines: list[Line] = []
    at_s = 0.0
    for role, text in said:
        end_s = at_s + 0.4 * len(text.split())
        lines.append(Line(at_s, end_s, role, text))
        at_s = end_s + gap_s
    hearing = as_hearing(lines, language)
    content = sha256(repr((said, gap_s)).encode()).hexdigest()
    file = sha256(str(path).encode()).hexdigest()
    recording = Recording(
        str(path),
        file,
        "wav",
        8000,
        2,
        hearing.recording.duration_s,
        **details,  # type: ignore[arg-type]
    )
    return Heard(Path(path), replace(hearing, call_id=content, recording=recording))


def simple_call(
    number: int,
    *,
    thanks: bool = True,
    blames: bool = False,
    gap_s: float = 1.0,
    language: str = "en",
    **details: str,
) -> Heard:
    """Return one of many calls that differ in their number."""
    return heard(
        f"call {number}.wav",
        ("agent", THANKS if thanks else NO_THANKS),
        ("customer", f"My order number {number} has not arrived."),
        ("agent", BLAME if blames else NO_BLAME),
        gap_s=gap_s,
        language=language,
        **details,
    )
