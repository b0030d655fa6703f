"""Which reminders a parent gets, and when: only who agreed, only by a safe way, and never by night."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.conferences.conference import Conference
from bot.conferences.deadlines import Deadline
from bot.conferences.invitation import Invitation, Way
from bot.outreach.message import Channel, Message, MessageKind
from bot.outreach.quiet_hours import QuietHours
from bot.outreach.texts import ReplyTo, message_for

# What nobody is sent who did not agree, or does not any more.
ONLY_IF_AGREED = (
    MessageKind.MOVED,
    MessageKind.CANCELLED,
    *(kind for kind in MessageKind if kind.is_reminder),
)

# In the middle of the morning, when children are at school and most people are up.
_HOUR = time(10, 0)
_BEFORE = {
    MessageKind.REMINDER_FIVE_DAYS: timedelta(days=5),
    MessageKind.REMINDER_ONE_DAY: timedelta(days=1),
}
_BEFORE_OWN_WRITING = timedelta(days=2)


@dataclass(frozen=True)
class Reminder:
    """One reminder of one meeting. It is sent on its own day or not at all: `due_at` and `not_after` are in UTC."""

    kind: MessageKind
    on: date | datetime  # what it reminds of
    due_at: datetime
    not_after: datetime

    def is_due(self, now: datetime) -> bool:
        return self.due_at <= now < self.not_after


def reminders(conference: Conference, own_writing: Deadline | None, quiet: QuietHours) -> tuple[Reminder, ...]:
    """
    Every reminder of a meeting, as it stands now: of one that moved there are new ones.

    `own_writing` is the council's own rule for what a parent sends in, where its guide has one.
    """
    found = [_on(conference.day - before, kind, conference.starts_at, quiet) for kind, before in _BEFORE.items()]
    if own_writing is not None:
        day = own_writing.day - _BEFORE_OWN_WRITING
        found.append(_on(day, MessageKind.REMINDER_OWN_WRITING, own_writing.by, quiet))
    return tuple(found)


def is_reminded(invitation: Invitation, conference: Conference, now: datetime) -> bool:
    """Whether this parent wants it and it is about a meeting that will be held."""
    return (
        invitation.agreed is True
        and invitation.opened_at is not None
        and not invitation.withdrawn
        and conference.cancelled_at is None
        and now < conference.starts_at
    )


def safe_channels(invitation: Invitation) -> tuple[Channel, ...]:
    """By what this parent may be sent something: ways called safe, with an address. Reminders go by the first."""
    contact = invitation.contact
    known = ((Way.SMS, contact.phone, Channel.SMS), (Way.EMAIL, contact.email, Channel.EMAIL))
    return tuple(channel for way, address, channel in known if address and way in contact.ways)


def reminder_for(
    reminder: Reminder,
    invitation: Invitation,
    conference: Conference,
    now: datetime,
    *,
    stopped: bool = False,
    reply_to: ReplyTo | None = None,
) -> Message | None:
    """
    The message, for the outbox; None where there is no safe way to send it.

    `stopped` is whether their phone asked for no more texts.
    """
    possible = (channel for channel in safe_channels(invitation) if not (stopped and channel is Channel.SMS))
    channel = next(possible, None)
    if channel is None:
        return None
    message = message_for(
        reminder.kind,
        invitation,
        conference,
        language=invitation.language,
        channel=channel,
        at=now,
        on=reminder.on,
        reply_to=reply_to,
    )
    return replace(message, not_after=reminder.not_after)


def _on(day: date, kind: MessageKind, about: date | datetime, quiet: QuietHours) -> Reminder:
    due_at, not_after = quiet.on_day(day, _HOUR)
    return Reminder(kind, about, due_at, not_after)
