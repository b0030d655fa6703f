"""A conference and an invited adult as fields of a form: read from what was posted, and filled in for the next page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import Depends, Request

from bot.casework.case import ConferenceDraft, InvitedDraft
from bot.casework.mistakes import DraftWrong, Mistake
from bot.casework.reading import (
    CONFERENCE_FIELDS,
    INVITED_FIELDS,
    AccountOf,
    ReadDraft,
    read_conference,
    read_invited,
)
from bot.conferences.calendar import LONDON
from bot.conferences.conference import Conference, ConferenceKind
from bot.conferences.invitation import Invitation, Way
from bot.languages import SPOKEN, Language
from bot.staff.account import Account, Role
from bot.wiring import Desk

Written = Mapping[str, str]

_PICKED = {"date": re.compile(r"\d{4}-\d\d-\d\d", re.ASCII), "time": re.compile(r"\d\d:\d\d", re.ASCII)}
_KINDS = {ConferenceKind.INITIAL: "first", ConferenceKind.REVIEW: "review"}
_YES_OR_NO = {True: "yes", False: "no", None: ""}


async def _written(request: Request) -> Written:
    """Everything that was posted, word for word; what was ticked more than once with commas between."""
    form = await request.form()
    names = dict.fromkeys(name for name, _ in form.multi_items())
    return {name: ", ".join(one for one in form.getlist(name) if isinstance(one, str)) for name in names}


WrittenHere = Annotated[Written, Depends(_written)]


@dataclass(frozen=True)
class Filled:
    """A form's fields, what is wrong with them, and what is worth a second look. `once` names this very form."""

    written: Written
    wrong: tuple[Mistake, ...] = ()
    doubts: tuple[Mistake, ...] = ()
    once: UUID = field(default_factory=uuid4)

    @property
    def problems(self) -> dict[str, str]:
        """By the field's id."""
        return {mistake.field: f"{mistake.called} {mistake.what}. {mistake.do}" for mistake in self.wrong}

    def picker(self, name: str) -> str:
        """What kind of box shows a day or a time: a browser's own drops what it cannot read, and that must stay."""
        value, kind = self.written.get(name, ""), name.rpartition("_")[2]
        return kind if not value or _PICKED[kind].fullmatch(value) else "text"

    @property
    def moment(self) -> str:
        """The day and time that its doubts are about: asked once for each."""
        return f"{self.written.get('date', '')} {self.written.get('time', '')}"

    @property
    def is_looked_at(self) -> bool:
        return self.written.get("looked") == self.moment

    @property
    def version(self) -> int:
        """The one that they saw; what is no number is no version."""
        number = self.written.get("version", "")
        return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0


def filled_by(written: Written) -> Filled:
    """What came back from a form, under its own name."""
    try:
        return Filled(written, once=UUID(written.get("once", "")))
    except ValueError:
        return Filled(written)


def conference_in(
    written: Written, desk: Desk, account: Account
) -> tuple[ReadDraft[ConferenceDraft], InvitedDraft | None]:
    """The conference, and the first invited adult where one was written. Raises DraftWrong for both."""
    conference, invited, wrong = None, None, list[Mistake]()
    try:
        conference = read_conference(written, now=desk.now(), account_of=account_of(desk, account))
    except DraftWrong as error:
        wrong += error.mistakes
    try:
        invited = read_invited(written).draft if _has_invited(written) else None
    except DraftWrong as error:
        wrong += error.mistakes
    if conference is None or wrong:
        raise DraftWrong(tuple(wrong))
    return conference, invited


def only_conference_in(written: Written, desk: Desk, account: Account) -> ReadDraft[ConferenceDraft]:
    return read_conference(written, now=desk.now(), account_of=account_of(desk, account))


def account_of(desk: Desk, account: Account) -> AccountOf:
    """Finds an active account of the same council by its e-mail address."""

    def find(email: str) -> UUID | None:
        found = desk.accounts.by_email(email)
        if found is None or not found.active or found.council != account.council:
            return None
        return None if found.role is Role.ADMINISTRATOR else found.id

    return find


