"""
Numbers and addresses that a message can be sent to.

* AddressError
  + PhoneUnreadable      not a telephone number at all
  + PhoneLandline        in a house or an office: no text message reaches it
  + PhonePremium         for special uses: premium, shared cost, 03, 070, free of charge, a pager, a short code
  + PhoneForeign         outside the United Kingdom: neither provider sends there as we use them
  + EmailWrong           not an address that mail could reach
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from bot.conferences.link import digits_of

# Ofcom keeps them for drama, so they are right for trying things out. `phonenumbers` does not know them; GOV.UK Notify
# sends to the mobile ones by name.
_DRAMA = re.compile(r"\+447700900\d{3}")
_DRAMA_LANDLINE = re.compile(r"\+441632960\d{3}")
_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
_LANDLINE = {PhoneNumberType.FIXED_LINE, PhoneNumberType.VOIP}
# Also what nobody sees: a number copied from a phone's contacts has marks of direction around it.
_SEPARATORS = re.compile(r"[\s().\-‐-―/\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_SHORTEST, _LONGEST = 9, 15
_SHORT_CODE = re.compile(r"[1-9]\d{2,5}")
_UNITED_KINGDOM = 44  # and Jersey, Guernsey and Man, whom nothing but the number itself tells apart


class AddressError(ValueError):
    """No message can be sent there. Never holds what was written."""


class PhoneUnreadable(AddressError):
    """Not a telephone number at all."""


class PhoneLandline(AddressError):
    """In a house or an office: no text message reaches it."""


class PhonePremium(AddressError):
    """For special uses: no text reaches it, or texts to it cost somebody dear."""


class PhoneForeign(AddressError):
    """Outside the United Kingdom. `mobile` is its E.164 number where it is surely a mobile's, for an answer to it."""

    def __init__(self, mobile: str | None = None) -> None:
        super().__init__()  # the number must not stand in what is printed of an error
        self.mobile = mobile


class EmailWrong(AddressError):
    """Not an address that mail could reach."""


def mobile(written: str) -> str:
    """
    A mobile number as it is kept, "+447700900123", from whatever somebody wrote.

    Excel drops the nought in front ("7700900123"), some write both ("+44 (0)7700 900123"), some a plus for the nought
    or a nought too many. Digits of any script. Raises PhoneUnreadable, PhoneLandline, PhonePremium or PhoneForeign.
    """
    plain = _SEPARATORS.sub("", written.replace("(0)", ""))
    digits = digits_of(plain)
    if len(digits) != len(plain.replace("+", "")):
        raise PhoneUnreadable
    if _is_short_code(digits):
        raise PhonePremium
    number = _first_known(plain, digits)
    kind = _kind(number)
    if number.country_code != _UNITED_KINGDOM:
        is_mobile = kind == PhoneNumberType.MOBILE
        raise PhoneForeign(phonenumbers.format_number(number, PhoneNumberFormat.E164) if is_mobile else None)
    if kind in _LANDLINE:
        raise PhoneLandline
    if kind not in _MOBILE:
        raise PhonePremium
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _is_short_code(digits: str) -> bool:
    if not _SHORT_CODE.fullmatch(digits):
        return False
    number = PhoneNumber(country_code=_UNITED_KINGDOM, national_number=int(digits))
    return phonenumbers.is_valid_short_number_for_region(number, "GB")


def _first_known(plain: str, digits: str) -> PhoneNumber:
    for reading in _readings(plain, digits) if _SHORTEST <= len(digits) <= _LONGEST else ():
        try:
            number = phonenumbers.parse(reading, "GB")
        except NumberParseException:
            continue
        if _kind(number) != PhoneNumberType.UNKNOWN:
            return number
    raise PhoneUnreadable


def _readings(plain: str, digits: str) -> Iterator[str]:
    """What somebody may have meant, the likeliest first; GOV.UK Notify tries the same."""
    if digits.startswith("00"):
        yield f"+{digits[2:]}"
    elif plain.startswith("+"):
        yield f"+{digits}"
    bare = digits.lstrip("0")
    yield f"+{bare}" if bare.startswith("44") else f"0{bare}"
    # Another country's without its plus. With a 7 in front it is one of ours that has a digit too many.
    if not digits.startswith(("0", "7")):
        yield f"+{digits}"


def _kind(number: PhoneNumber) -> int:
    kept = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if _DRAMA.fullmatch(kept):
        return PhoneNumberType.MOBILE
    return PhoneNumberType.FIXED_LINE if _DRAMA_LANDLINE.fullmatch(kept) else phonenumbers.number_type(number)


def email(written: str) -> str:
    """An e-mail address as it is kept. Raises EmailWrong. Nobody is asked whether its domain exists."""
    try:
        # example.org and its kin are for trying things out; the validator calls them special and refuses some.
        return validate_email(written.strip(), check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise EmailWrong from None
