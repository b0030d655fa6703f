"""What can be set of sending: who carries messages, their keys, and who runs the worker. A part of `Settings`."""

from __future__ import annotations

from enum import Enum

from pydantic import Field, PositiveInt, SecretStr
from pydantic_settings import BaseSettings


class SmsProvider(str, Enum):
    """Who carries text messages."""

    CONSOLE = "console"
    NOTIFY = "notify"
    TWILIO = "twilio"


class EmailProvider(str, Enum):
    """Who carries e-mail."""

    CONSOLE = "console"
    NOTIFY = "notify"
    SMTP = "smtp"


class Security(str, Enum):
    """How the line to the mail server is kept private."""

    STARTTLS = "starttls"
    SSL = "ssl"
    NONE = "none"  # for a server on this machine


class Worker(str, Enum):
    """Where the worker runs that sends and reminds."""

    INSIDE = "inside"  # `serve`, as threads of its own
    SEPARATE = "separate"  # `python -m bot worker`, one or several


class SendingSettings(BaseSettings):
    """By default nothing leaves this machine: messages are shown on the desk's own page."""

    sms_provider: SmsProvider = SmsProvider.CONSOLE
    email_provider: EmailProvider = EmailProvider.CONSOLE

    notify_api_key: SecretStr = SecretStr("")
    notify_sms_template: str = ""  # its id; the template's whole text is ((text))
    notify_email_template: str = ""  # its id; the subject is ((subject)), the text ((text))
    notify_receipt_token: SecretStr = SecretStr("")  # the bearer token of its callback; empty: no receipts
    notify_inbound_token: SecretStr = SecretStr("")  # of its callback for texts that come in; empty: none is taken
    notify_base_url: str = "https://api.notifications.service.gov.uk"

    twilio_account_sid: str = ""
    twilio_auth_token: SecretStr = SecretStr("")
    twilio_sender: str = ""  # a number, "+44…", or a messaging service, "MG…"

    sms_number: str = ""  # the number that parents text, as "+447…": shown on their pages; empty: nobody is told of one

    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Security = Security.STARTTLS
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_sender: str = ""  # whom e-mail is from: "Beforehand <beforehand@york.gov.uk>"

    webhooks_private: bool = False  # true: case systems inside the council's own net may be told too

    worker: Worker = Worker.INSIDE
    redis_url: str = ""  # where several workers or servers run; empty: files in the data directory, and memory
    # What has been "being sent" for so long was left by a worker that died. More than any provider takes to answer.
    stranded_seconds: PositiveInt = 120
