"""A language's own words for our English sentences, from `locales/<language>/LC_MESSAGES/messages.po`."""

from __future__ import annotations

from functools import cache
from gettext import c2py

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.languages import Language
from bot.text.data_files import ROOT

LOCALES = ROOT / "locales"


class Catalogue:
    """
    One language's words. What it lacks, and what a translator marked as unsure, comes back in English.

    English itself needs none: its words are the sentences.
    """

    def __init__(self, words: Catalog | None) -> None:
        self._words = words
        self._plural = c2py(words.plural_expr) if words is not None else None

    def gettext(self, sentence: str) -> str:
        """The sentence in this language."""
        found = self._found(sentence)
        return found if isinstance(found, str) and found else sentence

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The form that goes with this count; a language has from one to six of them."""
        found = self._found(one)
        if self._plural is not None and isinstance(found, (tuple, list)):
            form = self._plural(count)
            if form < len(found) and found[form]:
                return str(found[form])
        return one if count == 1 else many

    def _found(self, sentence: str) -> object:
        message = self._words.get(sentence) if self._words is not None and sentence else None
        return message.string if message is not None and not message.fuzzy else None


@cache
def catalogue(language: Language) -> Catalogue:
    """The words of a language, read once."""
    path = LOCALES / language.value / "LC_MESSAGES" / "messages.po"
    if language is Language.ENGLISH or not path.exists():
        return Catalogue(None)
    with path.open("rb") as file:
        return Catalogue(read_po(file, locale=language.value))


def gettext(sentence: str, language: Language) -> str:
    """An English sentence in a language."""
    return catalogue(language).gettext(sentence)


def ngettext(one: str, many: str, count: int, language: Language) -> str:
    """The form of an English sentence with a count in it, in a language."""
    return catalogue(language).ngettext(one, many, count)
