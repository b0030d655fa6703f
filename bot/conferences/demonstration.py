"""
A conference to try Beforehand with, for each of five councils. Nobody in it exists.

The numbers are from the ranges that Ofcom keeps for drama (01632 960xxx, 020 7946 0xxx), the addresses from those
that nobody can own (example.org): a trial must ring nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID, uuid5

from bot.conferences.calendar import LONDON, is_working_day, working_days_after, working_days_before
from bot.conferences.conference import Conference, ConferenceKind, Conferences, Official
from bot.conferences.invitation import Contact, Invitation, Invitations, Way
from bot.conferences.link import invite
from bot.languages import Language

# Each council's demonstration keeps its id, so that the next one takes its place and no real conference is touched.
_NAMESPACE = UUID("5d7c2f0e-7a4b-4c1e-9a52-0b1f7f3f6f10")
_STARTS = time(10, 0)


class Demonstration(NamedTuple):
    """What somebody needs to come in as the parent."""

    council: str
    token: str
    code: str
    invitation: Invitation


class _Cast(NamedTuple):
    """What differs from one council's demonstration to the next."""

    kind: ConferenceKind
    called: str
    place: str | None
    video_link: str | None
    asked_by: str
    chair: Official
    social_worker: Official
    mobile: str  # the parent's: Ofcom keeps these for drama


_CASTS = {
    "kirklees": _Cast(
        ConferenceKind.INITIAL,
        "Ms Ardley",
        "Meeting room 4, Millstone House, 12 Example Street, Huddersfield",
        None,
        "Colin Thwaite, team manager",
        Official("Marian Oakes", "01632 960011"),
        Official("Tess Holroyd", "01632 960012"),
        "+447700900301",
    ),
    "nottinghamshire": _Cast(
        ConferenceKind.REVIEW,
        "Mr Sallow",
        "The Ash Room, Lacemaker House, 3 Example Road, Mansfield",
        None,
        "Bridget Farrow, team manager",
        Official("Desmond Clay", "01632 960021"),
        Official("Ivy Renshaw", "01632 960022"),
        "+447700900302",
    ),
    "york": _Cast(
        ConferenceKind.INITIAL,
        "Ms Winter",
        "Room 2, Foss Bank House, 8 Example Lane, York",
        None,
        "Anna Field, team manager",
        Official("Judith Marlow", "01632 960031"),
        Official("Sam Petty", "01632 960032"),
        "+447700900303",
    ),
    "staffordshire": _Cast(
        ConferenceKind.INITIAL,
        "Mrs Tolland",
        "Conference room, Kiln House, 20 Example Way, Stafford",
        None,
        "Howard Leese, team manager",
        Official("Prudence Vane", "01632 960041"),
        Official("Kofi Adler", "01632 960042"),
        "+447700900304",
    ),
    "merton": _Cast(
        ConferenceKind.REVIEW,
        "Ms Quill",
        None,
        "https://meet.example.org/beforehand-demonstration",
        "Rosalind Teague, team manager",
        Official("Gareth Lisle", "020 7946 0051"),
        Official("Noor Fenwick", "020 7946 0052"),
        "+447700900305",
    ),
}


class People(NamedTuple):
    """Who works for a council, in its demonstration."""

    social_worker: Official
    manager: str
    administrator: str


_ADMINISTRATORS = {
    "kirklees": "Joan Tranter",
    "nottinghamshire": "Piers Holloway",
    "york": "Ada Wren",
    "staffordshire": "Lena Moss",
    "merton": "Gil Archer",
}
PEOPLE = {
    council: People(cast.social_worker, cast.asked_by.partition(",")[0], _ADMINISTRATORS[council])
    for council, cast in _CASTS.items()
}

_NOBODYS: Mapping[str, UUID] = MappingProxyType({})


def demonstration_day(today: date) -> date:
    """About three weeks ahead, on a day when conferences are held."""
    day = today + timedelta(weeks=3)
    return day if is_working_day(day) else working_days_after(day, 1)


def replace_demonstrations(
    *,
    now: datetime,
    conferences: Conferences,
    invitations: Invitations,
    owners: Mapping[str, UUID] = _NOBODYS,
    team: str | None = None,
) -> list[Demonstration]:
    """
    Make every council's demonstration anew, with a link and a code that have not been used.

    Whoever came in by an earlier one loses it, with what they wrote. `owners` are the social workers' accounts.
    """
    day = demonstration_day(now.astimezone(LONDON).date())
    made = []
    for council, cast in _CASTS.items():
        conference = replace(_conference(council, cast, day), owner_id=owners.get(council), team=team)
        conferences.remove(conference.id)
        conferences.add(conference)
        invitation, link = invite(
            conference.id,
            called=cast.called,
            language=Language.ENGLISH,
            last_day=day,
            invitations=invitations,
            contact=Contact(phone=cast.mobile, ways=frozenset({Way.SMS})),
        )
        made.append(Demonstration(council, link.token, link.code, invitation))
    return made


def _conference(council: str, cast: _Cast, day: date) -> Conference:
    return Conference(
        id=uuid5(_NAMESPACE, council),
        council=council,
        kind=cast.kind,
        starts_at=datetime.combine(day, _STARTS, tzinfo=LONDON),
        place=cast.place,
        video_link=cast.video_link,
        asked_by=cast.asked_by,
        chair=cast.chair,
        chair_speaks_at=datetime.combine(working_days_before(day, 2), time(14, 30), tzinfo=LONDON),
        social_worker=cast.social_worker,
        reference=f"DEMO-{council[:3].upper()}",
    )
