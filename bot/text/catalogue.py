"""A language's own words for our English sentences, from `locales/<language>/LC_MESSAGES/messages.po`."""

from __future__ import annotations

from functools import cache
from gettext import c2py
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.languages import Language
from bot.text.data_files import ROOT
from bot.text.drafts import notice_draft
from bot.text.reviews import forms_of, is_reviewed, is_translated

LOCALES = ROOT / "locales"


class Catalogue:
    """
    One language's words. What it lacks, and what a translator marked as unsure, comes back in English.

    English itself needs none: its words are the sentences.
    """

    def __init__(self, words: Catalog | None) -> None:
        self._plural = c2py(words.plural_expr) if words is not None else None
        translated = [message for message in words or () if message.id and is_translated(message)]
        self._forms = {forms_of(message.id)[0]: forms_of(message.string) for message in translated}
        self._drafts = {forms_of(message.id)[0] for message in translated if not is_reviewed(message)}

    @property
    def has_drafts(self) -> bool:
        """Whether there is any translation that nobody has checked."""
        return bool(self._drafts)

    def is_draft(self, sentence: str) -> bool:
        """Whether the translation of this sentence is one that nobody has checked."""
        return sentence in self._drafts

    def gettext(self, sentence: str) -> str:
        """The sentence in this language."""
        found = self._found(sentence)
        return found[0] if found else sentence

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The form that goes with this count; a language has from one to six of them."""
        found = self._found(one)
        if self._plural is not None and found is not None:
            form = self._plural(count)
            if form < len(found):
                return found[form]
        return one if count == 1 else many

    def _found(self, sentence: str) -> tuple[str, ...] | None:
        if sentence in self._drafts:
            notice_draft()
        return self._forms.get(sentence)


def catalogue_path(language: Language) -> Path:
    """Where a language's words are kept."""
    return LOCALES / language.value / "LC_MESSAGES" / "messages.po"


@cache
def catalogue(language: Language) -> Catalogue:
    """The words of a language, read once."""
    path = catalogue_path(language)
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
