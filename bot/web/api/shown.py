"""From what is sent to the fields that the desk reads, by the same rules; and from what is kept to what is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone
from uuid import UUID

from bot.casework.case import ConferenceDraft, InvitedDraft, Told
from bot.casework.looking import Progress
from bot.casework.reading import read_conference, read_invited
from bot.conferences.calendar import LONDON
from bot.conferences.conference import Conference, ConferenceKind
from bot.conferences.invitation import Invitation, Way
from bot.outreach.message import Message
from bot.staff.account import Actor, Role
from bot.web.api.schemas import (
    ConferenceChanged,
    ConferenceFields,
    ConferenceShown,
    InvitationShown,
    InvitationStatus,
    InvitedFields,
    Kind,
    LinkWay,
    MessageShown,
    SharedWith,
)
from bot.wiring import Desk

_KINDS: dict[ConferenceKind, Kind] = {ConferenceKind.INITIAL: "first", ConferenceKind.REVIEW: "review"}
_WAYS: dict[str, LinkWay] = {"sms": "sms", "email": "email"}
_YES_OR_NO = {True: "yes", False: "no", None: ""}
# What no conversion of time zones can run out of. The reader finds both of them wrong.
_LONG_AGO, _FAR_AHEAD = datetime(1971, 1, 1, tzinfo=timezone.utc), datetime(9000, 1, 1, tzinfo=timezone.utc)


def conference_draft(sent: ConferenceFields, desk: Desk, actor: Actor) -> ConferenceDraft:
    """Raises DraftWrong."""
    starts_at, speaks_at = _within_reason(sent.starts_at), _within_reason(sent.chair_speaks_at)
    fields = {
        **_written(sent, "kind", "place", "video_link", "asked_by", "chair_name", "chair_phone", "chair_email"),
        **_written(sent, "social_worker_email", "social_worker_name", "social_worker_phone", "reference"),
        "date": _day(starts_at),
        "time": _clock(starts_at),
        "chair_speaks_date": _day(speaks_at),
        "chair_speaks_time": _clock(speaks_at),
    }
    return read_conference(fields, now=desk.now(), account_of=lambda email: _account(desk, actor, email)).draft


def invited_draft(sent: InvitedFields) -> InvitedDraft:
    """Raises DraftWrong."""
    fields = {
        **_written(sent, "called", "phone", "email", "safe_contact", "interpreter"),
        "language": sent.language.value,
        "safe_ways": ",".join(way.value for way in sent.safe_ways),
        "agreed": _YES_OR_NO[sent.agreed],
    }
    return read_invited(fields).draft


def conferences_shown(conferences: Iterable[Conference], desk: Desk) -> list[ConferenceShown]:
    emails: dict[UUID | None, str | None] = {None: None}
    found = []
    for one in conferences:
        for id in (one.owner_id, one.chair_id):
            if id is not None and id not in emails:
                account = desk.accounts.get(id)
                emails[id] = account.email if account else None
        found.append(_conference(one, emails[one.owner_id], emails[one.chair_id]))
    return found


def conference_shown(conference: Conference, desk: Desk) -> ConferenceShown:
    return conferences_shown([conference], desk)[0]


def changed(conference: Conference, told: Told, desk: Desk) -> ConferenceChanged:
    return ConferenceChanged(
        conference=conference_shown(conference, desk),
        told=[one.id for one in told.told],
        to_ring=[one.id for one in told.to_ring],
    )


def invitation_shown(invitation: Invitation) -> InvitationShown:
    contact = invitation.contact
    return InvitationShown(
        id=invitation.id,
        conference_id=invitation.conference_id,
        version=invitation.version,
        called=invitation.called,
        language=invitation.language,
        phone=contact.phone,
        email=contact.email,
        safe_ways=[way for way in Way if way in contact.ways],
        safe_contact=contact.safe_contact,
        interpreter=contact.interpreter,
        agreed=invitation.agreed,
    )


def messages_shown(messages: Iterable[Message]) -> list[MessageShown]:
    return [
        MessageShown(
            way=_WAYS[message.channel.value],
            state=message.state,
            queued_at=message.created_at,
            sent_at=message.sent_at,
            settled_at=message.settled_at,
            problem=message.problem,
        )
        for message in messages
    ]


def status_shown(progress: Progress) -> InvitationStatus:
    invitation = progress.invited.invitation
    return InvitationStatus(
        invitation_id=invitation.id,
        messages=messages_shown(progress.invited.last_link),
        link_used_at=invitation.spent_at,
        opened_at=invitation.opened_at,
        locked=invitation.locked,
        withdrawn=invitation.withdrawn,
        shared_with=[SharedWith(who=who, at=at) for who, at in sorted(progress.shared.items())],
    )


def _conference(conference: Conference, owner: str | None, chair: str | None) -> ConferenceShown:
    return ConferenceShown(
        id=conference.id,
        version=conference.version,
        kind=_KINDS[conference.kind],
        starts_at=conference.starts_at,
        place=conference.place,
        video_link=conference.video_link,
        asked_by=conference.asked_by,
        chair_name=conference.chair.name,
        chair_phone=conference.chair.phone,
        chair_email=chair,
        chair_speaks_at=conference.chair_speaks_at,
        social_worker_email=owner,
        social_worker_name=conference.social_worker.name,
        social_worker_phone=conference.social_worker.phone,
        reference=conference.reference,
        cancelled_at=conference.cancelled_at,
    )


def _written(sent: object, *names: str) -> dict[str, str]:
    return {name: getattr(sent, name) or "" for name in names}


def _within_reason(moment: datetime | None) -> datetime | None:
    if moment is None or _LONG_AGO <= moment <= _FAR_AHEAD:
        return moment
    return _LONG_AGO if moment < _LONG_AGO else _FAR_AHEAD


def _day(moment: datetime | None) -> str:
    return moment.astimezone(LONDON).date().isoformat() if moment else ""


def _clock(moment: datetime | None) -> str:
    return f"{moment.astimezone(LONDON):%H:%M}" if moment else ""


def _account(desk: Desk, actor: Actor, email: str) -> UUID | None:
    account = desk.accounts.by_email(email)
    if account is None or not account.active or account.council != actor.council:
        return None
    return None if account.role is Role.ADMINISTRATOR else account.id
