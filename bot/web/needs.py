"""What a parent needs on the day: one form, saved whole, so that two open pages never overwrite each other unseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from bot.notes.needs import CHOICES, GROUPS, TICKED, YES, Need, Needs, NeedsChangedElsewhere
from bot.notes.note import Section
from bot.text.both import english_of
from bot.web.pages import Page, PageHere
from bot.web.rooms import Rooms
from bot.web.visit import OwnVisit, RoomsHere, Visit
from bot.web.written import is_blank, with_plain_line_ends

router = APIRouter(prefix="/notes/needs", include_in_schema=False)

LONGEST = 1000
# The lines of the form that are words of the parent's own.
WORDS = tuple(need.value for need in Need if need not in TICKED and need not in CHOICES)
# Which topic of data/answers says what this council's guide has on a group.
_TOPICS = {
    "interpreter": "interpreter",
    "access": "access_needs",
    "bringing": "bring_supporter",
    "contact": "confidential_info",
}


@dataclass(frozen=True)
class Written:
    """What the form holds, word for word, and which version of it the page showed."""

    lines: Mapping[Need, str]
    version: int

    @property
    def too_long(self) -> tuple[Need, ...]:
        return tuple(need for need, text in self.lines.items() if len(text) > LONGEST)


@dataclass(frozen=True)
class Advice:
    """What this council's guide says on a group, folded away under its title; in English too while it is a draft."""

    title: str
    words: str

    @property
    def in_english(self) -> str | None:
        english = english_of(self.words)
        return None if english == self.words else english


class NeedsNotKept(Exception):
    """Nothing was saved: a line is too long, or (`now`) another page saved first. Carries all that she wrote."""

    def __init__(self, written: Written, *, danger: str | None, now: Needs | None = None) -> None:
        super().__init__()
        self.written = written
        self.danger = danger
        self.now = now


async def _written(request: Request) -> Written:
    form = await request.form()
    version = form.get("version", "")
    if not isinstance(version, str) or not version.isdecimal() or len(version) > 9:
        raise HTTPException(400)
    found = {need: form.get(need.value) for need in Need}
    lines = {need: with_plain_line_ends(text) for need, text in found.items() if isinstance(text, str)}
    return Written({need: text for need, text in lines.items() if _counts(need, text)}, int(version))


def _counts(need: Need, text: str) -> bool:
    if need in TICKED:
        return text == YES
    if need in CHOICES:
        return text in CHOICES[need]
    return not is_blank(text)


@router.get("")
async def needs(visit: OwnVisit, rooms: RoomsHere, page: PageHere, saved: bool = False) -> Response:
    kept = await run_in_threadpool(rooms.needs.of, visit.conversation.notes_owner)
    # Danger is answered wherever it is written. The words are kept already.
    danger = await _danger(rooms, visit, kept.lines) if saved else None
    return await run_in_threadpool(
        needs_form, page, rooms, visit, Written(kept.lines, kept.version), saved=saved, danger=danger
    )


@router.post("")
async def save(visit: OwnVisit, rooms: RoomsHere, written: Annotated[Written, Depends(_written)]) -> Response:
    if written.too_long:
        raise NeedsNotKept(written, danger=await _danger(rooms, visit, written.lines))
    try:
        await run_in_threadpool(_save, rooms, visit, written)
    except NeedsChangedElsewhere as error:
        raise NeedsNotKept(written, danger=await _danger(rooms, visit, written.lines), now=error.now) from None
    return RedirectResponse("/notes/needs?saved=true#happened", 303)


def _save(rooms: Rooms, visit: Visit, written: Written) -> None:
    rooms.needs.save(visit.conversation.notes_owner, written.lines, version=written.version)


async def _danger(rooms: Rooms, visit: Visit, lines: Mapping[Need, str]) -> str | None:
    """Each line by itself, read as a note is: among many harmless ones the one that matters would be drowned."""
    writing = replace(visit.conversation, open_section=Section.SUPPORT)
    for need, text in lines.items():
        if need.value in WORDS:
            danger = await rooms.danger_in(text, writing)
            if danger is not None:
                return danger
    return None


def needs_form(
    page: Page,
    rooms: Rooms,
    visit: Visit,
    written: Written,
    *,
    saved: bool = False,
    danger: str | None = None,
) -> Response:
    """The form, with what is saved or, where a line was too long, with all that she wrote."""
    conversation = visit.conversation
    return page(
        "needs.html",
        status=422 if written.too_long else 200,
        groups=GROUPS,
        ticked=TICKED,
        choices=CHOICES,
        yes=YES,
        lines=written.lines,
        version=written.version,
        too_long=written.too_long,
        most=LONGEST,
        saved=saved,
        danger=danger,
        advice={group: Advice(*rooms.advice(topic, conversation)) for group, topic in _TOPICS.items()},
        meeting=rooms.meeting(conversation),
    )


def not_kept(page: Page, rooms: Rooms, visit: Visit, error: NeedsNotKept) -> Response:
    """The page for a form that was not saved; every word of it is there again."""
    if error.now is None:
        return needs_form(page, rooms, visit, error.written, danger=error.danger)
    return page(
        "needs_changed.html",
        status=409,
        mine=error.written.lines,
        now=error.now.lines,
        differing=_differing(error.written.lines, error.now.lines),
        version=error.now.version,
        ticked=TICKED,
        choices=CHOICES,
        yes=YES,
        danger=error.danger,
    )


def _differing(mine: Mapping[Need, str], now: Mapping[Need, str]) -> Iterable[Need]:
    return tuple(need for need in Need if mine.get(need, "") != now.get(need, ""))
