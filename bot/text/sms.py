"""
Text messages: what they cost, and how words are written in them.

GSM-7 has 160 characters in one part and 153 in each of several, UCS-2 70 and 67 (3GPP TS 23.038 and 23.040). A single
letter outside GSM-7 makes the whole message UCS-2: "ą" more than doubles it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from bot.text.phones import to_dial

_GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
# They are sent as an escape and a character.
_TWO_UNITS = frozenset("\f^{}\\[~]|€")
_GSM_ONE, _GSM_EACH = 160, 153
_UCS_ONE, _UCS_EACH = 70, 67

MOST_PARTS, MOST_PARTS_UCS_2 = 2, 3

# Curly quotes, dashes and spaces that do not break cost a message its alphabet, and say no more than plain ones.
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("’‘", "'"),
        **dict.fromkeys("–—", "-"),
        **dict.fromkeys("\u00a0\u202f", " "),
        "…": "...",
    }
)
_DIRECTION = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
# With 116 and a space begin the European numbers for help: Samaritans' is 116 123.
_NUMBER = re.compile(r"(?<![0-9])(?:(?:\+44|0)[0-9][0-9 ]{6,12}[0-9]|116 [0-9]{3})(?![0-9])")
# Letters with a dot below, which a keyboard writes as two and a phone shows the same as one.
_COMPOSED = {
    "\u09a1\u09bc": "\u09dc",
    "\u09a2\u09bc": "\u09dd",
    "\u09af\u09bc": "\u09df",
    "\u0a32\u0a3c": "\u0a33",
    "\u0a38\u0a3c": "\u0a36",
    "\u0a16\u0a3c": "\u0a59",
    "\u0a17\u0a3c": "\u0a5a",
    "\u0a1c\u0a3c": "\u0a5b",
    "\u0a2b\u0a3c": "\u0a5e",
}
_DOTTED = re.compile("|".join(_COMPOSED))
_STROKES = {"ł": "l", "Ł": "L", "đ": "d", "ı": "i"}


def short_enough(text: str) -> bool:
    """Whether a short answer may be as long: an alphabet that needs UCS-2 holds less than half in each part."""
    return parts(text) <= (MOST_PARTS if is_gsm_7(text) else MOST_PARTS_UCS_2)


def is_gsm_7(text: str) -> bool:
    """Whether a text can be sent in the smaller alphabet."""
    return all(one in _GSM_7 or one in _TWO_UNITS for one in text)


def parts(text: str) -> int:
    """In how many parts a text is sent; none where there is no text."""
    units, (one, each) = _units(text), _sizes(text)
    if units <= one:
        return 1 if units else 0
    return -(-units // each)


def fills_a_part(text: str) -> bool:
    """Whether a text ends where a phone cuts a longer one in parts, so that it may not be the whole of it."""
    return _units(text) in _sizes(text)


def fills_a_smaller_part(text: str) -> bool:
    """The same where letters further on need the other alphabet: a phone writes all parts of a text in one."""
    return _units_of_ucs_2(text) in (_UCS_ONE, _UCS_EACH)


def _units(text: str) -> int:
    if is_gsm_7(text):
        return sum(2 if letter in _TWO_UNITS else 1 for letter in text)
    return _units_of_ucs_2(text)


def _units_of_ucs_2(text: str) -> int:
    return len(text.encode("utf-16-be", "surrogatepass")) // 2


def _sizes(text: str) -> tuple[int, int]:
    """How many units a lone part holds, and each of several."""
    return (_GSM_ONE, _GSM_EACH) if is_gsm_7(text) else (_UCS_ONE, _UCS_EACH)


def as_sms(text: str) -> str:
    """
    As it is sent: numbers without spaces, no marks of direction, plain quotes, Latin letters within GSM-7.

    A number without spaces keeps its order in a right-to-left line by itself. Polish is texted without its tails and
    strokes, by everybody: with them a message would be twice as many.
    """
    plain = _DOTTED.sub(lambda found: _COMPOSED[found[0]], text.translate(_DIRECTION).translate(_PLAIN))
    return _NUMBER.sub(lambda found: to_dial(found[0]), "".join(map(_within_gsm_7, plain)))


@cache
def _within_gsm_7(one: str) -> str:
    if one in _GSM_7 or one in _TWO_UNITS or "LATIN" not in unicodedata.name(one, ""):
        return one
    return _STROKES.get(one) or unicodedata.normalize("NFKD", one)[0]
