"""
Keep a number, an address or a date whole inside a right-to-left line.

Without it `0113 496 0123` is shown as `0123 496 0113`, and a parent dials a wrong number.
"""

from __future__ import annotations

from bot.languages import Language

LEFT_TO_RIGHT = "\u2066"
FIRST_STRONG = "\u2068"
END = "\u2069"


def left_to_right(text: str, language: Language) -> str:
    """Something that reads from left to right in every language: a phone number, an e-mail address, a web address."""
    return f"{LEFT_TO_RIGHT}{text}{END}" if language.direction == "rtl" else text


def whole(text: str, language: Language) -> str:
    """Something whose own letters say which way it reads: a date, a name."""
    return f"{FIRST_STRONG}{text}{END}" if language.direction == "rtl" else text