def chairs(desk: Desk, account: Account) -> list[tuple[str, str]]:
    """Whoever may chair: e-mail and name."""
    return [(one.email, one.name) for one in _colleagues(desk, account)]


def owners(desk: Desk, account: Account) -> list[tuple[str, str]]:
    """Whom this account may give a conference, a manager only their team: e-mail and name."""
    all_of_us = account.role is not Role.MANAGER
    each = _colleagues(desk, account)
    return [(one.email, one.name) for one in each if all_of_us or (one.team and one.team == account.team)]


def new_conference(account: Account) -> Written:
    """Who is signed in is the social worker."""
    return {
        "social_worker_name": account.name,
        "social_worker_phone": account.phone or "",
        "social_worker_email": account.email,
    }


def fields_of(conference: Conference, desk: Desk) -> Written:
    """A conference as a form shows it."""
    speaks = conference.chair_speaks_local
    found = {
        "kind": _KINDS[conference.kind],
        "date": _date(conference.local),
        "time": _time(conference.local),
        "place": conference.place,
        "video_link": conference.video_link,
        "asked_by": conference.asked_by,
        "chair_name": conference.chair.name,
        "chair_phone": conference.chair.phone,
        "chair_email": _email(conference.chair_id, desk),
        "chair_speaks_date": speaks and _date(speaks),
        "chair_speaks_time": speaks and _time(speaks),
        "social_worker_name": conference.social_worker.name,
        "social_worker_phone": conference.social_worker.phone,
        "social_worker_email": _email(conference.owner_id, desk),
        "reference": conference.reference,
    }
    return {name: found[name] or "" for name in CONFERENCE_FIELDS}


def fields_of_invited(invitation: Invitation) -> Written:
    """An invited adult as a form shows them."""
    contact = invitation.contact
    found = {
        "called": invitation.called,
        "language": invitation.language.value,
        "phone": contact.phone,
        "email": contact.email,
        "safe_ways": ", ".join(way.value for way in Way if way in contact.ways),
        "safe_contact": contact.safe_contact,
        "interpreter": contact.interpreter,
        "agreed": _YES_OR_NO[invitation.agreed],
    }
    return {name: found[name] or "" for name in INVITED_FIELDS}


def is_as(conference: Conference, draft: ConferenceDraft) -> bool:
    """Whether it says already what somebody gave: then the same form was sent twice, and nobody came between."""
    kept = (
        conference.kind,
        conference.starts_at,
        conference.place,
        conference.video_link,
        conference.asked_by,
        conference.chair,
        conference.chair_speaks_at,
        conference.social_worker,
        conference.reference,
        conference.owner_id,
        conference.chair_id,
    )
    given = (
        draft.kind,
        draft.starts_at,
        draft.place,
        draft.video_link,
        draft.asked_by,
        draft.chair,
        draft.chair_speaks_at,
        draft.social_worker or conference.social_worker,
        draft.reference,
        draft.owner_id or conference.owner_id,
        draft.chair_id,
    )
    return kept == given


def where_and_when(conference: Conference) -> str:
    """Stands for day, time, place and video link: where it is another, the meeting was moved."""
    told = [conference.starts_at.isoformat(), conference.place, conference.video_link]
    return sha256(json.dumps(told).encode()).hexdigest()


def languages() -> list[tuple[str, str]]:
    """English first, then by the alphabet."""
    others = sorted((one for one in SPOKEN if one is not Language.ENGLISH), key=lambda one: one.english_name)
    return [(one.value, one.english_name) for one in (Language.ENGLISH, *others)]


def _colleagues(desk: Desk, account: Account) -> list[Account]:
    each = desk.accounts.of(account.council)
    return [one for one in each if one.active and one.role is not Role.ADMINISTRATOR]


def _has_invited(written: Written) -> bool:
    wanted = written.get("then") == "send"
    return wanted or any(written.get(name, "").strip() for name in INVITED_FIELDS)


def _email(id: UUID | None, desk: Desk) -> str | None:
    account = desk.accounts.get(id) if id else None
    return account.email if account else None


def _date(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%Y-%m-%d}"


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%H:%M}"
