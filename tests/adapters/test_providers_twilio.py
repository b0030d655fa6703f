"""What Twilio answers, and what is known of the message then. Its own client, a real server that speaks its API."""

from __future__ import annotations

import json
import logging
import threading
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from twilio.http.http_client import TwilioHttpClient

from bot.adapters.providers.twilio import Twilio, TwilioAccount
from bot.outreach.provider import Refused, TryLater, Unsure
from tests.outreach.messages import NOW, a_message

ACCOUNT = TwilioAccount("AC1", "secret", "+447700900999", "https://beforehand.example")


class FakeTwilio(BaseHTTPRequestHandler):
    """Keeps what it is sent, or answers as it is told to."""

    sent: ClassVar[list[dict[str, str]]] = []
    answer: ClassVar[tuple[int, int] | None] = None  # a status, and a number of Twilio's
    breaks = False

    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if self.answer:
            status, code = self.answer
            return self._say(status, {"code": code, "message": "about +447700900123", "status": status})
        form = {name: values[0] for name, values in form.items()}
        self.sent.append(form)
        if not self.breaks:
            self._say(201, self._as_twilio_has_it(form))
        return None

    def do_GET(self):
        (to,) = parse_qs(urlsplit(self.path).query)["To"]
        found = [self._as_twilio_has_it(one) for one in self.sent if one["To"] == to]
        self._say(200, {"messages": found, "page": 0, "page_size": 50, "next_page_uri": None})

    def _as_twilio_has_it(self, form):
        sid = f"SM{self.sent.index(form)}"
        return {"sid": sid, "body": form["Body"], "date_created": format_datetime(NOW), "status": "queued"}

    def _say(self, status, body):
        written = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    def log_message(self, *_):
        pass


@pytest.fixture
def twilio():
    class Fresh(FakeTwilio):
        sent: ClassVar = []

    with ThreadingHTTPServer(("127.0.0.1", 0), Fresh) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        Fresh.port = server.server_port
        yield Fresh
        server.shutdown()


@pytest.fixture
def to_us(twilio):
    class ToUs(TwilioHttpClient):
        def request(self, method, url, *args, **kwargs):
            here = url.replace("https://api.twilio.com", f"http://127.0.0.1:{twilio.port}")
            return super().request(method, here, *args, **kwargs)

    return ToUs


@pytest.fixture
def provider(to_us):
    return Twilio(ACCOUNT, http=to_us)


def test_a_text_goes_out_and_its_news_will_name_it(twilio, provider):
    message = a_message()

    assert provider.send(message) == "SM0"

    assert twilio.sent == [
        {
            "To": message.address,
            "From": "+447700900999",
            "Body": message.body,
            "StatusCallback": f"https://beforehand.example/webhooks/twilio/status?message={message.id}",
        }
    ]


def test_where_the_line_broke_a_message_is_found_by_its_number_and_words(twilio, provider):
    message, other = a_message(), a_message(body="Another link")
    twilio.breaks = True

    with pytest.raises(Unsure):
        provider.send(message)

    assert provider.find(message) == "SM0"
    assert provider.find(other) is None


def test_of_two_answers_that_say_the_same_the_one_that_came_is_not_taken_for_the_other(to_us, provider):
    """ "You get no more texts" twice within five minutes: the second is still to be sent."""
    first = provider.send(a_message(body="You get no more texts."))
    again = Twilio(ACCOUNT, http=to_us, is_anothers=lambda sid: sid == first)

    assert again.find(a_message(body="You get no more texts.")) is None
    assert provider.find(a_message(body="You get no more texts.")) == first


def test_a_message_of_last_week_with_the_same_words_is_not_taken_for_it(twilio, provider):
    provider.send(a_message(body="Your meeting is tomorrow."))

    next_week = a_message(body="Your meeting is tomorrow.", created_at=NOW.replace(day=8))

    assert provider.find(next_week) is None


@pytest.mark.parametrize(
    ("status", "code", "kind", "problem"),
    [
        pytest.param(400, 21211, Refused, "number_wrong", id="not a number"),
        pytest.param(400, 21614, Refused, "number_wrong", id="a landline"),
        pytest.param(400, 21610, Refused, "opted_out", id="they texted STOP"),
        pytest.param(400, 21602, Refused, "not_accepted", id="something else"),
        pytest.param(400, 21606, TryLater, "sender_wrong", id="our number is wrong"),
        pytest.param(401, 20003, TryLater, "key_wrong", id="our key is wrong"),
        pytest.param(429, 20429, TryLater, "too_many", id="too many"),
        pytest.param(500, 20500, Unsure, "provider_failed", id="it fell over"),
    ],
)
def test_each_refusal_is_understood(twilio, provider, status, code, kind, problem, caplog):
    twilio.answer = (status, code)

    with caplog.at_level(logging.DEBUG, logger="bot"), pytest.raises(kind) as caught:
        provider.send(a_message())

    assert caught.value.problem == problem
    assert "900123" not in caplog.text + repr(caught.value)
