"""Written words as a Hearing: what would be heard if the text were spoken without a flaw."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from callqa.domain.hearing import Hearing, Provenance, Redaction
from callqa.domain.measures import Measures
from callqa.domain.recording import Health, Language, Layout, Recording
from callqa.domain.sentence import Sentence
from callqa.domain.span import Span
from callqa.domain.speech import Role, Speaker, SpeechSpan, Turn, Word
from callqa.lexicon import load_pack
from callqa.lexicon.meaning import load_meanings
from callqa.rules.judge import judge
from callqa.rules.rubric_file import default_rubric
from callqa.settings import Settings
from callqa.speech.backends.minilm import SentenceEmbedder, load_sentence_embedder
from callqa.speech.manifest import manifest
from callqa.speech.meaning import embed_passages
from callqa.speech.weights import verify

_SECONDS_A_WORD = 0.4

CHANNELS: dict[str, int | None] = {"agent": 1, "customer": 2, "other": None}


@dataclass(frozen=True, slots=True)
class Line(Span):
    """What a party says between two times."""

    role: Role
    text: str


def line_of(role: Role, text: str) -> Line:
    """Return a line said alone, at an ordinary pace."""
    return Line(0.0, _SECONDS_A_WORD * len(text.split()), role, text)


def turns_of(lines: Sequence[Line]) -> tuple[Turn, ...]:
    """Return a turn for each line, its words spread evenly; the speakers go by their role."""
    return tuple(_turn(number, line) for number, line in enumerate(lines))


def as_hearing(lines: Sequence[Line], language: str) -> Hearing:
    """Return `lines` as a call with a channel for each party; words are spread evenly.

    Meaning is looked for where the language has it.
    """
    roles = sorted({line.role for line in lines})
    end_s = max((line.end_s for line in lines), default=0.0)
    turns = turns_of(lines)
    means = load_meanings(language) is not None
    return Hearing(
        call_id="",
        recording=Recording("", "", "", 0, len(roles), end_s),
        health=Health("good", (), Sentence("health.reason_good")),
        layout=Layout("two_channel", CHANNELS["agent"]),
        language=Language(language, 1.0),
        basis="channel",
        basis_reason=None,
        speakers=tuple(Speaker(role, role, CHANNELS[role], 0.0, 1.0, ()) for role in roles),
        speech=tuple(SpeechSpan(line.start_s, line.end_s, line.role) for line in lines),
        turns=turns,
        music=(),
        loudness=(),
        redaction=Redaction(on=False, spans=()),
        provenance=Provenance("", (), "", Sentence("device.cpu_asked"), "", {}, {}),
        passages=embed_passages(turns, _embedder()) if means else (),
    )


def measures_of(hearing: Hearing) -> Measures:
    """Return what is made of a call at the default settings."""
    pack = load_pack(hearing.language.code)
    return judge(hearing, default_rubric(), pack, Settings()).measures


@cache
def _embedder() -> SentenceEmbedder:
    return load_sentence_embedder(verify(manifest("meaning", "minilm")))


def _turn(number: int, line: Line) -> Turn:
    said = line.text.split()
    step_s = line.duration_s / max(1, len(said))
    words = tuple(
        Word(word, line.start_s + step_s * place, line.start_s + step_s * (place + 1), 1.0)
        for place, word in enumerate(said)
    )
    return Turn(number, line.role, line.start_s, line.end_s, line.text, words)
