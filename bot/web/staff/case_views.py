"""A case as the desk's pages show it: who stands where, what needs somebody's attention, who is told of news."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.attention import Attention, attention
from bot.casework.case import Case, Invited, news_channels
from bot.casework.may import may_change, reads_as
from bot.casework.standing import Stands, standing_of
from bot.conferences.conference import Conference
from bot.conferences.invitation import Invitation, Way
from bot.notes.sharing import Recipient
from bot.outreach.message import Channel, Message, MessageKind, State
from bot.outreach.sending import STOPPED
from bot.staff.account import Actor


@dataclass(frozen=True)
class Event:
    """Something that happened with one invited adult's link, and when. `name` is a word of the templates'."""

    at: datetime
    name: str
    message: Message | None = None


@dataclass(frozen=True)
class InvitedView:
    """One invited adult, for whoever looks. What was shared with others than them is no more than that it was."""

    invited: Invited
    stands: Stands
    attention: tuple[Attention, ...]
    reads: frozenset[Recipient]
    channels: frozenset[Channel]

    @property
    def invitation(self) -> Invitation:
        return self.invited.invitation

    @property
    def id(self) -> UUID:
        return self.invitation.id

    @property
    def has_something(self) -> bool:
        """Whether there is something for their eyes."""
        return bool(self.invited.shared_with & self.reads)

    @property
    def is_unread(self) -> bool:
        return bool(self.invited.unread_by & self.reads)

    @property
    def for_others(self) -> tuple[Recipient, ...]:
        """Who else was shared something. What it is, only they read."""
        return tuple(sorted(self.invited.shared_with - self.reads))

    @property
    def events(self) -> tuple[Event, ...]:
        """Everything that happened, the newest first."""
        return tuple(sorted(_events(self.invited), key=lambda event: event.at, reverse=True))


@dataclass(frozen=True)
class CaseView:
    """One case, for whoever looks."""

    case: Case
    invited: tuple[InvitedView, ...]
    is_over: bool
    may_change: bool
    is_chaired: bool

    @property
    def conference(self) -> Conference:
        return self.case.conference

    @property
    def needs_attention(self) -> bool:
        return any(one.attention for one in self.invited)

    @property
    def same_contact(self) -> tuple[tuple[str, ...], ...]:
        """Who shares a phone number or an e-mail address: whoever has it could read both links."""
        standing = [one.invitation for one in self.invited if not one.invitation.withdrawn]
        addresses = Counter(address for invitation in standing for address in _addresses(invitation))
        shared = (address for address, count in addresses.items() if count > 1)
        return tuple(
            dict.fromkeys(tuple(one.called for one in standing if address in _addresses(one)) for address in shared)
        )


@dataclass(frozen=True)
class News:
    """One invited adult when the meeting is moved or cancelled: how they are told, or that they must be rung."""

    invitation: Invitation
    channels: frozenset[Channel]
    messages: tuple[Message, ...] = ()
    has_stopped: bool = False  # their phone asked for no more texts

    @property
    def is_told(self) -> bool:
        return bool(self.channels) or any(message.problem != STOPPED for message in self.messages)

    @property
    def may_be_called(self) -> bool:
        return Way.CALL in self.invitation.contact.ways


def case_view(case: Case, actor: Actor, now: datetime) -> CaseView:
    reads = reads_as(actor, case.conference)
    changes = may_change(actor, case.conference)
    return CaseView(
        case=case,
        invited=tuple(_invited_view(case, invited, now, reads, changes) for invited in case.invited),
        is_over=case.is_over(now),
        may_change=changes,
        is_chaired=case.conference.chair_id == actor.id,
    )


def invited_view(case: Case, invited: Invited, actor: Actor, now: datetime) -> InvitedView:
    return next(one for one in case_view(case, actor, now).invited if one.invited == invited)


def news_for(case: Case) -> tuple[News, ...]:
    """Who would be told if it were moved or cancelled now, and how."""
    return tuple(
        _news(invited, news_channels(invited.invitation, stopped=invited.stopped_at is not None))
        for invited in case.invited
        if not invited.invitation.withdrawn
    )


def news_since(case: Case, version: int) -> tuple[News, ...]:
    """Who was told of that change, and who was not."""
    return tuple(
        _news(invited, frozenset(), invited.news_of(version))
        for invited in case.invited
        if not invited.invitation.withdrawn
    )


def _news(invited: Invited, channels: frozenset[Channel], messages: tuple[Message, ...] = ()) -> News:
    return News(invited.invitation, channels, messages, invited.stopped_at is not None)


def _invited_view(
    case: Case, invited: Invited, now: datetime, reads: frozenset[Recipient], changes: bool
) -> InvitedView:
    found = attention(case, invited, now, reads)
    return InvitedView(
        invited=invited,
        stands=standing_of(invited),
        # A chair can do nothing about a link.
        attention=found if changes else tuple(one for one in found if one is Attention.UNREAD),
        reads=reads,
        channels=invited.channels,
    )


def _events(invited: Invited) -> Iterator[Event]:
    invitation = invited.invitation
    if invitation.spent_at:
        yield Event(invitation.spent_at, "pressed")
    if invitation.opened_at:
        yield Event(invitation.opened_at, "opened")
    if invited.texted_at:
        yield Event(invited.texted_at, "texted")
    if invited.stopped_at:
        yield Event(invited.stopped_at, "stopped")
    for message in invited.messages:
        yield from _of_message(message)


def _of_message(message: Message) -> Iterator[Event]:
    name = "link" if message.kind is MessageKind.LINK else "reminder" if message.kind.is_reminder else "news"
    if message.sent_at:
        yield Event(message.sent_at, f"{name}_sent", message)
    if message.settled_at and message.state in (State.DELIVERED, State.FAILED, State.UNSURE):
        yield Event(message.settled_at, message.state.value, message)


def _addresses(invitation: Invitation) -> tuple[str, ...]:
    """E-mail servers mostly take capital letters for small ones."""
    contact = invitation.contact
    return tuple(address.casefold() for address in (contact.phone, contact.email) if address)
