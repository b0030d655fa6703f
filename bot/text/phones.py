"""British phone numbers: grouped to be read, bare to be dialled."""

from __future__ import annotations

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, shortnumberinfo

from bot.languages import Language
from bot.text.isolate import left_to_right

COUNTRY = "GB"


def is_dialable(number: str) -> bool:
    """Whether there can be such a number in Britain, short ones such as 999 and 116 123 among them."""
    parsed = _parsed(number)
    if parsed is None:
        return False
    return bool(
        phonenumbers.is_valid_number_for_region(parsed, COUNTRY)
        or shortnumberinfo.is_valid_short_number_for_region(parsed, COUNTRY)
    )


def phone_in_words(number: str, language: Language) -> str:
    """Grouped as people read it aloud, "0113 496 0123". A short number stays as it was written."""
    parsed = _parsed(number)
    if parsed is None or _is_short(parsed):
        return left_to_right(number, language)
    return left_to_right(phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL), language)


def to_dial(number: str) -> str:
    """Without spaces: for `tel:` links, and for text messages, where nothing can keep the groups in order."""
    return "".join(character for character in number if character.isdigit() or character == "+")


def _parsed(number: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(number, COUNTRY)
    except phonenumbers.NumberParseException:
        return None


def _is_short(number: PhoneNumber) -> bool:
    return bool(shortnumberinfo.is_valid_short_number_for_region(number, COUNTRY))
