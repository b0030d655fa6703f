"""
Twilio's Messages API as far as we use it: a real HTTPS server that keeps what it accepted, and says it once asked.

Twilio's own client calls api.twilio.com. A process that is to reach this server instead is given `environment()`: this
server is its proxy, and answers by itself for that name, with a certificate that the process is told to believe.
"""

from __future__ import annotations

import base64
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timezone
from email.utils import format_datetime
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from tests.sending.certificate import certified

NAME = "api.twilio.com"
ACCOUNT, TOKEN, SENDER = "AC-of-nobody", "nobodys-token", "+447700900999"
_OPTED_OUT = 21610


class Fate(Enum):
    """What becomes of a message that arrives."""

    ACCEPTED = "accepted"
    HELD_ACCEPTED = "accepted, and the answer is held back"
    HELD = "held back, and never accepted"


@dataclass(frozen=True)
class Accepted:
    """A message that is on its way to a phone."""

    sid: str
    to: str
    body: str
    news: str  # where its sender wants to be told what becomes of it
    at: datetime

    @property
    def about(self) -> str:
        """The sender's own name for it."""
        return parse_qs(urlsplit(self.news).query).get("message", [""])[0]

    def as_told(self) -> dict[str, Any]:
        told = {"sid": self.sid, "account_sid": ACCOUNT, "to": self.to, "from": SENDER, "body": self.body}
        return {**told, "date_created": format_datetime(self.at), "status": "queued", "direction": "outbound-api"}


@dataclass
class TwilioServer:
    """What it was told, and how it is to answer."""

    fate: Callable[[str, str], Fate] = lambda to, body: Fate.ACCEPTED
    accepted: list[Accepted] = field(default_factory=list)
    about: set[str] = field(default_factory=set)  # the senders' own names for what was accepted
    opted_out: set[str] = field(default_factory=set)  # numbers that it sends nothing to
    refused: int = 0  # calls that were not from our account
    asked: int = 0  # how often it was asked what it has
    held: list[Fate] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)
    let_go: threading.Event = field(default_factory=threading.Event)
    port: int = 0
    certificate: Path = Path()

    def environment(self) -> dict[str, str]:
        """For the process that is to reach us. What it calls on this machine it calls itself."""
        proxy, certificate = f"http://127.0.0.1:{self.port}", str(self.certificate)
        here = {"NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost"}
        return {"HTTPS_PROXY": proxy, "https_proxy": proxy, "REQUESTS_CA_BUNDLE": certificate, **here}

    def accept(self, form: dict[str, str]) -> Accepted:
        with self.changed:
            now, news = datetime.now(timezone.utc), form.get("StatusCallback", "")
            self.accepted.append(Accepted(f"SM{uuid4().hex}", form["To"], form["Body"], news, now))
            self.changed.notify_all()
            self.about.add(self.accepted[-1].about)
            return self.accepted[-1]

    def hold(self, fate: Fate) -> None:
        """Until whoever waits for the answer is gone."""
        with self.changed:
            self.held.append(fate)
            self.changed.notify_all()
        self.let_go.wait()

    def newest(self, to: str) -> list[dict[str, Any]]:
        with self.changed:
            self.asked += 1
            return [one.as_told() for one in reversed(self.accepted) if one.to == to]


@contextmanager
def served(server: TwilioServer, folder: Path) -> Iterator[TwilioServer]:
    """Serve it on a port of its own; its certificate lies in the folder."""
    context, server.certificate = certified(folder, name=NAME)

    class Handler(_Handler):
        twilio, tls = server, context

    http = _Quiet(("127.0.0.1", 0), Handler)
    server.port = http.server_port
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.let_go.set()
        http.shutdown()
        http.server_close()


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked was killed before the answer: that is what the tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    twilio: TwilioServer
    tls: ssl.SSLContext

    def do_CONNECT(self) -> None:
        """The line to api.twilio.com ends here."""
        if self.path != f"{NAME}:443":
            self.send_error(502)
            return
        self.send_response(200)
        self.end_headers()
        self.connection = self.request = self.tls.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.close_connection = False

    def do_POST(self) -> None:
        read = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        form = {name: values[0] for name, values in read.items()}
        if not self._is_known():
            return
        if form["To"] in self.twilio.opted_out:
            problem = "Attempt to send to unsubscribed recipient"
            self._say(400, {"code": _OPTED_OUT, "message": problem, "more_info": "", "status": 400})
            return
        fate = self.twilio.fate(form["To"], form["Body"])
        if fate is Fate.HELD:
            self.twilio.hold(fate)
            self.close_connection = True
            return
        accepted = self.twilio.accept(form)
        if fate is Fate.HELD_ACCEPTED:
            self.twilio.hold(fate)
        self._say(201, accepted.as_told())

    def do_GET(self) -> None:
        if self._is_known():
            (to,) = parse_qs(urlsplit(self.path).query)["To"]
            self._say(200, {"messages": self.twilio.newest(to), "page": 0, "page_size": 50, "next_page_uri": None})

    def _is_known(self) -> bool:
        known = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        ours = urlsplit(self.path).path == f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
        if ours and self.headers["Authorization"] == f"Basic {known}":
            return True
        with self.twilio.changed:
            self.twilio.refused += 1
        self._say(401, {"code": 20003, "message": "Authenticate", "more_info": "", "status": 401})
        return False

    def _say(self, status: int, body: dict[str, Any]) -> None:
        written = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    def log_message(self, *_: Any) -> None:
        """Nothing."""
