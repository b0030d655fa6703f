"""
The second step of signing in: six digits that an app on somebody's phone shows, new every 30 seconds (TOTP, by pyotp).

A secret is theirs and ours. A code counts once (`Accounts.use_step`).
"""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp

from bot.conferences.link import digits_of

_ISSUER = "Beforehand"
_WINDOW = 1  # a phone's clock may be half a minute off, either way


def new_secret() -> str:
    return pyotp.random_base32()


def address_of(secret: str, email: str) -> str:
    """What the QR code says to an app."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=_ISSUER)


def in_groups(secret: str) -> str:
    """The secret to be typed: in fours."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def code_at(secret: str, at: datetime) -> str:
    return pyotp.TOTP(secret).at(at)


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """Which 30 seconds the code is of, counted since 1970; None where it is not one of now."""
    totp = pyotp.TOTP(secret)
    digits = digits_of(code)
    now = totp.timecode(at)
    each = [(now + offset, totp.generate_otp(now + offset)) for offset in range(-_WINDOW, _WINDOW + 1)]
    right = [step for step, code in each if hmac.compare_digest(code, digits)]
    return max(right, default=None)
