"""The rules of a council's leaflet that date something, handed to what counts the days."""

from __future__ import annotations

from bot.conferences.conference import Conference
from bot.conferences.deadlines import RULE_NAMES, Deadline, DeadlineName, Rule, Source, deadlines
from bot.leaflets.shelf import Shelf
from bot.text.durations import Duration


def rules_of(shelf: Shelf, council: str) -> list[Rule]:
    """Its own, and those of all England."""
    rules = []
    for name in RULE_NAMES:
        fact = shelf.fact(name, council)
        if fact is not None and isinstance(fact.value, Duration):
            source = Source.NATIONAL if shelf.vocabulary.terms[name].national else Source.COUNCIL
            rules.append(Rule(name, fact.value, fact.bound.value, source))
    return rules


def own_writing_of(shelf: Shelf, conference: Conference) -> Deadline | None:
    """By when a parent's own writing should be sent; None where this council's guide does not say."""
    due = deadlines(conference, rules_of(shelf, conference.council))
    return next((deadline for deadline in due if deadline.name is DeadlineName.OWN_WRITING), None)
