"""Builds small Hearings by hand: a line of talk in, a Hearing out."""

from collections.abc import Iterable, Sequence

from callqa.domain.hearing import Basis, Hearing, Provenance, Redaction
from callqa.domain.measures import PhraseHit, Polarity
from callqa.domain.recording import Health, HealthFinding, Language, Layout, Recording
from callqa.domain.sentence import Sentence
from callqa.domain.span import Span
from callqa.domain.speech import LoudnessTrack, Role, Speaker, SpeechSpan, Turn, Word
from callqa.lexicon import Pack
from callqa.lexicon.loading import load_pack


def _english() -> Pack:
    pack = load_pack("en")
    assert pack is not None
    return pack


ENGLISH = _english()
ROLES: dict[str, Role] = {"A": "agent", "C": "customer", "X": "other"}
Line = tuple[str, float, float, str]


def words_over(text: str, start_s: float, end_s: float) -> tuple[Word, ...]:
    """Spread words evenly over a time."""
    said = text.split()
    step_s = (end_s - start_s) / len(said) if said else 0.0
    return tuple(
        Word(word, start_s + i * step_s, start_s + (i + 1) * step_s, 0.9)
        for i, word in enumerate(said)
    )


def turn(number: int, line: Line) -> Turn:
    speaker, start_s, end_s, text = line
    return Turn(number, speaker, start_s, end_s, text, words_over(text, start_s, end_s))


def hearing(  # noqa: PLR0913
    *lines: Line,
    basis: Basis = "channel",
    basis_reason: Sentence | None = None,
    music: Sequence[tuple[float, float]] = (),
    loudness: Sequence[LoudnessTrack] = (),
    findings: Sequence[HealthFinding] = (),
    speech: Iterable[tuple[str, float, float]] | None = None,
    roles: dict[str, Role] = ROLES,
) -> Hearing:
    """Each line is a turn (speaker, start, end, words) and a span of speech.

    A line without words is speech that no word was recognised in: it makes no turn.
    `speech` replaces the spans of the lines. Agent is speaker A on channel 1, customer C on
    channel 2, X is another voice.
    """
    spans = [(s, a, b) for s, a, b, _ in lines] if speech is None else list(speech)
    spoken = [line for line in sorted(lines, key=lambda line: line[1]) if line[3]]
    return Hearing(
        call_id="0" * 64,
        recording=Recording("call.wav", "0" * 64, "pcm_s16le", 8000, 2, 600.0),
        health=Health("good", tuple(findings), Sentence("health.good")),
        layout=Layout("two_channel", 1),
        language=Language("en", 1.0),
        basis=basis,
        basis_reason=basis_reason,
        speakers=tuple(
            Speaker(name, role, index if role != "other" else None, 0.0, 1.0, ())
            for index, (name, role) in enumerate(roles.items(), start=1)
        ),
        speech=tuple(
            SpeechSpan(a, b, s) for s, a, b in sorted(spans, key=lambda each: (each[1], each[0]))
        ),
        turns=tuple(turn(number, line) for number, line in enumerate(spoken)),
        music=tuple(Span(a, b) for a, b in music),
        loudness=tuple(loudness),
        redaction=Redaction(on=False, spans=()),
        provenance=Provenance("0", (), "cpu", Sentence("device.cpu"), "int8", {}, {}),
    )


def hit(  # noqa: PLR0913
    category: str,
    role: Role,
    start_s: float,
    end_s: float | None = None,
    *,
    turn: int = 0,
    text: str = "",
    polarity: Polarity = "neutral",
) -> PhraseHit:
    return PhraseHit(
        category,
        polarity,
        role,
        turn,
        start_s,
        start_s + 1.0 if end_s is None else end_s,
        text or category,
        "phrase",
    )


def track(
    speaker: str,
    *parts: tuple[float, float | None, float | None, float | None],
    hop_s: float = 0.1,
    window_s: float = 0.4,
) -> LoudnessTrack:
    """Parts follow each other: seconds, level in dB, F0 in Hz, balance in dB."""
    frames = [values for seconds, *values in parts for _ in range(round(seconds / hop_s))]
    level, f0, balance = zip(*frames, strict=True) if frames else ((), (), ())
    return LoudnessTrack(speaker, 0.0, hop_s, window_s, level, f0, balance)
