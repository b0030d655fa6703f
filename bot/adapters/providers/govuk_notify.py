"""
GOV.UK Notify, through its own client. What councils send text messages and e-mail with.

Its templates hold nothing but ((text)), for e-mail ((subject)) too: the words are ours. Each notification carries our
message's id as its reference, which is how one is found again.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any, cast

import requests
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from bot.adapters.providers.broken_line import surely_not_reached
from bot.outreach.message import Channel, Message
from bot.outreach.provider import ProviderError, Refused, TryLater, Unsure

_SECONDS = 10

_log = logging.getLogger("bot.outreach")
# It logs what Notify says is wrong with a number, and Notify may repeat the number.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class NotifyAccount:
    """Which service of Notify's is ours."""

    api_key: str
    sms_template: str
    email_template: str
    base_url: str

    def __repr__(self) -> str:
        return "NotifyAccount(…)"


class GovukNotify:
    """Sends through Notify. A client for each message: one is for one thread, and an old line may be dead."""

    name = "notify"
    channels = frozenset({Channel.SMS, Channel.EMAIL})

    def __init__(self, account: NotifyAccount) -> None:
        self._account = account

    def send(self, message: Message) -> str | None:
        client, reference = self._client(), str(message.id)
        try:
            if message.channel is Channel.SMS:
                answer = client.send_sms_notification(
                    message.address, self._account.sms_template, {"text": message.body}, reference
                )
            else:
                words = {"subject": message.subject or "", "text": message.body}
                answer = client.send_email_notification(message.address, self._account.email_template, words, reference)
        except APIError as error:
            raise _meaning(error) from None  # the error itself holds what was sent
        return str(answer["id"])

    def find(self, message: Message) -> str | None:
        try:
            found = self._client().get_all_notifications(reference=str(message.id))
        except APIError:
            raise TryLater("not_reached") from None
        return next((str(one["id"]) for one in found["notifications"] if one["reference"] == str(message.id)), None)

    def _client(self) -> Any:  # it says that it is typed, and is not
        return cast(Any, NotificationsAPIClient)(
            self._account.api_key, base_url=self._account.base_url, timeout=_SECONDS
        )


def _meaning(error: APIError) -> ProviderError:
    """What is known about the message now. A 500 or a line that breaks may come after it was taken."""
    if error.response is None:
        cause = error.__cause__
        never = isinstance(cause, requests.RequestException) and surely_not_reached(cause)
        return TryLater("not_reached") if never else Unsure("line_broke")
    status = error.status_code
    if status == 429:
        return TryLater("too_many")
    if status in (401, 403):
        return _loud("key_wrong")
    if 400 <= status < 500:
        return _refused(error)
    return Unsure("provider_failed")


def _refused(error: APIError) -> ProviderError:
    said = " ".join(_reasons(error)).casefold()
    if "phone_number" in said or "phone number" in said:
        return Refused("number_wrong")
    if "email_address" in said or "email address" in said:
        return Refused("address_wrong")
    if "character count" in said:
        return Refused("too_long")
    if "template" in said or "personalisation" in said:
        return _loud("template_wrong")
    if "team" in said or "trial" in said:  # a key for the team only, a service in trial mode
        return Refused("not_allowed")
    return Refused("not_accepted")


def _reasons(error: APIError) -> list[str]:
    said = cast(Any, error.message)
    if isinstance(said, list):
        return [str(one.get("message", "")) for one in said if isinstance(one, dict)]
    return [str(said)]


def _loud(problem: str) -> TryLater:
    """Somebody who looks after this server has to mend it; until then no message goes out."""
    _log.error("GOV.UK Notify refuses us: %s. Look at BEFOREHAND_NOTIFY_…", problem)
    return TryLater(problem)
