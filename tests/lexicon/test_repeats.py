from dataclasses import replace

from callqa.domain.measures import PhraseHit
from callqa.lexicon import Pack, repeated_apologies


def apology(text: str, start_s: float) -> PhraseHit:
    return PhraseHit("apologise", "positive", "agent", 0, start_s, start_s + 1, text, "phrase")


def test_the_same_stock_line_three_times_counts_once_and_is_noted(pack: Pack) -> None:
    hits = [
        apology("I'm sorry for the inconvenience.", 0.0),
        apology("I am really sorry for the inconvenience", 20.0),
        apology("I'm so sorry, for the inconvenience.", 40.0),
    ]

    assert repeated_apologies(hits, pack) == {hits[1]: hits[0], hits[2]: hits[0]}


def test_an_apology_for_something_else_is_another_line(pack: Pack) -> None:
    hits = [
        apology("I'm sorry for the inconvenience.", 0.0),
        apology("I'm sorry the engineer missed you on Friday.", 20.0),
    ]

    assert repeated_apologies(hits, pack) == {}


def test_what_the_customer_says_is_no_apology_of_the_agent(pack: Pack) -> None:
    theirs = replace(apology("I'm sorry about that.", 0.0), role="customer")
    own = apology("I'm sorry about that.", 20.0)

    assert repeated_apologies([theirs, own], pack) == {}
