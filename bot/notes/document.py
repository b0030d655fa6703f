"""
A parent's notes as a document, to be printed or kept: what stands in it, whatever it is printed with.

* DocumentError
  + NothingToPrint      nothing was chosen, or nothing of what was chosen has anything in it
  + PrintingFailed      the PDF could not be made
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol

from bot.languages import Language
from bot.notes.headings import Heading
from bot.notes.needs import CHOICES, GROUPS, TICKED, Need, Needs
from bot.notes.note import Note, Section
from bot.notes.sharing import Part, SharedLine, shareable
from bot.text.both import english_of, in_both
from bot.text.dates import date_in_words
from bot.text.isolate import END, FIRST_STRONG, LEFT_TO_RIGHT, left_to_right, whole
from bot.text.phrases import say

_ISOLATES = dict.fromkeys(map(ord, (LEFT_TO_RIGHT, FIRST_STRONG, END)))
# A phone number, or a date in digits: in a right-to-left line its groups would change places.
_NUMBER = re.compile(
    r"""
    (?<![\w+./-])
    (
        (?: \+\d{1,3}\ ?(?:\(0\)\ ?)? | \(?0 ) \d (?:[\ ()-]{0,2}\d){6,9}
      | \d{1,4} ([./-]) \d{1,2} \2 \d{1,4}
    )
    (?!\w)
    """,
    re.VERBOSE,
)


class Layout(str, Enum):
    """How it looks. Large is 18 points or more; easy gives each note a box, and each part a page of its own."""

    NORMAL = "normal"
    LARGE = "large"
    EASY = "easy"


@dataclass(frozen=True)
class Choice:
    """What a parent wants printed, and how."""

    parts: frozenset[Part]
    layout: Layout = Layout.NORMAL
    with_reference: bool = False


@dataclass(frozen=True)
class Title:
    """Words of ours in the parent's language; `english` stands beside them, and is None where they are English."""

    words: str
    english: str | None = None


@dataclass(frozen=True)
class Line:
    """One note, word for word; or one need: its label, and the parent's words where it has any."""

    text: str
    label: Title | None = None

    @property
    def direction(self) -> str | None:
        """`ltr` or `rtl` by its own first letter that has one; None where there is no letter."""
        return _direction(self.text)


@dataclass(frozen=True)
class Group:
    """Lines that belong together. Only the needs have more than one group in a part, each with a title."""

    lines: tuple[Line, ...]
    title: Title | None = None


@dataclass(frozen=True)
class PrintedPart:
    """One part, under its heading."""

    part: Part
    title: Title
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Document:
    """Everything that is printed, in order and in words. Nothing in it names the service or its makers."""

    language: Language
    layout: Layout
    title: Title
    date: Title
    reference: Title | None
    parts: tuple[PrintedPart, ...]
    # What is said where a sign stands that cannot be printed. Only whoever prints knows whether there is one.
    unprintable: Title
    written_in: Title | None = None  # for whoever it was shared with: in which language her page was


class DocumentError(Exception):
    """There is no document. None of the parent's words are in the message."""


class NothingToPrint(DocumentError):
    """Nothing was chosen, or nothing of what was chosen has anything in it."""


class PrintingFailed(DocumentError):
    """The PDF could not be made."""


class Printer(Protocol):
    """Make a document into a file, without writing any of it to a disk."""

    def pdf(self, document: Document) -> bytes:
        """A tagged PDF. Raises PrintingFailed."""


def document(
    notes: tuple[Note, ...],
    needs: Needs,
    headings: Mapping[Section, Heading],
    choice: Choice,
    *,
    language: Language,
    today: date,
    reference: str | None,
) -> Document:
    """Put together what was chosen, as far as there is anything in it. Raises NothingToPrint."""
    chosen = {part: lines for part, lines in shareable(notes, needs).items() if part in choice.parts}
    if not chosen:
        raise NothingToPrint
    parts = tuple(printed_part(part, lines, headings, language) for part, lines in chosen.items())
    return document_of(
        parts,
        language=language,
        day=today,
        reference=reference if choice.with_reference else None,
        layout=choice.layout,
    )


def document_of(
    parts: tuple[PrintedPart, ...],
    *,
    language: Language,
    day: date,
    reference: str | None,
    layout: Layout = Layout.NORMAL,
    shared: bool = False,
) -> Document:
    """
    These parts as a document: what a parent prints or, `shared`, what somebody else reads, who is told the language.

    `language` is the one of its frame, and of the page on which it was shared.
    """
    return Document(
        language=language,
        layout=layout,
        title=_said("document_title", language),
        date=_beside(in_both(lambda language: date_in_words(day, language), language)),
        reference=_reference(reference, language) if reference else None,
        parts=parts,
        unprintable=_said("document_box", language),
        written_in=_written_in(language) if shared else None,
    )


def printed_part(
    part: Part, lines: tuple[SharedLine, ...], headings: Mapping[Section, Heading], language: Language
) -> PrintedPart:
    return PrintedPart(part, part_title(part, headings, language), _groups(lines, language))


def part_title(part: Part, headings: Mapping[Section, Heading], language: Language) -> Title:
    """A part's heading, by the council where it has its own; with its English."""
    if part.section is None:
        return _said("section_needs", language)
    return _beside(headings[part.section].title)


def unisolated(words: str) -> str:
    """Without the signs that keep a number in order, for where only letters may stand: a PDF's title."""
    return words.translate(_ISOLATES)


def in_numbers(text: str) -> list[tuple[str, bool]]:
    """A text in pieces, and whether each is a long number, to be kept whole and from left to right."""
    pieces, end = [], 0
    for found in _NUMBER.finditer(text):
        pieces += [(text[end : found.start()], False), (found[0], True)]
        end = found.end()
    return [(words, number) for words, number in (*pieces, (text[end:], False)) if words]


def _groups(lines: tuple[SharedLine, ...], language: Language) -> tuple[Group, ...]:
    if all(line.need is None for line in lines):
        return (Group(tuple(Line(line.text) for line in lines)),)
    needed = {line.need: line.text for line in lines if line.need is not None}
    groups = []
    for name, members in GROUPS.items():
        own = tuple(_need(need, needed[need], language) for need in members if need in needed)
        if own:
            groups.append(Group(own, _said(f"needs_group_{name}", language)))
    return tuple(groups)


def _need(need: Need, text: str, language: Language) -> Line:
    """A line that is only ticked says everything with its label; a fixed answer is a word of ours, not the parent's."""
    label = _said(f"need_{need.value}", language)
    if need in TICKED:
        return Line("", label)
    if text in CHOICES.get(need, ()):
        answer = _said(f"need_value_{text}", language)
        english = f"{label.english} {answer.english}" if label.english and answer.english else label.english
        return Line(answer.words, Title(label.words, english))
    return Line(text, label)


def _reference(reference: str, language: Language) -> Title:
    return _beside(
        in_both(
            lambda language: say("document_reference", language, reference=left_to_right(reference, language)), language
        )
    )


def _written_in(language: Language) -> Title:
    return _beside(
        in_both(
            lambda spoken: say("shared_language", spoken, language=whole(language.name_in(spoken), spoken)), language
        )
    )


def _said(phrase: str, language: Language) -> Title:
    return _beside(in_both(lambda language: say(phrase, language), language))


def _beside(words: str) -> Title:
    # What has no translation yet is English in both; in a right-to-left language with a number kept in order.
    english = english_of(words)
    return Title(str(words), english if english != unisolated(words) else None)


def _direction(text: str) -> str | None:
    for one in text:
        kind = unicodedata.bidirectional(one)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return None
