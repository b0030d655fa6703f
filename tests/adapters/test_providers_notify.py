"""What GOV.UK Notify answers, and what is known of the message then. Its own client, a real server."""

from __future__ import annotations

import logging
import socket
from dataclasses import replace

import pytest

from bot.adapters.providers.govuk_notify import GovukNotify, NotifyAccount
from bot.outreach.message import Channel
from bot.outreach.provider import Refused, TryLater, Unsure
from tests.outreach.messages import a_message
from tests.sending.notify_server import API_KEY, Fate, NotifyServer, served

ACCOUNT = NotifyAccount(API_KEY, sms_template="s-1", email_template="e-1", base_url="")


@pytest.fixture
def notify():
    with served(NotifyServer()) as server:
        yield server


@pytest.fixture
def provider(notify):
    return GovukNotify(replace(ACCOUNT, base_url=notify.address))


def test_a_text_goes_out_in_our_words_under_our_name_for_it(notify, provider):
    message = a_message()

    id = provider.send(message)

    (sent,) = notify.accepted
    assert sent["id"] == id == provider.find(message)
    assert (sent["phone_number"], sent["template_id"]) == (message.address, "s-1")
    assert sent["personalisation"] == {"text": message.body}
    assert sent["reference"] == str(message.id)


def test_an_email_has_a_subject_too(notify, provider):
    message = a_message(channel=Channel.EMAIL, address="a@example.org", subject="Your meeting")

    provider.send(message)

    (sent,) = notify.accepted
    assert (sent["email_address"], sent["template_id"]) == ("a@example.org", "e-1")
    assert sent["personalisation"] == {"subject": "Your meeting", "text": message.body}


def test_what_was_never_handed_over_is_not_found(provider):
    assert provider.find(a_message()) is None


@pytest.mark.parametrize(
    ("status", "said", "kind", "problem"),
    [
        pytest.param(400, "phone_number Not a UK mobile number", Refused, "number_wrong", id="wrong number"),
        pytest.param(400, "email_address Not a valid email address", Refused, "address_wrong", id="wrong address"),
        pytest.param(400, "Template not found", TryLater, "template_wrong", id="our template is missing"),
        pytest.param(
            400, "Can't send to this recipient using a team-only API key", Refused, "not_allowed", id="team key"
        ),
        pytest.param(
            400, "Content for template has a character count greater than 918", Refused, "too_long", id="too long"
        ),
        pytest.param(403, "Invalid token: API key not found", TryLater, "key_wrong", id="our key is wrong"),
        pytest.param(429, "Exceeded rate limit", TryLater, "too_many", id="too many"),
        pytest.param(500, "Internal server error", Unsure, "provider_failed", id="it fell over"),
        pytest.param(503, "Service unavailable", Unsure, "provider_failed", id="it is away"),
    ],
)
def test_each_refusal_is_understood(notify, provider, status, said, kind, problem, caplog):
    notify.answer = (
        status,
        {"errors": [{"error": "Error", "message": f"{said} +447700900123"}], "status_code": status},
    )

    with caplog.at_level(logging.DEBUG), pytest.raises(kind) as caught:
        provider.send(a_message())

    assert caught.value.problem == problem
    assert "900123" not in caplog.text + repr(caught.value)


@pytest.mark.parametrize("fate", [Fate.BROKEN, Fate.ACCEPTED_THEN_BROKEN], ids=lambda fate: fate.name)
def test_where_the_line_breaks_only_notify_knows(notify, provider, fate):
    notify.fate = lambda: fate
    message = a_message()

    with pytest.raises(Unsure):
        provider.send(message)

    assert (provider.find(message) is not None) is (fate is Fate.ACCEPTED_THEN_BROKEN)


def test_where_notify_was_never_reached_it_has_nothing():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        away = GovukNotify(replace(ACCOUNT, base_url=f"http://127.0.0.1:{nobody.getsockname()[1]}"))

        with pytest.raises(TryLater, match="not_reached"):
            away.send(a_message())
        with pytest.raises(TryLater):
            away.find(a_message())


def test_an_account_shows_its_key_to_nobody():
    assert API_KEY not in repr(ACCOUNT)
