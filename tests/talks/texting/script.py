"""
A parent's texts as a script writes them, and what of ours a script can name instead of typing it.

In {braces}, in what is texted and in what must be heard: `{code}` the right code, `{code:bn}` in digits of that
language, `{wrong}` another, `{second}` that of the second meeting; `{day}`, `{day:2}` a meeting's own day; `{phrase:…}`
of data/phrases.yml, `{response:…}` of domain.yml, `{topic:…}` the first sentence of a short answer, `{general:…}` where
no council is known, `{title:…}` of a topic, `{section:…}` of the notes, `{next:…}` the choice that leads there,
`{word:…}` a command's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict

from bot.answers.book import Book
from bot.languages import Language
from bot.notes.headings import heading
from bot.notes.note import Section
from bot.text.catalogue import gettext
from bot.text.data_files import ROOT
from bot.text.phrases import phrases, say
from bot.text.sms import as_sms
from bot.text.terms import without_english
from bot.texting.commands import Command, named

FOLDER = Path(__file__).parent
DIGITS = {"ur": "۰۱۲۳۴۵۶۷۸۹", "bn": "০১২৩৪৫৬৭৮৯", "ar": "٠١٢٣٤٥٦٧٨٩"}
_NAMED = re.compile(r"\{(\w+)(?::([\w.]+))?\}")
_PLACES = re.compile(r"\{[^{}]*\}")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?؟۔।])\s+|\n+")


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AtPage(_Written):
    """What is done at the page: the link opened with its code, a note written, words sent; and what stands there."""

    opens: bool = False
    note: tuple[Section, str] | None = None
    asks: str | None = None
    sees: tuple[str, ...] = ()


class Step(_Written):
    """One text, or something done at the page."""

    text: str = ""
    page: AtPage | None = None
    note: bool = False  # it is kept, and the answer says so
    hears: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    silent: bool = False  # nothing is answered
    language: Language | None = None  # what is heard is in this one from here on
    resend: bool = False  # its provider hands it over again, at once and later
    swapped: bool = False  # the text after this one is handed over first
    pieces: bool = False  # it comes as its phone cut it, in two
    opts_out: bool = False  # its provider takes the word for itself
    known: str | None = None  # by which name the test knows that it goes wrong


class State(_Written):
    """What is there in the end."""

    notes: dict[Section, tuple[str, ...]] = {}
    language: Language
    council: str | None = None
    stopped: bool = False
    opened: int = 0  # how many meetings on this phone
    is_new: bool = False  # everything was deleted


class Script(_Written):
    """One parent with a phone."""

    name: str
    language: Language
    council: str = "york"
    phone: Literal["twilio", "notify"] = "twilio"
    invited: bool = True
    second: str | None = None  # the council of a second meeting on this phone
    both_adults: bool = False  # the second is another adult's invitation to the same meeting
    opened_before: bool = False  # both were opened from it, an hour ago
    talk: tuple[Step, ...]
    state: State


@cache
def scripts() -> tuple[Script, ...]:
    read = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.yml"))]
    return tuple(Script.model_validate(script) for file in read for script in file)


class Words:
    """What stands for names in braces."""

    def __init__(self, book: Book, council: str | None, own: Mapping[str, str]) -> None:
        self._book = book
        self._council = council
        self._own = own  # of this parent alone: codes, days

    def texted(self, text: str, language: Language) -> str:
        """What is texted, as the parent types it."""
        return _NAMED.sub(lambda found: self._plain(found[1], found[2], language), text)

    def heard(self, text: str, language: Language) -> str:
        """A part of what is heard that stands there whatever is put into its places, as it is sent."""
        return smoothed(
            _NAMED.sub(lambda found: _firm(without_english(self._plain(found[1], found[2], language))), text)
        )

    def _plain(self, kind: str, name: str | None, language: Language) -> str:
        if name is None or kind in ("code", "day"):
            return self._of_own(kind, name, language)
        return _OURS[kind](self, name, language)

    def _of_own(self, kind: str, name: str | None, language: Language) -> str:
        if kind == "code" and name is not None:
            return self._own["code"].translate(str.maketrans("0123456789", DIGITS[name]))
        return self._own[f"{kind}:{name or 1}:{language.value}" if kind == "day" else kind]

    def _phrase(self, name: str, language: Language) -> str:
        return gettext(phrases()[name], language)

    def _response(self, name: str, language: Language) -> str:
        variations = responses()[name]
        texted = [one for one in variations if one.get("channel") == "sms"] or variations
        return gettext(texted[0]["text"], language)

    def _topic(self, name: str, language: Language) -> str:
        return self._book.short(name, self._council, language).sentences[0]

    def _general(self, name: str, language: Language) -> str:
        return self._book.short(name, None, language).sentences[0]

    def _title(self, name: str, language: Language) -> str:
        return self._book.title(name, language, short=True)

    def _section(self, name: str, language: Language) -> str:
        return heading(Section(name), self._book.shelf, self._council, language).title

    def _next(self, name: str, language: Language) -> str:
        return say("choice_next_section", language, section=self._section(name, language))

    def _word(self, name: str, language: Language) -> str:
        return named(Command(name), language)


_OURS: Mapping[str, Callable[[Words, str, Language], str]] = {
    "phrase": Words._phrase,
    "response": Words._response,
    "topic": Words._topic,
    "general": Words._general,
    "title": Words._title,
    "section": Words._section,
    "next": Words._next,
    "word": Words._word,
}


@cache
def responses() -> dict[str, list[dict[str, Any]]]:
    return dict(yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"])


def _firm(sentences: str) -> str:
    """The longest of its sentences' pieces between places: a message may end after any sentence."""
    pieces = [piece.strip() for one in _SENTENCE_ENDS.split(sentences) for piece in _PLACES.split(one)]
    return max(pieces, key=len)


def smoothed(text: str) -> str:
    """As it is sent, with any space for any other."""
    return " ".join(as_sms(text).split())
