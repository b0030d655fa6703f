"""The people of the scripts: their meetings and codes before the first text, and where they stand at the end."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from bot.conferences.calendar import LONDON
from bot.conferences.conference import Conference
from bot.conferences.invitation import Contact, Way
from bot.conferences.link import NewLink, invite
from bot.languages import SPOKEN
from bot.notes.note import Section
from bot.text.dates import date_in_words
from bot.text.sms import is_gsm_7
from bot.texting.inbound import InboundText
from bot.wiring import Rooms
from tests.stores import a_conference
from tests.talks.texting.script import Script, State

_EACH_OF_SEVERAL = 153, 67


@dataclass(frozen=True)
class Person:
    """What one person of a script has been told; `own` is for what their script names in braces."""

    number: str
    links: tuple[NewLink, ...]
    own: dict[str, str]


def invite_all(rooms: Rooms, script: Script, number: str, place: int) -> Person:
    """The meetings of one script, each on a day of its own."""
    if not script.invited:
        return Person(number, (), {"wrong": "123456"})
    conferences = [_conference(rooms, script.council, place)]
    if script.second is not None:
        conferences.append(conferences[0] if script.both_adults else _conference(rooms, script.second, place + 1))
    links = tuple(_invited(rooms, conference, script, number) for conference in conferences)
    if script.opened_before:
        _open_before(rooms, number, links)
    return Person(number, links, {**_codes(links), **_days(conferences)})


def cut(text: str) -> list[str]:
    """A text as a phone cuts it, all of it in one alphabet."""
    each = _EACH_OF_SEVERAL[0 if is_gsm_7(text) else 1]
    return [text[start : start + each] for start in range(0, len(text), each)]


def state_of(rooms: Rooms, number: str) -> State:
    """Where a phone stands, as the rooms know it."""
    phone = rooms.texting.phones.find(number)
    assert phone is not None
    conversation = rooms.conversations.find(phone.conversation)
    notes: dict[Section, tuple[str, ...]] = {}
    for note in rooms.notes.of(conversation.notes_owner) if conversation is not None else ():
        notes[note.section] = (*notes.get(note.section, ()), note.text)
    return State(
        notes=notes,
        language=conversation.language if conversation is not None else phone.language,
        council=conversation.council if conversation is not None else None,
        stopped=phone.stopped_at is not None,
        opened=len(phone.opened),
        is_new=conversation is None,
    )


def _conference(rooms: Rooms, council: str, place: int) -> Conference:
    day = (rooms.now() + timedelta(days=21 + place)).astimezone(LONDON)
    starts_at = day.replace(hour=10, minute=0, second=0, microsecond=0)
    conference = replace(a_conference(starts_at=starts_at), council=council, chair_speaks_at=_before(starts_at))
    rooms.conferences.add(conference)
    return conference


def _before(starts_at: datetime) -> datetime:
    return starts_at - timedelta(days=2)


def _invited(rooms: Rooms, conference: Conference, script: Script, number: str) -> NewLink:
    _, link = invite(
        conference.id,
        called="Ms Winter",
        language=script.language,
        last_day=conference.starts_at.date(),
        invitations=rooms.invitations,
        contact=Contact(phone=number, ways=frozenset({Way.SMS})),
    )
    return link


def _open_before(rooms: Rooms, number: str, links: tuple[NewLink, ...]) -> None:
    """Their codes came from this phone an hour ago."""
    earlier = rooms.now() - timedelta(hours=1)
    then = replace(rooms, clock=lambda: earlier)
    for place, link in enumerate(links):
        came = earlier + timedelta(seconds=place)
        then.texting.inbox.put(InboundText(uuid4(), "twilio", uuid4().hex, number, link.code, came))
    asyncio.run(then.texting.answering.answer(number))


def _codes(links: tuple[NewLink, ...]) -> dict[str, str]:
    codes = [link.code for link in links]
    wrong = next(code for code in (f"{digit}84261" for digit in "357") if code not in codes)
    return {"code": codes[0], "second": codes[-1], "wrong": wrong}


def _days(conferences: list[Conference]) -> dict[str, str]:
    return {
        f"day:{place}:{language.value}": date_in_words(conference.starts_at.date(), language)
        for place, conference in enumerate(conferences, 1)
        for language in SPOKEN
    }
