"""
Telling a council's case system that something happened: a signed POST (standardwebhooks.com).

`webhook-id` is the message's id, the same each time, so that a receiver can drop a repeat. That is the standard's way,
and so here, unlike with parents, a message may be sent twice: what is not known to have arrived is sent again.

The address comes from outside, so it is never trusted to be outside: it is looked up once, checked, and called at
exactly what was found; no redirect is followed.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import datetime, timezone
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Protocol
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from standardwebhooks import Webhook
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Retry, Timeout
from urllib3.exceptions import HTTPError

from bot.outreach.message import Channel, Message
from bot.outreach.provider import Refused, TryLater

_SECONDS = 10
_MOST_READ = 1024
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})

Address = IPv4Address | IPv6Address


class Subscriptions(Protocol):
    """Who is to be told of events."""

    def secret(self, id: UUID) -> str | None:
        """What is signed with ("whsec_…"); None where the subscription has ended."""

    def end(self, id: UUID) -> None:
        """They want no more."""


class CaseSystem:
    """Tells case systems. `private` lets it reach addresses that are not the internet's, as in a council's own net."""

    name = "case_system"
    channels = frozenset({Channel.WEBHOOK})

    def __init__(self, subscriptions: Subscriptions, *, private: bool, clock: Callable[[], datetime]) -> None:
        self._subscriptions = subscriptions
        self._private = private
        self._clock = clock

    def send(self, message: Message) -> str | None:
        id = message.subscription_id
        secret = self._subscriptions.secret(id) if id else None
        if id is None or secret is None:
            raise Refused("subscription_ended")
        status = self._post(message, secret)
        if status == 410:
            self._subscriptions.end(id)
            raise Refused("subscription_ended")
        if not 200 <= status < 300:
            raise TryLater("not_taken")
        return str(message.id)

    def find(self, message: Message) -> str | None:
        return None  # a repeat does no harm

    def _post(self, message: Message, secret: str) -> int:
        url = _readable(message.address)
        address = self._looked_up(url)
        now, id, body = self._clock().astimezone(timezone.utc), str(message.id), message.body
        headers = {
            "Host": url.netloc.rpartition("@")[2],
            "Content-Type": "application/json",
            "User-Agent": "Beforehand",
            "webhook-id": id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(secret).sign(id, now, body),
        }
        way = (url.path or "/") + (f"?{url.query}" if url.query else "")
        try:
            with _line(url, address) as line:
                answer = line.urlopen(
                    "POST", way, body=body.encode(), headers=headers, redirect=False, preload_content=False
                )
                answer.read(_MOST_READ)
                return int(answer.status)
        except HTTPError:
            raise TryLater("not_reached") from None

    def _looked_up(self, url: SplitResult) -> Address:
        try:
            found = socket.getaddrinfo(url.hostname, url.port or 443, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise TryLater("not_reached") from None
        addresses = [ip_address(one[4][0]) for one in found]
        if not self._private and not all(map(_is_outside, addresses)):
            raise Refused("address_private")
        return min(addresses, key=lambda address: address.version)  # the old kind first: it works everywhere


def _readable(written: str) -> SplitResult:
    """The address; http:// only for this machine, where a case system is tried out. Raises Refused."""
    try:
        url = urlsplit(written)
        _ = url.port
    except ValueError:
        raise Refused("address_wrong") from None
    plain = url.scheme == "http" and url.hostname in _THIS_MACHINE
    if not url.hostname or not (url.scheme == "https" or plain):
        raise Refused("address_wrong")
    return url


def _is_outside(address: Address) -> bool:
    inner = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    outside = inner or address
    return outside.is_global and not outside.is_multicast


def _line(url: SplitResult, address: Address) -> HTTPConnectionPool:
    """A line to this very address; the certificate must still be that of the name."""
    waiting = Timeout(connect=_SECONDS, read=_SECONDS)
    once = Retry(0, redirect=False, status=False)
    if url.scheme == "http":
        return HTTPConnectionPool(str(address), url.port or 80, timeout=waiting, retries=once)
    return HTTPSConnectionPool(
        str(address),
        url.port or 443,
        timeout=waiting,
        retries=once,
        cert_reqs="CERT_REQUIRED",
        server_hostname=url.hostname,
        assert_hostname=url.hostname,
    )
