import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callqa.lexicon.compiling import SOFT_MARK, compile_pattern, soft_by_first, token_string
from callqa.lexicon.notation import Grammar

GRAMMAR = Grammar(
    tokens=str.split,
    lists={"mood": ["(sad|very cross)", "fed up"]},
    soft=["really", "you know"],
    openers=["so"],
    common=frozenset({"i", "a"}),
)


def found(pattern: str, text: str) -> str | None:
    tokens = token_string(["|", *text.split(), "|"], soft_by_first(GRAMMAR.soft))
    match = compile_pattern(pattern, GRAMMAR).expression.search(tokens)
    return match[0].strip().replace(SOFT_MARK, "") if match else None


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("sad man", "the sad man went", "sad man"),
        ("sad man", "the sad old man", None),
        ("sad man", "the sad , really man", "sad , really man"),
        ("sad [old|young] man", "a sad old man", "sad old man"),
        ("sad [old|young] man", "a sad man", "sad man"),
        ("(sad|very cross) man", "a very cross man", "very cross man"),
        ("frustrat* man", "a frustrating man", "frustrating man"),
        ("sad ...2 man", "sad and old man", "sad and old man"),
        ("sad ...2 man", "sad and very old man", None),
        ("sad ... man", "sad . man", None),
        ("sad ...", "sad about the whole thing . Yes", "sad about the whole thing"),
        ("i am <mood>", "i am fed up", "i am fed up"),
        ("^ what now", "and what now", None),
        ("^ what now", "yes . so what now", "what now"),
        ("^^ what now", "so what now", None),
        ("^^ what now", "yes . what now", "what now"),
        ("right ?", "that is right ?", "right ?"),
        ("right ?", "that is right .", None),
        ("so what .", "so what .", "so what"),
        ("so what .", "so what next", None),
        ("# pounds", "about # pounds", "# pounds"),
    ],
)
def test_the_notation_means_what_it_says(pattern: str, text: str, expected: str | None) -> None:
    assert found(pattern, text) == expected


@pytest.mark.parametrize("pattern", ["i am <mood>", "a [very] (sad|cross) ...3 man", "(a b|c) d"])
@given(
    words=st.lists(
        st.sampled_from(
            ["i", "a", "am", "b", "c", "d", "sad", "cross", "very", "man", "fed", "up"]
        ),
        max_size=9,
    )
)
@settings(max_examples=150, deadline=None)
def test_nothing_matches_without_the_words_it_needs(pattern: str, words: list[str]) -> None:
    compiled = compile_pattern(pattern, GRAMMAR)
    text = " | " + "".join(f"{word} " for word in words) + "| "

    if compiled.expression.search(text):
        assert all(clause & set(words) for clause in compiled.needs)


def test_the_expression_has_no_unbounded_repetition() -> None:
    source = compile_pattern("^ a [b] (c|d e) ... <mood> ...7 f ...", GRAMMAR).source

    assert not re.search(r"\)[*+]", source)
