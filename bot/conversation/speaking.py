"""
Which language a reply is in.

The link's language, then what the parent chose. A message that is clearly in another of our languages is answered in
that one, with a way back; where it may be, the parent is asked, in both. Whether it is, is understood elsewhere: one
word never is, and three or more may be (bot/components/language.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.conversation.messages import Choice, Kind, Reply, Said
from bot.languages import Language
from bot.text.both import english_of, in_both
from bot.text.catalogue import catalogue
from bot.text.isolate import whole
from bot.text.phrases import say


@dataclass(frozen=True)
class Heard:
    """A language that a message seems to be in, other than its conversation's."""

    language: Language
    sure: bool


def answered_in(own: Language, heard: Heard | None) -> Language:
    """The language to answer in, given the conversation's own."""
    return heard.language if heard is not None and heard.sure else own


def with_other_language(reply: Reply, own: Language, heard: Heard | None) -> Reply:
    """The reply with one line on its language, where it is another than the conversation was in, or may have to be."""
    if heard is None:
        return reply
    if heard.sure:
        followed = _said("language_followed", reply.language, reply.language)
        back = _choice("choice_language_back", own)
        return replace(reply, parts=(*reply.parts, followed), choices=(*reply.choices, back))
    asked = tuple(_said("language_unsure", language, heard.language) for language in (heard.language, own))
    choices = tuple(_choice("choice_language_use", language) for language in (heard.language, own))
    return replace(reply, parts=(*reply.parts, *asked), choices=(*choices, *reply.choices))


def as_paragraphs(reply: Reply) -> list[str]:
    """
    The reply where there is only text: at the REST channel, on the command line.

    While a translation is a draft, danger and contacts come in English too, and a line says that nobody checked it.
    """
    told = []
    for said in reply.parts:
        told.append(said.text)
        if said.needs_english:
            told.append(str(said.english))
    if reply.is_draft:
        told.append(say("draft_line_plain", reply.language))
    return told


def _said(phrase: str, language: Language, named: Language) -> Said:
    words = in_both(_naming(phrase, named), language)
    draft = catalogue(language).has_drafts and english_of(words) != words
    return Said(str(words), Kind.ASIDE, english_of(words) if draft else None)


def _choice(phrase: str, language: Language) -> Choice:
    """In the language that it leads to: who needs it reads that one."""
    return Choice(_naming(phrase, language)(language), f'change_language{{"language": "{language.value}"}}')


def _naming(phrase: str, named: Language) -> Callable[[Language], str]:
    return lambda language: say(phrase, language, language=whole(named.name_in(language), language))
