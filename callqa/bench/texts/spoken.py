"""Written words as a Hearing: what would be heard if the text were spoken without a flaw."""

from collections.abc import Sequence
from dataclasses import dataclass

from callqa.domain.hearing import Hearing, Provenance, Redaction
from callqa.domain.recording import Health, Language, Layout, Recording
from callqa.domain.sentence import Sentence
from callqa.domain.span import Span
from callqa.domain.speech import Role, Speaker, SpeechSpan, Turn, Word

CHANNELS: dict[str, int | None] = {"agent": 1, "customer": 2, "other": None}


@dataclass(frozen=True, slots=True)
class Line(Span):
    """What a party says between two times."""

    role: Role
    text: str


def as_hearing(lines: Sequence[Line], language: str) -> Hearing:
    """Return `lines` as a call with a channel for each party; words are spread evenly."""
    roles = sorted({line.role for line in lines})
    end_s = max((line.end_s for line in lines), default=0.0)
    return Hearing(
        call_id="",
        recording=Recording("", "", "", 0, len(roles), end_s),
        health=Health("good", (), Sentence("health.good")),
        layout=Layout("two_channel", CHANNELS["agent"]),
        language=Language(language, 1.0),
        basis="channel",
        basis_reason=None,
        speakers=tuple(Speaker(role, role, CHANNELS[role], 0.0, 1.0, ()) for role in roles),
        speech=tuple(SpeechSpan(line.start_s, line.end_s, line.role) for line in lines),
        turns=tuple(_turn(number, line) for number, line in enumerate(lines)),
        music=(),
        loudness=(),
        redaction=Redaction(on=False, spans=()),
        provenance=Provenance("", (), "", Sentence("device.cpu"), "", {}, {}),
    )


def _turn(number: int, line: Line) -> Turn:
    said = line.text.split()
    step_s = line.duration_s / max(1, len(said))
    words = tuple(
        Word(word, line.start_s + step_s * place, line.start_s + step_s * (place + 1), 1.0)
        for place, word in enumerate(said)
    )
    return Turn(number, line.role, line.start_s, line.end_s, line.text, words)
