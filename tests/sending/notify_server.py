"""
GOV.UK Notify as far as we use it: a real HTTP server that keeps what it accepted.

How it answers is drawn by chance, where a test wants that: it may break the line after accepting, or before, or fail.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import jwt

SERVICE, SECRET = "b3a0f1de-2f7a-4f0f-9c43-0d3d4b6f7a11", "5f6f2a3c-6d52-4c8e-8f77-0f9f6a2b1c33"
API_KEY = f"desk-{SERVICE}-{SECRET}"


class Fate(Enum):
    """What becomes of a message that arrives."""

    ACCEPTED = "accepted"
    ACCEPTED_THEN_BROKEN = "accepted, and the line broke before the answer"
    BROKEN = "the line broke, nothing accepted"
    FAILED = "500, nothing accepted"


@dataclass
class NotifyServer:
    """What it was told, and how it is to answer."""

    fate: Callable[[], Fate] = lambda: Fate.ACCEPTED
    delay: Callable[[], float] = lambda: 0.0
    answer: tuple[int, dict[str, Any]] | None = None  # instead, to everything
    accepted: list[dict[str, Any]] = field(default_factory=list)
    address: str = ""
    busy: int = 0  # how many requests to send are being answered
    lock: threading.Lock = field(default_factory=threading.Lock)

    def references(self) -> list[str]:
        with self.lock:
            return [str(one["reference"]) for one in self.accepted]

    def accept(self, kind: str, sent: dict[str, Any]) -> str:
        with self.lock:
            id = str(uuid4())
            self.accepted.append({**sent, "id": id, "type": kind, "status": "created"})
            return id

    def found(self, reference: str) -> list[dict[str, Any]]:
        with self.lock:
            return [one for one in self.accepted if one["reference"] == reference]


@contextmanager
def served(server: NotifyServer) -> Iterator[NotifyServer]:
    """Serve it on a port of its own."""

    class Handler(_Handler):
        notify = server

    http = _Quiet(("127.0.0.1", 0), Handler)
    server.address = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked was killed before the answer: that is what the test is about."""


class _Handler(BaseHTTPRequestHandler):
    notify: NotifyServer

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        kind = self.path.rpartition("/")[2]
        with self.notify.lock:
            self.notify.busy += 1
        try:
            self._answer_to_sending(kind, sent)
        finally:
            with self.notify.lock:
                self.notify.busy -= 1

    def do_GET(self) -> None:
        if not self._is_known():
            return
        (reference,) = parse_qs(urlsplit(self.path).query)["reference"]
        self._say(200, {"notifications": self.notify.found(reference), "links": {}})

    def _answer_to_sending(self, kind: str, sent: dict[str, Any]) -> None:
        if not self._is_known():
            return
        fate = self.notify.fate()
        time.sleep(self.notify.delay())
        if fate is Fate.FAILED:
            self._say(500, {"errors": [{"error": "Exception", "message": "Internal server error"}]})
            return
        if fate is Fate.BROKEN:
            self.close_connection = True
            return
        id = self.notify.accept(kind, sent)
        time.sleep(self.notify.delay())
        if fate is Fate.ACCEPTED_THEN_BROKEN:
            self.close_connection = True
            return
        self._say(201, {"id": id, "reference": sent["reference"]})

    def _is_known(self) -> bool:
        """With Notify's own token: signed with the key, naming the service."""
        if self.notify.answer is not None:
            self._say(*self.notify.answer)
            return False
        token = self.headers["Authorization"].removeprefix("Bearer ")
        try:
            claims = jwt.decode(token, SECRET, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            claims = {}
        if claims.get("iss") == SERVICE:
            return True
        self._say(403, {"errors": [{"error": "AuthError", "message": "Invalid token: API key not found"}]})
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
