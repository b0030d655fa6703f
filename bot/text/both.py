"""Words in the parent's language that know their English: while a translation is a draft, both are shown."""

from __future__ import annotations

from collections.abc import Callable

from bot.languages import Language


class InBoth(str):
    """Text in the parent's language, with the same in English beside it."""

    english: str


def in_both(make: Callable[[Language], str], language: Language) -> str:
    """Words made in a language, and in English too where that is another one."""
    own = make(language)
    if language is Language.ENGLISH:
        return own
    words = InBoth(own)
    words.english = make(Language.ENGLISH)
    return words


def english_of(words: str) -> str:
    """The English of words that know it; of any others, the words: a name, a number, a place."""
    return words.english if isinstance(words, InBoth) else words
