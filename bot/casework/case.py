"""A conference as the desk sees it: with who is invited, what was sent, and what waits to be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.conferences.conference import Conference, ConferenceKind, Official
from bot.conferences.invitation import Contact, Invitation
from bot.languages import Language
from bot.notes.sharing import Recipient
from bot.outreach.message import Channel, Message, MessageKind, State
from bot.outreach.sending import STOPPED

NEWS = (MessageKind.MOVED, MessageKind.CANCELLED)


@dataclass(frozen=True)
class Invited:
    """
    One invited adult. Of what they wrote nothing but whether something was shared, and with whom.

    Of what they texted nothing but when they asked for no more texts, and when they opened their meeting by text: on
    the phone that they gave, for no other counts.
    """

    invitation: Invitation
    messages: tuple[Message, ...] = ()  # the newest first
    shared_with: frozenset[Recipient] = frozenset()
    unread_by: frozenset[Recipient] = frozenset()
    stopped_at: datetime | None = None
    texted_at: datetime | None = None

    @property
    def last_link(self) -> tuple[Message, ...]:
        """The messages that carry the link that works; none where it went by letter, or not yet."""
        mark = f"{MessageKind.LINK.value}:{self.invitation.id}:{self.invitation.links}:"
        return tuple(message for message in self.messages if message.intent.startswith(mark))

    def news_of(self, version: int) -> tuple[Message, ...]:
        """What they were told of this change of the meeting."""
        marks = tuple(f"{kind.value}:{self.invitation.id}:{version}:" for kind in NEWS)
        return tuple(message for message in self.messages if message.intent.startswith(marks))

    @property
    def channels(self) -> frozenset[Channel]:
        """By what they can be sent something now: safely, and not by text once their phone asked for none."""
        return channels_of(self.invitation, stopped=self.stopped_at is not None)

    @property
    def is_link_stopped(self) -> bool:
        """Whether the link that works was not sent at all, because their phone asked for no more texts."""
        link = self.last_link
        dropped = all(message.state is State.DROPPED for message in link)
        return dropped and any(message.problem == STOPPED for message in link)

    @property
    def has_link(self) -> bool:
        """Whether any link was ever made for them: the first one is drawn and never shown."""
        return self.invitation.links > 1


@dataclass(frozen=True)
class Case:
    """A conference and everybody who is invited to it."""

    conference: Conference
    invited: tuple[Invited, ...]

    def is_over(self, now: datetime) -> bool:
        """Whether it has begun or was cancelled: nobody is sent a link to it."""
        return self.conference.cancelled_at is not None or self.conference.starts_at <= now


@dataclass(frozen=True)
class ConferenceDraft:
    """A conference as somebody at the desk gives it. `starts_at` has a zone."""

    kind: ConferenceKind
    starts_at: datetime
    chair: Official
    place: str | None = None
    video_link: str | None = None
    asked_by: str | None = None
    chair_speaks_at: datetime | None = None
    social_worker: Official | None = None  # None: the account that it belongs to
    reference: str | None = None
    owner_id: UUID | None = None  # None: whoever gives it
    chair_id: UUID | None = None


@dataclass(frozen=True)
class InvitedDraft:
    """An invited adult as somebody at the desk gives them."""

    called: str
    language: Language
    contact: Contact
    agreed: bool | None = None


@dataclass(frozen=True)
class Sent:
    """A link on its way. The code is for telling by voice."""

    invitation: Invitation
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Told:
    """Who is being told that the meeting was moved or cancelled, and who has to be rung."""

    told: tuple[Invitation, ...] = ()
    to_ring: tuple[Invitation, ...] = ()


def channels_of(invitation: Invitation, *, stopped: bool) -> frozenset[Channel]:
    """
    By what this parent can safely be sent something: the way was called safe, and there is an address for it.

    Nothing by text where their phone has `stopped`: it asked for no more.
    """
    contact = invitation.contact
    ways = {way.value for way in contact.ways}
    known = {Channel.SMS: None if stopped else contact.phone, Channel.EMAIL: contact.email}
    return frozenset(channel for channel, address in known.items() if address and channel.value in ways)


def news_channels(invitation: Invitation, *, stopped: bool) -> frozenset[Channel]:
    """By what they are told that the meeting was moved or cancelled: by nothing unless they agreed."""
    can_be_told = invitation.agreed and not invitation.withdrawn
    return channels_of(invitation, stopped=stopped) if can_be_told else frozenset()
