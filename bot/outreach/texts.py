"""
What is sent to a parent, in words. Whoever looks at her phone may read it, and it may go to a wrong number.

So it names nobody and no place, says "your meeting" and not what kind, and holds at most one link and never a code.
The date stands in it: a mother who reads only the message has to know on which day to come. The first message is in
her language and in English, for nobody knows yet whether the language is right; every other is in hers, with the
English beside it while a translation in it is a draft.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from uuid import uuid4

from bot.conferences.calendar import LONDON
from bot.conferences.conference import Conference
from bot.conferences.invitation import Invitation
from bot.languages import Language
from bot.outreach.message import Channel, Message, MessageKind
from bot.outreach.quiet_hours import QuietHours
from bot.text.dates import date_and_time_in_words, date_in_words
from bot.text.drafts import noticing_drafts
from bot.text.phones import phone_in_words
from bot.text.phrases import say
from bot.text.sms import as_sms

# As long as a real one, so that a preview costs what the message will.
_SOME_TOKEN = "x" * 22

# News of a meeting as close as this do not wait for the morning.
_PRESSING = timedelta(hours=24)

_NEVER_QUIET = QuietHours(time.min, time.min)

_PHRASES = {
    MessageKind.MOVED: "text_moved",
    MessageKind.CANCELLED: "text_cancelled",
    MessageKind.REMINDER_FIVE_DAYS: "text_reminder",
    MessageKind.REMINDER_ONE_DAY: "text_reminder",
    MessageKind.REMINDER_OWN_WRITING: "text_own_writing",
}


@dataclass(frozen=True)
class Words:
    """What a message says. A text message has no subject."""

    body: str
    subject: str | None = None

    def __repr__(self) -> str:
        return "Words(…)"  # they may hold a link


@dataclass(frozen=True)
class ReplyTo:
    """Where texts from parents come in, and by which word, in each language, they ask for no more of ours."""

    number: str
    stop: Callable[[Language], str]


def message_for(
    kind: MessageKind,
    invitation: Invitation,
    conference: Conference,
    *,
    language: Language,
    channel: Channel,
    at: datetime,
    link: str | None = None,
    on: date | datetime | None = None,
    was: datetime | None = None,
    quiet: QuietHours = _NEVER_QUIET,
    reply_to: ReplyTo | None = None,
) -> Message:
    """
    A message for one parent, ready for the outbox. Of two made for the same reason the outbox keeps one.

    `link` is the whole address, for a link's message only. `on` is what a reminder is about, where that is not the
    meeting itself; `was` when a moved meeting was to be. `at` is now. `reply_to` is None where nobody can text us.
    Raises ValueError where there is no address for the channel.
    """
    address = invitation.contact.phone if channel is Channel.SMS else invitation.contact.email
    if not address:
        raise ValueError(f"no address for {channel.value}")
    words = words_for(kind, channel, language, on=on or conference.starts_at, link=link, reply_to=reply_to)
    return Message(
        id=uuid4(),
        intent=intent_of(kind, invitation, conference, channel),
        council=conference.council,
        channel=channel,
        kind=kind,
        language=language,
        address=address,
        body=words.body,
        subject=words.subject,
        created_at=at,
        due_at=_due(kind, conference, at, was, quiet),
        not_after=_not_after(kind, invitation, conference),
        invitation_id=invitation.id,
    )


def intent_of(kind: MessageKind, invitation: Invitation, conference: Conference, channel: Channel) -> str:
    """
    The reason for a message. A link's: this link, this way. News: this change of the meeting. A reminder's: this day.

    A meeting that is moved and moved back is told of twice, and nobody is reminded twice of one day.
    """
    if kind is MessageKind.LINK:
        return f"{kind.value}:{invitation.id}:{invitation.links}:{channel.value}"
    if kind.is_reminder:
        return f"{kind.value}:{invitation.id}:{conference.starts_at:%Y-%m-%dT%H:%MZ}"
    return f"{kind.value}:{invitation.id}:{conference.version}:{channel.value}"


def words_for(
    kind: MessageKind,
    channel: Channel,
    language: Language,
    *,
    on: date | datetime | None = None,
    link: str | None = None,
    reply_to: ReplyTo | None = None,
) -> Words:
    """What a message says. A link's holds its link; every other the day that it is `on`."""
    by_text = reply_to if channel is Channel.SMS else None
    if kind is MessageKind.LINK:
        if link is None:
            raise ValueError("there is no link")
        texts = _with_link(link, language, by_text) if channel is Channel.SMS else _mails(link, language)
    else:
        if on is None:
            raise ValueError("there is no day")
        texts = _with_day(kind, on, language, by_text)
    if channel is Channel.SMS:
        return Words(as_sms("\n".join(texts)))
    return Words("\n\n\n".join(texts), " · ".join(say("mail_subject", each) for each in _both(language)))


