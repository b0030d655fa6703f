"""
The door of text messages: Twilio and GOV.UK Notify hand over here what a parent texted.

It is stored and the call is answered; thinking comes later, and answers go out through the outbox. A provider waits a
few seconds, and what was refused it does not hand over again.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import Enum
from typing import Annotated, Protocol, cast
from uuid import UUID, uuid4

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from prometheus_client import CollectorRegistry, Counter
from pydantic import BaseModel, BeforeValidator
from twilio.twiml.messaging_response import MessagingResponse

from bot.conversation.messages import LONGEST_MESSAGE, Incoming, Reply
from bot.conversation.turn import Settle
from bot.outreach.addresses import AddressError, PhoneForeign, mobile
from bot.texting.inbound import InboundText, Inbox
from bot.web.signed import bears, form_in, is_signed, small_body
from bot.web.staff.visit import DeskHere

TWILIO_PATH, NOTIFY_PATH = "/webhooks/twilio", "/webhooks/notify"

# GOV.UK Notify tries again for half an hour. What is a day old, no parent waits for any more.
_STALE = timedelta(hours=24)
_CLOCKS_DIFFER = timedelta(minutes=10)
_STOP, _HELP = "STOP", "HELP"

router = APIRouter(include_in_schema=False)


class TextingRoom(Protocol):
    """What the door needs of the house."""

    @property
    def inbox(self) -> Inbox: ...

    def turn_away(self, number: str) -> None:
        """Tell a mobile from abroad, at most once a day, that we text no such numbers, and whom to ring."""

    def wake(self) -> None:
        """A text waits. Called in the server's own loop: it must take no time."""

    async def think(self, take: Callable[[Incoming, Settle | None], Awaitable[Reply]]) -> None:
        """Answer what comes in, by these turns, until cancelled."""


class Reason(str, Enum):
    """Why a call was refused."""

    FORGED = "forged"
    STALE = "stale"
    OVERSIZED = "oversized"
    MALFORMED = "malformed"
    NUMBER = "number"  # it is theirs, and came from where we send nothing


_STATUS = {Reason.FORGED: 403, Reason.STALE: 400, Reason.OVERSIZED: 413, Reason.MALFORMED: 422}


@dataclass(frozen=True)
class Counters:
    """How many texts came, by provider; nothing of whom, or of what."""

    received: Counter
    repeated: Counter
    refused: Counter


def counters(registry: CollectorRegistry) -> Counters:
    """To be made once for an application."""

    def counter(name: str, told: str, *labels: str) -> Counter:
        return Counter(f"beforehand_texts_{name}", told, ["provider", *labels], registry=registry)

    return Counters(
        received=counter("received", "Text messages that were taken in."),
        repeated=counter("repeated", "Text messages that had been taken in before."),
        refused=counter("refused", "Calls that brought no text message to be answered.", "reason"),
    )


def _storable(written: object) -> object:
    """Without what no store and no encoding takes: NUL, and the halves that some phones make of an emoji."""
    if not isinstance(written, str):
        return written
    return written.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class NotifyText(BaseModel):
    """What we read of GOV.UK Notify's callback."""

    id: UUID
    source_number: str
    message: Annotated[str, BeforeValidator(_storable)]
    date_received: datetime

    @property
    def sent_at(self) -> datetime:
        """Notify writes it in UTC."""
        told = self.date_received
        return told if told.tzinfo is not None else told.replace(tzinfo=timezone.utc)


class _Call:
    """One call of a provider's: refused, or kept, and counted."""

    def __init__(self, request: Request, provider: str) -> None:
        self._request = request
        self._provider = provider
        self._counters = cast(Counters, request.app.state.texts)
        self._texting = cast(TextingRoom, request.app.state.rooms.texting)

    async def body(self) -> bytes:
        try:
            return await small_body(self._request)
        except HTTPException:
            raise self.refused(Reason.OVERSIZED) from None

    def count_refused(self, reason: Reason) -> None:
        self._counters.refused.labels(self._provider, reason.value).inc()

    def refused(self, reason: Reason) -> HTTPException:
        self.count_refused(reason)
        return HTTPException(_STATUS[reason])

    async def number_of(self, sender: str) -> str | None:
        """
        A UK mobile's; None where it is none. To others nothing is sent, for a premium number would earn by it.

        But who has only a mobile from abroad is told so, and whom to ring, once a day.
        """
        try:
            return mobile(sender)
        except PhoneForeign as foreign:
            if foreign.mobile is not None:
                await run_in_threadpool(self._texting.turn_away, foreign.mobile)
        except AddressError:
            pass
        self.count_refused(Reason.NUMBER)
        return None

    async def keep(self, text: InboundText) -> None:
        is_new = await run_in_threadpool(self._texting.inbox.put, text)
        (self._counters.received if is_new else self._counters.repeated).labels(self._provider).inc()
        if is_new:
            self._texting.wake()


@router.post(TWILIO_PATH)
async def from_twilio(request: Request, desk: DeskHere) -> Response:
    call = _Call(request, "twilio")
    form = form_in(await call.body())
    token, address, account = desk.settings.twilio_auth_token, desk.settings.address, desk.settings.twilio_account_sid
    if not is_signed(request, form, token=token, address=address) or account not in ("", form.get("AccountSid")):
        raise call.refused(Reason.FORGED)
    provider_id, sender = form.get("MessageSid", ""), form.get("From", "")
    if not provider_id or not sender:
        raise call.refused(Reason.MALFORMED)
    body, keyword = str(_storable(form.get("Body", ""))), form.get("OptOutType", "").upper()
    if len(body) > LONGEST_MESSAGE:
        raise call.refused(Reason.OVERSIZED)
    number = await call.number_of(sender)
    if number is not None and keyword != _HELP:  # which Twilio has answered by itself
        await call.keep(
            InboundText(
                id=uuid4(),
                provider="twilio",
                provider_id=provider_id,
                number=number,
                body=body,
                received_at=desk.now(),
                opted_out=keyword == _STOP,
                wordless=not body.strip(),
            )
        )
    return Response(str(MessagingResponse()), media_type="text/xml")


@router.post(NOTIFY_PATH, status_code=204)
async def from_notify(request: Request, desk: DeskHere) -> Response:
    call = _Call(request, "notify")
    if not bears(request, desk.settings.notify_inbound_token):
        raise call.refused(Reason.FORGED)
    told, now = await _told_by_notify(call), desk.now()
    if len(told.message) > LONGEST_MESSAGE:
        raise call.refused(Reason.OVERSIZED)
    if not now - _STALE <= told.sent_at <= now + _CLOCKS_DIFFER:
        raise call.refused(Reason.STALE)
    number = await call.number_of(told.source_number)
    if number is not None:
        await call.keep(
            InboundText(
                id=uuid4(),
                provider="notify",
                provider_id=str(told.id),
                number=number,
                body=told.message,
                received_at=now,
                sent_at=told.sent_at,
                wordless=not told.message.strip(),
            )
        )
    return Response(status_code=204)


async def _told_by_notify(call: _Call) -> NotifyText:
    body = await call.body()
    try:
        # Pydantic's own reading of JSON refuses a whole text for half an emoji.
        return NotifyText.model_validate(json.loads(body.decode("utf-8", "replace")))
    except (ValueError, RecursionError):
        raise call.refused(Reason.MALFORMED) from None
