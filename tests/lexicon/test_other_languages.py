"""The packs of other languages than English: complete, and right on a few sentences of their own.

``sentences_<language>.tsv`` were written with the phrases, so their figures say only that the
phrases do what they are meant to. ``sentences_<language>_seen.tsv`` are half of a set labelled by
others before them; the phrases were mended on it. ``callqa bench accuracy --set sentences`` says
how well they do on the other half.
"""

from collections import Counter
from pathlib import Path

import pytest

from callqa.bench.texts.sentences import read_sentences, tally
from callqa.lexicon import Pack, load_pack
from callqa.lexicon.conversation import ConversationWords
from tests.lexicon.test_english_pack import count

HERE = Path(__file__).parent
LANGUAGES = [each for each in ("de", "fr", "es", "tr") if load_pack(each)]
WITH_SENTENCES = [each for each in LANGUAGES if (HERE / f"sentences_{each}.tsv").is_file()]
SEEN = ("de", "fr", "es", "tr")
ASKED_FOR = {
    "greeting", "introduction", "closing_offer", "thanks", "acknowledge", "validate", "apologise",
    "act", "ownership", "expectation", "escalation", "policy_wall", "policy_with_alternative",
    "blame", "dismissive", "hold_request", "hold_return", "verification", "distress",
    "escalation_demand", "threat", "relief", "role_agent", "role_customer",
}  # fmt: skip


def pack_of(language: str) -> Pack:
    pack = load_pack(language)
    assert pack is not None
    return pack


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_core_categories_are_there_with_a_dozen_phrases_each(language: str) -> None:
    pack = pack_of(language)
    english = pack_of("en").categories
    phrases = Counter(each.category.id for each in pack.phrases)

    assert set(pack.categories) >= ASKED_FOR
    assert {name: n for name, n in phrases.items() if n < 12} == {}
    assert {each.id: (each.role, each.polarity, each.purpose) for each in pack.categories.values()
            if each.id in english} == {
        name: (each.role, each.polarity, each.purpose) for name, each in english.items()
        if name in pack.categories
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lists_of_conversation_are_filled(language: str) -> None:
    conversation = pack_of(language).conversation

    assert {
        name for name in ConversationWords.__slots__ if not getattr(conversation, name)
    } == set()


@pytest.mark.parametrize("language", WITH_SENTENCES)
def test_precision_and_recall_hold_on_own_sentences(language: str) -> None:
    counts = count(pack_of(language), f"sentences_{language}.tsv")

    assert counts.precision() >= 0.9
    assert counts.recall() >= 0.85


@pytest.mark.parametrize("language", SEEN)
def test_precision_and_recall_hold_on_the_seen_half_of_what_others_labelled(language: str) -> None:
    pack = pack_of(language)
    sentences = read_sentences(HERE / f"sentences_{language}_seen.tsv")
    labelled = frozenset[str]().union(*(each.wanted for each in sentences))
    counts = tally(sentences, pack, labelled & pack.categories.keys())

    assert (counts.precision() or 0.0) >= 0.9
    assert (counts.recall() or 0.0) >= 0.75
