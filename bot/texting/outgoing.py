"""What an answer becomes before it leaves: text messages within the limits, and the phone as it stands after them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from bot.conversation.messages import Kind, Reply
from bot.languages import Language
from bot.outreach.message import Channel, Message, MessageKind
from bot.text.dates import time_in_words
from bot.text.phrases import say
from bot.text.sms import as_sms
from bot.texting import sayings
from bot.texting.case import Answer
from bot.texting.form import Texts, as_texts
from bot.texting.guards import HOUR, Allowed
from bot.texting.house import House
from bot.texting.inbound import InboundText, Inbox
from bot.texting.parts import Joined
from bot.texting.phone import Offer, Phone, Phones, new_conversation

# An answer that comes a day late answers nothing.
_WORTH_SENDING = timedelta(days=1)
# How often a phone that we do not text is told so.
ONCE_IN = timedelta(days=1)


class Outgoing:
    """Settles a text: what is said, what is kept for MORE, and what a number means from now on."""

    def __init__(self, inbox: Inbox, phones: Phones, house: House) -> None:
        self._inbox = inbox
        self._phones = phones
        self._house = house

    def settle(self, each: Joined, answer: Answer) -> None:
        """Write it all at once."""
        now, text = self._house.now(), each.whole
        phone, texts = self._texts(answer)
        phone = replace(self._still_there(phone), heard_at=now)
        messages = [self._message(phone, text, number, body, now) for number, body in enumerate(texts.now)]
        self._inbox.settle(each.pieces, phone, messages, at=now)

    def _texts(self, answer: Answer) -> tuple[Phone, Texts]:
        phone, reply = answer.phone, answer.reply
        if answer.texts is not None:
            unsent = replace(phone, more=(*answer.texts.now, *answer.texts.more))
            return self._within_limits(phone, answer.texts, None, unsent)
        if reply is None:
            return phone, Texts(())
        named = tuple(
            replace(choice, title=self._house.short_title(choice, reply.language)) for choice in reply.choices
        )
        reply = replace(reply, choices=named)
        texts = as_texts(reply, whole=answer.whole)
        if not phone.greeted and phone.stopped_at is None:
            phone = replace(phone, greeted=True)
            texts = _with_welcome(texts, reply.language)
        phone = replace(phone, more=texts.more, language=reply.language)
        if named:
            phone = phone.with_offer(Offer(self._house.now(), named))
        return self._within_limits(phone, texts, reply, replace(answer.phone, language=reply.language))

    def _within_limits(self, phone: Phone, texts: Texts, reply: Reply | None, unsent: Phone) -> tuple[Phone, Texts]:
        """`unsent` is the phone where nothing of it is sent: no number means a choice that nobody was shown."""
        allowed = self._allowed(phone, texts.now)
        if allowed.as_answer() or (phone.stopped_at is not None and allowed.in_danger()):
            return phone, texts
        danger = [said for said in reply.parts if said.kind is Kind.DANGER] if reply is not None else []
        if reply is not None and danger:
            only = as_texts(Reply(tuple(danger), (), reply.language)).now
            return unsent, Texts(self._as_many_as_allowed(phone, only))
        if phone.stopped_at is not None:
            return unsent, Texts(())
        return self._told_of_limits(unsent)

    def _as_many_as_allowed(self, phone: Phone, danger: tuple[str, ...]) -> tuple[str, ...]:
        """The first of them, rather than none."""
        most = len(danger)
        while most and not self._allowed(phone, danger[:most]).in_danger():
            most -= 1
        return danger[:most]

    def _told_of_limits(self, phone: Phone) -> tuple[Phone, Texts]:
        """Once an hour, until there is nothing left that a network would carry."""
        now = self._house.now()
        if phone.warned_at is not None and now - phone.warned_at < HOUR:
            return phone, Texts(())
        again = time_in_words(now + HOUR, phone.language)
        sorry = sayings.reply("texts_too_many", phone.language, time=again, emergency=self._house.emergency)
        told = as_texts(sorry).now
        return replace(phone, warned_at=now), Texts(told if self._allowed(phone, told).in_danger() else ())

    def _allowed(self, phone: Phone, bodies: tuple[str, ...]) -> Allowed:
        since = self._house.now() - HOUR
        return Allowed([self._inbox.said(phone.number, body, since=since) for body in bodies])

    def _still_there(self, phone: Phone) -> Phone:
        """A phone whose parent had everything deleted is as new."""
        if self._house.conversations.find(phone.conversation) is not None:
            return phone
        fresh = self._phones.find(phone.number) or Phone(phone.number, new_conversation())
        return replace(fresh, language=phone.language, greeted=True)

    def _message(self, phone: Phone, text: InboundText, number: int, body: str, now: datetime) -> Message:
        conversation = self._house.conversations.find(phone.conversation)
        at = now + timedelta(microseconds=number)  # so that they go in their order
        return Message(
            id=uuid4(),
            intent=f"{MessageKind.REPLY.value}:{text.id}:{number}",
            council=(conversation.council if conversation is not None else None) or "",
            channel=Channel.SMS,
            kind=MessageKind.REPLY,
            language=phone.language,
            address=phone.number,
            body=body,
            created_at=at,
            due_at=at,
            not_after=now + _WORTH_SENDING,
            invitation_id=phone.invitation,
        )


def _with_welcome(texts: Texts, language: Language) -> Texts:
    """A message of its own behind the first answer: what can be done here, and how to have no more of it."""
    welcome = as_texts(Reply(sayings.welcome(language), (), language))
    return Texts((*texts.now, *welcome.now), (*texts.more, *welcome.more))


def turned_away(number: str, *, emergency: str, at: datetime) -> Message:
    """For a mobile from abroad, whose language nobody knows: what it cannot do here, and whom to ring."""
    id = uuid4()
    return Message(
        id=id,
        intent=f"{MessageKind.REPLY.value}:away:{id}",
        council="",
        channel=Channel.SMS,
        kind=MessageKind.REPLY,
        language=Language.ENGLISH,
        address=number,
        body=as_sms(say("texts_foreign", Language.ENGLISH, emergency=emergency)),
        created_at=at,
        due_at=at,
        not_after=at + _WORTH_SENDING,
    )
