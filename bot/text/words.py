"""
The catalogues as translators and reviewers see them: brought up to date, counted, checked off.

* WordsError
  + NothingToReview     no translation of that language has these words
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timezone

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from bot.languages import Language
from bot.text.catalogue import catalogue_path
from bot.text.extraction import english
from bot.text.reviews import forms_of, is_reviewed, is_translated, record_review

# gettext's dates would change with every run, and nobody asks the files for them: git knows.
_NO_DATE = datetime(2026, 11, 22, tzinfo=timezone.utc)
# One line a sentence and a comment, so that a change shows as one. (0 would leave comments wrapped, and of two wrapped
# lines that are alike Babel keeps one.)
_WIDTH = 10_000


class WordsError(Exception):
    """A command on the catalogues that cannot be done."""


class NothingToReview(WordsError):
    """No translation of that language has these words."""


@dataclass(frozen=True)
class Status:
    """
    How far one language is. Each sentence is counted once.

    `stale`: the English has changed since it was translated, so that the old translation is not used.
    """

    language: Language
    sentences: int
    translated: int
    reviewed: int
    stale: int


def status(languages: Iterable[Language]) -> Iterator[Status]:
    """How far each language is with the sentences that there are now."""
    wanted = [message.id for message in _sentences(english())]
    for language in languages:
        words = _read(language)
        there = [message for id in wanted if (message := words.get(id)) is not None]
        yield Status(
            language=language,
            sentences=len(wanted),
            translated=sum(map(is_translated, there)),
            reviewed=sum(map(is_reviewed, there)),
            stale=sum(1 for message in there if message.fuzzy and any(forms_of(message.string))),
        )


def update(languages: Iterable[Language]) -> None:
    """
    Bring the catalogues up to the sentences that there are now; what is no longer said is dropped.

    Where the English has changed, the old translation stays beside it, marked `fuzzy`: it is not shown to anybody.
    """
    template = english()
    template.creation_date = _NO_DATE
    for language in languages:
        words = _read(language)
        words.update(template)
        words.obsolete.clear()
        _write(language, words)


def review(language: Language, by: str, on: date, only: str | None = None) -> int:
    """
    Record a person as the reviewer of a language's translations, or of the one of this English; how many they were.

    Raises NothingToReview where there is no such translation.
    """
    words = _read(language)
    checked = [
        message
        for message in _sentences(words)
        if is_translated(message) and (only is None or only in forms_of(message.id))
    ]
    if not checked:
        raise NothingToReview
    for message in checked:
        record_review(message, by, on)
    _write(language, words)
    return len(checked)


def _sentences(words: Catalog) -> Iterator[Message]:
    return (message for message in words if message.id)


def _read(language: Language) -> Catalog:
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language.value, project="Beforehand", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language.value)


def _write(language: Language, words: Catalog) -> None:
    words.fuzzy = False
    words.creation_date = words.revision_date = _NO_DATE
    words.header_comment = f'# The words of Beforehand in {language.english_name}. See README.md, "Words".'
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, words, width=_WIDTH, include_lineno=False)
