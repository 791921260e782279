"""Suggestions by meaning: the shipped English classifiers on words that no phrase has."""

import numpy as np
import pytest

from callqa.bench.texts.spoken import Line, as_hearing
from callqa.domain.measures import PhraseHit
from callqa.domain.speech import Role
from callqa.lexicon import Pack, load_pack, match
from callqa.lexicon.meaning import FILE, Reading
from tests.lexicon.train_meaning import PACKS, digest_of

SOBBING = "I just sat down on the stairs with the letter in my hand and sobbed, I can tell you."


def meant(text: str, role: Role, pack: Pack) -> set[str]:
    call = as_hearing([Line(0.0, 8.0, role, text)], "en")
    heard = match(call.turns, {role: role}, pack)
    hits = Reading(call.turns, call.passages, pack).suggested({role: role}, heard)
    assert {hit.source for hit in hits} <= {"meaning"}
    return {hit.category for hit in hits}


@pytest.mark.models
def test_distress_is_suggested_where_no_phrase_says_so(pack: Pack) -> None:
    assert "distress" in meant(SOBBING, "customer", pack)


@pytest.mark.models
@pytest.mark.parametrize(
    "text",
    [
        "My postcode is B for Bravo, nineteen, four T Q.",
        "Yes, that's the one, the second from the top.",
        "I moved in on the first of March, so from then, please.",
    ],
)
def test_plain_facts_suggest_no_distress(text: str, pack: Pack) -> None:
    assert "distress" not in meant(text, "customer", pack)


@pytest.mark.models
def test_what_only_a_customer_can_show_is_not_suggested_of_the_agent(pack: Pack) -> None:
    assert "distress" not in meant(SOBBING, "agent", pack)


@pytest.mark.models
def test_a_phrase_that_was_heard_is_not_suggested_too(pack: Pack) -> None:
    call = as_hearing([Line(0.0, 8.0, "customer", SOBBING)], "en")
    heard = PhraseHit("distress", "negative", "customer", 0, 1.0, 2.0, "sobbed", "phrase")
    roles: dict[str, Role] = {"customer": "customer"}

    hits = Reading(call.turns, call.passages, pack).suggested(roles, [heard])
    categories = {hit.category for hit in hits}

    assert "distress" not in categories


def test_the_classifiers_are_those_of_the_examples() -> None:
    with np.load(PACKS / "en" / FILE, allow_pickle=False) as stored:
        assert str(stored["examples_sha256"]) == digest_of(PACKS / "en" / "examples")


def test_every_classifier_is_of_a_category_of_the_pack() -> None:
    pack = load_pack("en")
    assert pack is not None

    with np.load(PACKS / "en" / FILE, allow_pickle=False) as stored:
        assert set(map(str, stored["categories"])) <= set(pack.categories)
