"""The real server in a process of its own, which can be killed and started again; and what providers do to reach it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from twilio.request_validator import RequestValidator

from bot.web.texting import NOTIFY_PATH, TWILIO_PATH
from tests.sending.twilio_server import ACCOUNT, SENDER, TOKEN, TwilioServer
from tests.stores import KEY

PUBLIC = "https://beforehand.example"  # a proxy stands there: what Twilio signs is not what the server is called by
BEARER = "notify-hands-texts-over"
_MOST_SECONDS = 120


@dataclass
class Server:
    """`python -m bot serve`, on a data directory."""

    data: Path
    twilio: TwilioServer
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        self.log = self.data / "server.log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """It is there when it answers at all; the assistant comes later."""
        ours = {
            "DATA_DIR": str(self.data),
            "SECRET_KEY": KEY,
            "PORT": str(self.port),
            "PUBLIC_URL": PUBLIC,
            "SMS_PROVIDER": "twilio",
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_SENDER": SENDER,
            "NOTIFY_INBOUND_TOKEN": BEARER,
            "STRANDED_SECONDS": "3",
        }
        environment = {**os.environ, **{f"BEFOREHAND_{name}": value for name, value in ours.items()}}
        command = [sys.executable, "-W", "ignore", "-m", "bot", "serve"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env={**environment, **self.twilio.environment()}, stdout=log, stderr=log
            )
        self._until(lambda: httpx.get(f"{self.address}/health/live").status_code == 200)

    def until_ready(self) -> None:
        self._until(lambda: httpx.get(f"{self.address}/health/ready").status_code == 200)

    def line(self) -> httpx.Client:
        """Of somebody who calls it, and goes where it sends them."""
        return httpx.Client(base_url=self.address, follow_redirects=True, verify=False, timeout=60)

    def kill(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """As whoever runs it would; how it ended."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def _until(self, there: Any) -> None:
        ends = time.monotonic() + _MOST_SECONDS
        while time.monotonic() < ends:
            assert self.process
            assert self.process.poll() is None, self.log.read_text()
            try:
                if there():
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())


@dataclass(frozen=True)
class Handed:
    """A text as its provider hands it over, as often as it likes: the same call each time."""

    provider: str
    id: str
    path: str
    body: bytes
    headers: dict[str, str]

    def to(self, line: httpx.Client) -> int:
        """The status that it is answered with."""
        return line.post(self.path, content=self.body, headers=self.headers).status_code


def by_twilio(id: str, number: str, words: str, *, token: str = TOKEN, keyword: str = "") -> Handed:
    form = {"MessageSid": id, "AccountSid": ACCOUNT, "From": number, "To": SENDER, "Body": words, "NumMedia": "0"}
    form |= {"OptOutType": keyword} if keyword else {}
    signature = RequestValidator(token).compute_signature(f"{PUBLIC}{TWILIO_PATH}", form)
    request = httpx.Request("POST", PUBLIC, data=form, headers={"X-Twilio-Signature": signature})
    return Handed("twilio", id, TWILIO_PATH, request.read(), _headers(request))


def by_notify(id: str, number: str, words: str, sent_at: datetime, *, token: str = BEARER) -> Handed:
    told = {"id": id, "source_number": number.lstrip("+"), "destination_number": SENDER, "message": words}
    told["date_received"] = sent_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    request = httpx.Request("POST", PUBLIC, json=told, headers={"Authorization": f"Bearer {token}"})
    return Handed("notify", id, NOTIFY_PATH, request.read(), _headers(request))


def _headers(request: httpx.Request) -> dict[str, str]:
    """As they are behind the proxy: it calls us by another name."""
    return {name: value for name, value in request.headers.items() if name not in ("host", "content-length")}
