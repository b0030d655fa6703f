"""A case system is told, signed, and only where it may be reached: its address is a stranger's word."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager, suppress
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from uuid import uuid4

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from bot.adapters.providers.case_system import CaseSystem
from bot.outreach.message import Channel, MessageKind
from bot.outreach.provider import Refused, TryLater
from tests.outreach.messages import a_message
from tests.sending.certificate import certified

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class FakeSubscriptions:
    def __init__(self) -> None:
        self.secrets = {}

    def add(self):
        id = uuid4()
        self.secrets[id] = SECRET
        return id

    def secret(self, id):
        return self.secrets.get(id)

    def end(self, id):
        del self.secrets[id]


class FakeCaseSystem(BaseHTTPRequestHandler):
    told: ClassVar[list[tuple[dict[str, str], bytes]]] = []
    status: ClassVar[int] = 204

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.told.append((dict(self.headers), body))
        self.send_response(self.status)
        if self.status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST  # noqa: N815

    def log_message(self, *_):
        pass


@pytest.fixture
def system():
    with _served() as system:
        yield system


@contextmanager
def _served(context=None):
    class Fresh(FakeCaseSystem):
        told: ClassVar = []

    with ThreadingHTTPServer(("127.0.0.1", 0), Fresh) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        Fresh.url = f"http{'s' if context else ''}://127.0.0.1:{server.server_port}/hooks?for=us"
        yield Fresh
        server.shutdown()


@pytest.fixture
def subscriptions():
    return FakeSubscriptions()


def _provider(subscriptions, *, private=True):
    return CaseSystem(subscriptions, private=private, clock=lambda: datetime.now(timezone.utc))


@pytest.fixture
def provider(subscriptions):
    return _provider(subscriptions)


def an_event(subscriptions, url):
    return a_message(
        channel=Channel.WEBHOOK,
        kind=MessageKind.EVENT,
        address=url,
        body=json.dumps({"type": "opened", "data": {"reference": "YRK-4711"}}),
        subscription_id=subscriptions.add(),
    )


def test_a_case_system_can_tell_that_it_was_us(system, subscriptions, provider):
    message = an_event(subscriptions, system.url)

    provider.send(message)

    ((headers, body),) = system.told
    assert Webhook(SECRET).verify(body, headers)["type"] == "opened"
    assert headers["webhook-id"] == str(message.id)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body.replace(b"opened", b"locked"), headers)


@pytest.mark.parametrize("status", [302, 400, 404, 429, 500])
def test_what_was_not_taken_is_told_again_and_no_redirect_is_followed(system, subscriptions, provider, status):
    system.status = status

    with pytest.raises(TryLater, match="not_taken"):
        provider.send(an_event(subscriptions, system.url))

    assert len(system.told) == 1


def test_a_case_system_that_says_gone_is_told_no_more(system, subscriptions, provider):
    system.status = 410
    message = an_event(subscriptions, system.url)

    for _ in range(2):
        with pytest.raises(Refused, match="subscription_ended"):
            provider.send(message)

    assert len(system.told) == 1


def test_a_case_system_that_is_away_is_told_later(subscriptions, provider, unused_tcp_port):
    with pytest.raises(TryLater, match="not_reached"):
        provider.send(an_event(subscriptions, f"http://127.0.0.1:{unused_tcp_port}/"))


def test_a_repeat_does_no_harm_and_so_what_is_not_known_is_told_again(subscriptions, provider):
    assert provider.find(an_event(subscriptions, "https://case.example/")) is None


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://case.example/", id="plain"),
        pytest.param("ftp://case.example/", id="another protocol"),
        pytest.param("https:///path", id="no name"),
        pytest.param("https://case.example:99999/", id="no such port"),
        pytest.param("file:///etc/passwd", id="a file"),
    ],
)
def test_only_https_is_spoken_outside_this_machine(subscriptions, provider, url):
    with pytest.raises(Refused, match="address_wrong"):
        provider.send(an_event(subscriptions, url))


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "fd00::1",
     "::ffff:10.0.0.1", "224.0.0.1"],
)  # fmt: skip
def test_a_name_that_leads_inside_is_not_followed(subscriptions, monkeypatch, address):
    """Whoever owns the name decides where it leads: to our database, or the cloud's own keys."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    outside = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443))
    inside = (family, socket.SOCK_STREAM, 6, "", (address, 443))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [outside, inside])

    with pytest.raises(Refused, match="address_private"):
        _provider(subscriptions, private=False).send(an_event(subscriptions, "https://case.example/"))


def test_a_name_is_looked_up_once_and_called_where_it_was_found(system, subscriptions, monkeypatch):
    """A name that leads outside when it is checked and inside when it is called would be a way in."""
    asked = []
    found = socket.getaddrinfo

    def answer(host, *rest, **more):
        asked.append(host)
        return found(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    _provider(subscriptions).send(an_event(subscriptions, system.url.replace("127.0.0.1", "localhost")))

    assert asked.count("localhost") == 1


def test_a_certificate_must_be_that_of_the_name_and_not_of_where_it_leads(subscriptions, tmp_path, monkeypatch):
    told = {}
    for name in ("localhost", "another.example"):
        folder = tmp_path / name
        folder.mkdir()
        context, pem = certified(folder, name=name)
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        with _served(context) as system:
            message = an_event(subscriptions, system.url.replace("127.0.0.1", "localhost"))
            with suppress(TryLater):
                _provider(subscriptions).send(message)
            told[name] = len(system.told)

    assert told == {"localhost": 1, "another.example": 0}
