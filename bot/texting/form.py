"""
A reply as text messages: the fact first, as much as a short answer may hold, the rest for MORE.

Danger is never left for MORE: every message of it is sent at once, with its English where nobody has checked the
translation. What else is a draft is marked so, and its English comes at the end of MORE. Choices are numbered in the
order of the reply.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from bot.conversation.messages import Kind, Reply, Said
from bot.languages import Language
from bot.text.phrases import say
from bot.text.sms import as_sms, short_enough
from bot.text.terms import without_english
from bot.texting.commands import Command, named

_SENTENCE_ENDS = re.compile(r"(?<=[.!?؟۔।]) +|\n+")
_COMMAS = re.compile(r"(?<=[,،;:]) +")
_WORDS = re.compile(r" +")
_WEB = "://"
_LONGEST = 400  # more letters than a message holds


# Choices without which there is no going on: of them none is left for MORE.
_NEEDED = ("choose_council", "which:")


@dataclass(frozen=True)
class Texts:
    """`now` is sent at once, one message each; of `more` the first is sent for each MORE."""

    now: tuple[str, ...]
    more: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "Texts(…)"


def as_texts(reply: Reply, *, whole: bool = False) -> Texts:
    """The reply in messages that are ready to be sent; the `whole` of it at once, where MORE would not be heard."""
    language = reply.language
    danger = [said for said in reply.parts if said.kind is Kind.DANGER]
    others = [said for said in reply.parts if said.kind is not Kind.DANGER]
    lines = [("\n", f"{number} {choice.title}") for number, choice in enumerate(reply.choices, 1)]
    if not others:
        return _only_danger(danger, lines)
    at_once = [*_pages(_pieces(danger)), *_pages(_pieces(_in_english(danger)))]
    if whole:
        own_and_english = (*_pages([*_pieces(others), *lines]), *_pages(_pieces(_in_english(others))))
        return Texts((*at_once, *own_and_english))
    own = _pages([*_pieces(others), *lines], footer=_longest_footer(language))
    english = _pages(_pieces(_in_english(others)), footer=_more(Language.ENGLISH))
    pages = _with_footers(own, english, language)
    now = len(own) if any(choice.value.startswith(_NEEDED) for choice in reply.choices) else 1
    return Texts((*at_once, *pages[:now]), tuple(pages[now:]))


def _only_danger(danger: list[Said], lines: list[tuple[str, str]]) -> Texts:
    """A phone that sounds once more for a list of choices may be looked at by the wrong person: they wait for MORE."""
    pages, listed = _pages(_pieces(danger)), _pages([*_pieces(danger), *lines])
    english = _pages(_pieces(_in_english(danger)))
    if len(listed) == len(pages):
        return Texts((*listed, *english))
    return Texts((*pages, *english), tuple(_pages(lines)))


def _pieces(parts: Iterable[Said]) -> Iterator[tuple[str, str]]:
    """The sentences, each with what stands before it: each part of the reply begins a line."""
    for said in parts:
        space = "\n"
        for sentence in filter(None, _SENTENCE_ENDS.split(without_english(said.text))):
            yield space, sentence
            space = " "


def _in_english(parts: list[Said]) -> list[Said]:
    """The same in English, if any of it is a draft."""
    if all(said.english is None for said in parts):
        return []
    return [replace(said, text=said.english or said.text) for said in parts]


def _pages(pieces: Iterable[tuple[str, str]], *, footer: str = "") -> list[str]:
    """As few messages as hold them, each with room for the footer."""
    pages: list[str] = []
    for before, whole in pieces:
        for at, piece in enumerate(_cut(as_sms(whole), footer)):
            space = " " if at else before
            longer = f"{pages[-1]}{space}{piece}" if pages else piece
            if pages and _fits(longer, footer):
                pages[-1] = longer
            else:
                pages.append(piece)
    return pages


def _cut(sentence: str, footer: str) -> list[str]:
    """A sentence that one message cannot hold, cut after commas; what still is too long, between words."""
    if _fits(sentence, footer):
        return [sentence]
    pieces: list[str] = []
    for clause in _COMMAS.split(sentence):
        pieces += [clause] if _fits(clause, footer) else _words(clause, footer)
    return pieces


def _words(clause: str, footer: str) -> Iterator[str]:
    """Its words. One that no message can hold, such as a parent's own words without a space, is cut anywhere."""
    for word in _WORDS.split(clause):
        rest = word
        while rest and not _fits(rest, footer) and _WEB not in word:  # a link that is cut opens nothing
            most = bisect_left(range(2, _LONGEST), True, key=partial(_too_long, rest, footer)) + 1
            yield rest[:most]
            rest = rest[most:]
        yield rest


def _too_long(text: str, footer: str, letters: int) -> bool:
    return not _fits(text[:letters], footer)


def _fits(text: str, footer: str) -> bool:
    return short_enough(f"{text}\n{footer}" if footer else text)


def _with_footers(own: list[str], english: list[str], language: Language) -> list[str]:
    """Every message but the last says how to get the next one; the first of a draft says that it is one."""
    pages = []
    for at, page in enumerate(own):
        last = at == len(own) - 1 and not english
        footer = _draft(language) if english and at == 0 else _more(language)
        pages.append(page if last else f"{page}\n{footer}")
    pages += [f"{page}\n{_more(Language.ENGLISH)}" for page in english[:-1]]
    return pages + english[-1:]


def _more(language: Language) -> str:
    return as_sms(say("texts_more", language, more=named(Command.MORE, language)))


def _draft(language: Language) -> str:
    return as_sms(say("texts_draft", language, more=named(Command.MORE, language)))


def _longest_footer(language: Language) -> str:
    return max(_more(language), _draft(language), key=len)
