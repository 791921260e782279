"""Closed lists of English words that tell how an utterance works in a conversation.

They are lists of function, not of meaning: what listeners say to show that they follow, what a
clause cannot end on, what carries no content. Behaviours are told by the lexicon packs instead.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from callqa.domain.speech import Word

_EDGE = re.compile(r"^[^\w]+|[^\w]+$")


class PhraseSet(NamedTuple):
    """Phrases as tuples of tokens, and the length of the longest."""

    phrases: frozenset[tuple[str, ...]]
    longest: int


def _phrases(text: str) -> PhraseSet:
    phrases = frozenset(tuple(line.split()) for line in text.strip().split(","))
    return PhraseSet(phrases, max(len(each) for each in phrases))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CONTINUERS = _phrases(
    "mm, mmm, mhm, mmhm, hm, hmm, mm hm, mm hmm, mm mm, uh huh, uhuh, uhhuh, mm-hm,"
    " mm-hmm, uh-huh, ah, oh, aha, right, okay, ok, o.k, k, yeah, yea, ya, yep, yup, yes, sure,"
    " alright, all right, i see, got it, gotcha, of course, oh okay, i know, that's right,"
    " go on, go ahead"
)
"""What a listener says without taking the floor (docs/measures.md section 5, class 1).

"No" is not among them: "no, wait" claims the floor.
"""

SUPPORT = _phrases(
    "absolutely, exactly, definitely, certainly, correct, precisely, true, agreed,"
    " indeed, great, perfect, good, nice, lovely, wonderful, excellent, fantastic,"
    " brilliant, awesome, cool, fine, thanks, thank you, cheers, please, oh no, oh dear,"
    " oh my, wow, goodness, my goodness, i understand, i hear you, i see that, i can"
    " imagine, i can see that, i agree, you're right, you are right, that is right, that's"
    " it, that's true, that's fine, that's good, that's great, that's correct, that's"
    " terrible, that's awful, how awful, how terrible, i'm sorry, i am sorry, sorry, sorry"
    " to hear that, sorry about that, no problem, no worries, makes sense, that makes"
    " sense, fair enough, don't worry, take your time, please do, poor you, not at all, i"
    " appreciate that, you know, for sure"
)
"""Agreement, assessment and sympathy (class 3)."""

INTENSIFIERS = _words("so very really truly totally completely quite just well um uh er eh then")
"""Passed over where an utterance is checked to be nothing but continuers or support."""

ACCEPTANCE = _words("yes yeah yep yup exactly right correct precisely true sure indeed")
"""How a speaker takes up a completion that the other offered."""

REFUSAL = _words("no nope not don't never wait stop but actually however hang hold excuse sorry")
"""Words that a completion offered to the other does not contain."""

NEVER_LAST = _words(
    "a an the my your our their his its and or but because if although unless while"
    " whether than um uh er erm i'm we're they're i've we've i'll we'll"
)
"""Words a clause does not end on, whatever punctuation the recogniser set after them."""

SELDOM_LAST = _words(
    "to of in on at for from with by about into as so which who i we they he she is are was were"
    " am be been have has had does did will would can could should may might must very really some"
    " any every each no not let let's want need going gonna"
)
"""Words that a clause seldom ends on: taken as open where no punctuation says otherwise."""

FUNCTION_WORDS = (
    NEVER_LAST
    | SELDOM_LAST
    | _words(
        "that this these those you do me him her us them it mine yours ours theirs myself"
        " yourself it's that's there's what's he's she's you're you've you'll you'd i'd we'd"
        " they've they'll what when where why how there here then now just also too well oh okay"
        " ok yes yeah no right sure please thank thanks sorry don't doesn't didn't can't"
        " couldn't won't wouldn't isn't aren't wasn't weren't haven't hasn't cannot get got"
        " getting go goes going gone went come came make made take took give gave say said tell"
        " told know knew think thought see saw look like want wanted need needed thing things"
        " something anything nothing everything way lot bit much many more most few one two"
        " three first time times again still already even only ever never always up down out off"
        " over back through after before until all both either neither other another same such"
        " own being having doing understand feel appreciate apologize apologise apologies help"
        " sir madam ma'am actually basically literally certainly absolutely definitely gonna"
        " wanna let's kind sort hello hi moment today check apology really quite able shall yet"
        " per own around"
    )
)
"""Words that carry no content of their own, formulas of courtesy among them (section 7)."""


def token(text: str) -> str:
    """Return `text` as the lists spell it: lower case, no punctuation round it."""
    return _EDGE.sub("", text.strip().lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))


def tokens(words: Sequence[Word]) -> tuple[str, ...]:
    """Return the tokens of `words`, without those that are punctuation alone."""
    found = (token(word.text) for word in words)
    return tuple(each for each in found if each)


def is_made_of(said: Sequence[str], *lists: PhraseSet) -> bool:
    """Tell whether tokens are nothing but phrases of `lists` and intensifiers; never when empty."""
    core = tuple(each for each in said if each not in INTENSIFIERS)
    return _is_covered(tuple(said), lists) or _is_covered(core, lists)


def is_continuer(words: Sequence[Word]) -> bool:
    """Tell whether `words` are nothing but continuers; never when there are none."""
    return is_made_of(tokens(words), CONTINUERS)


def _is_covered(said: tuple[str, ...], lists: Sequence[PhraseSet]) -> bool:
    position = 0
    while position < len(said):
        step = max(_match(said, position, each) for each in lists)
        if step == 0:
            return False
        position += step
    return bool(said)


def _match(said: tuple[str, ...], position: int, known: PhraseSet) -> int:
    for length in range(known.longest, 0, -1):
        if said[position : position + length] in known.phrases:
            return min(length, len(said) - position)
    return 0
