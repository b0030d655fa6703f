"""
A letter with the link, for whoever has no safe phone: what stands in it, whatever it is printed with.

It goes by hand or in an envelope that says nothing. The code is never in it: whoever finds the letter stays outside.

* LetterNotPrinted      the PDF could not be made
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.conferences.conference import Conference, Official
from bot.conferences.invitation import Invitation
from bot.languages import Language
from bot.text.drafts import noticing_drafts
from bot.text.isolate import whole
from bot.text.phones import phone_in_words
from bot.text.phrases import say


class LetterNotPrinted(Exception):
    """The PDF could not be made."""


@dataclass(frozen=True)
class LetterWords:
    """The letter in one language. `draft` is what is said of a translation that nobody has checked."""

    language: Language
    title: str
    page: str
    steps: tuple[str, ...]  # the first of them stands beside the link
    after: tuple[str, ...]
    help: str
    whom: tuple[str, ...]  # a name, and a number where there is one
    draft: str | None = None


@dataclass(frozen=True)
class Letter:
    """In the parent's language, then in English; once only where that is theirs. `link` is the whole address."""

    called: str
    link: str
    words: tuple[LetterWords, ...]

    def __repr__(self) -> str:
        return "Letter(…)"  # it holds the link


class LetterPrinter(Protocol):
    """Puts a letter on paper."""

    def pdf(self, letter: Letter) -> bytes:
        """Two pages of A4 at most. Raises LetterNotPrinted."""


def letter_for(invitation: Invitation, conference: Conference, *, link: str) -> Letter:
    """The letter for one parent, in the language that the social worker gave."""
    languages = dict.fromkeys((invitation.language, Language.ENGLISH))
    words = tuple(_words(language, conference.social_worker) for language in languages)
    return Letter(invitation.called, link, words)


def _words(language: Language, worker: Official) -> LetterWords:
    with noticing_drafts() as noticed:
        title, page, help = (say(f"letter_{name}", language) for name in ("title", "page", "help"))
        steps = tuple(say(name, language) for name in ("letter_open", "link_press", "link_code"))
        after = tuple(say(name, language) for name in ("letter_once", "letter_keep"))
    name = whole(worker.name, language)
    whom = (name, phone_in_words(worker.phone, language)) if worker.phone else (name,)
    draft = say("draft_line_plain", language) if noticed.draft else None
    return LetterWords(language, title, page, steps, after, help, whom, draft)
