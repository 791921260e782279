"""Whether a speaker had finished a clause when they stopped."""

from collections.abc import Sequence
from dataclasses import dataclass

from callqa.domain.speech import Word
from callqa.lexicon.conversation import ConversationWords, token

_CUT_OFF = ("...", "\N{HORIZONTAL ELLIPSIS}", "-", "\N{EM DASH}", "\N{EN DASH}")
APART_S = 1.0
"""A pause that a recogniser may have ended a text at without a full stop."""

_FULL_STOPS = (".", "?", "!")


@dataclass(frozen=True, slots=True)
class ClauseReader:
    """Reads clause ends in one party's words.

    Parameters
    ----------
    language
        Its lists of words that clauses do not end on.
    punctuated
        The recogniser sets full stops; where it never does, their absence says nothing.
    """

    language: ConversationWords
    punctuated: bool

    def ended(self, words: Sequence[Word], following: Word | None) -> bool | None:
        """Tell whether `words` end at the end of a clause; ``None`` when there are none.

        In this order: a word that no clause ends on (article, conjunction, hesitation) leaves it
        open, as does a cut-off mark; a full stop, question or exclamation mark ends it; a word
        that clauses seldom end on (preposition, auxiliary) leaves it open; a comma ends it, for
        the clause though not the sentence is over; else it is open where the recogniser sets
        full stops and wrote on, within a second or without a capital. `following` is the party's
        next word, whenever it comes.
        """
        if not words:
            return None
        last = words[-1].text.strip()
        said = token(last)
        if said in self.language.never_last or last.endswith(_CUT_OFF):
            return False
        if last.endswith(_FULL_STOPS):
            return True
        if said in self.language.seldom_last:
            return False
        if last.endswith(",") or not self.punctuated or following is None:
            return True
        apart = following.start_s - words[-1].end_s >= APART_S
        return apart and following.text.strip()[:1].isupper()

    def breaks_off(self, words: Sequence[Word]) -> bool:
        """Tell whether `words` end on a word or mark that no clause ends on.

        A full stop that the recogniser left out says nothing here.
        """
        if not words:
            return False
        last = words[-1].text.strip()
        said = token(last)
        if said in self.language.never_last or last.endswith(_CUT_OFF):
            return True
        return said in self.language.seldom_last and not last.endswith(_FULL_STOPS)

    @staticmethod
    def is_sentence_end(word: Word) -> bool:
        """Tell whether `word` carries a full stop, question or exclamation mark."""
        last = word.text.strip()
        return last.endswith(_FULL_STOPS) and not last.endswith(_CUT_OFF)

    @staticmethod
    def asks(words: Sequence[Word]) -> bool:
        """Tell whether `words` end with a question mark."""
        return bool(words) and words[-1].text.strip().endswith("?")


def reader_of(words: Sequence[Word], language: ConversationWords) -> ClauseReader:
    """Return a reader for the words of one party."""
    punctuated = any(word.text.strip().endswith(_FULL_STOPS) for word in words)
    return ClauseReader(language, punctuated)
