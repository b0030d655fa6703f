"""
Text messages: what they cost, and where an answer is cut.

GSM-7 has 160 characters in one part and 153 in each of several, UCS-2 70 and 67 (3GPP TS 23.038 and 23.040). A single
letter outside GSM-7 makes the whole message UCS-2: "ą" more than doubles it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from bot.languages import Language
from bot.text.phones import to_dial

_GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
# They are sent as an escape and a character.
_TWO_UNITS = frozenset("\f^{}\\[~]|€")
_GSM_ONE, _GSM_EACH = 160, 153
_UCS_ONE, _UCS_EACH = 70, 67

# How many parts a short answer may have: a script that needs UCS-2 throughout holds less than half in each.
MOST_PARTS, MOST_PARTS_UCS_2 = 2, 3
_UCS_2 = {Language.URDU, Language.BENGALI, Language.PUNJABI, Language.ARABIC, Language.UKRAINIAN}

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
_NUMBER = re.compile(r"(?<![0-9])(?:\+44|0)[0-9][0-9 ]{7,12}[0-9](?![0-9])")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?؟۔।]) +|\n+")
_COMMAS = re.compile(r"(?<=[,،;]) +")
_STROKES = {"ł": "l", "Ł": "L", "đ": "d", "ı": "i"}


def most_parts(language: Language) -> int:
    """How many parts a short answer may have in a language."""
    return MOST_PARTS_UCS_2 if language in _UCS_2 else MOST_PARTS


def is_gsm_7(text: str) -> bool:
    """Whether a text can be sent in the smaller alphabet."""
    return all(one in _GSM_7 or one in _TWO_UNITS for one in text)


def parts(text: str) -> int:
    """In how many parts a text is sent; none where there is no text."""
    if is_gsm_7(text):
        units, one, each = sum(2 if letter in _TWO_UNITS else 1 for letter in text), _GSM_ONE, _GSM_EACH
    else:
        units, one, each = len(text.encode("utf-16-be")) // 2, _UCS_ONE, _UCS_EACH
    if units <= one:
        return 1 if units else 0
    return -(-units // each)


def as_sms(text: str) -> str:
    """
    As it is sent: numbers without spaces, no marks of direction, plain quotes, Latin letters within GSM-7.

    A number without spaces keeps its order in a right-to-left line by itself. Polish is texted without its tails and
    strokes, by everybody: with them a message would be twice as many.
    """
    plain = text.translate(_DIRECTION).translate(_PLAIN)
    return _NUMBER.sub(lambda found: to_dial(found[0]), "".join(map(_within_gsm_7, plain)))


def cut(text: str, language: Language) -> list[str]:
    """
    A text in messages of as many whole sentences as a short answer may hold: the first is said, the rest is for MORE.

    A sentence that is longer than that by itself, a list of people or an address, is cut after a comma.
    """
    messages: list[str] = []
    for sentence in filter(None, _SENTENCE_ENDS.split(as_sms(text))):
        whole = parts(sentence) <= most_parts(language)
        for piece in [sentence] if whole else _COMMAS.split(sentence):
            longer = f"{messages[-1]} {piece}" if messages else piece
            if messages and parts(longer) <= most_parts(language):
                messages[-1] = longer
            else:
                messages.append(piece)
    return messages


@cache
def _within_gsm_7(one: str) -> str:
    if one in _GSM_7 or one in _TWO_UNITS or "LATIN" not in unicodedata.name(one, ""):
        return one
    return _STROKES.get(one) or unicodedata.normalize("NFKD", one)[0]
