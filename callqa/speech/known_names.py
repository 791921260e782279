"""Names of a site's vocabulary put where the recogniser heard something that sounds like them.

The recogniser reads each chunk twice: as it is, and told the names that the first reading may
hold. The second reading is freer with the rest of the words, so only the names are taken from
it, and only where the first reading has something like them in letters and sound.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein, Opcode
from rapidfuzz.process import cdist

# Likeness, 0 to 1, that a span must have with a name (measured: `callqa bench accuracy
# --set vocabulary`, and 44 synthetic sentences with 68 names).
_READ_AGAIN = 0.4
_ALIKE = 0.9
_ALIKE_SEVERAL_WORDS = 0.8
# Shorter words are too often like common ones ("Wright" and "right").
_ALIKE_MIN_LETTERS = 7
# A name may be heard as this many words more than it has ("Bexley" as "back free").
_EXTRA_WORDS = 2
_TAIL = re.compile(r"(?:['\u2019]s)?\W*$")
# Letters that are heard for one another on the telephone, in English spelling.
_SOUNDS = (
    ("tch", "c"), ("sch", "s"), ("ph", "f"), ("gh", "g"), ("ck", "k"), ("wh", "w"), ("kn", "n"),
    ("wr", "r"), ("dg", "j"), ("sh", "s"), ("ch", "c"), ("th", "t"), ("qu", "kw"), ("x", "ks"),
    ("z", "s"), ("q", "k"), ("y", "i"), ("v", "f"), ("b", "p"), ("d", "t"), ("g", "k"),
    ("j", "c"), ("w", "v"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Place:
    """Words `start` to `end` (not included) of the first reading, to be written as `entry`."""

    start: int
    end: int
    entry: int
    likeness: float
    read_again: bool

    def meets(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end


class KnownNames:
    """The entries of a vocabulary, ready to be compared with what is heard."""

    def __init__(self, entries: Sequence[str]) -> None:
        self._entries = tuple(entries)
        self._letters = [_letters(entry) for entry in entries]
        self._sounds = [_sound(letters) for letters in self._letters]
        self._sizes = [len(entry.split()) for entry in entries]

    def __bool__(self) -> bool:
        return bool(self._entries)

    def likeliest(self, texts: Sequence[Sequence[str]]) -> list[str]:
        """Return the entries, those first that sound most like a part of `texts` (words)."""
        best = np.zeros(len(self._entries))
        for words in texts:
            spans = self._spans(words)
            if spans:
                best = np.maximum(best, self._likeness(words, spans).max(axis=1))
        return [self._entries[at] for at in np.argsort(-best, kind="stable")]

    def written(self, heard: Sequence[str], told: Sequence[str]) -> list[str]:
        """Return the words of `heard` with names where they sound like one.

        Parameters
        ----------
        heard
            Words of a chunk as first read.
        told
            Words of the same chunk as read by a recogniser that was told the names.
        """
        spans = self._spans(heard)
        if not spans:
            return list(heard)
        likeness = self._likeness(heard, spans)
        places = [*self._read_again(heard, told, spans, likeness), *self._alike(spans, likeness)]
        right = self._exact(heard)
        chosen: list[_Place] = []
        for place in sorted(places, key=lambda each: (not each.read_again, -each.likeness)):
            taken = any(place.meets(each.start, each.end) for each in chosen)
            if not taken and not self._is_there(place, right):
                chosen.append(place)
        return self._replaced(heard, chosen)

    def _spans(self, words: Sequence[str]) -> list[tuple[int, int]]:
        longest = max(self._sizes, default=0) + _EXTRA_WORDS
        return [
            (start, end)
            for start in range(len(words))
            for end in range(start + 1, min(len(words), start + longest) + 1)
        ]

    def _likeness(
        self, words: Sequence[str], spans: Sequence[tuple[int, int]]
    ) -> NDArray[np.float32]:
        """Return likeness, 0 to 1, of every entry (row) with every span: letters and sound."""
        letters = [_letters("".join(words[start:end])) for start, end in spans]
        sounds = [_sound(each) for each in letters]
        alike = Levenshtein.normalized_similarity
        spelled = cdist(self._letters, letters, scorer=alike)
        spoken = cdist(self._sounds, sounds, scorer=alike)
        total: NDArray[np.float32] = (spelled + spoken) / 2
        size = np.array([end - start for start, end in spans])
        fits = size[np.newaxis, :] <= np.array(self._sizes)[:, np.newaxis] + _EXTRA_WORDS
        spoken_at_all = np.array([bool(each) for each in letters])
        return np.where(fits & spoken_at_all, total, 0).astype(np.float32)

    def _exact(self, words: Sequence[str]) -> list[tuple[int, int, int]]:
        """Return where an entry stands as it is: its index, first word and end."""
        plain = [_letters(_TAIL.sub("", word)) for word in words]
        return [
            (entry, start, start + size)
            for entry, (letters, size) in enumerate(zip(self._letters, self._sizes, strict=True))
            for start in range(len(plain) - size + 1)
            if "".join(plain[start : start + size]) == letters
        ]

    def _read_again(
        self,
        heard: Sequence[str],
        told: Sequence[str],
        spans: Sequence[tuple[int, int]],
        likeness: NDArray[np.float32],
    ) -> list[_Place]:
        """Return the names of the second reading, each at the span near it that is most like."""
        blocks = Levenshtein.opcodes(
            [_letters(word) for word in heard], [_letters(word) for word in told]
        )
        edges = np.array(spans)
        found = []
        for entry, start, end in self._exact(told):
            first, last = _opposite(blocks, start, end)
            near = (edges[:, 0] >= first - 1) & (edges[:, 1] <= last + _EXTRA_WORDS)
            at = int(np.argmax(np.where(near, likeness[entry], -1.0)))
            if near[at] and likeness[entry, at] >= _READ_AGAIN:
                first, last = spans[at]
                found.append(_Place(first, last, entry, float(likeness[entry, at]), True))
        return found

    def _alike(
        self, spans: Sequence[tuple[int, int]], likeness: NDArray[np.float32]
    ) -> list[_Place]:
        """Return the spans that are a name but for a letter or two."""
        enough = np.where(np.array(self._sizes) > 1, _ALIKE_SEVERAL_WORDS, _ALIKE)
        enough[[len(each) < _ALIKE_MIN_LETTERS for each in self._letters]] = np.inf
        return [
            _Place(start, end, int(entry), float(likeness[entry, span]), False)
            for entry, span in np.argwhere(likeness >= enough[:, np.newaxis])
            for start, end in [spans[span]]
        ]

    def _is_there(self, place: _Place, right: Sequence[tuple[int, int, int]]) -> bool:
        """Tell whether the span holds this name already, or another that is no part of it."""
        return any(
            place.meets(start, end)
            and (entry == place.entry or self._letters[entry] not in self._letters[place.entry])
            for entry, start, end in right
        )

    def _replaced(self, heard: Sequence[str], places: Sequence[_Place]) -> list[str]:
        words = list(heard)
        for place in sorted(places, key=lambda each: each.start, reverse=True):
            tail = _TAIL.search(words[place.end - 1])
            entry = self._entries[place.entry] + (tail[0] if tail else "")
            words[place.start : place.end] = entry.split()
        return words


def _opposite(blocks: Iterable[Opcode], start: int, end: int) -> tuple[int, int]:
    """Return the words of the first reading that stand for words `start` to `end` of the second.

    In an equal block words stand one for one; in a changed one, any for any.
    """
    edges = []
    for block in blocks:
        if block.dest_start >= end or block.dest_end <= start:
            continue
        if block.tag == "equal":
            shift = block.src_start - block.dest_start
            edges += [max(block.dest_start, start) + shift, min(block.dest_end, end) + shift]
        else:
            edges += [block.src_start, block.src_end]
    return min(edges), max(edges)


def _letters(text: str) -> str:
    """Return letters and digits in lower case, without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


def _sound(letters: str) -> str:
    """Return letters as they sound, roughly: like consonants alike, vowels all alike."""
    sound = re.sub(r"c(?=[eiy])", "s", letters)
    sound = re.sub(r"c(?!h)", "k", sound)
    for spelled, spoken in _SOUNDS:
        sound = sound.replace(spelled, spoken)
    sound = re.sub(r"[aeiou]+", "a", sound)
    return re.sub(r"(.)\1+", r"\1", sound)
