"""Numbers and addresses that cannot be right. What is found here is never shown to a parent."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from bot.leaflets.values import Kind, Value
from bot.text.phones import is_dialable

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)


def why_not_right(kind: Kind, value: Value) -> str | None:
    """Why a number or an address cannot be right; None where it can, and for every other kind of value."""
    if kind is Kind.PHONE and not is_dialable(str(value)):
        return "cannot be dialled in Britain"
    if kind is Kind.EMAIL and not _is_email(str(value)):
        return "cannot be an e-mail address"
    if kind is Kind.WEB and not _is_web(str(value)):
        return "cannot be a web address"
    return None


def _is_email(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def _is_web(text: str) -> bool:
    if re.search(r"\s", text):
        return False
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and port in (None, 80, 443) and _HOST.fullmatch(host) is not None
