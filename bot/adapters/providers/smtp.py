"""
E-mail by SMTP, through the council's own mail server.

The server has a message once it has answered to the end of its words, and not before. Where the line breaks between
the two nobody can tell, now or later: a person decides.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as LINES_OF_MAIL
from email.utils import format_datetime, parseaddr

from bot.languages import Language
from bot.outreach.message import Channel, Message, MessageKind
from bot.outreach.provider import Refused, TryLater, Unsure
from bot.sending_settings import Security

_SECONDS = 10
_LINES = LINES_OF_MAIL.clone(cte_type="7bit")  # any server may stand between

_log = logging.getLogger("bot.outreach")


@dataclass(frozen=True)
class MailServer:
    """Where e-mail is handed over, and from whom it is."""

    host: str
    port: int
    sender: str
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return "MailServer(…)"


class Smtp:
    """Sends through a mail server. `context` makes what certificates are checked with."""

    name = "smtp"
    channels = frozenset({Channel.EMAIL})

    def __init__(
        self, server: MailServer, *, context: Callable[[], ssl.SSLContext] = ssl.create_default_context
    ) -> None:
        self._server = server
        self._context = context

    def send(self, message: Message) -> str | None:
        if not message.address.isascii():
            raise Refused("address_wrong")  # few servers on the way would take it
        mail = _as_mail(message, self._server.sender)
        with self._line() as line:
            _ask(line.mail(parseaddr(self._server.sender)[1]), refused="sender_wrong", whose_fault_is_ours=True)
            _ask(line.rcpt(message.address), refused="address_wrong")
            try:
                answer = line.data(mail.as_bytes())
            except smtplib.SMTPDataError as error:  # it would not even have the first word
                answer = (error.smtp_code, b"")
            except (OSError, smtplib.SMTPException):
                raise Unsure("line_broke") from None
            _ask(answer, refused="not_accepted")
        return str(mail["Message-ID"])

    def find(self, message: Message) -> str | None:
        raise Unsure("line_broke")

    @contextmanager
    def _line(self) -> Iterator[smtplib.SMTP]:
        """A line on which we are known. What goes wrong before any words were sent can be tried again."""
        line = None
        try:
            line = self._open()
            yield line
        except smtplib.SMTPAuthenticationError:
            raise _loud("key_wrong") from None
        except smtplib.SMTPNotSupportedError:
            raise _loud("not_private") from None
        except ssl.SSLError:
            raise _loud("certificate_wrong") from None
        except (OSError, smtplib.SMTPException):
            raise TryLater("not_reached") from None
        finally:
            if line is not None:
                with suppress(OSError, smtplib.SMTPException):
                    line.quit()

    def _open(self) -> smtplib.SMTP:
        server = self._server
        if server.security is Security.SSL:
            line: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=_SECONDS, context=self._context())
        else:
            line = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
        line.ehlo()
        if server.security is Security.STARTTLS:
            line.starttls(context=self._context())
            line.ehlo()
        if server.user:
            line.login(server.user, server.password)
        return line


def _ask(answer: tuple[int, bytes], *, refused: str, whose_fault_is_ours: bool = False) -> None:
    """What the server's answer means: 2.. yes, 4.. not now, 5.. never."""
    code = answer[0]
    if 200 <= code < 300:
        return
    if whose_fault_is_ours:
        raise _loud(refused)
    if 500 <= code < 600:
        raise Refused(refused)
    raise TryLater("later")


def _loud(problem: str) -> TryLater:
    """Somebody who looks after this server has to mend it; until then no e-mail goes out."""
    _log.error("The mail server refuses us: %s. Look at BEFOREHAND_SMTP_…", problem)
    return TryLater(problem)


def _as_mail(message: Message, sender: str) -> EmailMessage:
    """Plain text. Nothing answers it by itself, and a second copy could be told by its Message-ID."""
    mail = EmailMessage(policy=_LINES)
    mail["Message-ID"] = f"<{message.id}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    mail["Date"] = format_datetime(message.created_at)
    mail["From"] = sender
    mail["To"] = message.address
    mail["Subject"] = message.subject or ""
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body)
    mail["Content-Language"] = _languages(message)  # now: setting the content clears what is said of it
    return mail


def _languages(message: Message) -> str:
    own = message.language
    # The first message is in English too, for whoever helps to read it.
    return f"{own.value}, en" if message.kind is MessageKind.LINK and own is not Language.ENGLISH else own.value
