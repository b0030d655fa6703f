"""
Numbers and addresses that a message can be sent to.

* AddressError
  + PhoneUnreadable      not a telephone number at all
  + PhoneNotTextable     a number, but no text message reaches it: a landline, a premium line
  + PhoneForeign         outside the United Kingdom: neither provider sends there as we use them
  + EmailWrong           not an address that mail could reach
"""

from __future__ import annotations

import re

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from bot.conferences.link import digits_of

# Ofcom keeps them for drama; GOV.UK Notify sends to them by name, and so they are right for trying things out.
_DRAMA = re.compile(r"\+447700900\d{3}")
_TEXTABLE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
_SEPARATORS = re.compile(r"[\s().\-‐-―/]+")
_SHORTEST, _LONGEST = 9, 15
_UNITED_KINGDOM = 44  # and Jersey, Guernsey and Man, whom nothing but the number itself tells apart


class AddressError(ValueError):
    """No message can be sent there. Never holds what was written."""


class PhoneUnreadable(AddressError):
    """Not a telephone number at all."""


class PhoneNotTextable(AddressError):
    """A number that no text message reaches."""


class PhoneForeign(AddressError):
    """Outside the United Kingdom."""


class EmailWrong(AddressError):
    """Not an address that mail could reach."""


def mobile(written: str) -> str:
    """
    A mobile number as it is kept, "+447700900123", from whatever somebody wrote.

    Excel drops the nought in front ("7700900123"), and some write both ("+44 (0)7700 900123"). Digits of any script.
    Raises PhoneUnreadable, PhoneNotTextable or PhoneForeign.
    """
    number = _parsed(_SEPARATORS.sub("", written.strip().replace("(0)", "")))
    kept = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if _DRAMA.fullmatch(kept):
        return kept
    if not phonenumbers.is_valid_number(number):
        raise PhoneUnreadable
    if number.country_code != _UNITED_KINGDOM:
        raise PhoneForeign
    if phonenumbers.number_type(number) not in _TEXTABLE:
        raise PhoneNotTextable
    return kept


def _parsed(plain: str) -> PhoneNumber:
    digits = digits_of(plain)
    if len(digits) != len(plain.removeprefix("+")) or not _SHORTEST <= len(digits) <= _LONGEST:
        raise PhoneUnreadable
    if digits.startswith("00"):
        full = f"+{digits[2:]}"
    elif plain.startswith("+") or digits.startswith("44"):
        full = f"+{digits}"
    else:
        full = digits if digits.startswith("0") else f"0{digits}"
    try:
        return phonenumbers.parse(full, "GB")
    except NumberParseException:
        raise PhoneUnreadable from None


def email(written: str) -> str:
    """An e-mail address as it is kept. Raises EmailWrong. Nobody is asked whether its domain exists."""
    try:
        # example.org and its kin are for trying things out; the validator calls them special and refuses some.
        return validate_email(written.strip(), check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise EmailWrong from None
