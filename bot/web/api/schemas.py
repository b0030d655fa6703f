"""What is sent to the API and what it answers, field by field. The field names are those of the CSV import."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictStr, WithJsonSchema

from bot.casework.reading import MOST_LETTERS
from bot.conferences.invitation import Way
from bot.languages import Language
from bot.notes.sharing import Recipient
from bot.outreach.message import State

_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})", re.ASCII
)


def _as_rfc_3339(sent: object) -> object:
    if not isinstance(sent, str) or not _MOMENT.fullmatch(sent):
        raise ValueError("is not a date and time with its zone, such as 2030-06-01T14:30:00+01:00")
    return sent


Moment = Annotated[
    AwareDatetime, BeforeValidator(_as_rfc_3339), WithJsonSchema({"type": "string", "format": "date-time"})
]
Words = Annotated[StrictStr, Field(max_length=MOST_LETTERS)]
Needed = Annotated[StrictStr, Field(min_length=1, max_length=MOST_LETTERS)]
Kind = Literal["first", "review"]
LinkWay = Literal["sms", "email"]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ConferenceFields(_Sent):
    """A conference. `PUT` sends all of it: what is left out is taken away."""

    kind: Kind = Field(description="The first conference, or a review.")
    starts_at: Moment = Field(description="When it starts, with its zone. It must lie ahead, within two years.")
    place: Words | None = Field(None, description="Where it is held. A place or a video link is needed.")
    video_link: Annotated[Words, Field(pattern=r"^https://")] | None = None
    asked_by: Words | None = Field(None, description="Who asked for it, in words.")
    chair_name: Needed
    chair_phone: Words | None = None
    chair_email: Words | None = Field(None, description="The chair's account, if they have one here.")
    chair_speaks_at: Moment | None = Field(None, description="When the chair speaks with the parent beforehand.")
    social_worker_email: Needed = Field(description="Whose case it is: the e-mail that they sign in with here.")
    social_worker_name: Words | None = Field(None, description="As parents see it. Left out: as in their account.")
    social_worker_phone: Words | None = None
    reference: Words | None = Field(None, description="Your own number for it.")

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "kind": "first",
                    "starts_at": "2027-03-18T10:00:00+00:00",
                    "place": "Room 2, Foss Bank House",
                    "chair_name": "Judith Marlow",
                    "chair_phone": "01632 960031",
                    "social_worker_email": "sam.petty@example.org",
                    "reference": "YRK-4711",
                }
            ]
        },
    )


class InvitedFields(_Sent):
    """An invited adult. `PUT` sends all of it: what is left out is taken away."""

    called: Needed = Field(description="What to call them: Ms Winter.")
    language: Language = Field(description="The language that they are written to in.")
    phone: Words | None = Field(None, description="A UK mobile number, however it is written.")
    email: Words | None = None
    safe_ways: list[Way] = Field(
        min_length=1, max_length=10, description="What contact is safe. A way that is not named is never used."
    )
    safe_contact: Words | None = Field(None, description="More about that, in words: mornings only.")
    interpreter: Words | None = None
    agreed: StrictBool | None = Field(
        None, description="Whether they agreed to reminders and news of changes. Left out: nobody has asked."
    )

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "called": "Ms Winter",
                    "language": "pl",
                    "phone": "07700 900123",
                    "safe_ways": ["sms", "letter"],
                    "safe_contact": "Mornings only",
                    "agreed": True,
                }
            ]
        },
    )


class LinksAsked(_Sent):
    """By what ways the link is to go."""

    ways: list[LinkWay] = Field(min_length=1, max_length=2, examples=[["sms"]])


class ConferenceShown(BaseModel):
    """A conference as it is kept."""

    id: UUID
    version: int = Field(description="The ETag, without its quotation marks.")
    kind: Kind
    starts_at: datetime
    place: str | None
    video_link: str | None
    asked_by: str | None
    chair_name: str
    chair_phone: str | None
    chair_email: str | None
    chair_speaks_at: datetime | None
    social_worker_email: str | None
    social_worker_name: str
    social_worker_phone: str | None
    reference: str | None
    cancelled_at: datetime | None


class ConferencePage(BaseModel):
    """Some conferences, the soonest first."""

    items: list[ConferenceShown]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page. Null: that was the last.")


class ConferenceChanged(BaseModel):
    """What a change did. Where it was moved or cancelled, those who agreed are told; the others have to be rung."""

    conference: ConferenceShown
    told: list[UUID] = Field(description="Invitations whose parents are being told.")
    to_ring: list[UUID] = Field(description="Invitations whose parents are not told by us.")


class InvitationShown(BaseModel):
    """An invitation as it is kept."""

    id: UUID
    conference_id: UUID
    version: int = Field(description="The ETag, without its quotation marks.")
    called: str
    language: Language
    phone: str | None = Field(description="As +447700900123.")
    email: str | None
    safe_ways: list[Way]
    safe_contact: str | None
    interpreter: str | None
    agreed: bool | None


class InvitationList(BaseModel):
    """Everybody who is invited to one conference."""

    items: list[InvitationShown]


class MessageShown(BaseModel):
    """One message that carries the link."""

    way: LinkWay
    state: State
    queued_at: datetime
    sent_at: datetime | None
    settled_at: datetime | None = Field(description="When it was delivered, or when it was clear that it will not be.")
    problem: str | None = Field(description="A name for what went wrong.")


class LinkOnItsWay(BaseModel):
    """A new link. Those before it open nothing any more."""

    invitation_id: UUID
    messages: list[MessageShown]
    code: str | None = Field(
        description="Six digits to be told by voice, never with the link. Null without the scope codes:read."
    )


class NewCode(BaseModel):
    """A code for the link that was sent before."""

    invitation_id: UUID
    code: str | None = Field(description="As with a link. Null without the scope codes:read.")


class SharedWith(BaseModel):
    """That something was shared. What it was, only they can read, at the desk."""

    who: Recipient
    at: datetime


class InvitationStatus(BaseModel):
    """How far an invitation has got. Never what a parent wrote."""

    invitation_id: UUID
    messages: list[MessageShown] = Field(description="Those with the link that works.")
    link_used_at: datetime | None = Field(description="When the button behind the link was pressed.")
    opened_at: datetime | None = Field(description="When the right code was given, the first time.")
    locked: bool = Field(description="Five wrong codes were given.")
    withdrawn: bool
    shared_with: list[SharedWith]


class Mistake(BaseModel):
    """One thing that is wrong."""

    where: str = Field(description="A pointer into the body, `?name` in the query, or a header's name.")
    what: str
    do: str


class Problem(BaseModel):
    """Why a call was refused (RFC 9457). Never what was sent."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Unprocessable Entity"])
    status: int = Field(examples=[422])
    detail: str
    errors: list[Mistake] | None = None

    # Without `errors` where there are none: it is left out, not null.
    model_config = ConfigDict(json_schema_extra=lambda schema: schema["properties"]["errors"].pop("default", None))
