"""
Twilio, through its own client: text messages.

Twilio keeps no reference of ours. Its news carries our message's id in the address that it is told to call, and a
message that we may have handed over before we died is found again by its number and words, compared here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import requests
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from bot.adapters.providers.broken_line import surely_not_reached
from bot.adapters.providers.receipts import twilio_problem
from bot.outreach.message import Channel, Message
from bot.outreach.provider import ProviderError, Refused, TryLater, Unsure

STATUS_PATH = "/webhooks/twilio/status"

_SECONDS = 10
_MOST_FOUND = 100
_CLOCKS_DIFFER = timedelta(minutes=5)
_OUR_FAULT = {20003: "key_wrong", 21606: "sender_wrong", 21603: "sender_wrong", 21212: "sender_wrong"}

_log = logging.getLogger("bot.outreach")
# At "debug" it logs numbers and words.
logging.getLogger("twilio.http_client").setLevel(logging.WARNING)


@dataclass(frozen=True)
class TwilioAccount:
    """Which account is ours, and what parents see as the sender: a number, or a messaging service."""

    sid: str
    token: str
    sender: str  # "+44…", or "MG…" for a messaging service
    public_url: str  # how Twilio reaches us with news; empty: it does not

    def __repr__(self) -> str:
        return "TwilioAccount(…)"


class Twilio:
    """Sends through Twilio."""

    name = "twilio"
    channels = frozenset({Channel.SMS})

    def __init__(
        self,
        account: TwilioAccount,
        *,
        http: type[TwilioHttpClient] = TwilioHttpClient,
        is_anothers: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """`is_anothers` says whether the provider's name for a message is known as that of another one of ours."""
        self._account = account
        self._http = http
        self._is_anothers = is_anothers

    def send(self, message: Message) -> str | None:
        try:
            made = self._client().messages.create(to=message.address, body=message.body, **self._ways(message))
        except TwilioRestException as error:
            raise _meaning(error) from None  # the error itself may repeat the number
        except requests.RequestException as error:
            raise (TryLater("not_reached") if surely_not_reached(error) else Unsure("line_broke")) from None
        return str(made.sid)

    def find(self, message: Message) -> str | None:
        """By number and words among its newest that are not known as others of ours, which may say the same."""
        try:
            newest = self._client().messages.list(to=message.address, limit=_MOST_FOUND)
        except (TwilioRestException, requests.RequestException):
            raise TryLater("not_reached") from None
        since = message.created_at - _CLOCKS_DIFFER
        # A trial account puts its own words before ours.
        alike = (str(one.sid) for one in newest if one.date_created >= since and one.body.endswith(message.body))
        return next((sid for sid in alike if not self._is_anothers(sid)), None)

    def _client(self) -> Client:
        # One for each message: an old line may be dead.
        return Client(self._account.sid, self._account.token, http_client=self._http(timeout=_SECONDS))

    def _ways(self, message: Message) -> dict[str, Any]:
        sender = "messaging_service_sid" if self._account.sender.startswith("MG") else "from_"
        ways = {sender: self._account.sender}
        if self._account.public_url:
            ways["status_callback"] = f"{self._account.public_url}{STATUS_PATH}?message={message.id}"
        return ways


def _meaning(error: TwilioRestException) -> ProviderError:
    """What is known about the message now."""
    code = int(error.code or 0)
    if error.status == 429:
        return TryLater("too_many")
    if code in _OUR_FAULT or error.status in (401, 403):
        problem = _OUR_FAULT.get(code, "key_wrong")
        _log.error("Twilio refuses us: %s. Look at BEFOREHAND_TWILIO_…", problem)
        return TryLater(problem)
    if 400 <= error.status < 500:
        return Refused(twilio_problem(str(code), otherwise="not_accepted"))
    return Unsure("provider_failed")
