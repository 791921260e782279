"""Words that were something else."""

from collections.abc import Iterator
from dataclasses import replace

from callqa.corrections.lookup import turn_in_call, word_in_turn
from callqa.corrections.passages import after_fix
from callqa.corrections.turn_changes import with_turns, with_words
from callqa.corrections.voice_moves import speech_of
from callqa.domain.edits import FixWord
from callqa.domain.hearing import Hearing
from callqa.domain.span import Span
from callqa.domain.speech import Turn, Word
from callqa.errors import EditRefused
from callqa.speech.redact import redact


def fix_word(hearing: Hearing, change: FixWord) -> Hearing:
    """Replace a word by one, several or none; who gives the word it was confirms it.

    Several words share the time of the old one by their lengths. A turn that loses its last word
    stays as speech without words, and goes where there is no speech in it either.

    Raises
    ------
    EditRefused
        There is no such turn or word, the word stands for card data that was taken out, or would
        put some in.
    """
    turn = turn_in_call(hearing, change.turn)
    old = word_in_turn(turn, change.word)
    if _is_redacted(hearing, old):
        raise EditRefused(
            "the word stands for what was taken out for good.",
            subject=f"turn {turn.id}",
            remedy="Choose another word: payment-card data never goes back in.",
        )
    new = tuple(_shared_out(old, change.text.split()))
    words = (*turn.words[: change.word], *new, *turn.words[change.word + 1 :])
    fixed = with_words(turn, words)
    if hearing.redaction.on and _card_data_in(fixed) > _card_data_in(turn):
        raise EditRefused(
            "with these words it would hold payment-card data.",
            subject=f"turn {turn.id}",
            remedy="Leave the digits out: payment-card data is never stored.",
        )
    left = (fixed,) if words or _is_spoken(hearing, turn) else ()
    return replace(
        with_turns(hearing, (turn,), left),
        passages=after_fix(hearing.passages, turn.id, change.word, len(new)),
    )


def _shared_out(old: Word, texts: list[str]) -> Iterator[Word]:
    letters = sum(map(len, texts))
    said = 0
    duration_s = old.end_s - old.start_s
    start_s = old.start_s
    for text in texts:
        said += len(text)
        end_s = old.end_s if said == letters else old.start_s + duration_s * said / letters
        yield Word(text, start_s, end_s, 1.0)
        start_s = end_s


def _is_redacted(hearing: Hearing, word: Word) -> bool:
    reach = Span(word.start_s, word.end_s)
    return word.text.startswith("[") and any(
        span.overlap_s(reach) > 0 for span in hearing.redaction.spans
    )


def _card_data_in(turn: Turn) -> int:
    return len(redact((turn,), on=True)[1].spans)


def _is_spoken(hearing: Hearing, turn: Turn) -> bool:
    reach = Span(turn.start_s, turn.end_s)
    return any(span.overlap_s(reach) > 0 for span in speech_of(hearing, turn.speaker))
