"""What a social worker fills in, and what stands in the house when it is done."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from httpx import Response
from markupsafe import Markup

from bot.casework.case import Case, Invited
from bot.staff.account import Account, actor_of
from bot.wiring import Rooms

CONFERENCE = {
    "kind": "first",
    "date": "2027-03-18",
    "time": "10:00",
    "place": "Room 2, Foss Bank House",
    "chair_name": "Judith Marlow",
    "chair_phone": "01632 960031",
    "reference": "YRK-4711",
    "social_worker_name": "Sam Petty",
    "social_worker_phone": "01632 960032",
    "social_worker_email": "sam.petty@example.org",
}
MS_WINTER = {
    "called": "Ms Winter",
    "language": "pl",
    "phone": "07700 900123",
    "email": "winter@example.org",
    "safe_ways": ["sms", "email", "call"],
    "safe_contact": "mornings only",
    "agreed": "yes",
}


def words(response: Response) -> str:
    """What can be read on a page."""
    apart = re.sub(r"<(?=/?(?:br|dt|dd|li|p|div|h\d|option|label|summary)\b)", " <", response.text)
    return " ".join(Markup(apart).striptags().split())


def hidden(response: Response, name: str) -> str:
    """A hidden field of the page's form."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.text)
    assert found, f"the page has no {name}"
    return found[1]


def add(desk: Any, **changed: object) -> UUID:
    """Add a conference through the form; with what is given instead. Its id."""
    page = desk.get("/staff/conferences/new")
    fields = {**CONFERENCE, "once": hidden(page, "once"), **changed}
    answer = desk.submit("/staff/conferences/new", fields)
    assert answer.status_code == 200, words(answer)
    return UUID(answer.url.path.split("/")[3])


def case_of(rooms: Rooms, id: UUID) -> Case:
    found = rooms.desk.cases.case(id)
    assert found is not None
    return found


def only_case(rooms: Rooms, account: Account) -> Case:
    (case,) = rooms.desk.arranging.cases(actor_of(account))
    return case


def invited_of(rooms: Rooms, conference: UUID, called: str = "Ms Winter") -> Invited:
    return next(one for one in case_of(rooms, conference).invited if one.invitation.called == called)


def send(desk: Any, invitation: UUID, *ways: str) -> Response:
    page = desk.get(f"/staff/invitations/{invitation}/send")
    fields = {"way": list(ways) or ["sms"], "links": hidden(page, "links")}
    return desk.submit(f"/staff/invitations/{invitation}/send", fields)


def code_on(page: Response) -> str:
    found = re.search(r'desk-code"[^>]*>(\d{3}) (\d{3})<', page.text)
    assert found, words(page)
    return found[1] + found[2]
