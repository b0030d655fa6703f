"""
The council's page, for its administrators: what is open, what parents ask about, what its leaflet tells them.

No case is here, and nothing that any one parent said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse

from bot.answers.telling import Answer
from bot.answers.words import in_words
from bot.conferences.calendar import LONDON
from bot.conversation.tally import NOT_KNOWN
from bot.languages import SPOKEN, Language
from bot.leaflets.check import Concern, Finding, findings
from bot.leaflets.facts import Fact
from bot.leaflets.vocabulary import FOR_PROFESSIONALS, Term
from bot.staff.account import Actor
from bot.staff.audit import Action, Entry
from bot.staff.counting import DAYS, FEWEST, asked
from bot.staff.switches import Part, Reason
from bot.web.staff.pages import StaffPage, StaffPageHere
from bot.web.staff.visit import AsAdministrator, DeskHere
from bot.wiring import Desk

router = APIRouter(prefix="/staff/council", include_in_schema=False)

Chosen = Annotated[str, Query(max_length=10)]


@dataclass(frozen=True)
class Held:
    """A fact as it is told, and where it stands in the council's own text."""

    means: str
    words: str
    bound: str
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Missed:
    """What other guides say on a topic and this one does not."""

    topic: str
    means: tuple[str, ...]


@router.get("")
def look(
    desk: DeskHere, page: StaffPageHere, actor: AsAdministrator, language: Chosen = "", done: Chosen = ""
) -> Response:
    return _council(page, desk, actor, language=language, done=done)


@router.post("/close")
def close(
    desk: DeskHere,
    page: StaffPageHere,
    actor: AsAdministrator,
    part: Annotated[Part, Form()],
    reason: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    if reason not in {one.value for one in Reason}:
        return _council(page, desk, actor, unsaid=part)
    desk.switching.close(actor, part, Reason(reason), now=desk.now())
    return RedirectResponse("/staff/council?done=closed", 303)


@router.post("/open")
def open_again(desk: DeskHere, actor: AsAdministrator, part: Annotated[Part, Form()]) -> Response:
    desk.switching.open(actor, part, now=desk.now())
    return RedirectResponse("/staff/council?done=opened", 303)


@router.get("/leaflet")
def look_at_leaflet(desk: DeskHere, page: StaffPageHere, actor: AsAdministrator) -> Response:
    leaflet = desk.shelf.leaflet(actor.council)
    found = _findings(desk, actor)
    return page(
        "council_leaflet.html",
        leaflet=leaflet,
        concerns=[one for one in found if one.concern is not Concern.MISSING],
        terms=desk.shelf.vocabulary.terms,
        missed=_missed(desk, found),
        held=_held(desk, leaflet.facts),
        titles=_titles(desk),
    )


@router.get("/answers")
def look_at_answers(
    desk: DeskHere, page: StaffPageHere, actor: AsAdministrator, language: Chosen = Language.ENGLISH.value
) -> Response:
    told_in = _language(language) or Language.ENGLISH
    return page(
        "council_answers.html",
        told_in=told_in,
        spoken=SPOKEN,
        answers=[(desk.book.title(one.topic, Language.ENGLISH), one) for one in _answers(desk, actor, told_in)],
    )


def _council(
    page: StaffPage, desk: Desk, actor: Actor, *, language: str = "", done: str = "", unsaid: Part | None = None
) -> Response:
    desk.audit.add(Entry(desk.now(), actor.council, actor.name, Action.COUNTS_SEEN, "council"))
    since = desk.now().astimezone(LONDON).date() - timedelta(days=DAYS - 1)
    only = _language(language)
    found = _findings(desk, actor)
    return page(
        "council.html",
        status=422 if unsaid else 200,
        leaflet=desk.shelf.leaflet(actor.council),
        concerns=[one for one in found if one.concern is not Concern.MISSING],
        missing=len(found),
        closed=desk.switches.closed(actor.council),
        parts=list(Part),
        reasons=list(Reason),
        unsaid=unsaid,
        done=done,
        asked=asked(desk.counts.of(actor.council, since=since, language=only), NOT_KNOWN),
        titles=_titles(desk),
        only=only,
        spoken=SPOKEN,
        since=since,
        days=DAYS,
        fewest=FEWEST,
    )


def _findings(desk: Desk, actor: Actor) -> tuple[Finding, ...]:
    return findings(desk.shelf, actor.council, today=desk.now().astimezone(LONDON).date())


def _titles(desk: Desk) -> dict[str, str]:
    return {topic: desk.book.title(topic, Language.ENGLISH) for topic in desk.book.topics}


def _answers(desk: Desk, actor: Actor, language: Language) -> list[Answer]:
    topics = [name for name in desk.book.topics if desk.book.answers(name) and not name.startswith(FOR_PROFESSIONALS)]
    return [desk.book.about(topic, actor.council, language) for topic in topics]


def _held(desk: Desk, facts: Mapping[str, Fact]) -> dict[str, list[Held]]:
    """By topic, in the order of the leaflet."""
    held: dict[str, list[Held]] = {}
    for fact in facts.values():
        term = desk.shelf.vocabulary.terms[fact.name]
        plain = "" if isinstance(fact.value, bool) else in_words(fact, Language.ENGLISH, desk.shelf.vocabulary)
        words = plain or ("yes" if fact.value else "no")
        held.setdefault(term.topic, []).append(Held(_plain(term), words, fact.bound.value, fact.origin.lines))
    return held


def _missed(desk: Desk, found: tuple[Finding, ...]) -> list[Missed]:
    """By topic, those first that the leaflet does not speak of at all."""
    by_topic: dict[str, list[str]] = {}
    for finding in found:
        if finding.concern is Concern.MISSING and finding.fact is not None:
            term = desk.shelf.vocabulary.terms[finding.fact]
            by_topic.setdefault(term.topic, []).append(_plain(term))
    return [Missed(topic, tuple(means)) for topic, means in by_topic.items()]


def _plain(term: Term) -> str:
    """What a fact is. Behind its first sentence the vocabulary speaks to whoever writes leaflets down."""
    return term.means.partition(". ")[0]


def _language(code: str) -> Language | None:
    return next((language for language in SPOKEN if language.value == code), None)