def _with_link(link: str, language: Language, reply_to: ReplyTo | None) -> list[str]:
    """
    In both languages, a line for each, so that each is laid out in its own direction.

    That the code can be texted stands in the parent's own only: each letter is paid for, and whoever has no use for it
    has none in English either.
    """
    own, *english = (say("text_link", each) for each in _both(language))
    if reply_to is not None:
        number = phone_in_words(reply_to.number, language)
        own = f"{own} {say('text_link_by_text', language, number=number)}"
    # The link stands at the end: a phone must not take the next word, or its full stop, for a part of it.
    return [own, *english, link]


def _with_day(kind: MessageKind, on: date | datetime, language: Language, reply_to: ReplyTo | None) -> list[str]:
    """
    In the parent's language; beside a draft what has happened in English too, and no more: each letter is paid for.
    """
    with noticing_drafts() as noticed:
        own = f"{_told(kind, language, on)} {_how_to_stop(language, reply_to)}"
    return [own, _told(kind, Language.ENGLISH, on)] if noticed.draft else [own]


def _how_to_stop(language: Language, reply_to: ReplyTo | None) -> str:
    if reply_to is None:
        return say("text_stop", language)
    return say("text_stop_by_text", language, word=reply_to.stop(language))


def link_preview(address: str, language: Language, channel: Channel, *, reply_to: ReplyTo | None = None) -> Words:
    """A link's message as it will be, but for the link itself: to show it, and its price, before it is sent."""
    link = f"{address}/l/{_SOME_TOKEN}"
    return words_for(MessageKind.LINK, channel, language, link=link, reply_to=reply_to)


def _told(kind: MessageKind, language: Language, on: date | datetime) -> str:
    when = date_and_time_in_words(on, language) if isinstance(on, datetime) else date_in_words(on, language)
    return say(_PHRASES[kind], language, when=when)


def _mails(link: str, language: Language) -> list[str]:
    return [_mail(each, link) for each in _both(language)]


def _mail(language: Language, link: str) -> str:
    steps = [say("link_press", language), say("link_code", language)]
    return "\n\n".join([say("mail_link", language), link, *steps, say("mail_delete", language)])


def _both(language: Language) -> tuple[Language, ...]:
    return (language,) if language is Language.ENGLISH else (language, Language.ENGLISH)


def _due(kind: MessageKind, conference: Conference, at: datetime, was: datetime | None, quiet: QuietHours) -> datetime:
    """
    A link goes when the social worker sends it, and a reminder is written when it is due. News wait for the morning.

    Not if she might set out for the meeting in vain by then, or miss it.
    """
    soon = any(moment - at < _PRESSING for moment in (conference.starts_at, was) if moment is not None)
    return quiet.after(at) if kind in (MessageKind.MOVED, MessageKind.CANCELLED) and not soon else at


def _not_after(kind: MessageKind, invitation: Invitation, conference: Conference) -> datetime:
    """After it, it would be of no use to anybody."""
    if kind is not MessageKind.LINK:
        return conference.starts_at
    return datetime.combine(invitation.last_day, time.max, tzinfo=LONDON).astimezone(timezone.utc)
