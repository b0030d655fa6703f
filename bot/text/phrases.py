"""
The short sentences that pages and chat share, by name: `data/phrases.yml`.

* PhraseError
  + PhraseUnknown     there is no phrase of that name
  + WordMissing       the phrase has a {placeholder} that was given no word
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType

from bot.languages import Language
from bot.text.catalogue import gettext
from bot.text.data_files import DATA, Mistakes, did_you_mean, read

PHRASES = DATA / "phrases.yml"


class PhraseError(LookupError):
    """A phrase cannot be said. Never shown to a parent: a mistake of ours."""


class PhraseUnknown(PhraseError):
    """There is no phrase of that name."""

    def __init__(self, id: str, remedy: str) -> None:
        super().__init__(f"data/phrases.yml has no phrase {id!r}. {remedy}")
        self.id = id


class WordMissing(PhraseError):
    """The braces would be shown to the parent."""

    def __init__(self, sentence: str, missing: frozenset[str]) -> None:
        super().__init__(f"no word for {', '.join(sorted(missing))} in {sentence!r}")
        self.missing = missing


def placeholders(sentence: str) -> frozenset[str]:
    """The names in braces. Anything but a plain name in braces is a `ValueError`."""
    names = set()
    for _, name, form, conversion in Formatter().parse(sentence):
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise ValueError(f"{{{name}}} is not a plain name in braces")
        names.add(name)
    return frozenset(names)


def fill(sentence: str, words: Mapping[str, str]) -> str:
    """Put the words in their places; a place without a word raises `WordMissing`."""
    missing = placeholders(sentence) - words.keys()
    if missing:
        raise WordMissing(sentence, missing)
    return sentence.format_map(words)


def say(id: str, language: Language, /, **words: str) -> str:
    """A phrase in a language, with these words in it."""
    known = phrases()
    if id not in known:
        raise PhraseUnknown(id, did_you_mean(id, known))
    return fill(gettext(known[id], language), words)


@cache
def phrases(path: Path = PHRASES) -> Mapping[str, str]:
    """Every phrase in English by its name, read once."""
    file, mistakes = read(path), Mistakes()
    for id, sentence in file.content.items():
        with mistakes.kept():
            if not isinstance(sentence, str) or not sentence.strip():
                raise file.mistake((id,), f"{id!r} is not a sentence", "Write it on one line, in quotes.")
            try:
                placeholders(sentence)
            except ValueError as error:
                raise file.mistake((id,), str(error), "Write {name}; a brace itself is {{.") from error
    mistakes.raise_any()
    return MappingProxyType(dict(file.content))
