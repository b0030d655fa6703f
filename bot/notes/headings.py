"""What each part of the notes is called: by the council's own headings where its leaflet has them, else by ours."""

from __future__ import annotations

from dataclasses import dataclass

from bot.languages import Language
from bot.leaflets.shelf import Shelf
from bot.notes.note import Section
from bot.text.both import in_both
from bot.text.catalogue import gettext
from bot.text.isolate import whole
from bot.text.lists import all_of
from bot.text.phrases import say

# Which of a leaflet's headings (keys of data/facts.yml) is which part of the notes. A heading that is broader or
# narrower than a part is not among them: "harm" and "grey areas" are for the meeting to fill.
_PARTS = {
    Section.STRENGTHS: frozenset({"strengths", "family_strengths", "what_is_working_well"}),
    Section.WORRIES: frozenset({"risks_or_concerns", "your_worries", "what_we_are_worried_about"}),
    Section.SUPPORT: frozenset({"support_needed"}),
    Section.NEXT_STEPS: frozenset({"next_steps", "planning_next_steps"}),
}
# Where a leaflet gives its headings; those for getting ready are the closer ones.
_FACTS = ("prepare_headings", "framework_headings")
_HOW_MANY_PROMPTS = {
    Section.STRENGTHS: 3,
    Section.WORRIES: 2,
    Section.SUPPORT: 2,
    Section.NEXT_STEPS: 2,
    Section.QUESTIONS: 2,
    Section.CORRECTIONS: 2,
}


@dataclass(frozen=True)
class Heading:
    """A part's name by the council, and by us: the same where the council has none for it."""

    title: str
    ours: str


@dataclass(frozen=True)
class Framework:
    """How a council's meeting is laid out on its board: the way's name, and its headings as one list in words."""

    name: str
    headings: str


def heading(section: Section, shelf: Shelf, council: str | None, language: Language) -> Heading:
    """The heading of one part of the notes, in a language."""
    ours = in_both(lambda language: say(f"section_{section.value}", language), language)
    key = _councils_own(section, shelf, council)
    if key is None:
        return Heading(ours, ours)
    words = shelf.vocabulary.keys[key]
    return Heading(in_both(lambda language: _with_capital(gettext(words, language)), language), ours)


def framework(shelf: Shelf, council: str | None, language: Language) -> Framework | None:
    """The framework that this council's meetings follow; None where its leaflet names none, or no headings of it."""
    name, headings = shelf.fact("framework_name", council), shelf.fact("framework_headings", council)
    if name is None or headings is None or not isinstance(headings.value, tuple):
        return None
    keys, called = headings.value, str(name.value)
    listed = in_both(
        lambda language: all_of([gettext(shelf.vocabulary.keys[key], language) for key in keys], language), language
    )
    return Framework(in_both(lambda language: whole(called, language), language), listed)


def prompt(section: Section, already: int, language: Language) -> str | None:
    """The question to think about next, when so many notes stand in the section; None when all were asked."""
    if already >= _HOW_MANY_PROMPTS[section]:
        return None
    return in_both(lambda language: say(f"prompt_{section.value}_{already + 1}", language), language)


def _councils_own(section: Section, shelf: Shelf, council: str | None) -> str | None:
    for name in _FACTS:
        fact = shelf.fact(name, council)
        if fact is not None and isinstance(fact.value, tuple):
            found = next((key for key in fact.value if key in _PARTS.get(section, ())), None)
            if found is not None:
                return found
    return None


def _with_capital(words: str) -> str:
    return words[:1].upper() + words[1:]
