"""E-mail through a real mail server (aiosmtpd): what arrives, and what is known when it does not."""

from __future__ import annotations

import ssl
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from bot.adapters.providers.smtp import MailServer, Security, Smtp
from bot.languages import Language
from bot.outreach.message import Channel, MessageKind
from bot.outreach.provider import Refused, TryLater, Unsure
from tests.outreach.messages import a_message
from tests.sending.certificate import certified

SENDER = "Beforehand <beforehand@york.example>"


class Postbox:
    """Keeps what arrives; says what it is told to."""

    def __init__(self) -> None:
        self.mails = []
        self.to_rcpt = self.to_data = None
        self.hangs_up = False

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.to_rcpt:
            return self.to_rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.to_data:
            return self.to_data
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        if self.hangs_up:
            server.transport.abort()
        return "250 OK"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return certified(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def server(postbox, certificate, unused_tcp_port):
    def known(server, session, envelope, mechanism, auth_data):
        return AuthResult(success=auth_data.password == b"right", handled=False)

    controller = Controller(
        postbox, "127.0.0.1", unused_tcp_port, tls_context=certificate[0], require_starttls=True, authenticator=known
    )
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def provider(server, certificate):
    return _provider(server, certificate)


def _provider(server, certificate, *, password="right", believing=True, security=Security.STARTTLS):
    def context():
        return ssl.create_default_context(cafile=str(certificate[1]) if believing else None)

    there = MailServer("127.0.0.1", server.port, SENDER, security, user="desk", password=password)
    return Smtp(there, context=context)


def an_email(**changed):
    usual = {"channel": Channel.EMAIL, "address": "mother@example.org", "subject": "آپ کی ملاقات"}
    return a_message(**{**usual, **changed})


def test_an_email_in_urdu_arrives_as_it_was_written(postbox, provider):
    message = an_email()

    id = provider.send(message)

    (mail,) = postbox.mails
    assert mail["Message-ID"] == id == f"<{message.id}@york.example>"
    assert (mail["From"], mail["To"], mail["Subject"]) == (SENDER, "mother@example.org", "آپ کی ملاقات")
    assert mail["Content-Language"] == "ur, en"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().strip() == message.body


def test_a_reminder_is_in_the_parents_language_alone(postbox, provider):
    provider.send(an_email(kind=MessageKind.REMINDER_ONE_DAY, language=Language.POLISH))

    assert postbox.mails[0]["Content-Language"] == "pl"


@pytest.mark.parametrize(
    ("to_rcpt", "to_data", "kind", "problem"),
    [
        pytest.param("550 no such mailbox", None, Refused, "address_wrong", id="no such mailbox"),
        pytest.param("450 try later", None, TryLater, "later", id="greylisted"),
        pytest.param(None, "554 no", Refused, "not_accepted", id="not wanted"),
        pytest.param(None, "451 try later", TryLater, "later", id="not now"),
    ],
)
def test_each_refusal_is_understood(postbox, provider, to_rcpt, to_data, kind, problem):
    postbox.to_rcpt, postbox.to_data = to_rcpt, to_data

    with pytest.raises(kind) as caught:
        provider.send(an_email())

    assert caught.value.problem == problem
    assert postbox.mails == []


def test_where_the_line_breaks_after_the_words_nobody_can_tell(postbox, provider):
    postbox.hangs_up = True
    message = an_email()

    with pytest.raises(Unsure):
        provider.send(message)

    assert len(postbox.mails) == 1
    with pytest.raises(Unsure):
        provider.find(message)


def test_a_wrong_password_is_ours_to_mend(server, certificate, postbox):
    with pytest.raises(TryLater, match="key_wrong"):
        _provider(server, certificate, password="wrong").send(an_email())

    assert postbox.mails == []


def test_nothing_is_told_to_a_server_that_only_says_who_it_is(server, certificate, postbox):
    with pytest.raises(TryLater, match="certificate_wrong"):
        _provider(server, certificate, believing=False).send(an_email())

    assert postbox.mails == []


def test_a_mail_server_that_is_away_is_tried_later(unused_tcp_port):
    away = Smtp(MailServer("127.0.0.1", unused_tcp_port, SENDER))

    with pytest.raises(TryLater, match="not_reached"):
        away.send(an_email())
