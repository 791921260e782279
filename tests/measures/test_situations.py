import pytest

from callqa.domain.measures import PhraseHit, RaisedVolume, Situation
from callqa.domain.span import Evidence
from callqa.lexicon.meaning import LikelySituation
from callqa.measures.situations import SITUATIONS, find_situations
from callqa.settings import Settings
from tests.measures.builders import hearing, hit

LOUD = RaisedVolume("C", "customer", "loud", 5, 8, 13.0, 5.0, 4.0, "channel")


def find(
    *phrases: PhraseHit,
    raised: tuple[RaisedVolume, ...] = (),
    likely: tuple[LikelySituation, ...] = (),
) -> tuple[Situation, ...]:
    call = hearing(("A", 0, 4, "Hello."), ("C", 5, 9, "It is broken."))
    return find_situations(call, phrases, raised, likely, Settings().situation)


@pytest.mark.parametrize("code", SITUATIONS)
def test_one_phrase_of_its_own_names_each_situation(code: str) -> None:
    (situation,) = find(hit(f"situation_{code}", "customer", 5, 7, text="these words"))

    assert situation.code == code
    assert [(each.speaker, each.text) for each in situation.evidence] == [("C", "these words")]


def test_one_side_sign_names_nothing_and_two_do() -> None:
    first, second = hit("distress", "customer", 5), hit("distress", "customer", 7)

    assert find(first) == ()
    assert [each.code for each in find(first, second)] == ["high_stress"]


def test_raised_volume_alone_names_nothing() -> None:
    assert find(raised=(LOUD, LOUD, LOUD)) == ()


def test_raised_volume_adds_to_words() -> None:
    words = hit("situation_aggressive_customer", "customer", 5)

    (quiet,), (loud,) = find(words), find(words, raised=(LOUD,))

    assert loud.confidence > quiet.confidence
    assert len(loud.evidence) == 2


def test_a_suggestion_by_meaning_alone_names_nothing() -> None:
    suggested = PhraseHit("situation_dispute", "neutral", "customer", 1, 5, 7, "x", "meaning")

    assert find(suggested) == ()


def test_more_words_make_it_surer_and_it_stays_below_one() -> None:
    few = find(*(hit("situation_dispute", "customer", 5 + i) for i in range(2)))
    many = find(*(hit("situation_dispute", "customer", 5 + i) for i in range(50)))

    assert few[0].confidence < many[0].confidence < 1


def test_the_surest_comes_first() -> None:
    found = find(
        hit("policy_wall", "agent", 1),
        hit("situation_technical_issue", "customer", 5),
        hit("situation_technical_issue", "customer", 7),
    )

    assert [each.code for each in found] == ["technical_issue", "policy_restriction"]


def meant(confidence: float) -> tuple[LikelySituation, ...]:
    shown = Evidence(4.0, 9.0, "C", "that is not what we agreed")
    return (LikelySituation("situation_dispute", confidence, (shown,)),)


def test_what_the_call_comes_near_to_in_meaning_is_named_with_its_passages() -> None:
    (situation,) = find(likely=meant(0.7))

    assert (situation.code, situation.confidence) == ("dispute", 0.7)
    assert [each.text for each in situation.evidence] == ["that is not what we agreed"]


def test_one_phrase_does_not_outweigh_a_call_that_means_something_else() -> None:
    phrase = hit("situation_dispute", "customer", 5, 7)

    assert find(phrase, likely=meant(0.05)) == ()
    assert [each.code for each in find(phrase, likely=meant(0.4))] == ["dispute"]


def test_evidence_that_lies_in_a_passage_is_shown_once() -> None:
    (situation,) = find(hit("situation_dispute", "customer", 5, 7), likely=meant(0.7))

    assert len(situation.evidence) == 1
