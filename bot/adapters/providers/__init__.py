"""
WHO CARRIES MESSAGES. Each provider says what it surely did not take, what it will never take, and what it may have.

* SettingsError
  + ProviderIncomplete      a provider was chosen, and something that it needs is not set
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.adapters.providers.console import Console
from bot.outreach.message import Channel
from bot.outreach.provider import Provider
from bot.sending_settings import EmailProvider, SmsProvider
from bot.settings import Settings, SettingsError

if TYPE_CHECKING:
    from bot.adapters.providers.case_system import Subscriptions


class ProviderIncomplete(SettingsError):
    """A provider was chosen, and something that it needs is not set."""

    def __init__(self, provider: str, missing: list[str]) -> None:
        names = ", ".join(f"BEFOREHAND_{name.upper()}" for name in missing)
        super().__init__(
            f"Messages are to go through {provider}, and it needs {names}: set that, or choose BEFOREHAND_SMS_PROVIDER"
            " and BEFOREHAND_EMAIL_PROVIDER anew (console sends nothing and shows it at the desk). See"
            " bot/sending_settings.py"
        )
        self.missing = missing


def carriers(
    settings: Settings,
    subscriptions: Subscriptions | None = None,
    *,
    clock: Callable[[], datetime],
    is_known: Callable[[str, str], bool] = lambda *_: False,
) -> dict[Channel, Provider]:
    """
    Who carries what, by the settings. Each provider's client is loaded only where it was chosen.

    `is_known` says whether a provider's name for a message is in the outbox. Raises ProviderIncomplete.
    """
    found: dict[Channel, Provider] = {Channel.SMS: _sms(settings, is_known), Channel.EMAIL: _email(settings)}
    if subscriptions is not None:
        from bot.adapters.providers.case_system import CaseSystem

        found[Channel.WEBHOOK] = CaseSystem(subscriptions, private=settings.webhooks_private, clock=clock)
    return found


def _sms(settings: Settings, is_known: Callable[[str, str], bool]) -> Provider:
    if settings.sms_provider is SmsProvider.NOTIFY:
        return _notify(settings, "notify_sms_template")
    if settings.sms_provider is SmsProvider.TWILIO:
        return _twilio(settings, is_known)
    return Console()


def _email(settings: Settings) -> Provider:
    if settings.email_provider is EmailProvider.NOTIFY:
        return _notify(settings, "notify_email_template")
    if settings.email_provider is EmailProvider.SMTP:
        return _smtp(settings)
    return Console()


def _notify(settings: Settings, template: str) -> Provider:
    _need(settings, "GOV.UK Notify", "notify_api_key", template)
    from bot.adapters.providers.govuk_notify import GovukNotify, NotifyAccount

    return GovukNotify(
        NotifyAccount(
            api_key=settings.notify_api_key.get_secret_value(),
            sms_template=settings.notify_sms_template,
            email_template=settings.notify_email_template,
            base_url=settings.notify_base_url,
        )
    )


def _twilio(settings: Settings, is_known: Callable[[str, str], bool]) -> Provider:
    _need(settings, "Twilio", "twilio_account_sid", "twilio_auth_token", "twilio_sender")
    from bot.adapters.providers.twilio import Twilio, TwilioAccount

    return Twilio(
        TwilioAccount(
            sid=settings.twilio_account_sid,
            token=settings.twilio_auth_token.get_secret_value(),
            sender=settings.twilio_sender,
            public_url=settings.address if settings.public_url else "",
        ),
        is_anothers=lambda sid: is_known(Twilio.name, sid),
    )


def _smtp(settings: Settings) -> Provider:
    _need(settings, "a mail server", "smtp_host", "smtp_sender")
    from bot.adapters.providers.smtp import MailServer, Smtp

    return Smtp(
        MailServer(
            host=settings.smtp_host,
            port=settings.smtp_port,
            sender=settings.smtp_sender,
            security=settings.smtp_security,
            user=settings.smtp_user,
            password=settings.smtp_password.get_secret_value(),
        )
    )


def _need(settings: Settings, provider: str, *names: str) -> None:
    missing = [name for name in names if not _is_set(getattr(settings, name))]
    if missing:
        raise ProviderIncomplete(provider, missing)


def _is_set(value: object) -> bool:
    return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)
