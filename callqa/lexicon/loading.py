"""TOML to `Pack`; every mistake is named with file, line and category."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from callqa.errors import LexiconError
from callqa.lexicon.category_table import category_of
from callqa.lexicon.compiling import Clause, Compiled, compile_pattern, soft_by_first
from callqa.lexicon.conversation import ConversationWords, PhraseSet
from callqa.lexicon.normalise import MARKS, Spelling
from callqa.lexicon.notation import Grammar, NotationError
from callqa.lexicon.pack import Category, Guards, Pack, Phrase
from callqa.lexicon.pack_file import PackFile
from callqa.paths import config_dir

SLIP_MIN_LETTERS = 7
"""Shortest word that may be recognised with a wrong letter; below, one letter makes another word
("hold", "told"; "contact", "contract" has 7, and is kept apart because both are in the pack)."""

_LANGUAGE_FILE = "language.toml"
_PHRASE_KEYS = {"say", "with", "not"}


@cache
def load_pack(language: str) -> Pack | None:
    """Return the pack of `language` (ISO 639-1), ``None`` when there is none.

    The site's own, ``lexicon/<language>`` in the configuration folder, takes the place of the
    shipped one.

    Raises
    ------
    LexiconError
        The pack has a mistake.
    """
    own = config_dir() / "lexicon" / language
    for folder in (own, files("callqa.lexicon") / "packs" / language):
        if (folder / _LANGUAGE_FILE).is_file():
            return read_pack(folder, language)
    return None


def read_pack(folder: Traversable, language: str) -> Pack:
    """Read the pack in `folder`.

    Raises
    ------
    LexiconError
        A file cannot be parsed, a key is unknown, a value is wrong or a pattern breaks the
        notation.
    """
    sources = [
        PackFile(each.name, each.read_bytes())
        for each in sorted(folder.iterdir(), key=lambda each: each.name)
        if each.name.endswith(".toml")
    ]
    language_source = next((each for each in sources if each.name == _LANGUAGE_FILE), None)
    if language_source is None:
        raise LexiconError(f"has no {_LANGUAGE_FILE}.", subject=str(folder), remedy="Add one.")
    digest = hashlib.sha256(b"\0".join(each.content for each in sources)).hexdigest()
    builder = _Builder(language_source)
    for source in sources:
        if source is not language_source:
            builder.add(source)
    return builder.pack(language, digest)


class _Builder:
    def __init__(self, source: PackFile) -> None:
        self._source = source
        self._document = source.document()
        self._spelling = self._read_spelling()
        self._grammar = Grammar(
            tokens=self._tokens,
            plain=self._spelling.plain,
            lists=self._table("lists"),
            soft=self._phrases("soft"),
            openers=self._phrases("openers"),
            common=frozenset(self._words_of("common")),
        )
        self._categories: dict[str, Category] = {}
        self._drafts: list[tuple[Category, Compiled, tuple[Compiled, ...], tuple[Compiled, ...]]]
        self._drafts = []

    def add(self, source: PackFile) -> None:
        """Read one file of categories."""
        for name, table in source.document().items():
            if name in self._categories:
                raise source.error(
                    "is defined twice.", category=name, remedy="Join the two tables."
                )
            self._categories[name] = category = category_of(source, name, table)
            forbidden = self._compiled_all(source, name, table.get("not", []))
            for entry in table["say"]:
                self._drafts.append((category, *self._phrase(source, name, entry, forbidden)))

    def pack(self, language: str, digest: str) -> Pack:
        """Return what was read, indexed."""
        counts = Counter(word for _, pattern, _, _ in self._drafts for word in pattern.words)
        phrases = tuple(
            Phrase(category, pattern, self._anchor(pattern, counts), required, forbidden)
            for category, pattern, required, forbidden in self._drafts
        )
        index: dict[str, list[int]] = {}
        for number, phrase in enumerate(phrases):
            for word in phrase.anchor:
                index.setdefault(word, []).append(number)
        vocabulary = frozenset(self._vocabulary())
        guards = self._guards()
        return Pack(
            language=language,
            digest=digest,
            categories=self._categories,
            phrases=phrases,
            by_anchor={word: tuple(numbers) for word, numbers in index.items()},
            guards=guards,
            spelling=self._spelling,
            soft=frozenset(each for each in self._phrases("soft") if " " not in each),
            soft_phrases=soft_by_first(self._phrases("soft")),
            opener_ends=frozenset(each.split()[-1] for each in self._phrases("openers")),
            vocabulary=vocabulary,
            slips=self._slips(counts),
            inflections=frozenset(self._words_of("inflections")),
            prefixes=tuple(sorted(each[:-1] for each in counts if each.endswith("*"))),
            suffixes=tuple(sorted(each[1:] for each in counts if each.startswith("*"))),
            conversation=self._conversation(),
        )

    def _phrase(
        self, source: PackFile, name: str, entry: object, forbidden: tuple[Compiled, ...]
    ) -> tuple[Compiled, tuple[Compiled, ...], tuple[Compiled, ...]]:
        if isinstance(entry, str):
            return self._compiled(source, name, entry), (), forbidden
        if not isinstance(entry, dict) or "say" not in entry or set(entry) - _PHRASE_KEYS:
            raise source.error(
                f"has an entry that is no phrase: {entry!r}.",
                category=name,
                remedy='Write "words" or { say = "words", with = "words", not = "words" }.',
            )
        return (
            self._compiled(source, name, entry["say"]),
            self._compiled_all(source, name, entry.get("with", [])),
            forbidden + self._compiled_all(source, name, entry.get("not", [])),
        )

    def _compiled_all(self, source: PackFile, name: str, value: object) -> tuple[Compiled, ...]:
        texts = [value] if isinstance(value, str) else value
        if not isinstance(texts, list):
            raise source.error(
                f"has {value!r} where phrases belong.", category=name, remedy='Write ["words"].'
            )
        return tuple(self._compiled(source, name, text) for text in texts)

    def _compiled(self, source: PackFile, name: str, text: object) -> Compiled:
        if not isinstance(text, str):
            raise source.error(
                f"has {text!r} where words belong.", category=name, remedy='Write "words".'
            )
        try:
            return compile_pattern(text, self._grammar)
        except NotationError as error:
            raise source.error(
                f'"{text}" {error.what}', category=name, text=text, remedy=error.remedy
            ) from error

    def _tokens(self, text: str) -> Sequence[str]:
        return [each for each in self._spelling.tokens(text) if each not in MARKS]

    def _read_spelling(self) -> Spelling:
        letters = str.maketrans(dict(self._table("letters")))

        def plain(name: str) -> dict[str, str]:
            table = self._table(name).items()
            return {key.translate(letters): str(value).translate(letters) for key, value in table}

        return Spelling(
            words=plain("spelling"),
            endings=plain("endings"),
            beginnings=plain("beginnings"),
            fillers=frozenset(self._phrases("fillers")),
            numbers={key: str(value) for key, value in self._table("numbers").items()},
            letters=letters,
            ise_for_ize=self._rule("ise_for_ize"),
        )

    def _guards(self) -> Guards:
        table = self._table("guards")

        def compiled(key: str) -> tuple[Compiled, ...]:
            return self._compiled_all(self._source, "guards", table.get(key, []))

        return Guards(
            negation=compiled("negation"),
            not_negation=compiled("not_negation"),
            reported=compiled("reported"),
            negation_after=compiled("negation_after"),
            reported_after=compiled("reported_after"),
            question=compiled("question"),
        )

    def _conversation(self) -> ConversationWords:
        return ConversationWords(
            continuers=PhraseSet.of(self._listed("continuers")),
            support=PhraseSet.of(self._listed("support")),
            intensifiers=frozenset(self._listed("intensifiers")),
            acceptance=frozenset(self._listed("acceptance")),
            refusal=frozenset(self._listed("refusal")),
            never_last=frozenset(self._listed("never_last")),
            seldom_last=frozenset(self._listed("seldom_last")),
            content_free=frozenset(self._listed("content_free")),
            endings=tuple(sorted(self._listed("endings"), key=len, reverse=True)),
        )

    def _listed(self, name: str) -> list[str]:
        listed = self._table("conversation").get(name, [])
        if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
            raise self._source.error(
                f"has {name} that is no list of words.",
                category="conversation",
                remedy=f'Write {name} = ["word"] under [conversation].',
            )
        return listed

    def _table(self, name: str) -> Mapping[str, Any]:
        table = self._document.get(name, {})
        if not isinstance(table, dict):
            raise self._source.error(
                "is not a table.", category=name, remedy=f"Head it with [{name}]."
            )
        return table

    def _phrases(self, name: str) -> list[str]:
        phrases = self._table("words").get(name, [])
        if not isinstance(phrases, list):
            raise self._source.error(
                f"has {name} that is no list.",
                category="words",
                remedy=f'Write {name} = ["word"].',
            )
        return [" ".join(self._tokens_of(str(each))) for each in phrases]

    def _tokens_of(self, text: str) -> Sequence[str]:
        return self._tokens(text) if hasattr(self, "_spelling") else text.split()

    def _slips(self, words: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(filter(_may_slip, words))) if self._rule("slips") else ()

    def _rule(self, name: str) -> bool:
        """Tell whether `name` holds in this language; it does where the pack is silent."""
        return bool(self._table("rules").get(name, True))

    def _words_of(self, name: str) -> Iterator[str]:
        for phrase in self._phrases(name):
            yield from phrase.split()

    def _anchor(self, pattern: Compiled, counts: Counter[str]) -> Clause:
        """Return the clause of the rarest words: frequent in the pack is frequent in speech."""
        common = self._grammar.common

        def cost(clause: Clause) -> tuple[int, int]:
            return len(clause & common), sum(counts[word] for word in clause)

        return min(pattern.needs, key=cost)

    def _vocabulary(self) -> Iterator[str]:
        for _, pattern, required, forbidden in self._drafts:
            for each in (pattern, *required, *forbidden):
                yield from (word for word in each.words if "*" not in word)
        yield from self._words_of("known")


def _may_slip(word: str) -> bool:
    return len(word) >= SLIP_MIN_LETTERS and word.isalpha()
