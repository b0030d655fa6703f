"""What somebody should look at in a leaflet that is well written as a file: gaps, misprints, age, contradictions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from bot.leaflets.facts import Audience, Fact, Leaflet, Misprint, National
from bot.leaflets.shelf import Shelf
from bot.leaflets.values import Bound, Kind, Value
from bot.leaflets.vocabulary import Term
from bot.text.durations import Duration

CURRENT_EDITION = 2023
OLD_AFTER_YEARS = 3
ENGLAND = "england"


class Concern(str, Enum):
    """Why somebody should look."""

    MISPRINT = "misprint"
    CONTRADICTS = "contradicts national"
    SUPERSEDED = "superseded guidance"
    OLD = "old"
    UNDATED = "no date"
    UNCHECKED = "not checked"
    MISSING = "missing"


@dataclass(frozen=True)
class Finding:
    """One thing to look at. `lines` are those of the council's own text."""

    council: str
    concern: Concern
    fact: str | None
    detail: str
    lines: tuple[int, ...] = ()


def findings(shelf: Shelf, council: str, *, today: date) -> tuple[Finding, ...]:
    """Everything to look at in a council's leaflet, the gravest first."""
    leaflet = shelf.leaflet(council)
    return (
        *_misprints(leaflet.key, leaflet.misprints),
        *_contradictions(leaflet, shelf),
        *_guidance(leaflet),
        *_age(leaflet, today),
        *_missing(leaflet, shelf),
    )


def national_findings(national: National) -> tuple[Finding, ...]:
    """What to look at in the facts that hold everywhere."""
    unchecked = [fact for fact in national.facts.values() if fact.origin.checked is None]
    return (
        *_misprints(ENGLAND, national.misprints),
        *(
            Finding(
                ENGLAND, Concern.UNCHECKED, fact.name, f"{shown(fact.value)}, said to be from {fact.origin.publication}"
            )
            for fact in unchecked
        ),
    )


def _misprints(council: str, misprints: tuple[Misprint, ...]) -> Iterator[Finding]:
    for misprint in misprints:
        detail = f"{misprint.printed} {misprint.problem}; it is never shown"
        yield Finding(council, Concern.MISPRINT, misprint.name, detail, misprint.origin.lines)


def _contradictions(leaflet: Leaflet, shelf: Shelf) -> Iterator[Finding]:
    for fact in leaflet.facts.values():
        name = shelf.vocabulary.terms[fact.name].held_against
        national = shelf.national.usable(name) if name is not None else None
        if national is not None and contradicts(fact, national):
            detail = f"{shown(fact.value)} here, {shown(national.value)} in all England ({national.origin.publication})"
            yield Finding(leaflet.key, Concern.CONTRADICTS, fact.name, detail, fact.origin.lines)


def contradicts(fact: Fact, national: Fact) -> bool:
    """
    Whether a council cannot keep its own word and the national rule at once.

    A stricter council contradicts nothing. Lengths in different units are not compared: how many days ten working
    days are depends on the calendar.
    """
    own, rule = fact.value, national.value
    if isinstance(own, Duration) and isinstance(rule, Duration):
        if own.unit is not rule.unit:
            return False
        if national.bound is Bound.AT_MOST:
            return own.amount > rule.amount
        if national.bound is Bound.AT_LEAST:
            return own.amount < rule.amount
    if fact.kind is Kind.PHONE:
        return _digits(str(own)) != _digits(str(rule))
    return own != rule


def _digits(number: str) -> str:
    return "".join(filter(str.isdigit, number))


def _guidance(leaflet: Leaflet) -> Iterator[Finding]:
    guidance = leaflet.guidance
    if guidance is not None and guidance.edition != CURRENT_EDITION:
        detail = f"names Working Together {guidance.edition}; our national facts are those of {CURRENT_EDITION}"
        yield Finding(leaflet.key, Concern.SUPERSEDED, None, detail, guidance.lines)


def _age(leaflet: Leaflet, today: date) -> Iterator[Finding]:
    if leaflet.dated is None:
        yield Finding(leaflet.key, Concern.UNDATED, None, "the text does not say when it was written")
    elif leaflet.dated.years_before(today) > OLD_AFTER_YEARS:
        yield Finding(leaflet.key, Concern.OLD, None, f"of {leaflet.dated}: older than {OLD_AFTER_YEARS} years")


def _missing(leaflet: Leaflet, shelf: Shelf) -> Iterator[Finding]:
    printed = {*leaflet.facts, *(misprint.name for misprint in leaflet.misprints)}
    for term in shelf.vocabulary.council_terms():
        others = [other.council for other in shelf.leaflets.values() if other.usable(term.name) is not None]
        if others and term.name not in printed and _is_for(leaflet, term):
            yield Finding(leaflet.key, Concern.MISSING, term.name, f"{term.topic}; given by {', '.join(others)}")


def _is_for(leaflet: Leaflet, term: Term) -> bool:
    """A guide for parents lacks nothing when it says nothing to professionals."""
    return leaflet.audience is Audience.PROFESSIONALS or not term.for_professionals


def shown(value: Value) -> str:
    """A value as the data files write it, for whoever mends them."""
    return ", ".join(value) if isinstance(value, tuple) else str(value)
