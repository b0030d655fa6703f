"""What we say by text of texting itself: the menu, a code that is not right, which meeting, goodbye."""

from __future__ import annotations

from bot.conversation.messages import Choice, Kind, Reply, Said
from bot.languages import Language
from bot.text.drafts import noticing_drafts
from bot.text.phrases import say
from bot.texting.commands import Command, named


def said(phrase: str, language: Language, **words: str) -> Said:
    """A phrase with the words to text in it, and its English where nobody has checked the translation."""
    with noticing_drafts() as noticed:
        own = say(phrase, language, **_commands(language), **words)
    english = say(phrase, Language.ENGLISH, **_commands(Language.ENGLISH), **words) if noticed.draft else None
    return Said(own, Kind.ANSWER, english)


def reply(phrase: str, language: Language, choices: tuple[Choice, ...] = (), **words: str) -> Reply:
    """A reply of one phrase."""
    return Reply((said(phrase, language, **words),), choices, language)


def welcome(language: Language) -> tuple[Said, ...]:
    """Once to each phone: what can be done here, and whether a person has checked these words."""
    what = said("texts_welcome", language)
    return (what,) if what.english is None else (what, said("draft_line_plain", language))


def menu(language: Language, *, opened: bool) -> Said:
    """What can be texted: about one's own meeting once it is open, before that only what holds for everybody."""
    return said("texts_menu" if opened else "texts_menu_general", language)


def _commands(language: Language) -> dict[str, str]:
    # By these names the phrases know them; "word" is a phrase's own.
    return {command.value: named(command, language) for command in Command}
