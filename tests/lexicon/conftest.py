"""Turns with words at three a second, and the English pack."""

from collections.abc import Callable

import pytest

from callqa.domain.speech import Turn, Word
from callqa.lexicon import Pack, load_pack

WORD_S = 1 / 3


def make_turn(text: str, *, number: int = 0, speaker: str = "a", start_s: float = 0.0) -> Turn:
    words = tuple(
        Word(each, start_s + WORD_S * place, start_s + WORD_S * place + 0.3, 0.9)
        for place, each in enumerate(text.split())
    )
    return Turn(number, speaker, start_s, words[-1].end_s, text, words)


def make_call(*lines: tuple[str, str]) -> list[Turn]:
    turns: list[Turn] = []
    at_s = 0.0
    for number, (speaker, text) in enumerate(lines):
        turns.append(make_turn(text, number=number, speaker=speaker, start_s=at_s))
        at_s = turns[-1].end_s + 0.4
    return turns


@pytest.fixture(scope="session")
def pack() -> Pack:
    found = load_pack("en")
    assert found is not None
    return found


@pytest.fixture
def call() -> Callable[..., list[Turn]]:
    return make_call
